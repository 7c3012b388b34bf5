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
  /** Events by the number of their period since 1970. */
  periods: Map<number, number>;
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

export function createObservableTally(): ObservableTally {
  /** By tenant and kind, so that no composite key is built for every value. */
  const tenants = new Map<string, Map<ObservableKind, Map<string, ObservableDelta>>>();
  let size = 0;

  function deltaOf(event: StoredEvent, kind: ObservableKind, value: string, atMs: number): ObservableDelta {
    let kinds = tenants.get(event.user_id);
    if (!kinds) {
      kinds = new Map();
      tenants.set(event.user_id, kinds);
    }
    let deltas = kinds.get(kind);
    if (!deltas) {
      deltas = new Map();
      kinds.set(kind, deltas);
    }
    let delta = deltas.get(value);
    if (!delta) {
      delta = {
        ...{ user_id: event.user_id, kind, value, events: 0, first_ms: atMs, last_ms: atMs },
        ...{ sources: [], sessions: [], nodes: [], refs: [], periods: new Map() },
      };
      deltas.set(value, delta);
      size += 1;
    }
    return delta;
  }

  function count(event: StoredEvent, sightings: Iterable<{ kind: ObservableKind; value: string }>): void {
    const atMs = Date.parse(event.timestamp);
    const period = Math.floor(atMs / periodMs);
    const source = hash32(event.source_ip);
    const node = hash32(event.node_id);
    const session = event.session === null ? null : hash32(`${event.node_id}|${event.session}`);
    for (const { kind, value } of sightings) {
      const delta = deltaOf(event, kind, value, atMs);
      delta.events += 1;
      delta.first_ms = Math.min(delta.first_ms, atMs);
      delta.last_ms = Math.max(delta.last_ms, atMs);
      addHash(delta.sources, source);
      addHash(delta.nodes, node);
      if (session !== null) addHash(delta.sessions, session);
      delta.refs.push(event.log_id);
      if (delta.refs.length > mostRefs) delta.refs.shift();
      delta.periods.set(period, (delta.periods.get(period) ?? 0) + 1);
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
