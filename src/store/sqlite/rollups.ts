/** Counters per hour, of each tenant and of each of its nodes and exposures: what dashboards read instead of events. */
import type { RollupDelta } from '../../core/effects.ts';
import { mostNames } from '../../core/name-counts.ts';
import type { Rollup, RollupCounts } from '../../core/query.ts';
import { wholeTenant, withWholes } from '../../core/rollup-parts.ts';
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
  'networks',
  'risks',
  'vulnerabilities',
] as const;
const texts = [...named, 'examples', 'sources'] as const;
const columns = ['user_id', 'hour', 'events', 'risk_sum', 'high_risk', 'alerts', ...texts];

const update = `events = events + excluded.events, risk_sum = risk_sum + excluded.risk_sum,
  high_risk = high_risk + excluded.high_risk, alerts = alerts + excluded.alerts,
  ${texts.map((name) => `${name} = excluded.${name}`).join(', ')}`;
const places = columns.map(() => '?').join(', ');
/** Those of the whole tenant have a table of their own. */
const whole = {
  find: `SELECT ${texts.join(', ')} FROM rollups WHERE user_id = ? AND hour = ?`,
  upsert: `INSERT INTO rollups (${columns.join(', ')}) VALUES (${places}) ON CONFLICT DO UPDATE SET ${update}`,
};
const ofPart = {
  find: `SELECT ${texts.join(', ')} FROM rollup_parts WHERE user_id = ? AND hour = ? AND part = ?`,
  upsert: `INSERT INTO rollup_parts (${columns.join(', ')}, part) VALUES (${places}, ?)
    ON CONFLICT DO UPDATE SET ${update}`,
};

function addToExamples(stored: string | undefined, delta: Readonly<Record<string, string>>): string {
  const all = new Map(Object.entries(stored === undefined ? {} : (JSON.parse(stored) as typeof delta)));
  for (const [name, id] of Object.entries(delta))
    if (all.has(name) || all.size < mostNames) all.set(name, id);
  return JSON.stringify(Object.fromEntries(all));
}

function addTo(db: Connection, delta: RollupDelta): void {
  const { find, upsert } = delta.part === wholeTenant ? whole : ofPart;
  const part = delta.part === wholeTenant ? [] : [delta.part];
  const row = db.sql(find).get(delta.user_id, delta.hour, ...part) as Record<string, string> | undefined;
  const sources = addTopCounts(row ? Object.entries(readCounts(row.sources)) : [], delta.sources);
  db.sql(upsert).run(
    delta.user_id,
    delta.hour,
    delta.events,
    delta.risk_sum,
    delta.high_risk,
    delta.alerts,
    ...named.map((name) => addToCounts(row?.[name] ?? null, delta[name])),
    addToExamples(row?.examples, delta.examples),
    JSON.stringify(Object.fromEntries(sources)),
    ...part,
  );
}

/** Within a transaction. Keeps the tenant's totals in step. */
export function addToRollups(db: Connection, deltas: readonly RollupDelta[], sums: TotalsSums): void {
  for (const delta of withWholes(deltas)) {
    addTo(db, delta);
    if (delta.part !== wholeTenant) continue;
    const { events, risk_sum, high_risk } = delta;
    sums.add(delta.user_id, { events, risk_sum, high_risk });
  }
}

const readRollup = (row: Row): Rollup => ({
  user_id: row.user_id as string,
  hour: row.hour as string,
  part: (row.part ?? wholeTenant) as string,
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
  networks: readCounts(row.networks),
  risks: readCounts(row.risks),
  vulnerabilities: readCounts(row.vulnerabilities),
  examples: JSON.parse(row.examples as string) as Rollup['examples'],
  sources: readCounts(row.sources),
});

/** The columns that `only` needs; an example belongs to its technique. */
function shownOf(only: RollupCounts | undefined): string {
  const isShown = (name: string): boolean =>
    only === undefined ||
    name === only ||
    (name === 'examples' && only === 'techniques') ||
    !texts.some((one) => one === name);
  return columns.map((name) => (isShown(name) ? name : `'{}' AS ${name}`)).join(', ');
}

/** Of the whole tenant, or those of `parts` one after another. */
export function listRollups(
  db: Connection,
  userId: string,
  from: string,
  to: string,
  only?: RollupCounts,
  parts: readonly string[] | null = null,
): Rollup[] {
  const shown = shownOf(only);
  if (parts === null)
    return db
      .sql(`SELECT ${shown} FROM rollups WHERE user_id = ? AND hour >= ? AND hour < ? ORDER BY hour`)
      .all(userId, from, to)
      .map((row) => readRollup(row as Row));
  const one = db.sql(
    `SELECT ${shown}, part FROM rollup_parts WHERE user_id = ? AND part = ? AND hour >= ? AND hour < ? ORDER BY hour`,
  );
  return parts.flatMap((part) => one.all(userId, part, from, to).map((row) => readRollup(row as Row)));
}
