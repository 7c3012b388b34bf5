/** Values of any transport → the events of the sensors' records in them, each taken, skipped, or refused with a reason. */
import { AppError } from '../core/errors.ts';
import type { DraftEvent } from '../core/event.ts';
import type { Mapping } from '../core/mapping.ts';
import { cut } from '../lib/text.ts';
import { inOneGo } from '../lib/turns.ts';
import { searchBudget } from './find-records.ts';
import { isAnnouncement } from './framing/envelopes.ts';
import { rawOf } from './raw-text.ts';
import { partsOf, searchSensorRecords } from './recognize.ts';
import { recordId } from './record-id.ts';
import { wrongOutput } from './wrong-output.ts';

/** A record that was refused, or one whose type is not known. */
export interface ValueProblem {
  kind: 'rejected' | 'unknown_record';
  reason: string;
  /** Its beginning: hostile text. */
  sample: string;
}

export interface ReadValues {
  drafts: DraftEvent[];
  /** Sensors' messages about themselves. */
  skipped: number;
  problems: ValueProblem[];
}

/** Of one message or body. One record may tell of many events: a session of its attempts to sign in. */
const mostEvents = 5000;
const tooMany = `contains more than ${mostEvents} events; the rest was not read`;
const tooWide = 'contains more values than are looked at in one body; the rest was not read';

const sampleOf = (value: unknown): string => cut(JSON.stringify(value) ?? '', 1000);

/**
 * `nowIso` is the time of a record that has none. `arrives`: it is the time of arrival, and such a record is another event each
 * time it comes, without an id: nothing tells what a visitor did again from what a sender repeats. For one message: all at
 * once.
 */
export const readSensorValues = (
  values: readonly unknown[],
  nowIso: string,
  mappings: readonly Mapping[] = [],
  arrives = false,
): ReadValues => inOneGo(sensorValueSteps(values, nowIso, mappings, [], arrives));

/** The same in steps, for bodies of many records; `mappings` are the tenant's own, `texts` what each value came in. */
export function* sensorValueSteps(
  values: readonly unknown[],
  nowIso: string,
  mappings: readonly Mapping[] = [],
  texts: readonly string[] = [],
  arrives = false,
): Generator<void, ReadValues> {
  const read: ReadValues = { drafts: [], skipped: 0, problems: [] };
  const reject = (reason: string, value: unknown): void => {
    read.problems.push({ kind: 'rejected', reason, sample: sampleOf(value) });
  };
  const budget = searchBudget();
  let events = 0;
  for (const [at, value] of values.entries()) {
    if (isAnnouncement(value)) continue;
    const wrong = wrongOutput(value);
    const records = wrong === null ? yield* searchSensorRecords(value, budget, mappings) : [];
    if (records.length === 0 && budget.left > 0) reject(wrong ?? 'contains no record of a sensor', value);
    const text = texts[at] ?? '';
    for (const record of records) {
      const parts = partsOf(record, nowIso, mappings);
      const isShared = parts.length > 1 || records.length > 1;
      for (const { part, parse, unknown } of parts) {
        if (++events > mostEvents) {
          reject(tooMany, null);
          return read;
        }
        try {
          const draft = parse();
          if (draft === null) {
            read.skipped += 1;
            continue;
          }
          draft.event_id ??= arrives && draft.timestamp === nowIso ? null : recordId(part);
          if (text !== '') draft.raw = rawOf(draft, text, part, isShared);
          read.drafts.push(draft);
          if (unknown !== null)
            read.problems.push({ kind: 'unknown_record', reason: unknown, sample: sampleOf(part) });
        } catch (error) {
          if (!(error instanceof AppError)) throw error;
          reject(error.detail, part);
        }
        yield;
      }
    }
    yield;
    if (budget.left <= 0) {
      reject(tooWide, value);
      return read;
    }
  }
  return read;
}
