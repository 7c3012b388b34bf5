/** What is published on the channels of hpfeeds, as the record that its sensor would have logged. */
import type { JsonObject } from '../core/event.ts';
import type { Mapping } from '../core/mapping.ts';
import { parseRecord } from '../ingest/framing/json-record.ts';
import { withRaw } from '../ingest/raw-text.ts';
import { type ReadValues, readSensorValues } from '../ingest/read-values.ts';
import { isJsonObject } from '../lib/json-guards.ts';
import { cut } from '../lib/text.ts';

const refused = (reason: string, sample: string): ReadValues => ({
  drafts: [],
  skipped: 0,
  problems: [{ kind: 'rejected', reason, sample: cut(sample, 1000) }],
});
const own: ReadValues = { drafts: [], skipped: 1, problems: [] };

/** Null for what is told again elsewhere, or of the sensor itself. */
function toRecord(channel: string, record: JsonObject): JsonObject | null {
  // Told when it begins and when it ends; its attempts come on a channel of their own.
  if (channel === 'heralding.session')
    return record.session_ended === true ? { ...record, auth_attempts: [] } : null;
  if (channel === 'dionaea.connections') {
    const { connection_protocol, connection_type } = record;
    return connection_type === 'listen'
      ? null
      : { ...record, type: 'Dionaea', protocol: connection_protocol ?? 'unknown' };
  }
  return channel.startsWith('dionaea.') ? { ...record, type: 'Dionaea', channel } : record;
}

export function readPublished(
  channel: string,
  payload: Buffer,
  nowIso: string,
  mappings: readonly Mapping[] = [],
): ReadValues {
  if (channel.startsWith('mwbinary.'))
    return refused(`a file was published on ${cut(channel, 60)}: it is not kept`, '');
  const text = payload.toString('utf8');
  const parsed = parseRecord(text);
  if (parsed.problem !== null) return refused(`a message on ${cut(channel, 60)} ${parsed.problem}`, text);
  if (!isJsonObject(parsed.record))
    return withRaw(readSensorValues([parsed.record], nowIso, mappings, true), text, null);
  const record = toRecord(channel, parsed.record);
  return record === null ? own : withRaw(readSensorValues([record], nowIso, mappings, true), text, null);
}
