/** Adds up what events bring to each observable, and what of it is stored. Pure. */

import type { StoredEvent } from '../../core/event.ts';
import { mostRefs, type ObservableKind, periodMs, type Sighting } from '../../core/observable.ts';
import { sha256Hex } from '../hash.ts';
import { sightingsOf } from './sightings.ts';
import { addHash, hash32 } from './sketch.ts';

export interface ObservableDelta {
  user_id: string;
  kind: ObservableKind;
  value: string;
  events: number;
  first_ms: number;
  last_ms: number;
  /** Hashes of distinct names (sketch.ts). */
  sources: number[];
  sessions: number[];
  nodes: number[];
  /** Oldest first. */
  refs: string[];
  /** Number of a period since 1970, and events; one may come again where events are not in order. */
  periods: [number, number][];
}

/** 24 hex digits. With the installation's `key`, so that a masked password cannot be guessed from its id. */
export const observableId = (key: string, { kind, value }: Sighting): string =>
  sha256Hex(`${key}\n${kind}\n${value}`).slice(0, 24);

export interface ObservableTally {
  add(event: StoredEvent): void;
  /** Only the CVE: of an event that was counted before it had a verdict. */
  addVerdict(event: StoredEvent): void;
  readonly size: number;
  all(): Iterable<ObservableDelta>;
  /** The same by tenant and kind. */
  groups(): Iterable<{ userId: string; kind: ObservableKind; deltas: Iterable<ObservableDelta> }>;
}

/** What one event brings to each of its values. */
type Sighted = Pick<ObservableDelta, 'sources' | 'sessions' | 'nodes' | 'refs' | 'periods'>;

/** Most values are seen once, in a flood of guesses nearly all: until then what an event brings belongs to all its values. */
interface Counted extends ObservableDelta {
  isShared: boolean;
}

function toSighted(event: StoredEvent, period: number): Sighted {
  const { source_ip, node_id, session, log_id } = event;
  return {
    sources: [hash32(source_ip)],
    sessions: session === null ? [] : [hash32(`${node_id}|${session}`)],
    nodes: [hash32(node_id)],
    refs: [log_id],
    periods: [[period, 1]],
  };
}

function addSighting(
  delta: Counted,
  { sources, sessions, nodes, refs, periods }: Sighted,
  atMs: number,
): void {
  if (delta.isShared) {
    delta.sources = delta.sources.slice();
    delta.sessions = delta.sessions.slice();
    delta.nodes = delta.nodes.slice();
    delta.refs = delta.refs.slice();
    delta.periods = delta.periods.map(([period, events]) => [period, events]);
    delta.isShared = false;
  }
  delta.events += 1;
  if (atMs < delta.first_ms) delta.first_ms = atMs;
  if (atMs > delta.last_ms) delta.last_ms = atMs;
  for (const hash of sources) addHash(delta.sources, hash);
  for (const hash of sessions) addHash(delta.sessions, hash);
  for (const hash of nodes) addHash(delta.nodes, hash);
  for (const ref of refs) delta.refs.push(ref);
  if (delta.refs.length > mostRefs) delta.refs.shift();
  for (const [period] of periods) {
    const latest = delta.periods.at(-1);
    if (latest?.[0] === period) latest[1] += 1;
    else delta.periods.push([period, 1]);
  }
}

export function createObservableTally(): ObservableTally {
  /** By tenant and kind, so that no composite key is built for every value. */
  const tenants = new Map<string, Map<ObservableKind, Map<string, Counted>>>();
  let size = 0;

  function count(event: StoredEvent, sightings: Iterable<{ kind: ObservableKind; value: string }>): void {
    const { user_id } = event;
    const atMs = Date.parse(event.timestamp);
    const sighted = toSighted(event, Math.floor(atMs / periodMs));
    let kinds = tenants.get(user_id);
    if (!kinds) {
      kinds = new Map();
      tenants.set(user_id, kinds);
    }
    for (const { kind, value } of sightings) {
      let deltas = kinds.get(kind);
      if (!deltas) {
        deltas = new Map();
        kinds.set(kind, deltas);
      }
      const delta = deltas.get(value);
      if (delta) addSighting(delta, sighted, atMs);
      else {
        const { sources, sessions, nodes, refs, periods } = sighted;
        deltas.set(value, {
          user_id,
          kind,
          value,
          events: 1,
          first_ms: atMs,
          last_ms: atMs,
          sources,
          sessions,
          nodes,
          refs,
          periods,
          isShared: true,
        });
        size += 1;
      }
    }
  }

  return {
    add: (event) => count(event, sightingsOf(event)),
    addVerdict(event) {
      count(
        event,
        sightingsOf(event).filter(({ kind }) => kind === 'cve'),
      );
    },
    get size() {
      return size;
    },
    *groups() {
      for (const [userId, kinds] of tenants)
        for (const [kind, deltas] of kinds) yield { userId, kind, deltas: deltas.values() };
    },
    *all() {
      for (const kinds of tenants.values()) for (const deltas of kinds.values()) yield* deltas.values();
    },
  };
}
