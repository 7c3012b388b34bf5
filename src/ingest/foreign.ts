/** Shared by the parsers of other products' records: reading loosely typed fields, and applying the contract's limits. */
import { type FieldError, invalid } from '../core/errors.ts';
import type { DraftEvent, EventKind, Json, JsonObject } from '../core/event.ts';
import { parseAddress } from '../lib/address.ts';
import { isDeeper, maxDepth } from '../lib/json-guards.ts';
import { cut } from '../lib/text.ts';
import { toTimestamp } from './timestamp.ts';

/** A string or a number as a string; '' for anything else. */
export const textOf = (value: Json | undefined): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';

/** A port as a number, from a number or a string; null for anything that is not a port (-1 included). */
export function portOf(value: Json | undefined): number | null {
  const port = typeof value === 'string' && /^\d{1,5}$/.test(value) ? Number(value) : value;
  return typeof port === 'number' && Number.isInteger(port) && port >= 0 && port <= 65_535 ? port : null;
}

/** An address in its canonical form: an IPv4 address wrapped by a dual-stack socket is unwrapped. */
const canonical = (source: string): string => parseAddress(source)?.text ?? source;

/** All own fields except `omit`, and never `__proto__`. */
export function copyBut(record: JsonObject, omit: ReadonlySet<string>): JsonObject {
  const out: JsonObject = {};
  for (const key of Object.keys(record))
    if (key !== '__proto__' && !omit.has(key)) out[key] = record[key] as Json;
  return out;
}

/**
 * A draft from another product's record, truncated to the contract's limits; `extra` keeps the full record. Throws
 * `invalid_request` if time or source are missing or `extra` is nested too deeply; `names` are the record's names for
 * those two.
 */
export function toDraft(
  names: { time: string; source: string },
  event: {
    kind: EventKind;
    time: string;
    service: string;
    source: string;
    activity: string;
    payload: string;
    session: string | null;
    extra: JsonObject;
  },
): DraftEvent {
  const errors: FieldError[] = [];
  const timestamp = toTimestamp(event.time);
  if (timestamp === null) errors.push({ field: names.time, message: 'must be a timestamp' });
  if (event.source === '') errors.push({ field: names.source, message: 'is required' });
  if (isDeeper(event.extra, maxDepth))
    errors.push({ field: 'record', message: `must be nested at most ${maxDepth} levels deep` });
  if (errors.length > 0) throw invalid(errors);
  return {
    kind: event.kind,
    collection: 'honeypot_logs',
    event_id: null,
    timestamp: timestamp as string,
    service: cut(event.service, 50),
    source_ip: cut(canonical(event.source), 45),
    activity: cut(event.activity, 100),
    payload: cut(event.payload, 10_000),
    extra: event.extra,
    session: event.session,
    agent: null,
  };
}
