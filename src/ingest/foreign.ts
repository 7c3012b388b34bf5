/** Shared by the parsers of other products' records: reading loosely typed fields, and applying the contract's limits. */
import { type FieldError, invalid } from '../core/errors.ts';
import type { DraftEvent, EventKind, Json, JsonObject } from '../core/event.ts';
import { isDeeper, maxDepth } from '../lib/json-guards.ts';
import { toBoundedExtra } from './bounded-extra.ts';
import { sourceProblem, toEventSource } from './event-source.ts';
import { type Beside, keepPayload, keepText } from './kept-text.ts';
import { toTimestamp } from './timestamp.ts';

/** A string or a number as a string; '' for anything else. */
export const textOf = (value: Json | undefined): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';

/** A port as a number, from a number or a string; null for anything that is not a port (-1 included). */
export function portOf(value: Json | undefined): number | null {
  const port = typeof value === 'string' && /^\d{1,5}$/.test(value) ? Number(value) : value;
  return typeof port === 'number' && Number.isInteger(port) && port >= 0 && port <= 65_535 ? port : null;
}

/** All own fields except `omit`, and never `__proto__`. */
export function copyBut(record: JsonObject, omit: ReadonlySet<string>): JsonObject {
  const out: JsonObject = {};
  for (const key of Object.keys(record))
    if (key !== '__proto__' && !omit.has(key)) out[key] = record[key] as Json;
  return out;
}

/**
 * A draft from another product's record, truncated to the contract's limits; `extra` keeps the full record up to its own
 * limit (bounded-extra.ts). Throws `invalid_request` if time or source are missing or `extra` is nested too deeply;
 * `names` are the record's names for those two.
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
  const source = toEventSource(event.source);
  if (source === null)
    errors.push({ field: names.source, message: event.source === '' ? 'is required' : sourceProblem });
  if (isDeeper(event.extra, maxDepth))
    errors.push({ field: 'record', message: `must be nested at most ${maxDepth} levels deep` });
  if (errors.length > 0 || source === null) throw invalid(errors);
  const beside: Beside = { ...source.beside };
  return {
    kind: event.kind,
    collection: 'honeypot_logs',
    event_id: null,
    timestamp: timestamp as string,
    service: keepText('service', event.service, 50, beside),
    source_ip: source.source_ip,
    activity: keepText('activity', event.activity, 100, beside),
    payload: keepPayload(event.payload, 10_000, beside),
    extra: toBoundedExtra(event.extra, beside),
    session: event.session,
    agent: null,
  };
}
