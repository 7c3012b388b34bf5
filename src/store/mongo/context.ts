/** What the pipeline asks before it judges, and where the tenants' commit logs were when it was answered. */
import { type Context, type ContextRequest, sessionKey } from '../../core/effects.ts';
import type { StoredEvent } from '../../core/event.ts';
import { alertSessionKeyOf, openKeyOf } from '../../core/grouping.ts';
import type { SessionState } from '../../core/history.ts';
import { takesEvents } from '../../core/merge.ts';
import { type Connection, readBound } from './connection/connection.ts';
import { keyOf } from './connection/shape.ts';
import { eventCollections, eventKey, readEvent } from './event-record.ts';
import { incidentShape, sessionShape } from './records.ts';
import { findHistories } from './windows.ts';
import type { CommitLog, LogPosition } from './writing/commit-log.ts';

/** Contexts that this store gave, with the positions of the commit logs they rest on. */
export type LogPositions = WeakMap<Context, Map<string, LogPosition>>;

/** By log_id. */
export async function findEvents(
  connection: Connection,
  wanted: readonly { user_id: string; log_id: string }[],
): Promise<Map<string, StoredEvent>> {
  const known = new Map<string, StoredEvent>();
  if (wanted.length === 0) return known;
  const ids = wanted.map(({ user_id, log_id }) => eventKey(user_id, log_id));
  await Promise.all(
    eventCollections.map(async (name) => {
      const found = await connection.run((c) => c[name].find({ _id: { $in: ids } }, readBound).toArray());
      for (const document of found) {
        const event = readEvent(document, name);
        known.set(event.log_id, event);
      }
    }),
  );
  return known;
}

/** By sessionKey(). */
export async function findSessions(
  connection: Connection,
  keys: readonly string[],
): Promise<Map<string, SessionState>> {
  if (keys.length === 0) return new Map();
  const found = await connection.run((c) =>
    c.sessions.find({ _id: { $in: [...keys] } }, readBound).toArray(),
  );
  return new Map(found.map((document) => [document._id, sessionShape.read(document)]));
}

/** By open_key; a key of a merged one leads to the one that it is merged into (Context). */
export async function findOpenIncidents(
  connection: Connection,
  openKeys: readonly string[],
): Promise<Pick<Context, 'incidents' | 'merged'>> {
  const merged = new Map<string, string>();
  if (openKeys.length === 0) return { incidents: new Map(), merged };
  const found = await connection.run((c) =>
    c.incidents.find({ open_key: { $in: [...openKeys] } }, readBound).toArray(),
  );
  const incidents = new Map(
    found.map((document) => [document.open_key as string, incidentShape.read(document)]),
  );
  const ids = [...incidents.values()].flatMap(({ user_id, merged_into }) =>
    merged_into === null ? [] : [keyOf(user_id, merged_into)],
  );
  if (ids.length === 0) return { incidents, merged };
  const others = await connection.run((c) => c.incidents.find({ _id: { $in: ids } }, readBound).toArray());
  const remaining = new Map(others.map((document) => [document._id, incidentShape.read(document)]));
  for (const [key, { user_id, incident_id, merged_into }] of [...incidents]) {
    if (merged_into === null) continue;
    merged.set(key, incident_id);
    const one = remaining.get(keyOf(user_id, merged_into));
    if (one && takesEvents(one)) incidents.set(key, one);
  }
  return { incidents, merged };
}

export async function readContext(
  connection: Connection,
  commitLog: CommitLog,
  standings: LogPositions,
  request: ContextRequest,
): Promise<Context> {
  const users = new Set<string>();
  for (const { user_id } of [...request.logIds, ...request.windows, ...request.sessions]) users.add(user_id);
  const stands = new Map<string, LogPosition>();
  await Promise.all(
    [...users].map(async (userId) => {
      const existing = commitLog.known(userId) ?? (await commitLog.look(userId));
      if (existing) stands.set(userId, existing);
    }),
  );
  const [known, windows, sessions, open] = await Promise.all([
    findEvents(connection, request.logIds),
    findHistories(connection, request.windows),
    findSessions(
      connection,
      request.sessions.map((s) => sessionKey(s.user_id, s.node_id, s.session)),
    ),
    findOpenIncidents(connection, request.openKeys),
  ]);
  const context: Context = { known, windows, sessions, ...open };
  standings.set(context, stands);
  return context;
}

/** The same for one tenant's events, read anew. Windows stay: they bear on verdicts, which are given already. */
export async function renewContext(
  connection: Connection,
  context: Context,
  userId: string,
  events: readonly StoredEvent[],
): Promise<Context> {
  const mine = `${userId}|`;
  const sessionKeys = new Set([...context.sessions.keys()].filter((key) => key.startsWith(mine)));
  const openKeys = new Set([...context.incidents.keys()].filter((key) => key.startsWith(mine)));
  for (const event of events) {
    sessionKeys.add(alertSessionKeyOf(event));
    openKeys.add(openKeyOf(event));
  }
  const [sessions, open] = await Promise.all([
    findSessions(connection, [...sessionKeys]),
    findOpenIncidents(connection, [...openKeys]),
  ]);
  return { known: context.known, windows: context.windows, sessions, ...open };
}
