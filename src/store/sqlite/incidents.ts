/** Incidents: opened, grown, made worse by events; answered by people. */
import type { Incident, IncidentFold, Touched } from '../../core/alert.ts';
import { incidentQueryFields } from '../../core/list-query-fields.ts';
import {
  type IncidentCount,
  type IncidentFilter,
  mostCounted,
  type Page,
  type PageRequest,
} from '../../core/query.ts';
import type { TenantStore } from '../../core/store.ts';
import { readListQuery } from '../list-query.ts';
import { type Clause, clause } from './connection/clause.ts';
import { defineColumns, type Row } from './connection/columns.ts';
import type { Connection } from './connection/connection.ts';
import { judgementColumns } from './connection/judgement-columns.ts';
import {
  type Key,
  type Keyset,
  type KeysetQuery,
  mostScanned,
  readKeyset,
  readPage,
} from './connection/paging.ts';
import { incidentPlaces, toListClause } from './list-query.ts';

const columns = defineColumns<Incident>('incidents', {
  incident_id: 'text',
  user_id: 'text',
  group_key: 'text',
  open_key: 'text',
  title: 'text',
  source_ip: 'text',
  service: 'text',
  node_id: 'text',
  related_decoy: 'text',
  first_seen: 'text',
  last_seen: 'text',
  active_at: 'text',
  resumed_at: 'text',
  event_count: 'number',
  alert_count: 'number',
  status: 'text',
  assignee: 'text',
  human_verdict: 'json',
  opened_at: 'text',
  acknowledged_at: 'text',
  resolved_at: 'text',
  notified_risk: 'number',
  notified_types: 'json',
  notifications: 'number',
  throttled: 'boolean',
  touched: 'json',
  notified_channels: 'json',
  key_steps: 'json',
  escalated_at: 'text',
  snooze: 'json',
  merged_into: 'text',
  merge: 'json',
  merged: 'json',
  seen: 'json',
  version: 'number',
  ...judgementColumns,
});

/** How often people or jobs changed incidents of an open database: what commits remember of them is then read anew. */
const changes = new WeakMap<Connection, number>();
export const incidentsRevision = (db: Connection): number => changes.get(db) ?? 0;
export const noteIncidentsChanged = (db: Connection): void => void changes.set(db, incidentsRevision(db) + 1);

/** As core/snooze.ts has it; NULL where there is no snooze. */
const asleep = `(w.snooze ->> 'until' > ? AND w.risk_score <= w.snooze ->> 'risk'
  AND w.attack_type = w.snooze ->> 'attack_type'
  AND (w.snooze ->> 'events' IS NULL OR w.event_count < w.snooze ->> 'events'))`;

/** Opened by this person since it got as risky as it is. */
const seenBy = `EXISTS (SELECT 1 FROM json_each(w.seen) AS s
  WHERE s.value ->> 'by' = ? AND s.value ->> 'risk' >= w.risk_score)`;

type IncidentPatch = Parameters<TenantStore['updateIncident']>[2];

const insertOnce = `${columns.insert} ON CONFLICT DO NOTHING`;

/** False where the id or the open key exists. */
export const insertIncident = (db: Connection, incident: Incident): boolean =>
  db.sql(insertOnce).run(...columns.values(incident)).changes === 1;

/** One that no batch of events made. False where the id or the open key exists. */
export const createIncident = (db: Connection, incident: Incident): boolean =>
  db.transaction(() => {
    noteIncidentsChanged(db);
    return insertIncident(db, incident);
  });

export function closeIncident(db: Connection, userId: string, id: string): void {
  db.sql('UPDATE incidents SET open_key = incident_id WHERE incident_id = ? AND user_id = ?').run(id, userId);
}

function change(db: Connection, fold: IncidentFold, patch: Partial<Incident>): void {
  const { set, values } = columns.assign(patch);
  db.sql(`UPDATE incidents SET ${set} WHERE incident_id = ? AND user_id = ?`).run(
    ...values,
    fold.incident_id,
    fold.user_id,
  );
}

