/** A log file or a request as records: NDJSON, one object, or one array, found out from its first line. */
import { type Line, readLines, toText } from './lines.ts';
import { createValueSplitter, type Value } from './values.ts';

/** One line or element: a record, or why it is none. */
export type RecordLine =
  | { line: number; record: unknown; problem: null }
  | { line: number; record: null; problem: string };

/** Longest line or element that is read. The API takes 8 MiB a request; no sensor writes an event near this. */
export const maxRecordBytes = 1024 * 1024;

const bad = (line: number, problem: string): RecordLine => ({ line, record: null, problem });

/** JSON.parse's own message quotes the input, which may hold anything: only the place is taken from it. */
function problemOf(cause: unknown, length: number): string {
  const message = cause instanceof Error ? cause.message : '';
  const position = /position (\d+)/.exec(message)?.[1];
  if (/unexpected end|unterminated/i.test(message) || Number(position) >= length) return 'is cut off';
  return position === undefined ? 'is not JSON' : `is not JSON (character ${Number(position) + 1})`;
}

function toRecord(line: number, text: string): RecordLine {
  try {
    return { line, record: JSON.parse(text), problem: null };
  } catch (cause) {
    return bad(line, problemOf(cause, text.length));
  }
}

const tooLong = (maxBytes: number): string => `is longer than ${maxBytes} bytes`;
/** Blocks of NULs are what a file system leaves of a line after a power cut. */
const trimmed = (text: string): string => text.replace(/^[\0\s\ufeff]+|[\0\s]+$/g, '');

const ofLines = (lines: readonly Line[], maxBytes: number): RecordLine[] => {
  const out: RecordLine[] = [];
  for (const { number, text, sizeBytes } of lines) {
    if (text === null) {
      out.push(bad(number, `${tooLong(maxBytes)} (${sizeBytes})`));
      continue;
    }
    const code = text.charCodeAt(0);
    const body = code === 123 && text.endsWith('}') ? text : trimmed(text);
    if (body !== '') out.push(toRecord(number, body));
  }
  return out;
};

const ofValues = (values: readonly Value[], maxBytes: number): RecordLine[] =>
  values.map(({ line, text, cutOff }) =>
    text === null ? bad(line, tooLong(maxBytes)) : cutOff ? bad(line, 'is cut off') : toRecord(line, text),
  );

/** Bytes at the end of `bytes` that begin a UTF-8 sequence which goes on in the next chunk. */
function openTail(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) > back ? back : 0;
  }
  return 0;
}

async function* readValues(
  level: 0 | 1,
  chunks: AsyncIterable<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<RecordLine[], void, undefined> {
  const splitter = createValueSplitter(level, maxBytes);
  let tail = new Uint8Array(0);
  for await (const chunk of chunks) {
    const bytes = tail.length === 0 ? chunk : Buffer.concat([tail, chunk]);
    const cut = bytes.length - openTail(bytes);
    tail = Uint8Array.from(bytes.subarray(cut));
    yield ofValues(splitter.push(toText(bytes.subarray(0, cut))), maxBytes);
  }
  const rest = [...splitter.push(toText(tail)), splitter.end()].filter((value) => value !== null);
  yield ofValues(rest, maxBytes);
}

/** Reads until the first line that is not blank can be told (at most `maxBytes`), and gives back all it read. */
async function peek(
  source: AsyncIterator<Uint8Array>,
  maxBytes: number,
): Promise<{ read: Uint8Array[]; start: string }> {
  const read: Uint8Array[] = [];
  let start = '';
  let sizeBytes = 0;
  while (sizeBytes < maxBytes) {
    const { done, value } = await source.next();
    if (done) break;
    read.push(value);
    sizeBytes += value.length;
    start = Buffer.concat(read)
      .subarray(0, 4096)
      .toString('latin1')
      .replace(/^\xef\xbb\xbf/, '');
    start = start.replace(/^[\0\s]+/, '');
    if (start !== '' && (start[0] !== '{' || start.includes('\n') || start.length > 64)) break;
  }
  return { read, start };
}

async function* chain(
  read: readonly Uint8Array[],
  source: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  yield* read;
  for (let next = await source.next(); !next.done; next = await source.next()) yield next.value;
}

/**
 * Yields records chunk by chunk. Blank lines are nothing; everything else is accounted for, in order. The input is one
 * array where it starts with `[`, one or several objects over several lines where its first line is `{` alone, and
 * otherwise one record a line.
 */
export async function* readRecords(
  chunks: AsyncIterable<Uint8Array>,
  maxBytes = maxRecordBytes,
): AsyncGenerator<RecordLine[], void, undefined> {
  const source = chunks[Symbol.asyncIterator]();
  const { read, start } = await peek(source, maxBytes);
  const all = chain(read, source);
  if (start.startsWith('[')) yield* readValues(1, all, maxBytes);
  else if (/^\{[ \t]*\r?\n/.test(start)) yield* readValues(0, all, maxBytes);
  else for await (const lines of readLines(all, maxBytes)) yield ofLines(lines, maxBytes);
}
