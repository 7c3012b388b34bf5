/** JSON as a message: its key stands in the field `_key` (GELF) or `key`, or before it. */
import type { JsonObject } from '../core/event.ts';
import type { Mapping } from '../core/mapping.ts';
import { parseRecord } from '../ingest/framing/json-record.ts';
import { readLogLine } from '../ingest/log-line.ts';
import { withRaw } from '../ingest/raw-text.ts';
import { type ReadValues, readSensorValues } from '../ingest/read-values.ts';
import { parseSyslog, withoutEnd } from '../ingest/syslog-message.ts';
import { isJsonObject } from '../lib/json-guards.ts';
import { cut } from '../lib/text.ts';
import type { Message } from './message.ts';
import { isKey, leadingKey } from './node-finder.ts';

const refused = (reason: string, text: string): ReadValues => ({
  drafts: [],
  skipped: 0,
  problems: [{ kind: 'rejected', reason, sample: cut(text, 1000) }],
});

/** A GELF message may hold a line of a log in place of a record. */
function readObject(record: JsonObject, nowIso: string, mappings: readonly Mapping[]): ReadValues {
  const text = record.full_message ?? record.short_message;
  const read = readSensorValues([record], nowIso, mappings, true);
  return typeof text !== 'string' || read.drafts.length > 0 || read.skipped > 0
    ? read
    : readLogLine(parseSyslog(text), nowIso, mappings, true);
}

/** GELF's own `host` is its sender; any other record's may be a visitor's. */
const hostOf = ({ version, host, short_message }: JsonObject): string =>
  version === '1.1' && typeof host === 'string' && typeof short_message === 'string' ? host : '';

/** Null for a blank text, and for one that only says the key. */
export function jsonMessage(bytes: Uint8Array, nowIso: () => string): Message | null {
  const text = withoutEnd(Buffer.from(bytes).toString('utf8')).trimStart();
  const leading = leadingKey(`${text} `);
  const plain = leading === null ? text : leading.rest.trimEnd();
  if (plain === '') return leading === null ? null : { key: leading.key, read: nothing };
  const parsed = parseRecord(plain);
  if (parsed.problem !== null) {
    const { problem } = parsed;
    return { key: leading?.key ?? null, read: () => refused(`a message ${problem}`, plain) };
  }
  const { record } = parsed;
  if (!isJsonObject(record))
    return {
      key: leading?.key ?? null,
      read: (mappings) => withRaw(readSensorValues([record], nowIso(), mappings, true), plain, null),
    };
  const { _key, key: plainKey, ...rest } = record;
  const key = [_key, plainKey].find(isKey) ?? leading?.key ?? null;
  // What is no key of ours is the sensor's own.
  const kept = isKey(_key) || isKey(plainKey) ? rest : record;
  return Object.keys(kept).length === 0
    ? { key, read: nothing }
    : {
        key,
        sensorName: hostOf(kept),
        read: (mappings) => withRaw(readObject(kept, nowIso(), mappings), plain, key),
      };
}

const nothing = (): ReadValues => ({ drafts: [], skipped: 0, problems: [] });
