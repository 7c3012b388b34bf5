/**
 * Encodings that are removed before records are read, such as gzip. A new step is an entry in the list: how its first
 * bytes are recognized, and how it is decoded. File names are never considered.
 */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';

/** The input cannot be read any further. */
export class InputError extends Error {
  readonly kind: 'cut_off' | 'damaged';
  /** Name of the step. */
  readonly step: string;
  constructor(kind: InputError['kind'], step: string, cause: unknown) {
    super(`the ${step} data is ${kind === 'cut_off' ? 'truncated' : 'damaged'}`, { cause });
    this.name = 'InputError';
    this.kind = kind;
    this.step = step;
  }
}

type Chunks = AsyncIterable<Uint8Array>;

export interface ByteStep {
  name: string;
  /** `head` is the first `headBytes` of the input, or all of it if it is shorter. */
  matches(head: Uint8Array): boolean;
  /** Throws InputError when the data cannot be read further; errors of `chunks` pass as they are. */
  undo(chunks: Chunks): Chunks;
}

/** Large pieces: the records of each are handed on together. */
const pieceBytes = 256 * 1024;

async function* gunzip(chunks: Chunks): AsyncGenerator<Uint8Array, void, undefined> {
  const stream = createGunzip({ chunkSize: pieceBytes });
  // Its failure reaches the reader through the stream itself.
  const fed = pipeline(Readable.from(chunks), stream).catch(() => undefined);
  try {
    yield* stream;
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'Z_BUF_ERROR') throw new InputError('cut_off', 'gzip', cause);
    if (code === 'Z_DATA_ERROR') throw new InputError('damaged', 'gzip', cause);
    throw cause;
  }
  await fed;
}

export const byteSteps: readonly ByteStep[] = [
  { name: 'gzip', matches: (head) => head[0] === 0x1f && head[1] === 0x8b, undo: gunzip },
];

const headBytes = 8;

async function* resume(
  first: readonly Uint8Array[],
  source: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* first;
    for (let next = await source.next(); !next.done; next = await source.next()) yield next.value;
  } finally {
    await source.return?.();
  }
}

/** The decoded input, if its first bytes match a step; otherwise the input unchanged. */
export async function* plainBytes(
  chunks: Chunks,
  steps: readonly ByteStep[] = byteSteps,
): AsyncGenerator<Uint8Array, void, undefined> {
  const source = chunks[Symbol.asyncIterator]();
  const first: Uint8Array[] = [];
  let sizeBytes = 0;
  while (sizeBytes < headBytes) {
    const next = await source.next();
    if (next.done) break;
    first.push(next.value);
    sizeBytes += next.value.length;
  }
  const head = Buffer.concat(first).subarray(0, headBytes);
  const step = steps.find(({ matches }) => matches(head));
  const rest = resume(first, source);
  yield* step === undefined ? rest : step.undo(rest);
}
