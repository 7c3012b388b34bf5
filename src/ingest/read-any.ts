/**
 * A file whose format nobody named: records are told apart by their fields, one by one (a folder of a T-Pot has thirty
 * kinds), and a file of lines that are not JSON by its beginning.
 */
import { anySensorRules, FoundPart } from './any-sensor.ts';
import { plainBytes } from './framing/byte-steps.ts';
import { toText } from './framing/decode.ts';
import { createFramer } from './framing/framer.ts';
import { type BatchEntry, createRecordReader } from './record-reader.ts';
import { createTextLog, isTextLog, type LineEntry } from './text-log.ts';

/** What an entry was read as, where it is an event. */
export interface ReadAs {
  /** Name of the format, `lines`, or null for a sensor that is not known. */
  format: string | null;
  /** What of its type is not known, in a few words; null = all is. */
  unknown: string | null;
}

export type AnyEntry = BatchEntry & Partial<ReadAs>;

/** Enough to see what a file is. */
const headBytes = 64 * 1024;

const toEntry = (entry: BatchEntry): AnyEntry =>
  entry.status === 'draft' && entry.record instanceof FoundPart
    ? { ...entry, record: entry.record.part, format: entry.record.format, unknown: entry.record.unknown }
    : entry;

const nothing: readonly string[] = [];

function fromLine(one: LineEntry, index: number): AnyEntry {
  const { line } = one;
  if (one.status === 'draft')
    return {
      index,
      line,
      status: 'draft',
      draft: one.draft,
      record: null,
      mended: nothing,
      unwrapped: nothing,
      text: one.draft.raw ?? '',
      format: 'lines',
      unknown: one.unknown,
    };
  return one.status === 'skipped'
    ? { index, line, status: 'skipped', reason: one.reason }
    : { index, line, status: 'invalid', reason: one.reason, event_id: null };
}

/**
 * As readBatches. `nowIso` is the time of a record that has none, and about when the last line was written. A draft of a
 * line has its id already.
 */
export async function* readAny(
  chunks: AsyncIterable<Uint8Array>,
  nowIso: string,
): AsyncGenerator<AnyEntry[], void, undefined> {
  let head: Buffer[] = [];
  let size = 0;
  let take: { push(bytes: Uint8Array): AnyEntry[]; end(): AnyEntry[] } | null = null;

  const begin = (isWhole: boolean): NonNullable<typeof take> => {
    const text = toText(Buffer.concat(head).subarray(0, headBytes));
    if (isTextLog(text, isWhole)) {
      const log = createTextLog(nowIso);
      let index = 0;
      const toEntries = (lines: LineEntry[]): AnyEntry[] => lines.map((one) => fromLine(one, index++));
      return { push: (bytes) => toEntries(log.push(bytes)), end: () => toEntries(log.end()) };
    }
    const framer = createFramer();
    const reader = createRecordReader(anySensorRules(() => nowIso));
    const read = (all: ReturnType<typeof framer.push>): AnyEntry[] =>
      all.flatMap((one) => reader.read(one, one.line)).map(toEntry);
    return {
      push: (bytes) => read(framer.push(bytes)),
      end: () => [...read(framer.end()), ...reader.end().map(toEntry)],
    };
  };

  for await (const piece of plainBytes(chunks)) {
    if (take !== null) {
      yield take.push(piece);
      continue;
    }
    head.push(Buffer.from(piece));
    size += piece.length;
    if (size < headBytes) continue;
    take = begin(false);
    for (const held of head) yield take.push(held);
    head = [];
  }
  if (take === null) {
    take = begin(true);
    for (const held of head) yield take.push(held);
  }
  yield take.end();
}
