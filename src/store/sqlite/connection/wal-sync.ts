/**
 * When a commit is on disk. SQLite commits with synchronous=NORMAL: the transaction is in the write-ahead log, but the
 * log is not flushed, so the event loop does not wait for the disk. Here it is flushed in libuv's thread pool, once for
 * all commits of a turn, and an operation that wrote is answered after that. A power cut takes a tail of transactions
 * that nobody was answered for, and nothing before it (docs/decisions/0008-embedded-store-place.md).
 */
import { close, fdatasync, openSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { promisify } from 'node:util';
import { AppError } from '../../../core/errors.ts';
import type { Connection } from './connection.ts';

export interface WalSync {
  /** Throws `unavailable` after a flush failed. */
  check(): void;
  hasFailed(): boolean;
  /** While the disk is busy: resolves when it is not. Null when it is idle. Whoever writes asks first. */
  busy(): Promise<void> | null;
  /** Resolves when everything committed so far is on disk; null where it is already. */
  flush(): Promise<void> | null;
  /** Keeps writers waiting while `work` uses the disk. */
  hold(work: () => Promise<void>): Promise<void>;
  /** Waits for what is under way. */
  close(): Promise<void>;
}

/** Flushes the data of an open file. */
export type FlushFile = (fd: number) => Promise<void>;

const closeFile = promisify(close);
const flushData: FlushFile = promisify(fdatasync);

/**
 * `onFailure` is called once, when a flush failed. What the log holds is unknown then (the kernel may have dropped it), so
 * nothing is written or read any more: the next process that opens the file finds what is whole, by its checksums.
 */
export function createWalSync(
  db: Connection,
  { flushFile = flushData, onFailure }: { flushFile?: FlushFile; onFailure(error: AppError): void },
): WalSync {
  const changes = (): number => Number(db.sql('SELECT total_changes() AS n').get()?.n);
  let fd: number | null = null;
  /** `total_changes` of the latest flush that began. */
  let flushed = -1;
  /** Begins within this turn of the event loop. */
  let next: Promise<void> | null = null;
  let running: Promise<void> | null = null;
  let failure: AppError | null = null;

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
      if (failure) throw failure;
      flushed = changes();
      try {
        // SQLite keeps this one file for as long as the connection is open.
        fd ??= openSync(`${db.file}-wal`, 'r+');
        await flushFile(fd);
      } catch (cause) {
        failure = new AppError('unavailable', 'The disk did not confirm a write', {
          cause,
          retryAfterSeconds: 5,
        });
        onFailure(failure);
        throw failure;
      }
    });
  }

  /** A flush that began after the latest change, or whatever else uses the disk, is over. */
  async function settled(): Promise<void> {
    while (running) await running;
    if (failure) throw failure;
  }

  return {
    check() {
      if (failure) throw failure;
    },
    hasFailed: () => failure !== null,
    busy: () => running,
    flush() {
      if (failure) throw failure;
      if (next === null && flushed === changes()) return running && settled();
      next ??= flushNext();
      return next;
    },
    hold: use,
    async close() {
      await next?.catch(() => undefined);
      while (running) await running;
      if (fd !== null) await closeFile(fd);
    },
  };
}