/** Within a transaction. */
export function foldIncident(db: Connection, fold: IncidentFold): void {
  const { user_id, incident_id, worse, notified, touched, resumed_at, key_steps } = fold;
  if (worse) {
    const existing = db
      .sql('SELECT risk_score, notified_types FROM incidents WHERE incident_id = ? AND user_id = ?')
      .get(incident_id, user_id);
    const known = JSON.parse(String(existing?.notified_types ?? '[]')) as string[];
    if (worse.risk_score > Number(existing?.risk_score ?? 0) || !known.includes(worse.attack_type))
      change(db, fold, worse);
  }
  if (notified) change(db, fold, notified);
  if (touched) change(db, fold, { touched });
  if (key_steps) change(db, fold, { key_steps });
  if (resumed_at) change(db, fold, { resumed_at });
  db.sql(
    `UPDATE incidents SET event_count = event_count + ?, alert_count = alert_count + ?, last_seen = max(last_seen, ?),
       first_seen = min(first_seen, ?), active_at = max(active_at, ?) WHERE incident_id = ? AND user_id = ?`,
  ).run(fold.events, fold.alerts, fold.last_seen, fold.first_seen, fold.active_at, incident_id, user_id);
}

const byId = `SELECT ${columns.list} FROM incidents WHERE incident_id = ? AND user_id = ?`;
const byOpenKey = `SELECT ${columns.list} FROM incidents WHERE open_key = ?`;

export function findIncident(db: Connection, userId: string, id: string): Incident | null {
  const row = db.sql(byId).get(id, userId);
  return row ? columns.read(row) : null;
}

export function findOpenIncident(db: Connection, openKey: string): Incident | null {
  const row = db.sql(byOpenKey).get(openKey);
  return row ? columns.read(row) : null;
}

function toKeyset(userId: string, filter: IncidentFilter): Omit<KeysetQuery, 'after' | 'limit'> {
  const driving: Clause[] = [clause('user_id = ?', userId)];
  const residual: Clause[] = [];
  const looked: string[] = [];
  let below: string | undefined;
  const look = (column: string, text: string, ...values: (string | number)[]): void => {
    residual.push(clause(`w.${column} ${text}`, ...values));
    looked.push(column);
  };
  if (filter.source !== undefined) driving.push(clause('source_ip = ?', filter.source));
  if (filter.open && filter.source === undefined) driving.push(clause("status <> 'resolved'"));
  else if (filter.open) look('status', "<> 'resolved'");
  if (filter.status !== undefined) look('status', '= ?', filter.status);
  // What stands in the record itself is asked first: most incidents touched no more.
  const touches = (column: string, set: keyof Touched, value: string): void => {
    residual.push(
      clause(
        `(w.${column} = ? OR EXISTS (SELECT 1 FROM json_each(w.touched, '$.${set}') AS t WHERE t.value = ?))`,
        value,
        value,
      ),
    );
    looked.push(column, 'touched');
  };
  if (filter.node_id !== undefined) touches('node_id', 'nodes', filter.node_id);
  if (filter.service !== undefined) touches('service', 'services', filter.service);
  if (filter.attack_type !== undefined) touches('attack_type', 'attack_types', filter.attack_type);
  if (filter.from !== undefined) driving.push(clause('last_seen >= ?', filter.from));
  if (filter.to !== undefined) look('first_seen', '< ?', filter.to);
  if (filter.min_risk !== undefined) look('risk_score', '>= ?', filter.min_risk);
  if (filter.assignee !== undefined) look('assignee', '= ?', filter.assignee);
  const query = readListQuery(filter.query, incidentQueryFields);
  if (query !== null) {
    const { source, from, to } = query.bounds;
    if (source !== undefined && filter.source === undefined) driving.push(clause('source_ip = ?', source));
    if (from !== undefined) driving.push(clause('last_seen >= ?', from));
    const left = toListClause(query, incidentPlaces);
    residual.push(left.clause);
    looked.push(...left.looked);
    below = to;
  }
  // Those that are not resolved are not merged.
  const isAll = filter.merged || filter.source !== undefined;
  if (!(isAll || filter.open)) look('merged_into', 'IS NULL');
  if (filter.unread_by !== undefined) {
    residual.push(clause(`NOT ${seenBy}`, filter.unread_by));
    looked.push('seen', 'risk_score');
  }
  const at = filter.asleep_at ?? filter.awake_at;
  if (at !== undefined) {
    residual.push(clause(filter.asleep_at === undefined ? `NOT coalesce(${asleep}, 0)` : asleep, at));
    looked.push('snooze', 'risk_score', 'attack_type', 'event_count');
  }
  return { table: 'incidents', order: ['last_seen', 'incident_id'], driving, residual, looked, below };
}

