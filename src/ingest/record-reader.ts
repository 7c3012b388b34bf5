/**
 * From framed records to entries: the format is asked first, then what collectors put round records is taken off. Every
 * record becomes at least one entry, and an answer of a search one for each of its records.
 */
import { AppError } from '../core/errors.ts';
import type { DraftEvent, JsonObject } from '../core/event.ts';
import { fromMongo, isAnnouncement, unwrap } from './framing/envelopes.ts';
import type { Framed } from './framing/framed.ts';
import { maxRecordBytes } from './framing/framer.ts';
import { parseRecord } from './framing/json-record.ts';
import { linePrefixOf } from './framing/line-prefixes.ts';

interface Place {
  /** From 0, over all entries of the input. */
  index: number;
  /** The line that the record starts on, from 1; null in a JSON body, where only the index is known. */
  line: number | null;
}

/** How a record was read, where that is more than its JSON. */
export interface Reading {
  /** What was mended before it was JSON (framing/nearly-json.ts); empty for almost all. */
  mended: readonly string[];
  /** The collectors whose envelopes and prefixes were taken off, outermost first; empty for almost all. */
  unwrapped: readonly string[];
  /** What came, with its envelopes; empty where the caller did not ask for it. */
  text: string;
}

export type BatchEntry =
  | (Place & Reading & { status: 'draft'; draft: DraftEvent; record: unknown })
  /** A record of the format that is not an event, such as a sensor's message about itself. */
  | (Place & { status: 'skipped'; reason: string; mended?: readonly string[] })
  /** `event_id` is the record's own id, so that its sender can find it; null if it has none. */
  | (Place & { status: 'invalid'; reason: string; event_id: string | null });

export interface BatchRules {
  /** The format's parser: throws `invalid_request`; null = skipped. `text` is what the record came in. */
  parse(record: unknown, text: string): DraftEvent | null;
  /** The caller's own check, made before `parse`: why this record is refused, or null. */
  refuse?(record: unknown): string | null;
  /** As EventFormat.split. */
  split?(record: unknown): unknown[];
  /** Each record has its text, also where finding it costs something. */
  needsText?: boolean;
}

export const skippedReason = 'is a message from the sensor about itself';
export const announcementReason = 'announces the next record (Elasticsearch bulk)';

/** Envelopes in envelopes: a collector's text in another's record. */
const mostEnvelopes = 4;
const nothing: readonly string[] = [];

function idOf(record: unknown): string | null {
  const id =
    typeof record === 'object' && record !== null ? (record as { event_id?: unknown }).event_id : null;
  return typeof id === 'string' ? id.slice(0, 128) : null;
}

/** The event says itself how it was read. */
function marked(draft: DraftEvent, { mended, unwrapped }: Reading): DraftEvent {
  if (mended.length === 0 && unwrapped.length === 0) return draft;
  const extra: JsonObject = { ...draft.extra };
  if (mended.length > 0) extra.mended = [...mended];
  if (unwrapped.length > 0) extra.unwrapped = [...unwrapped];
  return { ...draft, extra };
}

export interface RecordReader {
  /** The entries of one framed record. */
  read(framed: Framed, line: number | null): BatchEntry[];
  /** What was cut by a collector and never completed. */
  end(): BatchEntry[];
  /** Whether nothing is held. */
  isIdle(): boolean;
}

export function createRecordReader({ parse, refuse, split }: BatchRules): RecordReader {
  let index = 0;
  /** Texts that a collector cut, by stream. */
  const parts = new Map<string, { text: string; line: number | null }>();

  const invalid = (line: number | null, reason: string, record: unknown = null): BatchEntry => ({
    index: index++,
    line,
    status: 'invalid',
    reason,
    event_id: idOf(record),
  });

  const readText = (
    text: string,
    line: number | null,
    reading: Reading,
    part: string | null,
  ): BatchEntry[] => {
    const held = part === null ? undefined : parts.get(part);
    const whole = (held?.text ?? '') + text;
    if (part !== null) parts.delete(part);
    const trimmed = whole.trim();
    const prefix = linePrefixOf(trimmed);
    const parsed = parseRecord(prefix === null ? trimmed : trimmed.slice(prefix.length));
    if (parsed.problem === null)
      return readRecord(parsed.record, line, {
        text: reading.text,
        mended: [...reading.mended, ...parsed.mended],
        unwrapped: prefix === null ? reading.unwrapped : [...reading.unwrapped, prefix.name],
      });
    if (part !== null && !text.endsWith('\n') && whole.length < maxRecordBytes) {
      parts.set(part, { text: whole, line: held?.line ?? line });
      return [];
    }
    return [invalid(line, `${parsed.problem} (inside of ${reading.unwrapped.at(-1)})`)];
  };

  const readRecord = (record: unknown, line: number | null, reading: Reading): BatchEntry[] => {
    const exported = fromMongo(record);
    if (exported !== null)
      return readRecord(exported, line, { ...reading, unwrapped: [...reading.unwrapped, 'mongoexport'] });
    const several = split?.(record) ?? [];
    if (several.length > 1) return several.flatMap((part) => readOne(part, line, reading));
    return readOne(several.length === 1 ? several[0] : record, line, reading);
  };

  const readOne = (record: unknown, line: number | null, reading: Reading): BatchEntry[] => {
    const refusal = refuse?.(record) ?? null;
    if (refusal !== null) return [invalid(line, refusal, record)];
    try {
      const draft = parse(record, reading.text);
      if (draft === null) {
        const { mended } = reading;
        const skipped = { index: index++, line, status: 'skipped', reason: skippedReason } as const;
        return [mended.length > 0 ? { ...skipped, mended } : skipped];
      }
      return [{ index: index++, line, status: 'draft', draft: marked(draft, reading), record, ...reading }];
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      if (isAnnouncement(record))
        return [{ index: index++, line, status: 'skipped', reason: announcementReason }];
      const found = reading.unwrapped.length < mostEnvelopes ? unwrap(record) : null;
      if (found === null) return [invalid(line, error.detail, record)];
      const inner = { ...reading, unwrapped: [...reading.unwrapped, found.name] };
      if (found.inside.length === 0)
        return [{ index: index++, line, status: 'skipped', reason: `is empty (${found.name})` }];
      return found.inside.flatMap((one) =>
        typeof one === 'string' ? readText(one, line, inner, found.part) : readRecord(one, line, inner),
      );
    }
  };

  return {
    isIdle: () => parts.size === 0,
    read({ record, text, problem, mended, prefix }, line) {
      if (problem !== null) return [invalid(line, problem)];
      return readRecord(record, line, {
        text,
        mended,
        unwrapped: prefix === null ? nothing : [prefix.name],
      });
    },
    end() {
      const left = [...parts.values()].map(({ line }) => invalid(line, 'is truncated'));
      parts.clear();
      return left;
    },
  };
}
