/**
 * The one reader: bytes of a format → drafts and named rejections. Whole buffers for requests, streams for files, one
 * set of rules for both. Every record of the input comes out as exactly one entry, in order; blank lines are not counted.
 *
 *   bytes → unpacked, as UTF-8 (byte-steps) → records framed and parsed (framer) → envelopes and the format (record-reader)
 */
import { AppError } from '../core/errors.ts';
import { isPoisoned, isTooDeep, maxDepth, mayPoison } from '../lib/json-guards.ts';
import { inTurns } from '../lib/turns.ts';
import { plainBytes } from './framing/byte-steps.ts';
import { toLossyText } from './framing/decode.ts';
import { elementTexts } from './framing/element-texts.ts';
import { type Framed, framed, isTooLong } from './framing/framed.ts';
import { createFramer, maxRecordBytes } from './framing/framer.ts';
import { type BatchEntry, type BatchRules, createRecordReader } from './record-reader.ts';

export type { BatchEntry, BatchRules } from './record-reader.ts';

/** Limit of the records in one request. */
export const maxBatchRecords = 5000;
const byteOrderMark = 0xfeff;
/** Read at once, so that a body of too many records ends early and others have their turn. */
const pieceBytes = 8 * 1024;
/** Of JSON that is parsed in one step; of what is longer, records with very many values are shortened. */
const mostAtOnceBytes = 64 * 1024;

const tooMany = (): AppError =>
  new AppError('too_large', `A batch can contain at most ${maxBatchRecords} events`);

interface PlainRecords {
  records: unknown[];
  /** Empty where they were not asked for. */
  texts: readonly string[];
}

/**
 * A body that is one plain JSON text, as almost all are: its elements, or the one record; null for any other, and for one
 * so long that it is read piece by piece.
 */
function plainRecords(bytes: Uint8Array, needsText: boolean): PlainRecords | null {
  if (bytes.length > mostAtOnceBytes) return null;
  const text = toLossyText(bytes);
  const plain = text.charCodeAt(0) === byteOrderMark ? text.slice(1) : text;
  if (isTooDeep(plain, maxDepth)) return null;
  try {
    const value: unknown = JSON.parse(plain);
    if (mayPoison(plain) && isPoisoned(value)) return null;
    if (!Array.isArray(value)) return { records: [value], texts: needsText ? [plain] : [] };
    return { records: value, texts: needsText ? elementTexts(plain) : [] };
  } catch {
    return null;
  }
}

/** `json` = one JSON text is expected (`application/json`); `lines` = one record a line (`application/x-ndjson`). */
export type BodyLayout = 'json' | 'lines';

/**
 * A whole request body, unpacked. What it is called decides only what is tried first: both take whatever the framer can
 * read. Throws `bad_request` where nothing in it is readable, and `too_large` for more than 5,000 records. What is not
 * UTF-8 becomes U+FFFD. A record may be as long as the body. Others have their turns between.
 */
export const readBatch = (bytes: Uint8Array, layout: BodyLayout, rules: BatchRules): Promise<BatchEntry[]> =>
  inTurns(batchSteps(bytes, layout, rules));

function* batchSteps(
  bytes: Uint8Array,
  layout: BodyLayout,
  rules: BatchRules,
): Generator<void, BatchEntry[]> {
  const reader = createRecordReader(rules);
  const entries: BatchEntry[] = [];
  const take = (one: Framed, line: number | null): void => {
    entries.push(...reader.read(one, line));
    if (entries.length > maxBatchRecords) throw tooMany();
  };
  const whole = layout === 'json' ? plainRecords(bytes, rules.needsText === true) : null;
  let isReadable = whole !== null;
  if (whole !== null) {
    const { records, texts } = whole;
    if (records.length > maxBatchRecords) throw tooMany();
    for (const [at, record] of records.entries()) {
      take(framed(0, record, texts[at] ?? ''), null);
      yield;
    }
  } else {
    // A record may be as long as its body; a byte that is no UTF-8 is U+FFFD, which has three.
    const framer = createFramer(bytes.length * 3, toLossyText, layout === 'lines');
    const takeAll = function* (all: Framed[]): Generator<void, void> {
      for (const one of all) {
        isReadable ||= one.problem === null;
        take(one, one.line);
        yield;
      }
      yield;
    };
    for (let at = 0; at < bytes.length; at += pieceBytes)
      yield* takeAll(framer.push(bytes.subarray(at, at + pieceBytes)));
    yield* takeAll(framer.end());
  }
  entries.push(...reader.end());
  if (entries.length === 0) throw new AppError('bad_request', 'The body contains no events');
  const longest = entries.find((one) => one.status === 'invalid' && isTooLong(one.reason));
  if (!isReadable && longest?.status === 'invalid')
    throw new AppError('too_large', `A record of the body ${longest.reason}`);
  if (!isReadable)
    throw new AppError(
      'bad_request',
      layout === 'json' ? 'The body is not valid JSON' : 'No line of the body is valid JSON',
    );
  return entries;
}

/**
 * A file or a stream of any size, in bounded memory; how it is packed, encoded and laid out is found from its bytes. Yields
 * the entries of each chunk together, so that the caller awaits per chunk and not per record. Throws InputError where
 * the bytes cannot be read further; errors of `chunks` pass as they are. What is not UTF-8 is read as Latin-1, byte by byte.
 */
export async function* readBatches(
  chunks: AsyncIterable<Uint8Array>,
  rules: BatchRules,
  maxBytes = maxRecordBytes,
): AsyncGenerator<BatchEntry[], void, undefined> {
  const framer = createFramer(maxBytes);
  const reader = createRecordReader(rules);
  const toEntries = (all: Framed[]): BatchEntry[] => all.flatMap((one) => reader.read(one, one.line));
  for await (const piece of plainBytes(chunks)) yield toEntries(framer.push(piece));
  yield [...toEntries(framer.end()), ...reader.end()];
}
