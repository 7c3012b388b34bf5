import type { Filter } from 'mongodb';
import type { Alert, AlertStatus } from '../../core/alert.ts';
import type { AlertFilter } from '../../core/query.ts';
import type { TenantStore } from '../../core/store.ts';
import { type Connection, readBound, type Stored } from './connection/connection.ts';
import { parseCursor, readKeyset, toCursor } from './connection/paging.ts';
import { keyOf } from './connection/shape.ts';
import { alertShape } from './records.ts';
import { emptyBatch } from './writing/batch.ts';
import type { CommitLog } from './writing/commit-log.ts';

type AlertPart = 'alert' | 'alerts' | 'updateAlert' | 'updateAlertsOfIncident';

/** Alerts whose status one commit changes. */
const stepSize = 5000;

function toConditions(
  userId: string,
  filter: AlertFilter,
): { driving: Filter<Stored>[]; residual: Filter<Stored>[] } {
  const driving: Filter<Stored>[] = [{ user_id: userId }];
  const residual: Filter<Stored>[] = [];
  if (filter.incident_id !== undefined) driving.push({ incident_id: { $eq: filter.incident_id } });
  else if (filter.source !== undefined) driving.push({ source_ip: { $eq: filter.source } });
  if (filter.source !== undefined && filter.incident_id !== undefined)
    residual.push({ source_ip: { $eq: filter.source } });
  const isKeyed = filter.incident_id !== undefined || filter.source !== undefined;
  if (filter.open) (isKeyed ? residual : driving).push({ is_active: true });
  if (filter.status !== undefined) residual.push({ status: { $eq: filter.status } });
  if (filter.node_id !== undefined) residual.push({ node_id: { $eq: filter.node_id } });
  if (filter.min_risk !== undefined) residual.push({ risk_score: { $gte: filter.min_risk } });
  if (filter.judged !== undefined) residual.push({ human_verdict: filter.judged ? { $ne: null } : null });
  if (filter.from !== undefined) driving.push({ timestamp: { $gte: filter.from } });
  if (filter.to !== undefined) driving.push({ timestamp: { $lt: filter.to } });
  return { driving, residual };
}

export function createAlertsOfTenant(
  connection: Connection,
  commitLog: CommitLog,
  userId: string,
): Pick<TenantStore, AlertPart> {
  async function find(id: string): Promise<Alert | null> {
    const found = await connection.run((c) => c.alerts.findOne({ _id: keyOf(userId, id) }, readBound));
    return found && alertShape.read(found);
  }

  /** Statuses bear on the count of active alerts, so they change in the order of the tenant's commits. */
  const setStatus = (read: () => Promise<Alert[]>, status: AlertStatus): Promise<number> =>
    commitLog.transact(userId, async () => {
      const changing = (await read()).filter((alert) => alert.status !== status);
      if (changing.length === 0) return { batch: null, result: 0 };
      const isActive = (one: AlertStatus): number => (one === 'resolved' ? 0 : 1);
      const batch = emptyBatch(new Date().toISOString());
      batch.alertStatuses = changing.map(({ alert_id }) => ({ alert_id, status }));
      batch.totals.active_alerts = changing.reduce(
        (sum, alert) => sum + isActive(status) - isActive(alert.status),
        0,
      );
      return { batch, result: changing.length };
    });

  return {
    alert: find,
    async alerts(filter, page) {
      const after = parseCursor(page.cursor, '');
      const { found, next } = await connection.run((c) =>
        readKeyset({
          collection: c.alerts,
          order: 'timestamp',
          ...toConditions(userId, filter),
          after,
          limit: page.limit,
        }),
      );
      return { items: found.map(alertShape.read), next_cursor: next && toCursor(next) };
    },
    async updateAlert(id, patch) {
      const { status, human_verdict, notified } = patch;
      const set = alertShape.toSet({ human_verdict, notified });
      if (Object.keys(set).length > 0)
        await connection.run((c) => c.alerts.updateOne({ _id: keyOf(userId, id) }, { $set: set }));
      if (status !== undefined) {
        await setStatus(async () => {
          const alert = await find(id);
          return alert ? [alert] : [];
        }, status);
      }
      return find(id);
    },
    async updateAlertsOfIncident(incidentId, status, which = 'unresolved') {
      const unwanted = which === 'all' ? [] : ['resolved'];
      const open = { user_id: userId, incident_id: incidentId, status: { $nin: unwanted } };
      // Those that have the status already are counted too: people asked for it of all.
      const counted = await connection.run((c) => c.alerts.countDocuments(open, readBound));
      const changing = { ...open, status: { $nin: [...unwanted, status] } };
      const read = async (): Promise<Alert[]> => {
        const fields = { alert_id: 1, status: 1 };
        const found = await connection.run((c) =>
          c.alerts.find(changing, { ...readBound, projection: fields, limit: stepSize }).toArray(),
        );
        return found.map(alertShape.read);
      };
      for (let step = stepSize; step === stepSize; ) step = await setStatus(read, status);
      return counted;
    },
  };
}
