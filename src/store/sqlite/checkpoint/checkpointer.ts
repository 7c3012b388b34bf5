/**
 * Checkpoints in a thread of their own: they read the log, write all over the database file, and wait for the disk several
 * times. The log starts from its beginning again only when all of it is copied, so writers wait for the last round.
 */
import type { Connection } from '../connection/connection.ts';
import type { WalSync } from '../connection/wal-sync.ts';
import { startWorker, type WorkerCalls } from '../worker/worker-calls.ts';

export interface Checkpointer {
  /** Called after a commit; cheap. */
  check(): void;
  close(): Promise<void>;
}

/** Pages in the log from which on a checkpoint is worth its while (16 MiB). */
const worthwhile = 4096;
/** Rounds beside the writers before the last one, however much is left then. */
const mostRounds = 4;
/** Commits between two looks at the log. */
const commitsALook = 8;

export function createCheckpointer(
  db: Connection,
  disk: Pick<WalSync, 'hold'>,
  least = worthwhile,
): Checkpointer {
  let worker: WorkerCalls<'checkpoint', null> | null = null;
  /** Set while a checkpoint is under way. */
  let working: Promise<void> | null = null;
  let isBroken = false;
  let commits = 0;

  /** Pages that the log holds and the database file does not have yet. */
  function outstanding(): number {
    const row = db.sql('PRAGMA wal_checkpoint(NOOP)').get();
    return Number(row?.log ?? 0) - Number(row?.checkpointed ?? 0);
  }

  async function checkpoint(): Promise<void> {
    try {
      worker ??= startWorker(new URL('./checkpoint-worker.ts', import.meta.url), { file: db.file });
      const thread = worker;
      let rounds = 0;
      do {
        await thread.call('checkpoint');
        rounds += 1;
      } while (!isBroken && rounds < mostRounds && outstanding() >= least / 4);
      if (isBroken) return;
      await disk.hold(async () => {
        await thread.call('checkpoint');
      });
    } catch {
      // A failure here is none of the commits', which are in the log: SQLite's own automatic checkpoints remain
      // (connection.ts), and the next write meets the disk itself.
      isBroken = true;
    }
  }

  return {
    check() {
      commits += 1;
      if (working || isBroken || commits % commitsALook !== 0) return;
      try {
        if (outstanding() < least) return;
      } catch {
        isBroken = true;
        return;
      }
      working = checkpoint().finally(() => {
        working = null;
      });
    },
    async close() {
      isBroken = true;
      await working;
      await worker?.close();
    },
  };
}
