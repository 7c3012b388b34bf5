/** Observables as a commit writes them: read, added to, and written whole; where a kind is full, the rarest make room. */
import type { Document } from 'mongodb';
import type { StoredEvent } from '../../../core/event.ts';
import { mostKept, mostRefs } from '../../../core/observable.ts';
import { addTopCounts } from '../../../core/top-counts.ts';
import { addHash, readSketch, toSketch } from '../../../lib/observables/sketch.ts';
import { createObservableTally, type ObservableDelta, observableId } from '../../../lib/observables/tally.ts';
import { type Connection, readBound } from '../connection/connection.ts';
import { countOf } from '../connection/figures.ts';
import { readCounts, toCounts } from '../connection/shape.ts';
import { idKeyOf, observableKey, observableKindKey, observablePeriodKey } from '../observables.ts';
import type { KindDelta, Whole } from './batch.ts';

export interface ObservablePlan {
  observables: Whole[];
  observablePeriods: Whole[];
  observableKinds: KindDelta[];
  /** Own keys of those that make room. */
  gone: string[];
}

/** Events that are new, and those that were counted before they had a verdict. */
export function tallyObservables(
  inserts: readonly StoredEvent[],
  judged: readonly StoredEvent[],
): ObservableDelta[] {
  const tally = createObservableTally();
  for (const event of inserts) tally.add(event);
  for (const event of judged) if (event.verdict?.vulnerability) tally.addVerdict(event);
  return [...tally.all()];
}

function joined(stored: unknown, hashes: readonly number[]): string {
  const all = readSketch(typeof stored === 'string' ? Buffer.from(stored, 'base64') : null);
  for (const hash of hashes) addHash(all, hash);
  return Buffer.from(toSketch(all)).toString('base64');
}

function toWhole(existing: Document | undefined, id: string, delta: ObservableDelta): Whole {
  const refs = Array.isArray(existing?.refs) ? (existing.refs as string[]) : [];
  return {
    id: observableKey(delta.user_id, id),
    set: {
      user_id: delta.user_id,
      kind: delta.kind,
      id,
      value: delta.value,
      events: countOf(existing, 'events') + delta.events,
      first_ms: existing ? Math.min(countOf(existing, 'first_ms'), delta.first_ms) : delta.first_ms,
      last_ms: Math.max(countOf(existing, 'last_ms'), delta.last_ms),
      sources: joined(existing?.sources, delta.sources),
      sessions: joined(existing?.sessions, delta.sessions),
      nodes: joined(existing?.nodes, delta.nodes),
      refs: [...refs, ...delta.refs].slice(-mostRefs),
    },
  };
}

/** Events by observable id, by the key of their period. */
function periodsOf(userId: string, deltas: readonly (readonly [string, ObservableDelta])[]) {
  const sums = new Map<string, { kind: string; period: number; counts: Record<string, number> }>();
  for (const [id, delta] of deltas)
    for (const [period, events] of delta.periods) {
      const key = observablePeriodKey(userId, delta.kind, period);
      const sum = sums.get(key) ?? { kind: delta.kind, period, counts: {} };
      sum.counts[id] = (sum.counts[id] ?? 0) + events;
      sums.set(key, sum);
    }
  return sums;
}

/** `deltas` are one tenant's, one a value. `most` values of a kind are kept. */
export async function planObservables(
  connection: Connection,
  userId: string,
  deltas: readonly ObservableDelta[],
  most = mostKept,
): Promise<ObservablePlan> {
  const plan: ObservablePlan = { observables: [], observablePeriods: [], observableKinds: [], gone: [] };
  if (deltas.length === 0) return plan;
  const key = await idKeyOf(connection);
  const named = deltas.map((delta) => [observableId(key, delta), delta] as const);
  const periods = periodsOf(userId, named);
  const kinds = Map.groupBy(named, ([, { kind }]) => kind);
  const find = async (
    name: 'observables' | 'observablePeriods' | 'observableKinds',
    ids: string[],
  ): Promise<Map<string, Document>> => {
    const found = await connection.run((c) => c[name].find({ _id: { $in: ids } }, readBound).toArray());
    return new Map(found.map((document) => [document._id, document]));
  };
  const [known, standingPeriods, standingKinds] = await Promise.all([
    find(
      'observables',
      named.map(([id]) => observableKey(userId, id)),
    ),
    find('observablePeriods', [...periods.keys()]),
    find(
      'observableKinds',
      Array.from(kinds.keys(), (kind) => observableKindKey(userId, kind)),
    ),
  ]);
  plan.observables = named.map(([id, delta]) => toWhole(known.get(observableKey(userId, id)), id, delta));
  plan.observablePeriods = Array.from(periods, ([key, { kind, period, counts }]) => ({
    id: key,
    set: {
      user_id: userId,
      kind,
      period,
      counts: toCounts(addTopCounts(Object.entries(readCounts(standingPeriods.get(key)?.counts)), counts)),
    },
  }));
  for (const [kind, ofKind] of kinds) {
    const fresh = ofKind.filter(([id]) => !known.has(observableKey(userId, id)));
    if (fresh.length === 0) continue;
    const over = countOf(standingKinds.get(observableKindKey(userId, kind)), 'kept') + fresh.length - most;
    const standing = over > 0 ? await rarest(connection, userId, kind, over, known) : [];
    const gone = [
      ...standing.map((one) => ({ key: one._id, events: countOf(one, 'events') })),
      ...fresh.map(([id, { events }]) => ({ key: observableKey(userId, id), events })),
    ]
      .sort((a, b) => a.events - b.events)
      .slice(0, Math.max(0, over));
    plan.gone.push(...gone.map(({ key }) => key));
    plan.observableKinds.push({
      kind,
      kept: fresh.length - gone.length,
      dropped_values: gone.length,
      dropped_events: gone.reduce((sum, { events }) => sum + events, 0),
    });
  }
  const gone = new Set(plan.gone);
  plan.observables = plan.observables.filter(({ id }) => !gone.has(id));
  return plan;
}

/** The rarest of those that stand; none that this commit writes. */
const rarest = (
  connection: Connection,
  userId: string,
  kind: string,
  over: number,
  written: ReadonlyMap<string, Document>,
) =>
  connection.run((c) =>
    c.observables
      .find(
        { user_id: userId, kind, ...(written.size === 0 ? {} : { _id: { $nin: [...written.keys()] } }) },
        { ...readBound, projection: { events: 1 }, sort: { events: 1, _id: 1 }, limit: over },
      )
      .toArray(),
  );
