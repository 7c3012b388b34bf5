/** A line of syslog as a message: its key stands in the structured data (`key="nk_…"`), or before the text. */
import { readLogLine } from '../ingest/log-line.ts';
import { withRaw } from '../ingest/raw-text.ts';
import { parseSyslog } from '../ingest/syslog-message.ts';
import type { Message } from './message.ts';
import { isKey, leadingKey } from './node-finder.ts';

/** Null for a blank line. Bytes that are not UTF-8 become U+FFFD. */
export function syslogMessage(bytes: Uint8Array, nowIso: () => string): Message | null {
  const text = Buffer.from(bytes).toString('utf8');
  const line = parseSyslog(text);
  const inData = line.data.get('key');
  const inText = leadingKey(line.message);
  const message = inText?.rest ?? line.message;
  const key = isKey(inData) ? inData : (inText?.key ?? null);
  if (message === '' && key === null) return null;
  return {
    key,
    sensorName: line.host,
    read: (mappings) => withRaw(readLogLine({ ...line, message }, nowIso(), mappings, true), text, key),
  };
}
