/** The thread behind checkpointer.ts: copies what is committed from the log into the database file. */
import { workerData } from 'node:worker_threads';
import { openConnection } from '../connection/connection.ts';
import { serveCalls } from '../worker/worker-calls.ts';

const db = openConnection((workerData as { file: string }).file, { cacheKb: 512 });

serveCalls(
  (_request: 'checkpoint'): null => {
    db.sql('PRAGMA wal_checkpoint(PASSIVE)').get();
    return null;
  },
  () => db.close(),
);
