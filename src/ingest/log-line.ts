/**
 * One line of a log, with or without syslog's header: a sensor's JSON, the same as Python prints it (Cowrie's remote
 * syslog), CEF or LEEF, or a line about a sign-in.
 */
import { AppError } from '../core/errors.ts';
import type { Mapping } from '../core/mapping.ts';
import { cut } from '../lib/text.ts';
import { parseAuthLine } from './auth-line.ts';
import { parseCefOrLeef } from './cef.ts';
import { parseRecord } from './framing/json-record.ts';
import { pythonToJson } from './python-literal.ts';
import { type ReadValues, readSensorValues } from './read-values.ts';
import { recordId } from './record-id.ts';
import type { SyslogMessage } from './syslog-message.ts';
import { toTimestamp } from './timestamp.ts';

export const noRecordReason = 'is no record of a sensor, no CEF or LEEF, and no line about a sign-in';

const nothing = (): ReadValues => ({ drafts: [], skipped: 0, problems: [] });

/** The value within a line, or undefined. */
function valueOfText(text: string): unknown {
  const plain = text.replace(/^@cee: ?/, '');
  if (!/^[[{]/.test(plain)) return undefined;
  const parsed = parseRecord(plain);
  if (parsed.problem === null) return parsed.record;
  const json = /^[[{]\s*[b'{[]/.test(plain) ? pythonToJson(plain) : null;
  if (json === null) return undefined;
  const again = parseRecord(json);
  return again.problem === null ? again.record : undefined;
}

/** Cowrie's text log has its time before the CEF. */
const leadingTime = /^(\d{4}-\d\d-\d\dT[\d:.]{8,18}(?:Z|[+-]\d\d:?\d\d)) /;

/** `mappings`: the tenant's own, for JSON, CEF and LEEF; `arrives` as readSensorValues has it. */
export function readLogLine(
  line: SyslogMessage,
  nowIso: string,
  mappings: readonly Mapping[] = [],
  arrives = false,
): ReadValues {
  const { message, time } = line;
  const value = valueOfText(message);
  if (value !== undefined) return readSensorValues([value], nowIso, mappings, arrives);
  const lineTime = toTimestamp(leadingTime.exec(message)?.[1] ?? time ?? '');
  const record = parseCefOrLeef(message, lineTime);
  if (record !== null)
    return readSensorValues([record], lineTime ?? nowIso, mappings, arrives && lineTime === null);
  const read = nothing();
  const refuse = (reason: string): void => {
    read.problems.push({ kind: 'rejected', reason, sample: cut(message, 1000) });
  };
  try {
    const timeIso = lineTime ?? nowIso;
    const draft = parseAuthLine(line, timeIso);
    if (draft === undefined) refuse(noRecordReason);
    else if (draft === null) read.skipped += 1;
    else {
      // A line without a time of its own is told apart by its arrival.
      const { app, host } = line;
      read.drafts.push({ ...draft, event_id: recordId({ message, app, host, timeIso }) });
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    refuse(error.detail);
  }
  return read;
}
