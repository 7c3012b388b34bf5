/**
 * Observables: values in events that are worth following (a password, a command, a client's fingerprint). Each is one
 * entity of its tenant, with sums that are kept as events are written.
 */

/** What a value can be. A test holds docs/observables.md to this list. */
export const observableKinds = [
  'address',
  'network',
  'host',
  'user',
  'password',
  'credential',
  'command',
  'command_form',
  'url',
  'domain',
  'file',
  'sha256',
  'user_agent',
  'path',
  'ja3',
  'ja4',
  'hassh',
  'ssh_version',
  'header_order',
  'sni',
  'public_key',
  'email',
  'wallet',
  'telegram_token',
  'cve',
  'protocol',
] as const;
export type ObservableKind = (typeof observableKinds)[number];

/** A longer value is followed by its beginning. */
export const mostValueLength = 512;
/** Values of one kind that one event may bring; further ones of a longer text are not followed. */
export const mostOfKind = 8;
/** Values of one kind that a tenant keeps; then the rarest makes room for a new one, and is counted as dropped. */
export const mostKept = 50_000;
/** Events that an observable names as its latest. */
export const mostRefs = 5;

/** One value in one event. */
export interface Sighting {
  kind: ObservableKind;
  value: string;
}

export interface Observable {
  /** 24 hex digits that follow from kind, value and a key of the installation. */
  id: string;
  kind: ObservableKind;
  value: string;
  events: number;
  /** Distinct; exact up to 47, beyond that estimated (lib/observables/sketch.ts). */
  sources: number;
  sessions: number;
  nodes: number;
  /** Hashes of its nodes (lib/observables/sketch.ts): of all of them up to 47, of 48 beyond. */
  node_hashes: readonly number[];
  /** ISO, event time. */
  first_seen: string;
  last_seen: string;
  /** log_ids of the latest events that had it, at most `mostRefs`. */
  refs: string[];
}

/** What is kept of a kind, and what was dropped because there was too much of it. */
export interface ObservableKindSum {
  kind: ObservableKind;
  kept: number;
  /** Values that made room for others, and the events they had counted. */
  dropped_values: number;
  dropped_events: number;
}

/** Sums by time are kept for a quarter of a day each. */
export const periodMs = 6 * 60 * 60_000;

export type ObservableOrder = 'events' | 'first_seen';
export interface ObservableFilter {
  kind: ObservableKind;
  /** Case-insensitive part of the value. */
  q?: string;
  /** Values looked at in one call where `q` is given; a store has a bound of its own. */
  looked?: number;
  /** Of `first_seen`, ISO, inclusive / exclusive; only in the order `first_seen`. */
  from?: string;
  to?: string;
}

/** Events by observable id within a range; the greatest only (core/top-counts.ts). */
export interface ObservableSums {
  counts: Map<string, number>;
  /** Each may have so many more, and one that is missing had at most so many. */
  missed: number;
}
