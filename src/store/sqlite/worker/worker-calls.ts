/** Calls into a worker thread and their answers, the same for every thread of this store. */
import { once } from 'node:events';
import { parentPort, Worker } from 'node:worker_threads';
import { AppError, errorCodes } from '../../../core/errors.ts';

interface Failure {
  message: string;
  /** An AppError's code, or Node's. */
  code?: unknown;
  /** SQLite's. */
  errcode?: unknown;
}
type Call<Request> = { id: number; request: Request } | 'close';
type Reply<Answer> = { id: number; answer: Answer } | { id: number; failure: Failure };

const toFailure = (error: unknown): Failure => ({
  message: error instanceof Error ? error.message : String(error),
  code: error instanceof Error && 'code' in error ? error.code : undefined,
  errcode: error instanceof Error && 'errcode' in error ? error.errcode : undefined,
});

function toError(failure: Failure): Error {
  const code = errorCodes.find((known) => known === failure.code);
  return code ? new AppError(code, failure.message) : Object.assign(new Error(failure.message), failure);
}

export interface WorkerCalls<Request, Answer> {
  /** Calls that have no answer yet. */
  readonly waiting: number;
  /** Rejects with the worker's error, or with `unavailable` where the thread ends without an answer. */
  call(request: Request): Promise<Answer>;
  /** Lets the thread finish what it does and close what it holds. */
  close(): Promise<void>;
  /** Ends the thread at once. */
  end(): Promise<void>;
}

/** Starts a thread that serves calls. It keeps the process alive only while a call waits. */
export function startWorker<Request, Answer>(
  url: URL,
  data: unknown,
  onGone: () => void = () => undefined,
): WorkerCalls<Request, Answer> {
  const waiting = new Map<number, PromiseWithResolvers<Answer>>();
  const worker = new Worker(url, {
    workerData: data,
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  let lastId = 0;
  let isGone = false;

  function failAll(cause: unknown, detail = 'The database thread stopped: try again'): void {
    isGone = true;
    const error = new AppError('unavailable', detail, { cause });
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
    onGone();
  }

  worker.unref();
  worker.on('message', (reply: Reply<Answer>) => {
    const caller = waiting.get(reply.id);
    waiting.delete(reply.id);
    if (waiting.size === 0) worker.unref();
    if ('failure' in reply) caller?.reject(toError(reply.failure));
    else caller?.resolve(reply.answer);
  });
  worker.on('error', (error: unknown) => failAll(error));
  worker.on('exit', (status) => failAll(new Error(`the thread ended with ${status}`)));

  return {
    get waiting() {
      return waiting.size;
    },
    call(request) {
      if (isGone) return Promise.reject(new AppError('unavailable', 'The database thread has ended'));
      const caller = Promise.withResolvers<Answer>();
      if (waiting.size === 0) worker.ref();
      lastId += 1;
      waiting.set(lastId, caller);
      worker.postMessage({ id: lastId, request } satisfies Call<Request>);
      return caller.promise;
    },
    async close() {
      if (isGone) return;
      const exit = once(worker, 'exit');
      worker.ref();
      worker.postMessage('close' satisfies Call<Request>);
      await exit;
    },
    async end() {
      failAll(undefined, 'The store is closed');
      await worker.terminate();
    },
  };
}

/** The thread's side: answers one call after the other. `close` releases what it holds. */
export function serveCalls<Request, Answer>(work: (request: Request) => Answer, close: () => void): void {
  parentPort?.on('message', (call: Call<Request>) => {
    if (call === 'close') {
      close();
      parentPort?.close();
      return;
    }
    try {
      parentPort?.postMessage({ id: call.id, answer: work(call.request) } satisfies Reply<Answer>);
    } catch (error) {
      parentPort?.postMessage({ id: call.id, failure: toFailure(error) } satisfies Reply<Answer>);
    }
  });
}
