/** The pipeline's read and write: one transaction each, so that a crash leaves all of a batch or nothing. */

import { noEffects } from '../../core/effects.ts';
import { isVerdictDue, type StoredEvent } from '../../core/event.ts';
import type { Store } from '../../core/store.ts';
import type { Connection } from './connection/connection.ts';
import type { Sync } from './connection/operations.ts';
import { createContexts, eventKey, knownSql } from './context.ts';
import { insertEvent, toEventValues } from './event-record.ts';
import { findEvent, unfinishedEvents } from './events.ts';
import { writeChange } from './feed.ts';
import { insertRawPacks } from './raw-packs.ts';
import { writeVerdict } from './writing/effects.ts';
import type { ObservableBuffer } from './writing/observable-buffer.ts';
import type { WriteBuffer } from './writing/write-buffer.ts';

type CommitPart = 'context' | 'record' | 'append' | 'apply' | 'recover' | 'unfinished';

/**
 * Which of these are new, and what is stored under the other ids. The first of two with one id counts. `absent` are keys
 * that are known not to be there.
 */
function sift(
  db: Connection,
  buffer: WriteBuffer,
  events: readonly StoredEvent[],
  absent: ReadonlySet<string>,
) {
  const fresh: StoredEvent[] = [];
  const duplicates = new Map<string, StoredEvent>();
  const accepted = new Set<string>();
  const seen = new Map<string, StoredEvent>();
  const isKnown = db.sql(knownSql);
  for (const event of events) {
    const key = eventKey(event);
    const earlier = seen.get(key) ?? buffer.event(event.user_id, event.log_id);
    if (earlier) {
      duplicates.set(event.log_id, earlier);
    } else if (absent.has(key) || isKnown.get(event.log_id, event.user_id) === undefined) {
      seen.set(key, event);
      fresh.push(event);
      accepted.add(event.log_id);
    } else {
      const existing = findEvent(db, event.user_id, event.log_id);
      if (existing) duplicates.set(event.log_id, existing);
    }
  }
  return { fresh, duplicates, accepted };
}

export function createCommits(
  db: Connection,
  buffer: WriteBuffer,
  observables: ObservableBuffer,
  clock: () => number,
): Sync<Pick<Store, CommitPart>> {
  const contexts = createContexts(db, buffer);

  /** They wait for their verdict, and join the live stream with it. */
  function insertPending(events: readonly StoredEvent[]): void {
    for (const event of events)
      db.sql(insertEvent[event.collection]).run(
        ...toEventValues({ ...event, state: 'pending', verdict: null }, db.nextSeq(), false),
      );
  }

  return {
    context: contexts.read,
    record(events, context, decide, raws = []) {
      let committed = (): void => undefined;
      let counted: readonly StoredEvent[] = [];
      const outcome = db.transaction(() => {
        const { fresh, duplicates, accepted } = sift(db, buffer, events, contexts.absent(context));
        if (fresh.length === 0) return { accepted, duplicates, effects: noEffects() };
        insertRawPacks(db, raws);
        const current = contexts.current(context);
        const effects = decide(fresh, current);
        committed = buffer.put(fresh, effects, clock(), current.sessions);
        counted = fresh;
        return { accepted, duplicates, effects };
      });
      committed();
      contexts.committed(outcome.effects);
      observables.add(counted);
      return outcome;
    },
    append(events, raws = []) {
      let counted: readonly StoredEvent[] = [];
      const outcome = db.transaction(() => {
        const { fresh, duplicates, accepted } = sift(db, buffer, events, new Set());
        insertPending(fresh);
        if (fresh.length > 0) insertRawPacks(db, raws);
        counted = fresh.map((event) => ({ ...event, verdict: null }));
        return { accepted, duplicates, effects: noEffects() };
      });
      contexts.committed(outcome.effects);
      observables.add(counted);
      return outcome;
    },
    apply(updates, context, decide) {
      buffer.settle();
      let committed = (): void => undefined;
      let named = (): void => undefined;
      const effects = db.transaction(() => {
        const open = new Map<string, StoredEvent>();
        const before = new Map<string, StoredEvent>();
        for (const event of updates) {
          const key = eventKey(event);
          const existing = open.has(key) ? null : findEvent(db, event.user_id, event.log_id);
          if (!existing || !isVerdictDue(existing.state, event.state)) continue;
          open.set(key, event);
          before.set(key, existing);
        }
        if (open.size === 0) return noEffects();
        const accepted = [...open.values()];
        const current = contexts.current(context);
        const made = decide(accepted, current);
        for (const [key, event] of open) {
          if (!event.verdict) throw new TypeError('an event is completed by a verdict');
          writeVerdict(db, { ...event, verdict: event.verdict });
          if (before.get(key)?.state === 'pending')
            writeChange(db, {
              user_id: event.user_id,
              kind: 'judged',
              id: event.log_id,
              at: event.received_at,
            });
        }
        committed = buffer.put([], made, clock(), current.sessions);
        named = observables.addVerdicts(
          accepted.filter((event) => !before.get(eventKey(event))?.verdict?.vulnerability),
        );
        return made;
      });
      committed();
      named();
      contexts.committed(effects);
      return effects;
    },
    // A transaction is whole or not there: nothing of ours is ever left half-done.
    recover: () => 0,
    unfinished(state, before, limit) {
      if (buffer.holdsUnfinished()) buffer.settle();
      return unfinishedEvents(db, state, before, limit);
    },
  };
}
