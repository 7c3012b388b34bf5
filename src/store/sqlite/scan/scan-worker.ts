/** The thread behind scanner.ts: answers one scan after the other, and ends one that nobody waits for any more. */
import { workerData } from 'node:worker_threads';
import { openConnection } from '../connection/connection.ts';
import { serveCalls } from '../worker/worker-calls.ts';
import { runScan, type Scan } from './scan.ts';

const { file, ended } = workerData as { file: string; ended: Int32Array };
/** The number that ends whatever scan there is. */
const all = -1;
let current = 0;
const db = openConnection(file, {
  readOnly: true,
  cacheKb: 8192,
  isWanted: () => ![current, all].includes(Atomics.load(ended, 0)),
});

serveCalls(
  ({ number, scan }: { number: number; scan: Scan }) => {
    current = number;
    return runScan(db, scan);
  },
  () => db.close(),
);
