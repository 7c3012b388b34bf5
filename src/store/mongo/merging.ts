/** Alerts that move between incidents (core/merge.ts), and who has opened an incident. */
import type { Filter } from 'mongodb';
import { type Alert, type Incident, type Judgement, mostSeen, type Seen } from '../../core/alert.ts';
import type { MovedAlerts } from '../../core/merge.ts';
import type { MoveAlerts, TenantStore } from '../../core/store.ts';
import { laterOf } from '../../core/sums.ts';
import { type Connection, readBound, type Stored } from './connection/connection.ts';
import { keyOf } from './connection/shape.ts';
import { alertShape, incidentShape } from './records.ts';
import { emptyBatch } from './writing/batch.ts';
import type { CommitLog } from './writing/commit-log.ts';

/** Alerts that one commit moves. */
const stepSize = 5000;

type Sums = Omit<MovedAlerts, 'worst'> & {
  worst: Pick<Alert, 'alert_id' | 'risk_score' | 'timestamp'> | null;
};
const noSums: Sums = { alerts: 0, events: 0, last_seen: null, worst: null };

function addUp(sums: Sums, alerts: readonly Alert[]): Sums {
  let { events, last_seen, worst } = sums;
  for (const alert of alerts) {
    events += alert.event_count;
    last_seen = last_seen === null ? alert.last_seen : laterOf(last_seen, alert.last_seen);
    const isWorse =
      worst === null ||
      alert.risk_score > worst.risk_score ||
      (alert.risk_score === worst.risk_score && alert.timestamp > worst.timestamp);
    if (isWorse) worst = alert;
  }
  return { alerts: sums.alerts + alerts.length, events, last_seen, worst };
}

function movingOf(userId: string, { from, to, which }: MoveAlerts): Filter<Stored> {
  const base = { user_id: { $eq: userId }, incident_id: { $eq: from } };
  if (which === 'all') return base;
  if (which === 'returning') return { ...base, merged_from: { $eq: to } };
  return { ...base, alert_id: { $in: [...which] } };
}

export function createMergingOfTenant(
  connection: Connection,
  commitLog: CommitLog,
  userId: string,
): Pick<TenantStore, 'moveAlerts' | 'markSeen'> {
  async function incident(id: string): Promise<Incident | null> {
    const found = await connection.run((c) => c.incidents.findOne({ _id: keyOf(userId, id) }, readBound));
    return found && incidentShape.read(found);
  }

  async function judgementOf(alertId: string | undefined): Promise<Judgement | null> {
    if (alertId === undefined) return null;
    const found = await connection.run((c) => c.alerts.findOne({ _id: keyOf(userId, alertId) }, readBound));
    if (!found) return null;
    const alert = alertShape.read(found);
    const { attack_type, risk_score, confidence, is_anomaly, reasons, evidence } = alert;
    const { tactics, techniques, scored_by, model, protocol, vulnerability } = alert;
    return {
      ...{ attack_type, risk_score, confidence, is_anomaly, reasons, evidence },
      ...{ tactics, techniques, scored_by, model, protocol, vulnerability },
    };
  }

  async function moving(move: MoveAlerts): Promise<Alert[]> {
    const fields = { alert_id: 1, event_count: 1, last_seen: 1, timestamp: 1, risk_score: 1 };
    const found = await connection.run((c) =>
      c.alerts
        .find(movingOf(userId, move), { ...readBound, projection: fields, limit: stepSize + 1 })
        .toArray(),
    );
    return found.map(alertShape.read);
  }

  /** One commit. `isDone`: with it everything has moved, and both incidents are changed. */
  const step = (move: MoveAlerts, earlier: Sums): Promise<{ isDone: boolean; sums: Sums } | null> =>
    commitLog.transact(userId, async () => {
      const [from, stored, alerts] = await Promise.all([
        incident(move.from),
        incident(move.to),
        moving(move),
      ]);
      const to = stored ?? (move.create ? { ...move.create, user_id: userId } : null);
      if (to === null || (from === null && move.which !== 'returning')) return { batch: null, result: null };
      const sums = addUp(earlier, alerts.slice(0, stepSize));
      const worst = await judgementOf(sums.worst?.alert_id);
      const patches = move.decide(from, to, { ...sums, worst });
      const isDone = alerts.length <= stepSize;
      const batch = emptyBatch(new Date().toISOString());
      const merged_from = move.which === 'all' ? move.from : null;
      batch.alertMoves = alerts
        .slice(0, stepSize)
        .map(({ alert_id }) => ({ alert_id, incident_id: move.to, merged_from }));
      if (isDone) {
        batch.incidentSets = [];
        if (from !== null) batch.incidentSets.push({ incident_id: move.from, set: patches.from });
        if (stored === null) batch.effects.incidents = [{ ...to, ...patches.to, version: to.version + 1 }];
        else batch.incidentSets.push({ incident_id: move.to, set: patches.to });
      }
      return { batch, result: { isDone, sums } };
    });

  return {
    async moveAlerts(move) {
      for (let earlier = noSums; ; ) {
        const done = await step(move, earlier);
        if (done === null) return null;
        if (done.isDone) break;
        earlier = done.sums;
      }
      const [from, to] = await Promise.all([incident(move.from), incident(move.to)]);
      return to === null ? null : { from, to };
    },
    async markSeen(ids, by, at) {
      for (const id of ids) {
        const found = await incident(id);
        if (found === null) continue;
        const others = found.seen.filter((one) => one.by !== by);
        const mine: Seen[] = at === null ? [] : [{ by, at, risk: found.risk_score }];
        const seen = [...mine, ...others].slice(0, mostSeen);
        await connection.run((c) => c.incidents.updateOne({ _id: keyOf(userId, id) }, { $set: { seen } }));
      }
    },
  };
}
