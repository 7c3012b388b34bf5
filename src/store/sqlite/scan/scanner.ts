/**
 * Scans in threads that start with the first of them and end when none came for a while: the event loop never waits.
 * Tenants take turns. There are two threads and a tenant has one of them at most, so whoever has nothing under way does not
 * wait for another's long search. One that takes too long, or whose caller hangs up, ends.
 */
import { AppError } from '../../../core/errors.ts';
import { callerGone, createFairTurns } from '../../../lib/fair-turns.ts';
import { startWorker, type WorkerCalls } from '../worker/worker-calls.ts';
import type { Scan, ScanAnswer } from './scan.ts';

export interface Scanner {
  /** Rejects with `unavailable` where too many wait already, the thread stops, or `gone` is aborted. */
  run(scan: Scan, gone?: AbortSignal): Promise<ScanAnswer>;
  close(): Promise<void>;
}

/** More than these do not wait; the last of them only for tenants who have none. */
const limits = { atOnce: 2, atOncePerOwner: 1, most: 64, mostPerOwner: 8, reserved: 16, waitMs: 20_000 };
/** Longest time of one scan. */
const longestMs = 30_000;
/** A query notices soon that it is not wanted; a thread that does not is ended. */
const graceMs = 2000;

interface Thread {
  calls: WorkerCalls<{ number: number; scan: Scan }, ScanAnswer>;
  /** The number of the scan that is to end. */
  ended: Int32Array;
  idle: NodeJS.Timeout | null;
}

export function createScanner(file: string, idleMs = 60_000, scanMs = longestMs): Scanner {
  const turns = createFairTurns(limits, 'searches');
  const all = new Set<Thread>();
  /** The one that rested last comes first: the other may end. */
  const resting: Thread[] = [];
  let lastNumber = 0;
  let isClosed = false;

  function forget(thread: Thread): void {
    all.delete(thread);
    if (thread.idle) clearTimeout(thread.idle);
    const at = resting.indexOf(thread);
    if (at >= 0) resting.splice(at, 1);
  }

  function start(): Thread {
    const ended = new Int32Array(new SharedArrayBuffer(4));
    const url = new URL('./scan-worker.ts', import.meta.url);
    const thread: Thread = {
      calls: startWorker(url, { file, ended }, () => forget(thread)),
      ended,
      idle: null,
    };
    all.add(thread);
    return thread;
  }

  function rest(thread: Thread): void {
    if (!all.has(thread) || isClosed) return;
    resting.push(thread);
    thread.idle = setTimeout(() => {
      forget(thread);
      void thread.calls.end();
    }, idleMs);
    thread.idle.unref();
  }

  function take(): Thread {
    const thread = resting.pop() ?? start();
    if (thread.idle) clearTimeout(thread.idle);
    thread.idle = null;
    return thread;
  }

  async function runAlone(scan: Scan, gone: AbortSignal | undefined): Promise<ScanAnswer> {
    if (isClosed) throw new AppError('unavailable', 'The store is closed');
    const thread = take();
    const number = ++lastNumber;
    let why: AppError | null = null;
    let grace: NodeJS.Timeout | null = null;
    const end = (reason: AppError): void => {
      why ??= reason;
      Atomics.store(thread.ended, 0, number);
      grace ??= setTimeout(() => void thread.calls.end(), graceMs);
    };
    const leave = (): void => end(callerGone());
    const deadline = setTimeout(
      () => end(new AppError('unavailable', 'The search took too long: narrow it down')),
      scanMs,
    );
    gone?.addEventListener('abort', leave, { once: true });
    try {
      return await thread.calls.call({ number, scan });
    } catch (error) {
      throw why ?? error;
    } finally {
      clearTimeout(deadline);
      if (grace) clearTimeout(grace);
      gone?.removeEventListener('abort', leave);
      rest(thread);
    }
  }

  return {
    async run(scan, gone) {
      if (isClosed) throw new AppError('unavailable', 'The store is closed');
      return turns.run(scan.userId, () => runAlone(scan, gone), gone);
    },
    async close() {
      isClosed = true;
      turns.close(new AppError('unavailable', 'The store is closed'));
      const threads = [...all];
      for (const thread of threads) {
        forget(thread);
        // A query under way notices it, so that the thread ends at once.
        Atomics.store(thread.ended, 0, -1);
      }
      await Promise.all(threads.map(({ calls }) => calls.end()));
    },
  };
}
