/**
 * What log collectors put round a record, taken off. A new one is an entry in the list: its name, and what is inside of
 * a record of its form. Read only where a record is no event itself, so that nothing a visitor sent is ever unpacked.
 */

import type { JsonObject } from '../../core/event.ts';
import { isJsonObject } from '../../lib/json-guards.ts';

export interface Envelope {
  name: string;
  /** The records inside, as objects or as JSON text; null where the record is not of this form. */
  inside(record: JsonObject): readonly unknown[] | null;
  /** Where the collector cuts long lines: the stream whose next record goes on with this one's text. */
  part?(record: JsonObject): string;
}

const isText = (value: unknown): value is string => typeof value === 'string';
const has = (record: JsonObject, ...keys: string[]): boolean =>
  keys.some((key) => Object.hasOwn(record, key));
/** A record or its text; null for anything else. */
const one = (value: unknown): readonly unknown[] | null =>
  isJsonObject(value) || (isText(value) && value.trim() !== '') ? [value] : null;
/** What is inside of the first of these keys that holds something. */
const firstOf =
  (...keys: string[]) =>
  (record: JsonObject): readonly unknown[] | null => {
    for (const key of keys) {
      const found = Object.hasOwn(record, key) ? one(record[key]) : null;
      if (found !== null) return found;
    }
    return null;
  };
const where =
  (isForm: (record: JsonObject) => boolean, inside: Envelope['inside']): Envelope['inside'] =>
  (record) =>
    isForm(record) ? inside(record) : null;

function hitsOf(record: JsonObject): readonly unknown[] | null {
  const outer = record.hits;
  const hits = isJsonObject(outer) ? outer.hits : outer;
  return Array.isArray(hits) ? hits : null;
}

/** journald writes bytes that are not UTF-8 as a list of numbers. */
function journalOf(record: JsonObject): readonly unknown[] | null {
  const { MESSAGE } = record;
  if (!Array.isArray(MESSAGE)) return one(MESSAGE);
  return MESSAGE.every((byte) => Number.isInteger(byte) && Number(byte) >= 0 && Number(byte) < 256)
    ? one(Buffer.from(MESSAGE as number[]).toString('utf8'))
    : null;
}

function lokiOf(record: JsonObject): readonly unknown[] | null {
  if (!Array.isArray(record.streams)) return null;
  const values = record.streams.flatMap((stream) =>
    isJsonObject(stream) && Array.isArray(stream.values) ? stream.values : [],
  );
  return values.map((value) => (Array.isArray(value) ? value[1] : value));
}

/** OpenTelemetry: records under scopes under resources, each with a text or a map of typed values as its body. */
function otelOf(record: JsonObject): readonly unknown[] | null {
  const lists = (all: unknown, key: string): unknown[] =>
    Array.isArray(all)
      ? all.flatMap((each) =>
          isJsonObject(each) && Array.isArray(each[key]) ? (each[key] as unknown[]) : [],
        )
      : [];
  const logs = lists(lists(record.resourceLogs, 'scopeLogs'), 'logRecords');
  if (logs.length === 0) return null;
  return logs.map((log) => {
    const body = isJsonObject(log) ? log.body : null;
    return isJsonObject(body) && isText(body.stringValue) ? body.stringValue : log;
  });
}

/** Types that JSON does not have, as MongoDB's tools write them. */
function plainOf(value: unknown): unknown {
  if (!isJsonObject(value)) return value;
  const [key, ...more] = Object.keys(value);
  if (key === undefined || more.length > 0 || !key.startsWith('$')) return value;
  const inside = plainOf(value[key]);
  if (key === '$date') return typeof inside === 'number' ? toIso(inside) : inside;
  if (key === '$numberLong' || key === '$numberInt' || key === '$numberDouble') return Number(inside);
  return key === '$oid' ? inside : value;
}
/** Beyond what a date can be: as it is. */
const toIso = (ms: number): unknown => (Math.abs(ms) < 8.64e15 ? new Date(ms).toISOString() : ms);
const isTyped = (value: unknown): boolean => isJsonObject(value) && has(value, '$oid', '$date');

/** A record as MongoDB's tools export it, in plain JSON; null for any other. What MHN wrote has its own reading. */
export function fromMongo(record: unknown): JsonObject | null {
  if (!isJsonObject(record) || !isTyped(record._id) || has(record, 'normalized')) return null;
  const { _id: _, ...rest } = record;
  return Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, plainOf(value)])) as JsonObject;
}

