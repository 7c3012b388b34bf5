/** Alerts that move between incidents (core/merge.ts), and who has opened an incident. */
import { type Judgement, mostSeen, type Seen } from '../../core/alert.ts';
import type { MovedAlerts } from '../../core/merge.ts';
import type { MoveAlerts, TenantStore } from '../../core/store.ts';
import { findAlert } from './alerts.ts';
import { type Clause, clause, textOf, valuesOf } from './connection/clause.ts';
import type { Connection } from './connection/connection.ts';
import { findIncident, insertIncident, noteIncidentsChanged, patchIncident } from './incidents.ts';

type Moved = Awaited<ReturnType<TenantStore['moveAlerts']>>;

function movingOf(userId: string, { from, to, which }: MoveAlerts): Clause[] {
  const base = [clause('user_id = ?', userId), clause('incident_id = ?', from)];
  if (which === 'all') return base;
  if (which === 'returning') return [...base, clause('merged_from = ?', to)];
  return [...base, clause('alert_id IN (SELECT value FROM json_each(?))', JSON.stringify(which))];
}

/** What an alert says of its judgement. */
function judgementOf(db: Connection, userId: string, alertId: string): Judgement | null {
  const alert = findAlert(db, userId, alertId);
  if (alert === null) return null;
  const { attack_type, risk_score, confidence, is_anomaly, reasons, evidence } = alert;
  const { tactics, techniques, scored_by, model, protocol, vulnerability } = alert;
  return {
    ...{ attack_type, risk_score, confidence, is_anomaly, reasons, evidence },
    ...{ tactics, techniques, scored_by, model, protocol, vulnerability },
  };
}

function sumsOf(db: Connection, userId: string, moving: Clause[]): MovedAlerts {
  const where = textOf(moving);
  const sums = db
    .sql(
      `SELECT count(*) AS alerts, coalesce(sum(event_count), 0) AS events, max(last_seen) AS last_seen
       FROM alerts WHERE ${where}`,
    )
    .get(...valuesOf(moving));
  const worst = db
    .sql(`SELECT alert_id FROM alerts WHERE ${where} ORDER BY risk_score DESC, timestamp DESC LIMIT 1`)
    .get(...valuesOf(moving));
  return {
    alerts: Number(sums?.alerts ?? 0),
    events: Number(sums?.events ?? 0),
    last_seen: typeof sums?.last_seen === 'string' ? sums.last_seen : null,
    worst: worst ? judgementOf(db, userId, String(worst.alert_id)) : null,
  };
}

export function moveAlerts(db: Connection, userId: string, move: MoveAlerts): Moved {
  return db.transaction(() => {
    if (move.create) insertIncident(db, { ...move.create, user_id: userId });
    const from = findIncident(db, userId, move.from);
    const to = findIncident(db, userId, move.to);
    if (to === null || (from === null && move.which !== 'returning')) return null;
    const moving = movingOf(userId, move);
    const patches = move.decide(from, to, sumsOf(db, userId, moving));
    noteIncidentsChanged(db);
    db.sql(`UPDATE alerts SET incident_id = ?, merged_from = ? WHERE ${textOf(moving)}`).run(
      move.to,
      move.which === 'all' ? move.from : null,
      ...valuesOf(moving),
    );
    const moved = patchIncident(db, to, patches.to);
    return { from: from && patchIncident(db, from, patches.from), to: moved };
  });
}

export function markSeen(
  db: Connection,
  userId: string,
  ids: readonly string[],
  by: string,
  at: string | null,
): void {
  db.transaction(() => {
    for (const id of ids) {
      const incident = findIncident(db, userId, id);
      if (incident === null) continue;
      const others = incident.seen.filter((one) => one.by !== by);
      const mine: Seen[] = at === null ? [] : [{ by, at, risk: incident.risk_score }];
      db.sql('UPDATE incidents SET seen = ? WHERE incident_id = ? AND user_id = ?').run(
        JSON.stringify([...mine, ...others].slice(0, mostSeen)),
        id,
        userId,
      );
    }
  });
}
