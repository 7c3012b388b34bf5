/** Profiles, rollups and totals: read, added to, and written whole by the commit, so that no name can grow them at will. */

import type { Document } from 'mongodb';
import { type AttackerProfile, mostCommon, type ProfileDelta } from '../../core/attacker.ts';
import type { Effects, RollupDelta } from '../../core/effects.ts';
import type { Rollup, Stats } from '../../core/query.ts';
import type { TenantStore } from '../../core/store.ts';
import { type Connection, readBound } from './connection/connection.ts';
import { type Keyset, parseCursor, readKeyset, toCursor } from './connection/paging.ts';
import { addCountsByName, keyOf, readCounts } from './connection/shape.ts';
import { type Batch, noTotals, type Whole } from './writing/batch.ts';

const count = (document: Document | undefined, name: string): number =>
  typeof document?.[name] === 'number' ? document[name] : 0;
const later = (a: unknown, b: string): string => (typeof a === 'string' && a > b ? a : b);
const earlier = (a: unknown, b: string): string => (typeof a === 'string' && a !== '' && a < b ? a : b);

/** A figure of a tenant's totals, with what another back end left. */
export const sumOf = (totals: Document, name: string): number =>
  Object.values((totals.legacy as Document) ?? {}).reduce(
    (all: number, part: Document) => all + count(part, name),
    count(totals, name),
  );

const profileKey = (userId: string, source: string): string => keyOf(userId, source);
const rollupKey = (userId: string, hour: string): string => keyOf(userId, hour);

const toProfile = (standing: Document | undefined, delta: ProfileDelta): Whole => ({
  id: profileKey(delta.user_id, delta.source_ip),
  set: {
    user_id: delta.user_id,
    source_ip: delta.source_ip,
    total_attacks: count(standing, 'total_attacks') + delta.events,
    risk_sum: count(standing, 'risk_sum') + delta.risk_sum,
    max_risk_score: Math.max(count(standing, 'max_risk_score'), delta.max_risk),
    first_seen: earlier(standing?.first_seen, delta.first_seen),
    last_seen: later(standing?.last_seen, delta.last_seen),
    attack_types: addCountsByName(standing?.attack_types, delta.attack_types),
    services_targeted: addCountsByName(standing?.services_targeted, delta.services),
  },
});

const toRollup = (standing: Document | undefined, delta: RollupDelta): Whole => ({
  id: rollupKey(delta.user_id, delta.hour),
  set: {
    user_id: delta.user_id,
    hour: delta.hour,
    events: count(standing, 'events') + delta.events,
    risk_sum: count(standing, 'risk_sum') + delta.risk_sum,
    high_risk: count(standing, 'high_risk') + delta.high_risk,
    alerts: count(standing, 'alerts') + delta.alerts,
    attack_types: addCountsByName(standing?.attack_types, delta.attack_types),
    services: addCountsByName(standing?.services, delta.services),
    nodes: addCountsByName(standing?.nodes, delta.nodes),
  },
});

