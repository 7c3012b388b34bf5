/** Counters per tenant and hour: what dashboards read instead of events. Only commits write them (writing/plan-figures.ts). */
import type { Document } from 'mongodb';
import type { Rollup, RollupCounts } from '../../core/query.ts';
import { wholeTenant } from '../../core/rollup-parts.ts';
import type { TenantStore } from '../../core/store.ts';
import { type Connection, readBound } from './connection/connection.ts';
import { countOf } from './connection/figures.ts';
import { readCounts, readTexts } from './connection/shape.ts';
import { rollupKey, rollupPartKey } from './writing/plan-figures.ts';

const mostRanges = 100;

const readRollup = (document: Document): Rollup => ({
  user_id: document.user_id as string,
  hour: document.hour as string,
  part: typeof document.part === 'string' ? document.part : wholeTenant,
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
  networks: readCounts(document.networks),
  risks: readCounts(document.risks),
  vulnerabilities: readCounts(document.vulnerabilities),
  examples: readTexts(document.examples),
  sources: readCounts(document.sources),
});

const named = [
  ...['attack_types', 'services', 'nodes', 'countries', 'techniques', 'exposures', 'networks', 'risks'],
  ...['suppressed', 'vulnerabilities', 'examples', 'sources'],
];
const projectionOf = (only?: RollupCounts): Document =>
  Object.fromEntries(
    named
      .filter((name) => only !== undefined && name !== only)
      // An example belongs to its technique.
      .filter((name) => name !== 'examples' || only !== 'techniques')
      .map((name) => [name, 0]),
  );

export const createRollupsOfTenant = (
  connection: Connection,
  userId: string,
): Pick<TenantStore, 'rollups'> => ({
  async rollups(from, to, only, parts = null) {
    const rangeOf = (key: (hour: string) => string) => ({ _id: { $gte: key(from), $lt: key(to) } });
    const ranges =
      parts === null
        ? [rangeOf((hour) => rollupKey(userId, hour))]
        : parts.map((part) => rangeOf((hour) => rollupPartKey(userId, part, hour)));
    const all: Rollup[] = [];
    // One range a part; many are asked for together.
    for (let at = 0; at < ranges.length; at += mostRanges) {
      const found = await connection.run((c) =>
        c.rollups
          .find(
            { $or: ranges.slice(at, at + mostRanges) },
            { ...readBound, sort: { _id: 1 }, projection: projectionOf(only) },
          )
          .toArray(),
      );
      all.push(...found.map(readRollup));
    }
    return all;
  },
});
