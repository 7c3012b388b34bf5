/**
 * Checkpoints in a thread of their own. The writer would pay for them with pauses and a third of its time; here it only
 * does the last few pages, so that the log can start from its beginning again.
 */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Connection } from '../connection/connection.ts';

export interface Checkpointer {
  /** Called after a commit; cheap. */
  check(): void;
  close(): Promise<void>;
}

/** Pages in the log from which on a checkpoint is worth its while (16 MiB). */
const worthwhile = 4096;
/** After so many rounds of the thread the writer does what is left, however much it is. */
const mostRounds = 4;
/** Commits between two looks at the log. */
const commitsALook = 8;

export function createCheckpointer(db: Connection, least = worthwhile): Checkpointer {
  let worker: Worker | null = null;
  let isBusy = false;
  let isBroken = false;
  let commits = 0;
  let rounds = 0;

  /** Pages that the log holds and the database file does not have yet. */
  function outstanding(): number {
    const row = db.sql('PRAGMA wal_checkpoint(NOOP)').get();
    return Number(row?.log ?? 0) - Number(row?.checkpointed ?? 0);
  }

  /** A failure here is none of the commit's, which is durable already: the next write meets the disk itself. */
  function attempt(work: () => void): void {
    try {
      work();
    } catch {
      isBroken = true;
    }
  }

  function start(): Worker {
    const thread = new Worker(new URL('./checkpoint-worker.ts', import.meta.url), {
      workerData: { file: db.file },
      execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    thread.unref();
    thread.on('message', () => {
      if (worker !== thread) return;
      attempt(() => {
        rounds += 1;
        // The writer went on meanwhile: what is left gets less with each round, and the last of it is the writer's.
        if (outstanding() >= least / 4 && rounds < mostRounds) return thread.postMessage('checkpoint');
        db.sql('PRAGMA wal_checkpoint(PASSIVE)').get();
        isBusy = false;
      });
    });
    // Without the thread the writer's own automatic checkpoints remain (connection.ts).
    thread.on('error', () => {
      isBroken = true;
      worker = null;
    });
    return thread;
  }

  return {
    check() {
      commits += 1;
      if (isBusy || isBroken || commits % commitsALook !== 0) return;
      attempt(() => {
        if (outstanding() < least) return;
        worker ??= start();
        isBusy = true;
        rounds = 0;
        worker.postMessage('checkpoint');
      });
    },
    async close() {
      const ending = worker;
      worker = null;
      isBroken = true;
      if (!ending) return;
      const ended = once(ending, 'exit');
      ending.ref();
      ending.postMessage('close');
      await ended;
    },
  };
}
