/** Whose record this is: sensors told apart by the fields that only they have, for senders that carry several of them. */
import type { DraftEvent, JsonObject } from '../core/event.ts';
import type { EventFormat } from '../core/format.ts';
import { inOneGo } from '../lib/turns.ts';
import { beelzebub, isBeelzebub } from './beelzebub.ts';
import { canarytokens, isCanarytoken } from './canarytokens.ts';
import { cowrie, isCowrie } from './cowrie.ts';
import { dionaea, isDionaea } from './dionaea.ts';
import { type SearchBudget, searchRecords } from './find-records.ts';
import { textOf } from './foreign.ts';
import { heralding, isHeralding } from './heralding.ts';
import { opencanary } from './opencanary.ts';
import { hasSource, parseOtherSensor } from './other-sensor.ts';
import { isQeeqbox, qeeqbox } from './qeeqbox.ts';
import { isSuricata, suricata } from './suricata.ts';
import { isThinkstCanary, thinkstCanary } from './thinkst-canary.ts';

interface Recognized {
  format: EventFormat;
  matches(object: JsonObject): boolean;
}

/** The first that matches is taken: the one with the most particular fields before those with common ones. */
const sensors: readonly Recognized[] = [
  { format: cowrie, matches: isCowrie },
  {
    format: opencanary,
    matches: (object) =>
      Object.hasOwn(object, 'logtype') &&
      (Object.hasOwn(object, 'src_host') || Object.hasOwn(object, 'logdata')),
  },
  { format: dionaea, matches: isDionaea },
  { format: heralding, matches: isHeralding },
  { format: beelzebub, matches: isBeelzebub },
  { format: suricata, matches: isSuricata },
  { format: canarytokens, matches: isCanarytoken },
  { format: thinkstCanary, matches: isThinkstCanary },
  { format: qeeqbox, matches: isQeeqbox },
];

/** The format that an object is a record of; null = none that is known. */
export const recognize = (object: JsonObject): EventFormat | null =>
  sensors.find(({ matches }) => matches(object))?.format ?? null;

/** The records within a value: those of known sensors, else whatever says at least whose visit it tells of. */
export function* searchSensorRecords(value: unknown, budget?: SearchBudget): Generator<void, JsonObject[]> {
  const known = yield* searchRecords(value, (object) => recognize(object) !== null, budget);
  return known.length > 0 ? known : yield* searchRecords(value, hasSource, budget);
}

/** All at once: for one record of a file. */
export const findSensorRecords = (value: unknown): JsonObject[] => inOneGo(searchSensorRecords(value));

/** One event of a record. */
export interface RecordPart {
  /** What tells of it: the record itself, or a part of one that tells of several. */
  part: unknown;
  /** Null for the sensor's own message. Throws `invalid_request`. */
  parse(): DraftEvent | null;
  /** What of its type is not known here, in a few words; null = all is. */
  unknown: string | null;
}

/**
 * The events that a record tells of, at least one. A sensor that is not known is read as other-sensor.ts says; `nowIso` is
 * the time of a record that has none.
 */
export function partsOf(record: JsonObject, nowIso: string): RecordPart[] {
  const format = recognize(record);
  if (format === null)
    return [
      {
        part: record,
        parse: () => parseOtherSensor(record, nowIso),
        unknown: `a sensor sends records of type ${textOf(record.type).slice(0, 50) || '(none)'}, which are read by their common fields`,
      },
    ];
  const parts = format.split?.(record) ?? [record];
  const said = format.unknown?.(record) ?? null;
  const unknown = said === null ? null : `${format.title} ${said}`;
  return parts.map((part) => ({ part, parse: () => format.parse(part), unknown }));
}
