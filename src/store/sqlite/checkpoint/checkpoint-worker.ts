/** The thread behind checkpointer.ts: copies what is committed from the log into the database file. */
import { parentPort, workerData } from 'node:worker_threads';
import { openConnection } from '../connection/connection.ts';

const db = openConnection((workerData as { file: string }).file, { cacheKb: 512 });

parentPort?.on('message', (order: 'checkpoint' | 'close') => {
  if (order === 'close') {
    db.close();
    parentPort?.close();
    return;
  }
  try {
    db.sql('PRAGMA wal_checkpoint(PASSIVE)').get();
  } finally {
    // Whoever asked goes on without it where it failed: the log only grows until the writer checkpoints by itself.
    parentPort?.postMessage('done');
  }
});
