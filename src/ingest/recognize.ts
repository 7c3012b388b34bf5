/** Whose record this is: sensors told apart by the fields that only they have, for senders that carry several of them. */
import type { DraftEvent, JsonObject } from '../core/event.ts';
import type { EventFormat } from '../core/format.ts';
import type { Mapping } from '../core/mapping.ts';
import { inOneGo } from '../lib/turns.ts';
import { beelzebub, isBeelzebub } from './beelzebub.ts';
import { canarytokens, isCanarytoken } from './canarytokens.ts';
import { cowrie, isCowrie } from './cowrie.ts';
import { dionaea, isDionaea } from './dionaea.ts';
import { type SearchBudget, searchRecords } from './find-records.ts';
import { textOf } from './foreign.ts';
import { heralding, isHeralding } from './heralding.ts';
import { findMapping, parseMapped, unknownToMapping } from './mapping.ts';
import { opencanary } from './opencanary.ts';
import { hasSource, parseOtherSensor } from './other-sensor.ts';
import { isQeeqbox, qeeqbox } from './qeeqbox.ts';
import { isSuricata, suricata } from './suricata.ts';
import { isThinkstCanary, thinkstCanary } from './thinkst-canary.ts';
import { findTpotKind, toKindMapping } from './tpot-kinds/index.ts';

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

const none: readonly Mapping[] = [];

/** The records within a value: those of mappings and known sensors, else whatever says at least whose visit it tells of. */
export function* searchSensorRecords(
  value: unknown,
  budget?: SearchBudget,
  mappings: readonly Mapping[] = none,
): Generator<void, JsonObject[]> {
  const isKnown = (object: JsonObject): boolean =>
    findMapping(mappings, object) !== null || recognize(object) !== null || findTpotKind(object) !== null;
  const known = yield* searchRecords(value, isKnown, budget);
  return known.length > 0 ? known : yield* searchRecords(value, hasSource, budget);
}

/** All at once: for one record of a file. */
export const findSensorRecords = (value: unknown): JsonObject[] => inOneGo(searchSensorRecords(value));

/** What came from nowhere is the sensor's own: its start, or a Honeytrap's first line. */
const parseKnown = (mapping: Mapping, record: JsonObject, nowIso: string): DraftEvent | null => {
  const draft = parseMapped(mapping, record, nowIso);
  return draft?.source_ip === '0.0.0.0' ? null : draft;
};

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
 * the time of a record that has none. A mapping of the tenant's own comes before what is known here.
 */
export function partsOf(
  record: JsonObject,
  nowIso: string,
  mappings: readonly Mapping[] = none,
): RecordPart[] {
  const mapping = findMapping(mappings, record);
  if (mapping !== null)
    return [
      {
        part: record,
        parse: () => parseMapped(mapping, record, nowIso),
        unknown: unknownToMapping(mapping, record),
      },
    ];
  const format = recognize(record);
  const kind = format === null ? findTpotKind(record) : null;
  const known = kind === null ? null : toKindMapping(kind, record);
  if (known !== null)
    return [{ part: record, parse: () => parseKnown(known, record, nowIso), unknown: null }];
  if (format === null)
    return [
      {
        part: record,
        parse: () => parseOtherSensor(record, nowIso, kind?.service),
        unknown:
          kind !== null
            ? null
            : `a sensor sends records of type ${textOf(record.type).slice(0, 50) || '(none)'}, which are read by their common fields`,
      },
    ];
  const parts = format.split?.(record) ?? [record];
  const said = format.unknown?.(record) ?? null;
  const unknown = said === null ? null : `${format.title} ${said}`;
  return parts.map((part) => ({ part, parse: () => format.parse(part), unknown }));
}
