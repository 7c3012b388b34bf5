/** Scans in a thread that starts with the first of them and ends when none came for a while: the event loop never waits. */
import { Worker } from 'node:worker_threads';
import { AppError, type ErrorCode, errorCodes } from '../../../core/errors.ts';
import type { Scan, ScanAnswer } from './scan.ts';

export interface Scanner {
  run(scan: Scan): Promise<ScanAnswer>;
  close(): Promise<void>;
}

interface Answer {
  id: number;
  answer?: ScanAnswer;
  failure?: { message: string; errcode?: number; code?: string };
}

/** More than these wait for one thread: whoever comes next is told to come later. */
const mostWaiting = 64;

function toFailure(failure: NonNullable<Answer['failure']>): Error {
  const code = errorCodes.find((known) => known === failure.code) as ErrorCode | undefined;
  if (code) return new AppError(code, failure.message);
  return Object.assign(new Error(failure.message), failure);
}

export function createScanner(file: string, idleMs = 60_000): Scanner {
  const waiting = new Map<number, { resolve(answer: ScanAnswer): void; reject(error: Error): void }>();
  let worker: Worker | null = null;
  let timer: NodeJS.Timeout | null = null;
  let lastId = 0;
  let isClosed = false;

  function failAll(error: Error): void {
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
    worker = null;
  }

  function rest(): void {
    if (timer) clearTimeout(timer);
    worker?.unref();
    timer = setTimeout(() => {
      if (waiting.size > 0) return;
      void worker?.terminate();
      worker = null;
    }, idleMs);
    timer.unref();
  }

  function start(): Worker {
    const thread = new Worker(new URL('./scan-worker.ts', import.meta.url), {
      workerData: { file },
      execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    thread.on('message', ({ id, answer, failure }: Answer) => {
      const asker = waiting.get(id);
      waiting.delete(id);
      if (waiting.size === 0) rest();
      if (failure) asker?.reject(toFailure(failure));
      else if (answer !== undefined) asker?.resolve(answer);
    });
    thread.on('error', (cause: unknown) => {
      if (worker === thread)
        failAll(new AppError('unavailable', 'The search broke off: try again', { cause }));
    });
    return thread;
  }

  return {
    run: (scan) =>
      new Promise((resolve, reject) => {
        if (isClosed) throw new AppError('unavailable', 'The store is closed');
        if (waiting.size >= mostWaiting)
          throw new AppError('unavailable', 'Too many searches at once', { retryAfterSeconds: 5 });
        if (timer) clearTimeout(timer);
        worker ??= start();
        worker.ref();
        lastId += 1;
        waiting.set(lastId, { resolve, reject });
        worker.postMessage({ id: lastId, scan });
      }),
    async close() {
      isClosed = true;
      if (timer) clearTimeout(timer);
      const ending = worker;
      failAll(new AppError('unavailable', 'The store is closed'));
      await ending?.terminate();
    },
  };
}
