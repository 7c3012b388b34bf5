/**
 * What a sensor or an agent saw, before and after it was scored.
 *
 * Field names of records are those of the wire (snake_case): one name for a thing on the wire, in the
 * store and in the code (docs/decisions/0002-one-name.md).
 */
import type { EventPlace } from './place.ts';
import type { Verdict } from './verdict.ts';

/** Every kind of event the house knows. A test keeps this list, the emitters and docs/events.md in step. */
export const eventKinds = [
  'connection.opened',
  'connection.closed',
  'login.failed',
  'login.succeeded',
  'command.run',
  'command.input',
  'http.request',
  'payload.received',
  'port.scanned',
  'file.downloaded',
  'file.uploaded',
  'file.opened',
  'file.changed',
  'file.copied',
  'file.deleted',
  'tunnel.requested',
  'token.hit',
  'client.identified',
  'decoy.fingerprinted',
  'sensor.message',
] as const;
export type EventKind = (typeof eventKinds)[number];

/** Kinds that are no step of an attack by themselves: kept and counted. */
export const quietKinds: ReadonlySet<EventKind> = new Set([
  'sensor.message',
  'client.identified',
  'connection.closed',
]);

/**
 * Quiet kinds that are the sensor's own words: never an alert, whatever they quote. What a client says of itself is the
 * visitor's, and alerts where it is an attack.
 */
export const silentKinds: ReadonlySet<EventKind> = new Set(['sensor.message', 'connection.closed']);

/** The two collections of the contract: what honeypots log, and what endpoint agents report. */
export type EventCollection = 'honeypot_logs' | 'agent_events';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** The part an endpoint agent adds (contract: AgentEvent). */
export interface AgentPart {
  hostname: string;
  username: string;
  file_accessed: string;
  file_path: string;
  action: string;
  severity: string;
  alert_type: string;
}

/**
 * An event as a format parser makes it: contract fields, already within the contract's limits.
 * `timestamp` is always `YYYY-MM-DDTHH:mm:ss.sssZ` (UTC, sorts as text).
 * For agent events `source_ip` is the host name, `service` is `endpoint_agent`, `payload` the file's name.
 */
export interface DraftEvent {
  kind: EventKind;
  collection: EventCollection;
  /** The sender's id of this event (≤ 128 characters), or null: then it is always a new event. */
  event_id: string | null;
  timestamp: string;
  service: string;
  source_ip: string;
  activity: string;
  payload: string;
  /** Everything else the sender said; never trusted for identity. */
  extra: JsonObject | null;
  /** The sensor's session this belongs to (also in `extra.session`), or null where the sender names none. */
  session: string | null;
  agent: AgentPart | null;
  /** Of its source, where it is not to be looked up: sample data has made-up ones. Absent from all other events. */
  known_place?: EventPlace;
  /**
   * The record that it was read from, as its sensor wrote it (core/raw-record.ts): kept beside the event, not in it. Absent
   * from native events, unless whoever read it elsewhere sent it along.
   */
  raw?: string;
  /** An import said so: the event's own time is to be believed, however old. Absent from all other events. */
  history?: true;
}

/** Who sent it. Bound by authentication; beats whatever the event claims. */
export interface EventIdentity {
  /** The tenant: id of the user who owns the node. */
  user_id: string;
  node_id: string;
  /** The node that the key is of, where the sensor is one of several behind it: event ids and quotas are its. */
  parent_id?: string | null;
}

/** A draft with its identity and its place in the store. */
export interface IdentifiedEvent extends DraftEvent, EventIdentity {
  /** Our id: derived from node and event_id where the sender gave one, else new. */
  log_id: string;
  received_at: string;
  /** Of its source, as it was known on arrival. */
  place: EventPlace | null;
}

/** `pending` = stored, not yet judged; `fallback` = judged by the fallback, to be judged again; `done`. */
export type EventState = 'pending' | 'fallback' | 'done';

/** Whether a stored event still waits for a verdict that makes it `next`: each step is taken once. */
export const isVerdictDue = (stored: EventState, next: EventState): boolean =>
  next !== 'pending' && (stored === 'pending' || (stored === 'fallback' && next === 'done'));

/** An event as the store keeps it and as `GET /api/events` shows it. */
export interface StoredEvent extends IdentifiedEvent {
  state: EventState;
  /** Null only while `state` is `pending`. */
  verdict: Verdict | null;
  /** The alert this event made or was folded into. */
  alert_id: string | null;
  /** Whether this event made that alert (a repeat gets the first answer, so it is stored). */
  alert_created: boolean;
  /** Why no alert was made although risk exceeded the threshold: the suppression rule's id. */
  suppressed_by: string | null;
}
