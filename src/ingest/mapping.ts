/**
 * Records of a sensor by a mapping: paths, constants and conditions instead of code. Nothing of a record is lost: what no
 * field was made of stands in `extra`, and a type that the mapping does not name is kept and counted.
 */
import { invalid } from '../core/errors.ts';
import type { DraftEvent, EventKind, Json, JsonObject } from '../core/event.ts';
import type { MappedCondition, MappedField, MappedFields, MappedTest, Mapping } from '../core/mapping.ts';
import { isJsonObject } from '../lib/json-guards.ts';
import { copyBut, portOf, textOf, toDraft } from './foreign.ts';
import { at } from './json-path.ts';
import { sourceOf, timeOf, toIsoText } from './other-sensor.ts';

/** `{path}`, `{path|other path}`: the first that is there; `:hex` and the like: how it is read. */
const placeholder = /\{([^{}:|]{1,200}(?:\|[^{}:|]{1,200}){0,9})(?::(hex|base64|lower|first))?\}/g;

/** What a text in a mapping has that looks like a placeholder and is not one; null = nothing. */
export function placeholderProblem(text: string): string | null {
  const rest = text.replace(placeholder, '');
  const wrong = /\{[^{}]{0,40}\}?/.exec(rest)?.[0];
  return wrong === undefined
    ? null
    : `${wrong} is not a placeholder: write {path}, {path|other} or {path:hex} (hex, base64, lower, first)`;
}

const isFilled = (value: Json | undefined): boolean => value !== undefined && value !== null && value !== '';

const asText = (value: Json | undefined): string => {
  if (value === undefined || value === null) return '';
  const text = textOf(value);
  return text !== '' || typeof value === 'string' ? text : JSON.stringify(value);
};

const isHex = (text: string): boolean => text.length % 2 === 0 && /^[0-9a-f]+$/i.test(text);
const isBase64 = (text: string): boolean => /^[A-Za-z0-9+/]+={0,2}$/.test(text.replace(/\s/g, ''));
const readings: Readonly<Record<string, (text: string) => string>> = {
  hex: (text) => (isHex(text) ? Buffer.from(text, 'hex').toString('latin1') : text),
  base64: (text) => (isBase64(text) ? Buffer.from(text, 'base64').toString('latin1') : text),
  lower: (text) => text.toLowerCase(),
  first: (text) => text.split(/[\s,]/)[0] ?? '',
};

/** '' where a path is not there. */
export const fill = (text: string, record: JsonObject): string =>
  text.replace(placeholder, (_, paths: string, reading: string | undefined) => {
    const path = paths.split('|').find((one) => isFilled(at(record, one)));
    const value = path === undefined ? '' : asText(at(record, path));
    return reading === undefined ? value : (readings[reading]?.(value) ?? value);
  });

/** The fields of the record that a text is filled from: of `{a|b}` the one that is there. */
export const pathsIn = (text: string, record: JsonObject): string[] =>
  [...text.matchAll(placeholder)].flatMap(
    ([, paths = '']) => paths.split('|').find((one) => isFilled(at(record, one))) ?? [],
  );

function isOne(value: Json | undefined, test: string | number | boolean | null): boolean {
  if (test === null) return value === undefined || value === null;
  if (value === undefined || value === null) return false;
  if (typeof test !== 'string')
    return value === test || (typeof value === 'string' && value === String(test));
  const text = asText(value);
  const inner = test.replace(/^\*|\*$/g, '');
  if (test === '*') return true;
  if (test.startsWith('*') && test.endsWith('*')) return text.includes(inner);
  if (test.startsWith('*')) return text.endsWith(inner);
  return test.endsWith('*') ? text.startsWith(inner) : text === test;
}

const isTrue = (record: JsonObject, path: string, test: MappedTest): boolean => {
  const value = at(record, path);
  return Array.isArray(test) ? test.some((one) => isOne(value, one)) : isOne(value, test);
};

export const holds = (record: JsonObject, condition: MappedCondition): boolean =>
  Object.entries(condition).every(([path, test]) => isTrue(record, path, test));

/** What an event is called where the mapping does not say. */
const activities: Partial<Record<EventKind, string>> = {
  'login.failed': 'login attempt',
  'login.succeeded': 'login succeeded',
  'connection.opened': 'connection',
  'connection.closed': 'connection closed',
  'command.run': 'command',
  'http.request': 'http request',
  'payload.received': 'data received',
  'port.scanned': 'port scan',
};

export const isLogin = (kind: EventKind): boolean => kind === 'login.failed' || kind === 'login.succeeded';

/**
 * A draft, or null for the sensor's own message. `nowIso` is the time of a record that has none. Throws `invalid_request`
 * naming our field, where its value is none.
 */
export function parseMapped(mapping: Mapping, given: unknown, nowIso: string): DraftEvent | null {
  if (!isJsonObject(given)) throw invalid([{ field: 'record', message: 'must be an object' }]);
  const record = given;
  if (mapping.skip.some((condition) => holds(record, condition))) return null;
  const event = mapping.events.find(({ when }) => holds(record, when));
  const fields: MappedFields = { ...mapping.fields, ...event?.fields };
  const kind = event?.kind ?? 'payload.received';
  const value = (name: MappedField): string => fill(fields[name] ?? '', record);
  const username = value('username');
  const password = value('password');
  const source = fields.source_ip === undefined ? sourceOf(record) : value('source_ip');
  // The event's own field says it already; any other value there is kept.
  const said = ['src_ip', 'source_ip'].filter((path) => textOf(record[path]) === source);
  const extra = copyBut(record, new Set(said));
  const source_port = portOf(value('source_port'));
  const destination_port = portOf(value('destination_port'));
  if (source_port !== null) extra.src_port = source_port;
  if (destination_port !== null) extra.dst_port = destination_port;
  if (isLogin(kind)) Object.assign(extra, { username, password });
  const session = value('session');
  return toDraft(
    { time: 'timestamp', source: 'source_ip' },
    {
      kind,
      time: (fields.timestamp === undefined ? timeOf(record) : toIsoText(value('timestamp'))) || nowIso,
      service: (value('service') || mapping.name).toLowerCase(),
      source,
      activity: value('activity') || activities[kind] || kind.replace('.', ' '),
      payload: value('payload') || (isLogin(kind) ? `${username}:${password}` : ''),
      session: session === '' ? null : session.slice(0, 128),
      extra,
    },
  );
}

/** What of a record's type the mapping does not name, in a few words; null = all is. */
export function unknownToMapping(mapping: Mapping, record: JsonObject): string | null {
  const isNamed =
    mapping.skip.some((condition) => holds(record, condition)) ||
    mapping.events.some(({ when }) => holds(record, when));
  return isNamed ? null : `the mapping ${mapping.name} has no event for this record`;
}

/** The tenant's first mapping that is about this record; null = none is. */
export const findMapping = (mappings: readonly Mapping[], record: JsonObject): Mapping | null =>
  mappings.find(({ when }) => holds(record, when)) ?? null;
