/** The pipeline's read and write: one transaction each, so that a crash leaves all of a batch or nothing. */

import { type Context, type ContextRequest, noEffects, sessionKey, windowKey } from '../../core/effects.ts';
import type { StoredEvent } from '../../core/event.ts';
import type { Store } from '../../core/store.ts';
import { createActiveRecords } from './active-records.ts';
import type { Connection } from './connection.ts';
import { writeVerdict } from './effects.ts';
import { collections, insertEvent, toEventValues } from './event-row.ts';
import { findEvent, unfinishedEvents } from './events.ts';
import { writeChange } from './feed.ts';
import { findOpenIncident, incidentsRevision } from './incidents.ts';
import { findSession } from './sessions.ts';
import type { Sync } from './sync.ts';
import type { Backlog } from './write-buffer.ts';

type CommitPart = 'context' | 'record' | 'append' | 'apply' | 'recover' | 'unfinished';

const known = collections.map((table) => `SELECT 1 FROM ${table} WHERE log_id = ?1 AND user_id = ?2`);
const knownSql = known.join(' UNION ALL ');

const keyOf = (event: { user_id: string; log_id: string }): string => `${event.user_id}|${event.log_id}`;

/**
 * Which of these are new, and what stands under the other ids. The first of two with one id counts. `absent` are keys
 * that are known not to be there.
 */
function sift(db: Connection, backlog: Backlog, events: readonly StoredEvent[], absent: ReadonlySet<string>) {
  const fresh: StoredEvent[] = [];
  const duplicates = new Map<string, StoredEvent>();
  const accepted = new Set<string>();
  const seen = new Map<string, StoredEvent>();
  const isKnown = db.sql(knownSql);
  for (const event of events) {
    const key = keyOf(event);
    const earlier = seen.get(key) ?? backlog.event(event.user_id, event.log_id);
    if (earlier) {
      duplicates.set(event.log_id, earlier);
    } else if (absent.has(key) || isKnown.get(event.log_id, event.user_id) === undefined) {
      seen.set(key, event);
      fresh.push(event);
      accepted.add(event.log_id);
    } else {
      const standing = findEvent(db, event.user_id, event.log_id);
      if (standing) duplicates.set(event.log_id, standing);
    }
  }
  return { fresh, duplicates, accepted };
}

export function createCommits(
  db: Connection,
  backlog: Backlog,
  clock: () => number,
): Sync<Pick<Store, CommitPart>> {
  /** Grows with each commit: a context read before another commit is read anew before anything is decided on it. */
  let revision = 0;
  const active = createActiveRecords();
  let incidentsRead = incidentsRevision(db);
  /** People and jobs change incidents too, and the sweeper removes sessions. */
  function checkActive(): void {
    if (incidentsRead === incidentsRevision(db)) return;
    incidentsRead = incidentsRevision(db);
    active.clear();
  }

  const readAt = new WeakMap<Context, { revision: number; request: ContextRequest }>();

  function read(request: ContextRequest): Context {
    checkActive();
    const context: Context = {
      known: new Map(),
      windows: new Map(),
      sessions: new Map(),
      incidents: new Map(),
    };
    for (const { user_id, log_id } of request.logIds) {
      const waits = backlog.event(user_id, log_id);
      if (!waits && db.sql(knownSql).get(log_id, user_id) === undefined) continue;
      const event = waits ?? findEvent(db, user_id, log_id);
      if (event) context.known.set(log_id, event);
    }
    for (const { user_id, source_ip, bucket } of request.windows) {
      const key = windowKey(user_id, source_ip, bucket);
      if (context.windows.has(key)) continue;
      const history = backlog.history(user_id, source_ip, bucket);
      if (history) context.windows.set(key, history);
    }
    for (const { user_id, node_id, session } of request.sessions) {
      const key = sessionKey(user_id, node_id, session);
      if (context.sessions.has(key)) continue;
      let state = backlog.session(user_id, node_id, session) ?? active.session(key) ?? null;
      if (!state) {
        state = findSession(db, user_id, node_id, session);
        if (state) active.keepSession(key, state);
      }
      if (state) context.sessions.set(key, state);
    }
    for (const key of request.openKeys) {
      if (context.incidents.has(key)) continue;
      let incident = active.incident(key);
      if (incident === undefined) {
        const stored = findOpenIncident(db, key);
        incident = stored && backlog.incident(stored);
        active.keepIncident(key, incident && { ...incident });
      }
      if (incident) context.incidents.set(key, incident);
    }
    return context;
  }

  /** The context itself while nothing was committed since it was read, else what stands now under the same keys. */
  function toCurrent(context: Context): Context {
    const origin = readAt.get(context);
    if (!origin || origin.revision === revision) return context;
    const openKeys = [...new Set([...origin.request.openKeys, ...context.incidents.keys()])];
    return read({ ...origin.request, openKeys });
  }

  /** Ids that were asked for and not found, and cannot have come since. */
  function absentIn(context: Context): ReadonlySet<string> {
    const origin = readAt.get(context);
    if (!origin || origin.revision !== revision) return new Set();
    return new Set(
      origin.request.logIds.filter(({ log_id }) => !context.known.has(log_id)).map((asked) => keyOf(asked)),
    );
  }

  /** They wait for their judgement, and join the live stream with it. */
  function insertPending(events: readonly StoredEvent[]): void {
    for (const event of events)
      db.sql(insertEvent[event.collection]).run(
        ...toEventValues({ ...event, state: 'pending', verdict: null }, db.nextSeq(), false),
      );
  }

  return {
    context(request) {
      const context = read(request);
      readAt.set(context, { revision, request });
      return context;
    },
    record(events, context, decide) {
      let committed = (): void => undefined;
      const outcome = db.transaction(() => {
        const { fresh, duplicates, accepted } = sift(db, backlog, events, absentIn(context));
        if (fresh.length === 0) return { accepted, duplicates, effects: noEffects() };
        const effects = decide(fresh, toCurrent(context));
        committed = backlog.put(fresh, effects, clock());
        return { accepted, duplicates, effects };
      });
      committed();
      active.committed(outcome.effects);
      revision += 1;
      return outcome;
    },
    append(events) {
      const outcome = db.transaction(() => {
        const { fresh, duplicates, accepted } = sift(db, backlog, events, new Set());
        insertPending(fresh);
        return { accepted, duplicates, effects: noEffects() };
      });
      revision += 1;
      return outcome;
    },
    apply(updates, context, decide) {
      backlog.settle();
      let committed = (): void => undefined;
      const effects = db.transaction(() => {
        const open = new Map<string, StoredEvent>();
        const before = new Map<string, StoredEvent>();
        for (const event of updates) {
          const key = keyOf(event);
          const standing = open.has(key) ? null : findEvent(db, event.user_id, event.log_id);
          const isNews =
            standing?.state === 'pending' || (standing?.state === 'fallback' && event.state === 'done');
          if (!standing || !isNews || event.state === 'pending') continue;
          open.set(key, event);
          before.set(key, standing);
        }
        if (open.size === 0) return noEffects();
        const accepted = [...open.values()];
        const made = decide(accepted, toCurrent(context));
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
        committed = backlog.put([], made, clock());
        return made;
      });
      committed();
      active.committed(effects);
      revision += 1;
      return effects;
    },
    // A transaction is whole or not there: nothing of ours is ever left half-done.
    recover: () => 0,
    unfinished(state, before, limit) {
      backlog.settle();
      return unfinishedEvents(db, state, before, limit);
    },
  };
}
