/** Counters per tenant and hour: what dashboards read instead of events. Only commits write them (writing/plan-figures.ts). */
import type { Document } from 'mongodb';
import type { Rollup, RollupCounts } from '../../core/query.ts';
import type { TenantStore } from '../../core/store.ts';
import { type Connection, readBound } from './connection/connection.ts';
import { countOf } from './connection/figures.ts';
import { readCounts } from './connection/shape.ts';
import { rollupKey } from './writing/plan-figures.ts';

const readRollup = (document: Document): Rollup => ({
  user_id: document.user_id as string,
  hour: document.hour as string,
  events: countOf(document, 'events'),
  risk_sum: countOf(document, 'risk_sum'),
  high_risk: countOf(document, 'high_risk'),
  alerts: countOf(document, 'alerts'),
  attack_types: readCounts(document.attack_types),
  services: readCounts(document.services),
  nodes: readCounts(document.nodes),
  countries: readCounts(document.countries),
  techniques: readCounts(document.techniques),
  exposures: readCounts(document.exposures),
  suppressed: readCounts(document.suppressed),
  sources: readCounts(document.sources),
});

const named = [
  'attack_types',
  'services',
  'nodes',
  'countries',
  'techniques',
  'exposures',
  'suppressed',
  'sources',
];
const projectionOf = (only?: RollupCounts): Document =>
  Object.fromEntries(named.filter((name) => only !== undefined && name !== only).map((name) => [name, 0]));

export const createRollupsOfTenant = (
  connection: Connection,
  userId: string,
): Pick<TenantStore, 'rollups'> => ({
  async rollups(from, to, only) {
    const found = await connection.run((c) =>
      c.rollups
        .find(
          { _id: { $gte: rollupKey(userId, from), $lt: rollupKey(userId, to) } },
          { ...readBound, sort: { _id: 1 }, projection: projectionOf(only) },
        )
        .toArray(),
    );
    return found.map(readRollup);
  },
});
