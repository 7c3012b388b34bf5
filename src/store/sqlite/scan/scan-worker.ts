/** The thread behind scanner.ts: answers one scan after the other. */
import { workerData } from 'node:worker_threads';
import { openConnection } from '../connection/connection.ts';
import { serveCalls } from '../worker/worker-calls.ts';
import { runScan, type Scan } from './scan.ts';

const db = openConnection((workerData as { file: string }).file, { readOnly: true, cacheKb: 8192 });

serveCalls(
  (scan: Scan) => runScan(db, scan),
  () => db.close(),
);
