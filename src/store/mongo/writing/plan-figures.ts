/** Profiles, rollups and totals as a commit writes them: read, added to, and written whole, so that no name can grow them at will. */
import type { Document } from 'mongodb';
import type { ProfileDelta } from '../../../core/attacker.ts';
import type { Effects, RollupDelta } from '../../../core/effects.ts';
import { mostNames } from '../../../core/name-counts.ts';
import { wholeTenant, withWholes } from '../../../core/rollup-parts.ts';
import { addTopCounts } from '../../../core/top-counts.ts';
import { noTotals } from '../../../core/totals.ts';
import { type Connection, readBound } from '../connection/connection.ts';
import { countOf, earlier, later } from '../connection/figures.ts';
import { addToCounts, keyOf, readCounts, readTexts, toCounts, toTexts } from '../connection/shape.ts';
import { sourceKeyOf } from '../list-query.ts';
import { toVulnerability, vulnerabilityKey } from '../vulnerabilities.ts';
import type { Batch, Whole } from './batch.ts';

export const profileKey = (userId: string, source: string): string => keyOf(userId, source);
/** Of the whole tenant; those of a part lie behind them all. */
export const rollupKey = (userId: string, hour: string): string => keyOf(userId, hour);
export const rollupPartKey = (userId: string, part: string, hour: string): string =>
  keyOf(userId, `part|${part}|${hour}`);
const rollupKeyOf = ({ user_id, part, hour }: RollupDelta): string =>
  part === wholeTenant ? rollupKey(user_id, hour) : rollupPartKey(user_id, part, hour);

function toExamples(existing: Document | undefined, delta: RollupDelta): Document {
  const all = new Map(Object.entries(readTexts(existing?.examples)));
  for (const [name, id] of Object.entries(delta.examples))
    if (all.has(name) || all.size < mostNames) all.set(name, id);
  return toTexts(all);
}

function toProfile(existing: Document | undefined, delta: ProfileDelta): Whole {
  const types = addToCounts(existing?.attack_types, delta.attack_types);
  const services = addToCounts(existing?.services_targeted, delta.services);
  const nodes = addToCounts(existing?.nodes, delta.nodes);
  const exposures = addToCounts(existing?.exposures, delta.exposures);
  const set = {
    user_id: delta.user_id,
    source_ip: delta.source_ip,
    total_attacks: countOf(existing, 'total_attacks') + delta.events,
    risk_sum: countOf(existing, 'risk_sum') + delta.risk_sum,
    max_risk_score: Math.max(countOf(existing, 'max_risk_score'), delta.max_risk),
    first_seen: earlier(existing?.first_seen, delta.first_seen),
    last_seen: later(existing?.last_seen, delta.last_seen),
    attack_types: types,
    services_targeted: services,
    nodes,
    exposures,
    source_key: sourceKeyOf(delta.source_ip),
    type_names: Object.keys(readCounts(types)),
    service_names: Object.keys(readCounts(services)),
    node_names: Object.keys(readCounts(nodes)),
    exposure_names: Object.keys(readCounts(exposures)),
  };
  return { id: profileKey(delta.user_id, delta.source_ip), set };
}

const toRollup = (existing: Document | undefined, delta: RollupDelta): Whole => ({
  id: rollupKeyOf(delta),
  set: {
    user_id: delta.user_id,
    hour: delta.hour,
    part: delta.part,
    events: countOf(existing, 'events') + delta.events,
    risk_sum: countOf(existing, 'risk_sum') + delta.risk_sum,
    high_risk: countOf(existing, 'high_risk') + delta.high_risk,
    alerts: countOf(existing, 'alerts') + delta.alerts,
    attack_types: addToCounts(existing?.attack_types, delta.attack_types),
    services: addToCounts(existing?.services, delta.services),
    nodes: addToCounts(existing?.nodes, delta.nodes),
    countries: addToCounts(existing?.countries, delta.countries),
    techniques: addToCounts(existing?.techniques, delta.techniques),
    exposures: addToCounts(existing?.exposures, delta.exposures),
    suppressed: addToCounts(existing?.suppressed, delta.suppressed),
    networks: addToCounts(existing?.networks, delta.networks),
    risks: addToCounts(existing?.risks, delta.risks),
    vulnerabilities: addToCounts(existing?.vulnerabilities, delta.vulnerabilities),
    examples: toExamples(existing, delta),
    sources: toCounts(addTopCounts(Object.entries(readCounts(existing?.sources)), delta.sources)),
  },
});

/** `effects` are one tenant's, one delta a target. */
export async function planFigures(
  connection: Connection,
  userId: string,
  effects: Effects,
): Promise<Pick<Batch, 'profiles' | 'rollups' | 'vulnerabilities' | 'totals'>> {
  const deltas = withWholes(effects.rollups);
  const find = async (
    name: 'profiles' | 'rollups' | 'vulnerabilities',
    ids: string[],
  ): Promise<Map<string, Document>> => {
    if (ids.length === 0) return new Map();
    const found = await connection.run((c) => c[name].find({ _id: { $in: ids } }, readBound).toArray());
    return new Map(found.map((document) => [document._id, document]));
  };
  const [profiles, rollups, vulnerabilities] = await Promise.all([
    find(
      'profiles',
      effects.profiles.map((delta) => profileKey(userId, delta.source_ip)),
    ),
    find('rollups', deltas.map(rollupKeyOf)),
    find(
      'vulnerabilities',
      effects.vulnerabilities.map(({ id }) => vulnerabilityKey(userId, id)),
    ),
  ]);
  const totals = noTotals();
  for (const delta of deltas) {
    if (delta.part !== wholeTenant) continue;
    totals.events += delta.events;
    totals.risk_sum += delta.risk_sum;
    totals.high_risk += delta.high_risk;
  }
  totals.sources = effects.profiles.filter((d) => !profiles.has(profileKey(userId, d.source_ip))).length;
  return {
    profiles: effects.profiles.map((d) => toProfile(profiles.get(profileKey(userId, d.source_ip)), d)),
    rollups: deltas.map((d) => toRollup(rollups.get(rollupKeyOf(d)), d)),
    vulnerabilities: effects.vulnerabilities.map((d) =>
      toVulnerability(vulnerabilities.get(vulnerabilityKey(userId, d.id)), d),
    ),
    totals,
  };
}
