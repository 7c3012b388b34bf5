/**
 * What events bring to observables waits in memory until enough has come together to be worth its pages: the same names
 * and clients come again and again. Nothing of it can be lost: it follows from the events, which are stored, and
 * `observable_state` says up to where they were folded. An open reads what came after that.
 */
import type { StoredEvent } from '../../../core/event.ts';
import { createObservableTally } from '../../../lib/observables/tally.ts';
import type { Row } from '../connection/columns.ts';
import type { Connection } from '../connection/connection.ts';
import { toStoreError } from '../connection/failure.ts';
import { collections, eventColumns, readEvent } from '../event-record.ts';
import { addToObservables } from '../observables.ts';

export interface ObservableLimits {
  /** Values that may wait: they bound how long a fold takes. */
  targets: number;
  /** How many instead, at most, under load: when groups are large and throughput is what counts, six of them may wait. */
  underLoad?: number | undefined;
  /** Events that may wait: they bound how much an open reads again. */
  events: number;
  /** Values of one kind that a tenant keeps. */
  kept?: number | undefined;
}
const usual: ObservableLimits = { targets: 600, underLoad: 2400, events: 10_000 };
const groupsWaiting = 6;

export interface ObservableBuffer {
  /** Events that were committed. */
  add(events: readonly StoredEvent[]): void;
  /** Within a transaction: events that were counted before they had a verdict. The answer is to be called when that is committed. */
  addVerdicts(events: readonly StoredEvent[]): () => void;
  /** Folds what waits, in a transaction of its own. */
  settle(): void;
}

/** Opens with what a process that ended left to be folded. The tables hold every event. */
export function openObservableBuffer(db: Connection, limits: ObservableLimits = usual): ObservableBuffer {
  let tally = createObservableTally();
  let waiting = 0;

  /** Within a transaction. */
  function write(): void {
    addToObservables(db, tally, limits.kept);
    db.sql('UPDATE observable_state SET seq = ?').run(db.seq());
  }
  function forget(): void {
    tally = createObservableTally();
    waiting = 0;
  }
  function settle(): void {
    if (waiting === 0) return;
    db.transaction(write);
    forget();
  }

  function recover(): void {
    const position = Number(db.sql('SELECT seq FROM observable_state').get()?.seq ?? 0);
    for (const table of collections) {
      const rows = db
        .sql(`SELECT ${eventColumns} FROM ${table} WHERE seq > ? ORDER BY seq`)
        .iterate(position);
      for (const row of rows as Iterable<Row>) {
        tally.add(readEvent(row, table));
        waiting += 1;
      }
    }
    settle();
  }
  recover();

  return {
    add(events) {
      const before = tally.size;
      for (const event of events) tally.add(event);
      waiting += events.length;
      const most = Math.max(
        limits.targets,
        Math.min(limits.underLoad ?? 0, groupsWaiting * (tally.size - before)),
      );
      if (tally.size < most && waiting < limits.events) return;
      try {
        settle();
      } catch (error) {
        // The events are stored: where the disk takes nothing, this is tried again with the next ones.
        if (toStoreError(error) === error) throw error;
      }
    },
    addVerdicts(events) {
      const named = events.filter(({ verdict }) => verdict?.vulnerability);
      if (named.length === 0) return () => undefined;
      const verdicts = createObservableTally();
      for (const event of named) verdicts.addVerdict(event);
      // What waits goes first: an open that reads these events again would count their verdicts twice.
      write();
      addToObservables(db, verdicts, limits.kept);
      return forget;
    },
    settle,
  };
}
