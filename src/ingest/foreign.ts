/** What the parsers of other products' records share: reading loosely typed fields, and keeping the contract's limits. */
import { type FieldError, invalid } from '../core/errors.ts';
import type { DraftEvent, EventKind, Json, JsonObject } from '../core/event.ts';
import { parseAddress } from '../lib/address.ts';
import { isDeeper, maxDepth } from '../lib/json-guards.ts';
import { cut } from '../lib/text.ts';
import { toBoundedExtra } from './bounded-extra.ts';
import { toTimestamp } from './timestamp.ts';

/** A text or a number as text; '' for anything else. */
export const textOf = (value: Json | undefined): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';

/** A port as a number, whether it came as one or as text; null for what is none (-1 included). */
export function portOf(value: Json | undefined): number | null {
  const port = typeof value === 'string' && /^\d{1,5}$/.test(value) ? Number(value) : value;
  return typeof port === 'number' && Number.isInteger(port) && port >= 0 && port <= 65_535 ? port : null;
}

/** An address in its canonical form: an IPv4 address that a dual-stack socket wrapped is shown as what it is. */
const canonical = (source: string): string => parseAddress(source)?.text ?? source;

/** All own fields but `omit`, and never `__proto__`. */
export function copyBut(record: JsonObject, omit: ReadonlySet<string>): JsonObject {
  const out: JsonObject = {};
  for (const key of Object.keys(record))
    if (key !== '__proto__' && !omit.has(key)) out[key] = record[key] as Json;
  return out;
}

/**
 * A draft from another product's record, cut to the contract's limits: what is cut is whole in `extra`, which keeps
 * the record up to its own bound (bounded-extra.ts). Throws `invalid_request` where time or source are missing or `extra` is too deep; `names` are what the
 * record calls those two.
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
  if (timestamp === null) errors.push({ field: names.time, message: 'must be a time' });
  if (event.source === '') errors.push({ field: names.source, message: 'is required' });
  if (isDeeper(event.extra, maxDepth))
    errors.push({ field: 'record', message: `must have at most ${maxDepth} levels` });
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
    extra: toBoundedExtra(event.extra),
    session: event.session,
    agent: null,
  };
}
