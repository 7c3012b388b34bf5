/**
 * When a commit is on disk. SQLite commits with synchronous=NORMAL: the transaction is in the write-ahead log, but the
 * log is not flushed. Here it is flushed before an operation that wrote is answered: at once on a disk that takes it at
 * once, else in libuv's thread pool, once for all commits of a turn, so that the event loop does not wait for the disk.
 * A power cut takes a tail of transactions that nobody was answered for, and nothing before it
 * (docs/decisions/0008-embedded-store-place.md).
 */
import { close, fdatasync, fdatasyncSync, openSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { promisify } from 'node:util';
import { AppError } from '../../../core/errors.ts';
import type { Connection } from './connection.ts';

export interface WalSync {
  /** Throws `unavailable` after a flush failed, and after it was closed. */
  check(): void;
  hasFailed(): boolean;
  /** While the disk is busy: resolves when it is not. Null when it is idle. Whoever writes asks first. */
  busy(): Promise<void> | null;
  /** Resolves when everything committed so far is on disk; null where it is already. */
  flush(): Promise<void> | null;
  /** Keeps writers waiting while `work` uses the disk. */
  hold(work: () => Promise<void>): Promise<void>;
  /** Waits for what is under way; from then on nothing is flushed, so nothing is acknowledged. */
  close(): Promise<void>;
}

/** How the data of an open file are flushed, and the time that takes. */
export interface Flusher {
  flush(fd: number): Promise<void>;
  flushNow(fd: number): void;
  /** Any clock, ms. */
  clock(): number;
}

const closeFile = promisify(close);
const ofSystem: Flusher = {
  flush: promisify(fdatasync),
  flushNow: fdatasyncSync,
  clock: () => performance.now(),
};

/**
 * A disk that takes longer on average is not waited for in the event loop. On a quicker one it is: handing a flush to a
 * thread makes groups smaller, and costs more than the disk.
 */
const quickMs = 3;
/** Flushes that the average is over, about: one slow one says nothing, two of 30 ms do. */
const averagedOver = 16;

/**
 * `onFailure` is called once, when a flush failed. What the log holds is unknown then (the kernel may have dropped it), so
 * nothing is written or read any more: the next process that opens the file finds what is whole, by its checksums.
 */
export function createWalSync(
  db: Connection,
  { flusher = ofSystem, onFailure }: { flusher?: Flusher; onFailure(error: AppError): void },
): WalSync {
  const changes = (): number => Number(db.sql('SELECT total_changes() AS n').get()?.n);
  let fd: number | null = null;
  /** `total_changes` of the latest flush that began. */
  let flushed = -1;
  /** Begins within this turn of the event loop. */
  let next: Promise<void> | null = null;
  let running: Promise<void> | null = null;
  let failure: AppError | null = null;
  let isClosed = false;
  let averageMs = 0;

  function measured(ms: number): void {
    averageMs += (ms - averageMs) / averagedOver;
  }

  function fail(cause: unknown): never {
    failure = new AppError('unavailable', 'The disk did not confirm a write', {
      cause,
      retryAfterSeconds: 5,
    });
    onFailure(failure);
    throw failure;
  }

  /** The log, whose content up to now is about to be flushed. SQLite keeps this one file while the connection is open. */
  function begin(): number {
    flushed = changes();
    try {
      fd ??= openSync(`${db.file}-wal`, 'r+');
      return fd;
    } catch (error) {
      return fail(error);
    }
  }

  function flushAtOnce(): null {
    const file = begin();
    const startMs = flusher.clock();
    try {
      flusher.flushNow(file);
    } catch (error) {
      return fail(error);
    }
    measured(flusher.clock() - startMs);
    return null;
  }

  function check(): void {
    if (failure) throw failure;
    if (isClosed) throw new AppError('unavailable', 'The store is closed');
  }

  async function use(work: () => Promise<void>): Promise<void> {
    while (running) await running;
    const done = Promise.withResolvers<void>();
    running = done.promise;
    try {
      await work();
    } finally {
      running = null;
      done.resolve();
    }
  }

  async function flushNext(): Promise<void> {
    // What else is written in this turn is flushed with it.
    await nextTurn();
    await use(async () => {
      next = null;
      check();
      const file = begin();
      const startMs = flusher.clock();
      await flusher.flush(file).catch(fail);
      measured(flusher.clock() - startMs);
    });
  }

  /** A flush that began after the latest change, or whatever else uses the disk, is over. */
  async function settled(): Promise<void> {
    while (running) await running;
    if (failure) throw failure;
  }

  return {
    check,
    hasFailed: () => failure !== null,
    busy: () => running,
    flush() {
      check();
      if (next === null && flushed === changes()) return running && settled();
      if (averageMs < quickMs && next === null && running === null) return flushAtOnce();
      next ??= flushNext();
      return next;
    },
    hold: use,
    async close() {
      await next?.catch(() => undefined);
      isClosed = true;
      while (running) await running;
      if (fd === null) return;
      const ending = fd;
      fd = null;
      await closeFile(ending);
    },
  };
}
