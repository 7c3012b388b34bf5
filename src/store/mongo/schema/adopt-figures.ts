/** What statistics read, added up once from the events that another back end left. */
import type { Document } from 'mongodb';
import { noTotals, type Totals } from '../../../core/totals.ts';
import type { Connection, Stored } from '../connection/connection.ts';
import { addToCounts, keyOf } from '../connection/shape.ts';
import { eventCollections } from '../event-record.ts';
import { insertMissing } from '../writing/write.ts';

interface Figures {
  totals: Map<string, Totals>;
  rollups: Map<string, Stored>;
  profiles: Map<string, Stored>;
}

function addEvent({ totals, rollups, profiles }: Figures, event: Document): void {
  const { user_id: userId, source_ip: source, service, node_id: node, timestamp } = event;
  const risk: number = event.verdict?.risk_score ?? 0;
  const type: string = event.verdict?.attack_type ?? 'unknown';
  const isHigh = risk >= 7 ? 1 : 0;

  const total = totals.get(userId) ?? noTotals();
  total.events += 1;
  total.risk_sum += risk;
  total.high_risk += isHigh;
  totals.set(userId, total);

  const hour = `${timestamp.slice(0, 13)}:00:00.000Z`;
  const hourKey = keyOf(userId, hour);
  const rollup: Stored = rollups.get(hourKey) ?? {
    ...{ _id: hourKey, user_id: userId, hour, applied: 0 },
    ...{ events: 0, risk_sum: 0, high_risk: 0, alerts: 0, attack_types: {}, services: {}, nodes: {} },
  };
  rollup.events += 1;
  rollup.risk_sum += risk;
  rollup.high_risk += isHigh;
  rollup.attack_types = addToCounts(rollup.attack_types, { [type]: 1 });
  rollup.services = addToCounts(rollup.services, { [service]: 1 });
  rollup.nodes = addToCounts(rollup.nodes, { [node]: 1 });
  rollups.set(hourKey, rollup);

  const sourceKey = keyOf(userId, source);
  const profile: Stored = profiles.get(sourceKey) ?? {
    ...{ _id: sourceKey, user_id: userId, source_ip: source, applied: 0 },
    ...{ total_attacks: 0, risk_sum: 0, max_risk_score: 0, first_seen: timestamp, last_seen: timestamp },
    ...{ attack_types: {}, services_targeted: {} },
  };
  profile.total_attacks += 1;
  profile.risk_sum += risk;
  profile.max_risk_score = Math.max(profile.max_risk_score, risk);
  if (timestamp < profile.first_seen) profile.first_seen = timestamp;
  if (timestamp > profile.last_seen) profile.last_seen = timestamp;
  profile.attack_types = addToCounts(profile.attack_types, { [type]: 1 });
  profile.services_targeted = addToCounts(profile.services_targeted, { [service]: 1 });
  profiles.set(sourceKey, profile);
}

/** Sources whose profile another back end kept keep that one; the others get one from their events. */
export async function addUpLegacy(connection: Connection, run: number): Promise<void> {
  const figures: Figures = { totals: new Map(), rollups: new Map(), profiles: new Map() };
  const totalOf = (userId: string): Totals => {
    const total = figures.totals.get(userId) ?? noTotals();
    figures.totals.set(userId, total);
    return total;
  };
  const mine = { legacy: run };
  for (const name of eventCollections)
    await connection.run(async (c) => {
      for await (const event of c[name].find(mine, { projection: { payload: 0, extra: 0 } }))
        addEvent(figures, event);
    });
  const documents = [...figures.profiles.values()].map((profile) => ({ ...profile, legacy: run }));
  for (let from = 0; from < documents.length; from += 1000)
    await connection.run((c) => insertMissing(c.profiles, documents.slice(from, from + 1000)));
  const rollups = [...figures.rollups.values()];
  for (let from = 0; from < rollups.length; from += 1000)
    await connection.run((c) => insertMissing(c.rollups, rollups.slice(from, from + 1000)));
  await connection.run(async (c) => {
    for await (const { user_id } of c.profiles.find(mine, { projection: { user_id: 1 } }))
      totalOf(user_id).sources += 1;
    for await (const { user_id, status } of c.alerts.find(mine, { projection: { user_id: 1, status: 1 } }))
      if (status !== 'resolved') totalOf(user_id).active_alerts += 1;
  });
  for (const [userId, total] of figures.totals)
    await connection.run((c) =>
      c.totals.updateOne({ _id: userId }, { $set: { [`legacy.run${run}`]: total } }, { upsert: true }),
    );
}
