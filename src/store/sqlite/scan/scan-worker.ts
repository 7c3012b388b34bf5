/** The thread behind scanner.ts: answers one scan after the other. */
import { parentPort, workerData } from 'node:worker_threads';
import { openConnection } from '../connection/connection.ts';
import { runScan, type Scan } from './scan.ts';

const db = openConnection((workerData as { file: string }).file, { readOnly: true, cacheKb: 8192 });

parentPort?.on('message', ({ id, scan }: { id: number; scan: Scan }) => {
  try {
    parentPort?.postMessage({ id, answer: runScan(db, scan) });
  } catch (error) {
    const errcode: unknown = error instanceof Error && 'errcode' in error ? error.errcode : undefined;
    const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
    const message = error instanceof Error ? error.message : String(error);
    parentPort?.postMessage({ id, failure: { message, errcode, code } });
  }
});