/** `effects` are one tenant's, one delta a target. */
export async function planCounters(
  connection: Connection,
  userId: string,
  effects: Effects,
): Promise<Pick<Batch, 'profiles' | 'rollups' | 'totals'>> {
  const find = async (name: 'profiles' | 'rollups', ids: string[]): Promise<Map<string, Document>> => {
    if (ids.length === 0) return new Map();
    const found = await connection.run((c) => c[name].find({ _id: { $in: ids } }, readBound).toArray());
    return new Map(found.map((document) => [document._id, document]));
  };
  const [profiles, rollups] = await Promise.all([
    find(
      'profiles',
      effects.profiles.map((delta) => profileKey(userId, delta.source_ip)),
    ),
    find(
      'rollups',
      effects.rollups.map((delta) => rollupKey(userId, delta.hour)),
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
    totals,
  };
}

function readProfile(document: Document): AttackerProfile {
  const attackTypes = readCounts(document.attack_types);
  const total = count(document, 'total_attacks');
  return {
    user_id: document.user_id as string,
    source_ip: document.source_ip as string,
    total_attacks: total,
    most_common_attack: mostCommon(attackTypes),
    average_risk_score: total > 0 ? Math.round((count(document, 'risk_sum') / total) * 10) / 10 : 0,
    max_risk_score: count(document, 'max_risk_score'),
    first_seen: (document.first_seen as string) ?? '',
    last_seen: (document.last_seen as string) ?? '',
    attack_types: attackTypes,
    services_targeted: readCounts(document.services_targeted),
  };
}

const readRollup = (document: Document): Rollup => ({
  user_id: document.user_id as string,
  hour: document.hour as string,
  events: count(document, 'events'),
  risk_sum: count(document, 'risk_sum'),
  high_risk: count(document, 'high_risk'),
  alerts: count(document, 'alerts'),
  attack_types: readCounts(document.attack_types),
  services: readCounts(document.services),
  nodes: readCounts(document.nodes),
});

/** Days with events that the ordinary level looks back over. */
const daysOfLevel = 7;
/** Fewer buckets than these say nothing of what is ordinary. */
export const leastSamples = 20;

export function createFigures(
  connection: Connection,
  userId: string,
): Pick<TenantStore, 'profile' | 'profiles' | 'stats' | 'rollups' | 'ordinary'> {
  return {
    async profile(source) {
      const found = await connection.run((c) =>
        c.profiles.findOne({ _id: profileKey(userId, source) }, readBound),
      );
      return found && readProfile(found);
    },
    async profiles(order, page) {
      const after = parseCursor(page.cursor, order === 'last_seen' ? '' : 0);
      const query: Omit<Keyset, 'collection'> = {
        order,
        driving: [{ user_id: userId }],
        residual: [],
        after,
        limit: page.limit,
      };
      const { found, next } = await connection.run((c) => readKeyset({ ...query, collection: c.profiles }));
      return { items: found.map(readProfile), next_cursor: next && toCursor(next) };
    },
    async stats(): Promise<Stats> {
      const nodes = { user_id: userId, deleted_at: null };
      const [totals, total, active, latest] = await Promise.all([
        connection.run((c) => c.totals.findOne({ _id: userId }, readBound)),
        connection.run((c) => c.nodes.countDocuments(nodes, readBound)),
        connection.run((c) => c.nodes.countDocuments({ ...nodes, status: 'active' }, readBound)),
        connection.run((c) =>
          c.alerts
            .find(
              { user_id: userId },
              { ...readBound, projection: { risk_score: 1 }, sort: { timestamp: -1, _id: -1 }, limit: 10 },
            )
            .toArray(),
        ),
      ]);
      const sum = (name: string): number => (totals ? sumOf(totals, name) : 0);
      const risks = latest.map((alert) => count(alert, 'risk_score'));
      return {
        total_attacks: sum('events'),
        risk_sum: sum('risk_sum'),
        high_risk_count: sum('high_risk'),
        active_alerts: sum('active_alerts'),
        unique_attackers: sum('sources'),
        total_nodes: total,
        active_nodes: active,
        recent_risk_average: risks.length === 0 ? 0 : risks.reduce((a, b) => a + b, 0) / risks.length,
      };
    },
    async rollups(from, to) {
      const found = await connection.run((c) =>
        c.rollups
          .find(
            { _id: { $gte: rollupKey(userId, from), $lt: rollupKey(userId, to) } },
            { ...readBound, sort: { _id: 1 } },
          )
          .toArray(),
      );
      return found.map(readRollup);
    },
    async ordinary() {
      const found = await connection.run((c) =>
        c.levels.find({ user_id: userId }, { ...readBound, sort: { day: -1 }, limit: daysOfLevel }).toArray(),
      );
      const sum = (name: string): number => found.reduce((all, day) => all + count(day, name), 0);
      const samples = sum('samples');
      if (samples < leastSamples) return null;
      const mean = sum('events') / samples;
      const variance = Math.max(0, sum('squares') / samples - mean * mean);
      return { mean_events: mean, deviation_events: Math.sqrt(variance), samples };
    },
  };
}
