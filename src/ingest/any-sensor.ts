/** Records of any sensor, told apart by their fields: the rules for an input whose format nobody named. */

import { invalid } from '../core/errors.ts';
import type { JsonObject } from '../core/event.ts';
import { isJsonObject } from '../lib/json-guards.ts';
import { unwrap } from './framing/envelopes.ts';
import { native } from './native.ts';
import { hasSource, timeOf } from './other-sensor.ts';
import { findSensorRecords, partsOf, type RecordPart, recognize } from './recognize.ts';
import type { BatchRules } from './record-reader.ts';
import { toTimestamp } from './timestamp.ts';

/** A HoneypotLog or an AgentEvent, whose fields no sensor's record has together. */
const isNative = (record: JsonObject): boolean =>
  (Object.hasOwn(record, 'activity') && Object.hasOwn(record, 'source_ip')) ||
  (Object.hasOwn(record, 'file_accessed') && Object.hasOwn(record, 'hostname'));

/** A part, and how it is read: made by `split`, undone by `parse`. */
export class FoundPart {
  readonly part: unknown;
  readonly parse: RecordPart['parse'];
  readonly unknown: string | null;
  /** Kebab-case; null = a sensor that is not known. */
  readonly format: string | null;
  constructor({ part, parse, unknown }: RecordPart, format: string | null) {
    this.part = part;
    this.parse = parse;
    this.unknown = unknown;
    this.format = format;
  }
}

const partsIn = (record: JsonObject, format: string | null, nowIso: string): FoundPart[] =>
  partsOf(record, nowIso).map((part) => new FoundPart(part, format));

/** The format of a record; null = not known. */
export const formatNameOf = (record: JsonObject): string | null =>
  recognize(record)?.name ?? (isNative(record) ? native.name : null);

/**
 * The records of the entries are FoundParts. What is in an envelope is found as in any format: nothing is a record
 * that names neither its sensor nor its source.
 */
export const anySensorRules = (nowIso: () => string): BatchRules => ({
  split(record) {
    if (!isJsonObject(record)) return [record];
    const format = formatNameOf(record);
    if (format === native.name)
      return [new FoundPart({ part: record, parse: () => native.parse(record), unknown: null }, format)];
    if (format !== null || hasSource(record)) return partsIn(record, format, nowIso());
    // What a collector put round it is taken off by the reader; anything else is searched as a request's body is.
    if (unwrap(record) !== null) return [record];
    const inside = findSensorRecords(record);
    if (inside.length === 0) return [record];
    const time = toTimestamp(timeOf(record)) ?? nowIso();
    return inside.flatMap((one) => partsIn(one, formatNameOf(one), time));
  },
  parse(record) {
    if (record instanceof FoundPart) return record.parse();
    throw invalid([{ field: 'record', message: 'is not of a known sensor and names no source' }]);
  },
});
