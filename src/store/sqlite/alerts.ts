/** Alerts: what the contract's clients list, and the changes that people and later events make. */
import type { Alert, AlertFold, AlertStatus, HumanVerdict } from '../../core/alert.ts';
import type { AlertFilter, Page, PageRequest } from '../../core/query.ts';
import { type Clause, clause } from './connection/clause.ts';
import { defineColumns, type Row } from './connection/columns.ts';
import type { Connection } from './connection/connection.ts';
import { judgementColumns } from './connection/judgement-columns.ts';
import { readPage } from './connection/paging.ts';
import { addToTotals, type TotalsSums } from './writing/totals.ts';

const columns = defineColumns<Alert>('alerts', {
  alert_id: 'text',
  user_id: 'text',
  node_id: 'text',
  timestamp: 'text',
  last_seen: 'text',
  source_ip: 'text',
  service: 'text',
  activity: 'text',
  payload: 'text',
  extra: 'json',
  session: 'text',
  related_decoy: 'text',
  event_count: 'number',
  status: 'text',
  notified: 'boolean',
  incident_id: 'text',
  merged_from: 'text',
  human_verdict: 'json',
  ...judgementColumns,
});

const insertOnce = `${columns.insert} ON CONFLICT DO NOTHING`;

/** Within a transaction. Does nothing where the id is there. */
export function insertAlert(db: Connection, alert: Alert, sums: TotalsSums): void {
  const { changes } = db.sql(insertOnce).run(...columns.values(alert));
  if (changes === 1 && alert.status !== 'resolved') sums.add(alert.user_id, { active_alerts: 1 });
}

/** Within a transaction. */
export function foldAlert(db: Connection, fold: AlertFold): void {
  db.sql(
    `UPDATE alerts SET event_count = event_count + ?, last_seen = max(last_seen, ?)
     WHERE alert_id = ? AND user_id = ?`,
  ).run(fold.events, fold.last_seen, fold.alert_id, fold.user_id);
  if (!fold.worse) return;
  const { set, values } = columns.assign(fold.worse);
  db.sql(`UPDATE alerts SET ${set} WHERE alert_id = ? AND user_id = ? AND risk_score < ?`).run(
    ...values,
    fold.alert_id,
    fold.user_id,
    fold.worse.risk_score,
  );
}

export function findAlert(db: Connection, userId: string, id: string): Alert | null {
  const row = db.sql(`SELECT ${columns.list} FROM alerts WHERE alert_id = ? AND user_id = ?`).get(id, userId);
  return row ? columns.read(row) : null;
}

export function listAlerts(
  db: Connection,
  userId: string,
  filter: AlertFilter,
  page: PageRequest,
): Page<Alert> {
  const driving: Clause[] = [clause('user_id = ?', userId)];
  const residual: Clause[] = [];
  const looked: string[] = [];
  const look = (column: string, text: string, ...values: (string | number)[]): void => {
    residual.push(clause(`w.${column} ${text}`, ...values));
    looked.push(column);
  };
  let isDriven = true;
  if (filter.incident_id !== undefined) driving.push(clause('incident_id = ?', filter.incident_id));
  else if (filter.source !== undefined) driving.push(clause('source_ip = ?', filter.source));
  else if (filter.open) driving.push(clause("status <> 'resolved'"));
  else isDriven = false;
  if (filter.source !== undefined && filter.incident_id !== undefined)
    look('source_ip', '= ?', filter.source);
  if (filter.open && (filter.incident_id !== undefined || filter.source !== undefined))
    look('status', "<> 'resolved'");
  if (filter.status !== undefined) look('status', '= ?', filter.status);
  if (filter.node_id !== undefined) look('node_id', '= ?', filter.node_id);
  if (filter.min_risk !== undefined) look('risk_score', '>= ?', filter.min_risk);
  if (filter.judged !== undefined) look('human_verdict', filter.judged ? 'IS NOT NULL' : 'IS NULL');
  if (filter.from !== undefined) driving.push(clause('timestamp >= ?', filter.from));
  const table = isDriven ? 'alerts' : 'alerts INDEXED BY alerts_user_id';
  return readPage(
    db,
    {
      table,
      columns: columns.list,
      order: ['timestamp', 'alert_id'],
      driving,
      residual,
      looked,
      below: filter.to,
    },
    page,
    columns.read,
    ['', ''],
  );
}

export function updateAlert(
  db: Connection,
  userId: string,
  id: string,
  patch: { status?: AlertStatus; human_verdict?: HumanVerdict | null; notified?: boolean },
): Alert | null {
  return db.transaction(() => {
    const existing = findAlert(db, userId, id);
    if (!existing) return null;
    const { set, values } = columns.assign(patch);
    if (set === '') return existing;
    db.sql(`UPDATE alerts SET ${set} WHERE alert_id = ? AND user_id = ?`).run(...values, id, userId);
    const after = findAlert(db, userId, id);
    const wasActive = existing.status !== 'resolved' ? 1 : 0;
    const isActive = after?.status !== 'resolved' ? 1 : 0;
    if (wasActive !== isActive) addToTotals(db, userId, { active_alerts: isActive - wasActive });
    return after;
  });
}

export function updateAlertsOfIncident(
  db: Connection,
  userId: string,
  incidentId: string,
  status: AlertStatus,
  which: 'unresolved' | 'all' = 'unresolved',
): number {
  const update = (condition: string): number =>
    Number(
      db
        .sql(`UPDATE alerts SET status = ? WHERE user_id = ? AND incident_id = ? AND status ${condition}`)
        .run(status, userId, incidentId).changes,
    );
  return db.transaction(() => {
    const changed = update("<> 'resolved'");
    const back = which === 'all' && status !== 'resolved' ? update("= 'resolved'") : 0;
    const active = back - (status === 'resolved' ? changed : 0);
    if (active !== 0) addToTotals(db, userId, { active_alerts: active });
    return changed + back;
  });
}

/** Mean risk of the latest 10; 0 where there is none. */
export function recentRisk(db: Connection, userId: string): number {
  const row = db
    .sql(
      `SELECT avg(risk_score) AS mean FROM (SELECT risk_score FROM alerts INDEXED BY alerts_user_id
       WHERE user_id = ? ORDER BY timestamp DESC, alert_id DESC LIMIT 10)`,
    )
    .get(userId) as Row | undefined;
  return Number(row?.mean ?? 0);
}
