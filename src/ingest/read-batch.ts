/**
 * The one reader: bytes of a format → drafts and named rejections. Whole buffers for requests, streams for files, one
 * set of rules for both. Every record of the input comes out as exactly one entry, in order; blank lines are not counted.
 *
 *   bytes → decompressed (byte-steps) → records framed (layouts) → JSON checked and parsed (json-record) → the format's parser
 */
import { AppError } from '../core/errors.ts';
import type { DraftEvent } from '../core/event.ts';
import { plainBytes } from './framing/byte-steps.ts';
import { toLossyText } from './framing/decode.ts';
import { maxRecordBytes } from './framing/framer.ts';
import { parseJsonBody } from './framing/json-body.ts';
import { type Parsed, parseRecord } from './framing/json-record.ts';
import { createAutoFramer } from './framing/layouts.ts';
import { createLineFramer } from './framing/lines.ts';

interface Place {
  /** From 0, over all records of the input. */
  index: number;
  /** The line that the record starts on, from 1; null in a JSON body, where only the index is known. */
  line: number | null;
}

export type BatchEntry =
  | (Place & { status: 'draft'; draft: DraftEvent; record: unknown })
  /** A record of the format that is not an event, such as a sensor's message about itself. */
  | (Place & { status: 'skipped'; reason: string })
  /** `event_id` is the record's own id, so that its sender can find it; null if it has none. */
  | (Place & { status: 'invalid'; reason: string; event_id: string | null });

export interface BatchRules {
  /** The format's parser: throws `invalid_request`; null = skipped. */
  parse(record: unknown): DraftEvent | null;
  /** The caller's own check, made before `parse`: why this record is refused, or null. */
  refuse?(record: unknown): string | null;
}

export const skippedReason = 'is a message from the sensor about itself';

function idOf(record: unknown): string | null {
  const id =
    typeof record === 'object' && record !== null ? (record as { event_id?: unknown }).event_id : null;
  return typeof id === 'string' ? id.slice(0, 128) : null;
}

function toEntry({ record, problem }: Parsed, place: Place, { parse, refuse }: BatchRules): BatchEntry {
  const invalid = (reason: string): BatchEntry => ({
    ...place,
    status: 'invalid',
    reason,
    event_id: idOf(record),
  });
  if (problem !== null) return invalid(problem);
  const refusal = refuse?.(record) ?? null;
  if (refusal !== null) return invalid(refusal);
  try {
    const draft = parse(record);
    return draft === null
      ? { ...place, status: 'skipped', reason: skippedReason }
      : { ...place, status: 'draft', draft, record };
  } catch (error) {
    if (error instanceof AppError) return invalid(error.detail);
    throw error;
  }
}

/** Limit of the records in one request. */
export const maxBatchRecords = 5000;
const byteOrderMark = 0xfeff;

const checkCount = (count: number): void => {
  if (count === 0) throw new AppError('bad_request', 'The body contains no events');
  if (count > maxBatchRecords)
    throw new AppError('too_large', `A batch can contain at most ${maxBatchRecords} events`);
};

function readJson(bytes: Uint8Array, rules: BatchRules): BatchEntry[] {
  const text = toLossyText(bytes);
  const parsed = parseJsonBody(text.charCodeAt(0) === byteOrderMark ? text.slice(1) : text);
  checkCount(parsed.length);
  return parsed.map((one, index) => toEntry(one, { index, line: null }, rules));
}

function readLines(bytes: Uint8Array, rules: BatchRules): BatchEntry[] {
  // The size of the request was checked already: its lines have no limit of their own.
  const framer = createLineFramer(Number.POSITIVE_INFINITY, toLossyText);
  const framed = [...framer.push(bytes), ...framer.end()];
  checkCount(framed.length);
  let isReadable = false;
  const entries = framed.map(({ line, text, problem }, index) => {
    const parsed: Parsed = text === null ? { record: null, problem } : parseRecord(text);
    isReadable ||= parsed.problem === null;
    return toEntry(parsed, { index, line }, rules);
  });
  if (!isReadable) throw new AppError('bad_request', 'No line of the body is valid JSON');
  return entries;
}

/** `json` = one record or an array (`application/json`); `lines` = one record a line (`application/x-ndjson`). */
export type BodyLayout = 'json' | 'lines';

/**
 * A whole request body. Throws `bad_request` where nothing in it is readable, and `too_large` for more than 5,000
 * records. What is not UTF-8 becomes U+FFFD.
 */
export const readBatch = (bytes: Uint8Array, layout: BodyLayout, rules: BatchRules): BatchEntry[] =>
  layout === 'json' ? readJson(bytes, rules) : readLines(bytes, rules);

/**
 * A file or a stream of any size, in bounded memory; compression and layout are detected from its first bytes. Yields
 * the entries of each chunk together, so that the caller awaits per chunk and not per record. Throws InputError where
 * the bytes cannot be read further; errors of `chunks` pass as they are. What is not UTF-8 is read as Latin-1, byte by byte.
 */
export async function* readBatches(
  chunks: AsyncIterable<Uint8Array>,
  rules: BatchRules,
  maxBytes = maxRecordBytes,
): AsyncGenerator<BatchEntry[], void, undefined> {
  const framer = createAutoFramer(maxBytes);
  let index = 0;
  const toEntries = (framed: ReturnType<typeof framer.push>): BatchEntry[] =>
    framed.map(({ line, text, problem }) =>
      toEntry(text === null ? { record: null, problem } : parseRecord(text), { index: index++, line }, rules),
    );
  for await (const piece of plainBytes(chunks)) yield toEntries(framer.push(piece));
  yield toEntries(framer.end());
}
