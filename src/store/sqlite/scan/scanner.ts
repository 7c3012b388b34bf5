/**
 * Scans in a thread that starts with the first of them and ends when none came for a while: the event loop never waits.
 * Tenants take turns; one scan runs at a time, and one that takes too long is ended with its thread.
 */
import { AppError } from '../../../core/errors.ts';
import { createFairTurns } from '../../../lib/fair-turns.ts';
import { startWorker, type WorkerCalls } from '../worker/worker-calls.ts';
import type { Scan, ScanAnswer } from './scan.ts';

export interface Scanner {
  /** Rejects with `unavailable` where too many wait already, or the thread stops. */
  run(scan: Scan): Promise<ScanAnswer>;
  close(): Promise<void>;
}

/** More than these do not wait for one thread; the last of them only for tenants who have none. */
const limits = { atOnce: 1, most: 64, mostPerOwner: 8, reserved: 16, waitMs: 20_000 };
/** Longest time of one scan. */
const longestMs = 30_000;

export function createScanner(file: string, idleMs = 60_000, scanMs = longestMs): Scanner {
  const turns = createFairTurns(limits, 'searches');
  let worker: WorkerCalls<Scan, ScanAnswer> | null = null;
  let timer: NodeJS.Timeout | null = null;
  let isClosed = false;

  function start(): WorkerCalls<Scan, ScanAnswer> {
    const started = startWorker<Scan, ScanAnswer>(
      new URL('./scan-worker.ts', import.meta.url),
      { file },
      () => {
        if (worker === started) worker = null;
      },
    );
    return started;
  }

  function restWhenIdle(thread: WorkerCalls<Scan, ScanAnswer>): void {
    if (timer) clearTimeout(timer);
    if (thread.waiting > 0 || isClosed) return;
    timer = setTimeout(() => {
      if (thread.waiting > 0) return;
      if (worker === thread) worker = null;
      void thread.end();
    }, idleMs);
    timer.unref();
  }

  /** Ends the thread where it takes too long: nothing else ends a query. */
  async function runAlone(scan: Scan): Promise<ScanAnswer> {
    if (isClosed) throw new AppError('unavailable', 'The store is closed');
    worker ??= start();
    const thread = worker;
    if (timer) clearTimeout(timer);
    let isLate = false;
    const deadline = setTimeout(() => {
      isLate = true;
      void thread.end();
    }, scanMs);
    try {
      return await thread.call(scan);
    } catch (error) {
      throw isLate
        ? new AppError('unavailable', 'The search took too long: narrow it down', { cause: error })
        : error;
    } finally {
      clearTimeout(deadline);
      restWhenIdle(thread);
    }
  }

  return {
    async run(scan) {
      if (isClosed) throw new AppError('unavailable', 'The store is closed');
      return turns.run(scan.userId, () => runAlone(scan));
    },
    async close() {
      isClosed = true;
      if (timer) clearTimeout(timer);
      turns.close(new AppError('unavailable', 'The store is closed'));
      await worker?.end();
    },
  };
}