/** Tried in this order. */
export const envelopes: readonly Envelope[] = [
  {
    name: 'Docker json-file',
    inside: where((r) => isText(r.log) && has(r, 'stream') && has(r, 'time'), firstOf('log')),
    part: (r) => `docker ${String(r.stream)}`,
  },
  {
    name: 'Fluent Bit',
    inside: where(
      (r) =>
        (isText(r.log) || isJsonObject(r.log_processed)) &&
        (has(r, 'date', 'stream', 'kubernetes', '@timestamp') || Object.keys(r).length === 1),
      firstOf('log_processed', 'log'),
    ),
  },
  {
    name: 'journald',
    inside: where((r) => has(r, '__CURSOR', '__REALTIME_TIMESTAMP', '_BOOT_ID'), journalOf),
  },
  { name: 'Elasticsearch', inside: where((r) => has(r, '_source'), firstOf('_source')) },
  { name: 'Elasticsearch', inside: where((r) => has(r, 'hits'), hitsOf) },
  {
    name: 'Filebeat',
    inside: where(
      (r) => has(r, '@timestamp') && has(r, '@metadata', 'agent', 'beat', 'input', 'log', 'ecs'),
      firstOf('json', 'message'),
    ),
  },
  {
    name: 'Logstash',
    inside: where(
      (r) => has(r, '@timestamp') && has(r, '@version'),
      (r) => one(r.message) ?? (isJsonObject(r.event) ? one(r.event.original) : null),
    ),
  },
  { name: 'Vector', inside: where((r) => has(r, 'source_type'), firstOf('message')) },
  { name: 'OpenTelemetry', inside: where((r) => has(r, 'resourceLogs'), otelOf) },
  { name: 'Loki', inside: where((r) => has(r, 'streams'), lokiOf) },
  { name: 'Loki', inside: where((r) => has(r, 'labels') && has(r, 'line'), firstOf('line')) },
  {
    name: 'CloudWatch',
    inside: where(
      (r) => has(r, 'logEvents') && Array.isArray(r.logEvents),
      (r) => (r.logEvents as unknown[]).map((each) => (isJsonObject(each) ? each.message : each)),
    ),
  },
  {
    name: 'CloudWatch',
    inside: where((r) => has(r, '@message', 'ingestionTime'), firstOf('@message', 'message')),
  },
  {
    name: 'Google Cloud Logging',
    inside: where((r) => has(r, 'logName', 'insertId'), firstOf('jsonPayload', 'textPayload')),
  },
  {
    name: 'Splunk',
    inside: where(
      (r) => has(r, 'result', '_raw'),
      (r) => one(r._raw) ?? (isJsonObject(r.result) ? one(r.result._raw) : null),
    ),
  },
  {
    name: 'Splunk',
    inside: where(
      (r) => has(r, 'event') && has(r, 'sourcetype', 'index', 'time', 'source'),
      firstOf('event'),
    ),
  },
  { name: 'GELF', inside: where((r) => has(r, 'short_message'), firstOf('full_message', 'short_message')) },
  // rsyslog's and syslog-ng's JSON templates.
  {
    name: 'syslog (JSON)',
    inside: where(
      (r) =>
        has(r, 'msg', 'MSG', 'message', 'MESSAGE') &&
        has(r, 'syslogtag', 'programname', 'PROGRAM', 'program', 'facility'),
      firstOf('msg', 'MSG', 'message', 'MESSAGE'),
    ),
  },
];

/** Keys of the line that announces a record in a bulk upload to Elasticsearch. */
const bulkKeys: ReadonlySet<string> = new Set(['_index', '_id', '_type', 'routing', 'pipeline']);

/** Whether a record only announces the next one (the bulk form of Elasticsearch). */
export function isAnnouncement(record: unknown): boolean {
  if (!isJsonObject(record)) return false;
  const [key, ...more] = Object.keys(record);
  const inner = key === 'index' || key === 'create' ? record[key] : null;
  return more.length === 0 && isJsonObject(inner) && Object.keys(inner).every((name) => bulkKeys.has(name));
}

export interface Unwrapped {
  name: string;
  inside: readonly unknown[];
  /** Of a text without its line's end, which may be the beginning of a longer one. */
  part: string | null;
}

/** What is inside of a collector's record; null where it is not one. */
export function unwrap(record: unknown): Unwrapped | null {
  if (!isJsonObject(record)) return null;
  for (const { name, inside, part } of envelopes) {
    const found = inside(record);
    if (found !== null) return { name, inside: found, part: part?.(record) ?? null };
  }
  return null;
}
