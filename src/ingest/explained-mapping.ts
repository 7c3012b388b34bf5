/** What a mapping does with a record, field by field: for the one who writes it. The same steps as `parseMapped`. */
import type { DraftEvent, Json, JsonObject } from '../core/event.ts';
import {
  type ExplainedField,
  type MappedField,
  type MappedFields,
  type Mapping,
  mappedFields,
} from '../core/mapping.ts';
import { isJsonObject } from '../lib/json-guards.ts';
import { portOf, textOf } from './foreign.ts';
import { fill, holds, isLogin, pathsIn } from './mapping.ts';
import { sourceOf, timeOf, usualName } from './other-sensor.ts';

/** Of the record's fields that no field of ours was made of; how many more there are is said. */
const mostUnread = 100;
const deepest = 4;

export interface Explanation {
  /** Which of the mapping's events; null = none fits. */
  event: number | null;
  fields: ExplainedField[];
  /** Paths of the record: they stay in `extra` alone. */
  unread: string[];
  unread_more: number;
}

/** `a`, `b.c`: down to what is no object. */
function* leavesOf(record: JsonObject, before = '', depth = 0): Generator<string> {
  for (const [name, value] of Object.entries(record)) {
    const path = `${before}${name}`;
    if (isJsonObject(value) && depth < deepest && Object.keys(value).length > 0)
      yield* leavesOf(value, `${path}.`, depth + 1);
    else yield path;
  }
}

/** As the event has it, after it was bounded. */
function storedValue(draft: DraftEvent, field: MappedField): string {
  const beside = (name: string): Json | undefined => draft.extra?.[name];
  if (field === 'source_port') return textOf(beside('src_port'));
  if (field === 'destination_port') return textOf(beside('dst_port'));
  if (field === 'username' || field === 'password') return isLogin(draft.kind) ? textOf(beside(field)) : '';
  return draft[field] ?? '';
}

function originOf(
  field: MappedField,
  { given, filled, paths }: { given: string | undefined; filled: string; paths: string[] },
  record: JsonObject,
  isLoginEvent: boolean,
): Pick<ExplainedField, 'from' | 'paths'> {
  if (filled !== '') return { from: paths.length > 0 ? 'record' : 'constant', paths };
  const isLeftOut = given === undefined;
  if (isLeftOut && (field === 'timestamp' || field === 'source_ip')) {
    const name = usualName(record, field === 'timestamp' ? 'time' : 'source');
    if (name !== null) return { from: 'usual_name', paths: [name] };
  }
  if (field === 'timestamp') return { from: 'arrival', paths: [] };
  if (field === 'service' || field === 'activity' || (field === 'payload' && isLoginEvent))
    return { from: 'default', paths: [] };
  return { from: isLeftOut ? 'none' : 'not_there', paths: [] };
}

function lossOf(field: MappedField, filled: string, draft: DraftEvent | null): ExplainedField['lost'] {
  if (filled === '' || draft === null) return null;
  if ((field === 'username' || field === 'password') && !isLogin(draft.kind)) return 'not_a_login';
  if ((field === 'source_port' || field === 'destination_port') && portOf(filled) === null)
    return 'not_a_port';
  const isText = field === 'service' || field === 'activity' || field === 'payload' || field === 'session';
  return isText && (draft[field] ?? '').length < filled.length ? 'cut' : null;
}

/** `draft` is what `parseMapped` made of it; null where it refuses the record. */
export function explainMapped(mapping: Mapping, record: JsonObject, draft: DraftEvent | null): Explanation {
  const number = mapping.events.findIndex(({ when }) => holds(record, when));
  const event = mapping.events[number];
  const texts: MappedFields = { ...mapping.fields, ...event?.fields };
  const isLoginEvent = event !== undefined && isLogin(event.kind);
  const found = (field: MappedField, filled: string): string =>
    filled === '' && texts[field] === undefined && field === 'source_ip'
      ? sourceOf(record)
      : filled === '' && texts[field] === undefined && field === 'timestamp'
        ? timeOf(record)
        : filled;
  const fields = mappedFields.map((field): ExplainedField => {
    const given = texts[field];
    const filled = fill(given ?? '', record);
    const paths = pathsIn(given ?? '', record);
    return {
      field,
      value: draft === null ? found(field, filled) : storedValue(draft, field),
      ...originOf(field, { given, filled, paths }, record, isLoginEvent),
      lost: lossOf(field, filled, draft),
    };
  });
  const read = new Set(fields.flatMap(({ paths, lost }) => (lost === null ? paths : [])));
  const unread = [...leavesOf(record)].filter((path) => !read.has(path) && !isBelow(path, read));
  return {
    event: event === undefined ? null : number,
    fields,
    unread: unread.slice(0, mostUnread),
    unread_more: Math.max(0, unread.length - mostUnread),
  };
}

/** A path that leads into a list (`peers.0.ip`) reads a part of it. */
const isBelow = (path: string, read: ReadonlySet<string>): boolean =>
  [...read].some((one) => one.startsWith(`${path}.`));
