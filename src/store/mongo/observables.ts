/** Observables: one document each. Only commits write them (writing/plan-observables.ts). */
import { randomBytes } from 'node:crypto';
import type { Document, Filter } from 'mongodb';
import {
  type Observable,
  type ObservableKind,
  type ObservableSums,
  observableKinds,
  periodMs,
} from '../../core/observable.ts';
import type { TenantStore } from '../../core/store.ts';
import { readTopCounts } from '../../core/top-counts.ts';
import { countSketch, readSketch } from '../../lib/observables/sketch.ts';
import { observableId } from '../../lib/observables/tally.ts';
import { type Connection, readBound, type Stored } from './connection/connection.ts';
import { countOf } from './connection/figures.ts';
import { mostScanned, parseCursor, readKeyset, toCursor } from './connection/paging.ts';
import { keyOf, readCounts } from './connection/shape.ts';
import { toPattern } from './events.ts';

export const observableKey = (userId: string, id: string): string => keyOf(userId, id);
export const observableKindKey = (userId: string, kind: string): string => keyOf(userId, kind);
/** Periods of one kind follow each other. */
export const observablePeriodKey = (userId: string, kind: string, period: number): string =>
  keyOf(userId, kind, String(period).padStart(8, '0'));

/** By connection: it never changes. */
const idKeys = new WeakMap<Connection, string>();

/** What goes into ids, so that a masked password cannot be guessed from its own. Made by the first who asks. */
export async function idKeyOf(connection: Connection): Promise<string> {
  const known = idKeys.get(connection);
  if (known !== undefined) return known;
  const found = await connection.run((c) =>
    c.meta.findOneAndUpdate(
      { _id: 'observables' },
      { $setOnInsert: { id_key: randomBytes(16).toString('hex') } },
      { upsert: true, returnDocument: 'after' },
    ),
  );
  const key = String(found?.id_key);
  idKeys.set(connection, key);
  return key;
}

const hashesOf = (stored: unknown): number[] =>
  readSketch(typeof stored === 'string' ? Buffer.from(stored, 'base64') : null);

const read = (document: Document): Observable => {
  // An estimate may go too far, but no event has two sources.
  const events = countOf(document, 'events');
  const nodes = hashesOf(document.nodes);
  return {
    id: document.id as string,
    kind: document.kind as ObservableKind,
    value: document.value as string,
    events,
    sources: Math.min(events, countSketch(hashesOf(document.sources))),
    sessions: Math.min(events, countSketch(hashesOf(document.sessions))),
    nodes: Math.min(events, countSketch(nodes)),
    node_hashes: nodes,
    first_seen: new Date(countOf(document, 'first_ms')).toISOString(),
    last_seen: new Date(countOf(document, 'last_ms')).toISOString(),
    refs: Array.isArray(document.refs) ? (document.refs as string[]) : [],
  };
};

export function createObservablesOfTenant(
  connection: Connection,
  userId: string,
): Pick<
  TenantStore,
  'observables' | 'observablesById' | 'observablesOf' | 'observableKinds' | 'observableSums'
> {
  async function findById(ids: readonly string[]): Promise<Observable[]> {
    if (ids.length === 0) return [];
    const found = await connection.run((c) =>
      c.observables.find({ _id: { $in: ids.map((id) => observableKey(userId, id)) } }, readBound).toArray(),
    );
    const byId = new Map(found.map((document) => [document.id as string, read(document)]));
    return ids.flatMap((id) => byId.get(id) ?? []);
  }

  return {
    async observables({ kind, q, looked, from, to }, order, page) {
      const driving: Filter<Stored>[] = [{ user_id: userId }, { kind }];
      if (order === 'first_seen' && from !== undefined)
        driving.push({ first_ms: { $gte: Date.parse(from) } });
      if (order === 'first_seen' && to !== undefined) driving.push({ first_ms: { $lt: Date.parse(to) } });
      const residual: Filter<Stored>[] =
        q === undefined || q === '' ? [] : [{ value: { $regex: toPattern(q), $options: 'i' } }];
      const { found, next } = await connection.run((c) =>
        readKeyset({
          collection: c.observables,
          order: order === 'events' ? 'events' : 'first_ms',
          driving,
          residual,
          after: parseCursor(page.cursor, 0),
          limit: page.limit,
          scan: Math.min(looked ?? mostScanned, mostScanned),
        }),
      );
      return { items: found.map(read), next_cursor: next && toCursor(next) };
    },
    observablesById: findById,
    async observablesOf(values) {
      const key = await idKeyOf(connection);
      return findById(values.map((value) => observableId(key, value)));
    },
    async observableKinds() {
      const keys = observableKinds.map((kind) => observableKindKey(userId, kind));
      const found = await connection.run((c) =>
        c.observableKinds.find({ _id: { $in: keys } }, { ...readBound, sort: { kind: 1 } }).toArray(),
      );
      return found.map((document) => ({
        kind: document.kind as ObservableKind,
        kept: countOf(document, 'kept'),
        dropped_values: countOf(document, 'dropped_values'),
        dropped_events: countOf(document, 'dropped_events'),
      }));
    },
    async observableSums(kind, from, to) {
      const first = observablePeriodKey(userId, kind, Math.floor(Date.parse(from) / periodMs));
      const end = observablePeriodKey(userId, kind, Math.ceil(Date.parse(to) / periodMs));
      const found = await connection.run((c) =>
        c.observablePeriods.find({ _id: { $gte: first, $lt: end } }, readBound).toArray(),
      );
      const sums: ObservableSums = { counts: new Map(), missed: 0 };
      for (const document of found) {
        const { counts, missed } = readTopCounts(readCounts(document.counts));
        sums.missed += missed;
        for (const [id, events] of counts) sums.counts.set(id, (sums.counts.get(id) ?? 0) + events);
      }
      return sums;
    },
  };
}
