/** Profiles, rollups and totals as a commit writes them: read, added to, and written whole, so that no name can grow them at will. */
import type { Document } from 'mongodb';
import type { ProfileDelta } from '../../../core/attacker.ts';
import type { Effects, RollupDelta } from '../../../core/effects.ts';
import { addTopCounts } from '../../../core/top-counts.ts';
import { noTotals } from '../../../core/totals.ts';
import { type Connection, readBound } from '../connection/connection.ts';
import { countOf, earlier, later } from '../connection/figures.ts';
import { addToCounts, keyOf, readCounts, toCounts } from '../connection/shape.ts';
import { sourceKeyOf } from '../list-query.ts';
import { toVulnerability, vulnerabilityKey } from '../vulnerabilities.ts';
import type { Batch, Whole } from './batch.ts';

export const profileKey = (userId: string, source: string): string => keyOf(userId, source);
export const rollupKey = (userId: string, hour: string): string => keyOf(userId, hour);

function toProfile(existing: Document | undefined, delta: ProfileDelta): Whole {
  const types = addToCounts(existing?.attack_types, delta.attack_types);
  const services = addToCounts(existing?.services_targeted, delta.services);
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
    source_key: sourceKeyOf(delta.source_ip),
    type_names: Object.keys(readCounts(types)),
    service_names: Object.keys(readCounts(services)),
  };
  return { id: profileKey(delta.user_id, delta.source_ip), set };
}

const toRollup = (existing: Document | undefined, delta: RollupDelta): Whole => ({
  id: rollupKey(delta.user_id, delta.hour),
  set: {
    user_id: delta.user_id,
    hour: delta.hour,
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
    sources: toCounts(addTopCounts(Object.entries(readCounts(existing?.sources)), delta.sources)),
  },
});

/** `effects` are one tenant's, one delta a target. */
export async function planFigures(
  connection: Connection,
  userId: string,
  effects: Effects,
): Promise<Pick<Batch, 'profiles' | 'rollups' | 'vulnerabilities' | 'totals'>> {
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
    find(
      'rollups',
      effects.rollups.map((delta) => rollupKey(userId, delta.hour)),
    ),
    find(
      'vulnerabilities',
      effects.vulnerabilities.map(({ id }) => vulnerabilityKey(userId, id)),
    ),
  ]);
  const totals = noTotals();
  for (const delta of effects.rollups) {
    totals.events += delta.events;
    totals.risk_sum += delta.risk_sum;
    totals.high_risk += delta.high_risk;
  }
  totals.sources = effects.profiles.filter((d) => !profiles.has(profileKey(userId, d.source_ip))).length;
  return {
    profiles: effects.profiles.map((d) => toProfile(profiles.get(profileKey(userId, d.source_ip)), d)),
    rollups: effects.rollups.map((d) => toRollup(rollups.get(rollupKey(userId, d.hour)), d)),
    vulnerabilities: effects.vulnerabilities.map((d) =>
      toVulnerability(vulnerabilities.get(vulnerabilityKey(userId, d.id)), d),
    ),
    totals,
  };
}
