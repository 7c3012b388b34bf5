/** Counters per tenant and hour: what dashboards read instead of events. */
import type { RollupDelta } from '../../core/effects.ts';
import type { Rollup, RollupCounts } from '../../core/query.ts';
import { addTopCounts } from '../../core/top-counts.ts';
import type { Row } from './connection/columns.ts';
import type { Connection } from './connection/connection.ts';
import { addToCounts, readCounts } from './connection/name-counts.ts';
import type { TotalsSums } from './writing/totals.ts';

/** Counters by name. */
const named = [
  'attack_types',
  'services',
  'nodes',
  'countries',
  'techniques',
  'exposures',
  'suppressed',
] as const;
const columns = ['user_id', 'hour', 'events', 'risk_sum', 'high_risk', 'alerts', ...named, 'sources'];

const find = `SELECT ${[...named, 'sources'].join(', ')} FROM rollups WHERE user_id = ? AND hour = ?`;
const upsert = `INSERT INTO rollups (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})
  ON CONFLICT DO UPDATE SET events = events + excluded.events, risk_sum = risk_sum + excluded.risk_sum,
  high_risk = high_risk + excluded.high_risk, alerts = alerts + excluded.alerts,
  ${[...named, 'sources'].map((name) => `${name} = excluded.${name}`).join(', ')}`;

/** Within a transaction. Keeps the tenant's totals in step. */
export function addToRollup(db: Connection, delta: RollupDelta, sums: TotalsSums): void {
  const row = db.sql(find).get(delta.user_id, delta.hour) as Record<string, string> | undefined;
  const sources = addTopCounts(row ? Object.entries(readCounts(row.sources)) : [], delta.sources);
  db.sql(upsert).run(
    delta.user_id,
    delta.hour,
    delta.events,
    delta.risk_sum,
    delta.high_risk,
    delta.alerts,
    ...named.map((name) => addToCounts(row?.[name] ?? null, delta[name])),
    JSON.stringify(Object.fromEntries(sources)),
  );
  sums.add(delta.user_id, {
    events: delta.events,
    risk_sum: delta.risk_sum,
    high_risk: delta.high_risk,
  });
}

const readRollup = (row: Row): Rollup => ({
  user_id: row.user_id as string,
  hour: row.hour as string,
  events: Number(row.events),
  risk_sum: Number(row.risk_sum),
  high_risk: Number(row.high_risk),
  alerts: Number(row.alerts),
  attack_types: readCounts(row.attack_types),
  services: readCounts(row.services),
  nodes: readCounts(row.nodes),
  countries: readCounts(row.countries),
  techniques: readCounts(row.techniques),
  exposures: readCounts(row.exposures),
  suppressed: readCounts(row.suppressed),
  sources: readCounts(row.sources),
});

const list = (only?: RollupCounts): string => {
  const shown = columns.map((name) =>
    only === undefined || name === only || ![...named, 'sources'].includes(name) ? name : `'{}' AS ${name}`,
  );
  return `SELECT ${shown.join(', ')} FROM rollups WHERE user_id = ? AND hour >= ? AND hour < ? ORDER BY hour`;
};

export const listRollups = (
  db: Connection,
  userId: string,
  from: string,
  to: string,
  only?: RollupCounts,
): Rollup[] => (db.sql(list(only)).all(userId, from, to) as Row[]).map(readRollup);
