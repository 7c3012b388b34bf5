/** What the pipeline asks before it scores a batch, and whether that is still what is stored. */
import { type Context, type ContextRequest, sessionKey, windowKey } from '../../core/effects.ts';
import { takesEvents } from '../../core/merge.ts';
import type { Connection } from './connection/connection.ts';
import { collections } from './event-record.ts';
import { findEvent } from './events.ts';
import { findIncident, findOpenIncident, incidentsRevision } from './incidents.ts';
import { findSession } from './sessions.ts';
import { type ActiveRecords, createActiveRecords } from './writing/active-records.ts';
import type { WriteBuffer } from './writing/write-buffer.ts';

/** Parameters: log id, tenant. */
export const knownSql = collections
  .map((table) => `SELECT 1 FROM ${table} WHERE log_id = ?1 AND user_id = ?2`)
  .join(' UNION ALL ');

export const eventKey = (event: { user_id: string; log_id: string }): string =>
  `${event.user_id}|${event.log_id}`;

export interface Contexts {
  read(request: ContextRequest): Context;
  /** The context itself while nothing was committed since it was read, else what is stored now under the same keys. */
  current(context: Context): Context;
  /** Keys (eventKey) of ids that were asked for and not found, and cannot have come since. */
  absent(context: Context): ReadonlySet<string>;
  /** Something was committed: a context that was read before is read anew before anything is decided on it. */
  committed(effects: Parameters<ActiveRecords['committed']>[0]): void;
}

export function createContexts(db: Connection, buffer: WriteBuffer): Contexts {
  let revision = 0;
  const active = createActiveRecords();
  let incidentsRead = incidentsRevision(db);
  /** People and jobs change incidents too, and the sweeper removes sessions. */
  function checkActive(): void {
    if (incidentsRead === incidentsRevision(db)) return;
    incidentsRead = incidentsRevision(db);
    active.clear();
  }
  const readAt = new WeakMap<Context, { revision: number; incidents: number; request: ContextRequest }>();

  function read(request: ContextRequest): Context {
    checkActive();
    const context: Context = {
      known: new Map(),
      windows: new Map(),
      sessions: new Map(),
      incidents: new Map(),
      merged: new Map(),
    };
    for (const { user_id, log_id } of request.logIds) {
      const waits = buffer.event(user_id, log_id);
      if (!waits && db.sql(knownSql).get(log_id, user_id) === undefined) continue;
      const event = waits ?? findEvent(db, user_id, log_id);
      if (event) context.known.set(log_id, event);
    }
    for (const { user_id, source_ip, bucket } of request.windows) {
      const key = windowKey(user_id, source_ip, bucket);
      if (context.windows.has(key)) continue;
      const history = buffer.history(user_id, source_ip, bucket);
      if (history) context.windows.set(key, history);
    }
    for (const { user_id, node_id, session } of request.sessions) {
      const key = sessionKey(user_id, node_id, session);
      if (context.sessions.has(key)) continue;
      let state = buffer.session(user_id, node_id, session) ?? active.session(key) ?? null;
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
        // Two keys lead to one incident then, which is remembered under its own key alone.
        if (stored?.merged_into) {
          const remaining = findIncident(db, stored.user_id, stored.merged_into);
          context.merged.set(key, stored.incident_id);
          context.incidents.set(
            key,
            remaining && takesEvents(remaining) ? buffer.incident(remaining) : stored,
          );
          continue;
        }
        incident = stored && buffer.incident(stored);
        active.keepIncident(key, incident && { ...incident });
      }
      if (incident) context.incidents.set(key, incident);
    }
    return context;
  }

  return {
    read(request) {
      const context = read(request);
      readAt.set(context, { revision, incidents: incidentsRevision(db), request });
      return context;
    },
    current(context) {
      const origin = readAt.get(context);
      if (!origin) return context;
      if (origin.revision === revision && origin.incidents === incidentsRevision(db)) return context;
      const openKeys = [...new Set([...origin.request.openKeys, ...context.incidents.keys()])];
      return read({ ...origin.request, openKeys });
    },
    absent(context) {
      const origin = readAt.get(context);
      if (!origin || origin.revision !== revision) return new Set();
      return new Set(
        origin.request.logIds
          .filter(({ log_id }) => !context.known.has(log_id))
          .map((asked) => eventKey(asked)),
      );
    },
    committed(effects) {
      active.committed(effects);
      revision += 1;
    },
  };
}
