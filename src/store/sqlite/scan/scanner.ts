/** Scans in a thread that starts with the first of them and ends when none came for a while: the event loop never waits. */
import { AppError } from '../../../core/errors.ts';
import { startWorker, type WorkerCalls } from '../worker/worker-calls.ts';
import type { Scan, ScanAnswer } from './scan.ts';

export interface Scanner {
  /** Rejects with `unavailable` where too many wait already, or the thread stops. */
  run(scan: Scan): Promise<ScanAnswer>;
  close(): Promise<void>;
}

/** More than these do not wait for one thread. */
const mostWaiting = 64;

export function createScanner(file: string, idleMs = 60_000): Scanner {
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

  return {
    async run(scan) {
      if (isClosed) throw new AppError('unavailable', 'The store is closed');
      worker ??= start();
      const thread = worker;
      if (thread.waiting >= mostWaiting)
        throw new AppError('unavailable', 'Too many searches at once', { retryAfterSeconds: 5 });
      if (timer) clearTimeout(timer);
      try {
        return await thread.call(scan);
      } finally {
        restWhenIdle(thread);
      }
    },
    async close() {
      isClosed = true;
      if (timer) clearTimeout(timer);
      await worker?.end();
    },
  };
}