export const listIncidents = (
  db: Connection,
  userId: string,
  filter: IncidentFilter,
  page: PageRequest,
): Page<Incident> =>
  readPage(
    db,
    { ...toKeyset(userId, filter), columns: columns.list, scan: filter.looked },
    page,
    columns.read,
    ['', ''],
  );

export function countIncidents(
  db: Connection,
  userId: string,
  filter: IncidentFilter,
  most: number,
): IncidentCount {
  const query = toKeyset(userId, filter);
  let after: Key | null = null;
  let count = 0;
  for (let looked = 0; looked < mostCounted && count < most; looked += mostScanned) {
    const page: Keyset = readKeyset(db, { ...query, after, limit: most - count });
    count += page.found.length;
    after = page.next;
    if (after === null) break;
  }
  return { count, has_more: after !== null };
}

/** Within a transaction: changes it as it stands, as a new version. */
export function patchIncident(db: Connection, incident: Incident, patch: Partial<Incident>): Incident {
  const { incident_id, user_id, version } = incident;
  const { set, values } = columns.assign({ ...patch, version: version + 1 });
  db.sql(`UPDATE incidents SET ${set} WHERE incident_id = ? AND user_id = ?`).run(
    ...values,
    incident_id,
    user_id,
  );
  return findIncident(db, user_id, incident_id) ?? incident;
}

export function updateIncident(
  db: Connection,
  userId: string,
  id: string,
  version: number | null,
  patch: IncidentPatch,
): Incident | null | 'stale' {
  return db.transaction(() => {
    const existing = findIncident(db, userId, id);
    if (!existing) return null;
    if (version !== null && existing.version !== version) return 'stale';
    noteIncidentsChanged(db);
    const { open_key, ...rest } = patch;
    const holder = open_key === undefined || open_key === id ? null : findOpenIncident(db, open_key);
    const isFree = holder === null || holder.incident_id === id;
    return patchIncident(db, existing, isFree ? patch : rest);
  });
}

export function unacknowledgedIncidents(db: Connection, openedBefore: string, limit: number): Incident[] {
  const rows = db
    .sql(
      `SELECT ${columns.list} FROM incidents WHERE status = 'open' AND escalated_at IS NULL
         AND acknowledged_at IS NULL AND opened_at < ? ORDER BY opened_at, incident_id LIMIT ?`,
    )
    .all(openedBefore, limit) as Row[];
  return rows.map(columns.read);
}

export function closeIdleIncidents(db: Connection, before: string, limit: number): number {
  noteIncidentsChanged(db);
  return Number(
    db
      .sql(
        // A merged one gives its key up when an event finds that the one it is merged into takes none.
        `UPDATE incidents SET open_key = incident_id WHERE ROWID IN
         (SELECT ROWID FROM incidents WHERE open_key <> incident_id AND merged_into IS NULL AND last_seen < ?
          AND active_at < ? ORDER BY last_seen LIMIT ?)`,
      )
      .run(before, before, limit).changes,
  );
}
