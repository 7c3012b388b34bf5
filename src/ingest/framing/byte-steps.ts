/**
 * What is undone before records are read: packing (gzip, zstd, one within the other) and encodings that are not UTF-8. A
 * new step is an entry in the list: how its first bytes are recognized, and how it is decoded. File names are never
 * considered. What cannot be read is named as what it is.
 */
import { Readable, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { unreadableKindOf } from './other-files.ts';
import { wideEncodings } from './wide-text.ts';

/** The input cannot be read any further. */
export class InputError extends Error {
  readonly kind: 'cut_off' | 'damaged' | 'unsupported';
  /** Name of the step, or what the input is. */
  readonly step: string;
  /** What helps, for a person; null where nothing does. */
  readonly hint: string | null;
  constructor(kind: InputError['kind'], step: string, cause?: unknown, hint: string | null = null) {
    super(
      kind === 'unsupported'
        ? `the input is ${step}, which is not read`
        : `the ${step} data is ${kind === 'cut_off' ? 'truncated' : 'damaged'}`,
      { cause },
    );
    this.name = 'InputError';
    this.kind = kind;
    this.step = step;
    this.hint = hint;
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

function zerosAtEnd(bytes: Uint8Array): number {
  let at = bytes.length;
  while (at > 0 && bytes[at - 1] === 0) at -= 1;
  return bytes.length - at;
}

/** Runs a decoder of node:zlib. */
const unpack = (name: string, create: () => Transform & { bytesWritten: number }) =>
  async function* (chunks: Chunks): AsyncGenerator<Uint8Array, void, undefined> {
    const stream = create();
    let fedBytes = 0;
    /** Bytes at the end that are all zero: a block that was filled up. */
    let zeroBytes = 0;
    async function* counted(): AsyncGenerator<Uint8Array, void, undefined> {
      for await (const chunk of chunks) {
        fedBytes += chunk.length;
        const zeros = zerosAtEnd(chunk);
        zeroBytes = zeros === chunk.length ? zeroBytes + zeros : zeros;
        yield chunk;
      }
    }
    // Its failure reaches the reader through the stream itself.
    const fed = pipeline(Readable.from(counted()), stream).catch(() => undefined);
    try {
      yield* stream;
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException;
      if (code === 'Z_BUF_ERROR') throw new InputError('cut_off', name, cause);
      if (code === 'Z_DATA_ERROR' || code?.startsWith('ZSTD_')) throw new InputError('damaged', name, cause);
      throw cause;
    }
    await fed;
    if (stream.bytesWritten < fedBytes - zeroBytes)
      throw new InputError(
        'unsupported',
        `more than one ${name} frame`,
        undefined,
        'the first was read; unpack the file first',
      );
  };

export const byteSteps: readonly ByteStep[] = [
  {
    name: 'gzip',
    matches: (head) => head[0] === 0x1f && head[1] === 0x8b,
    undo: unpack('gzip', () => createGunzip({ chunkSize: pieceBytes })),
  },
  {
    name: 'zstd',
    matches: (head) => head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd,
    undo: unpack('zstd', () => createZstdDecompress({ chunkSize: pieceBytes })),
  },
  ...wideEncodings,
];

/** Enough for the mark of a tape archive, at 257. */
const headBytes = 512;
/** Packed more often than this, it is made to hurt. */
const mostSteps = 4;

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

/**
 * The decoded input, if its first bytes match a step; otherwise the input unchanged. What a step leaves is looked at again.
 */
export async function* plainBytes(
  chunks: Chunks,
  steps: readonly ByteStep[] = byteSteps,
  depth = 0,
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
  if (step === undefined) {
    const other = unreadableKindOf(head);
    if (other !== null) {
      await rest.return();
      await source.return?.();
      throw new InputError('unsupported', other.name, undefined, other.hint);
    }
    yield* rest;
    return;
  }
  if (depth >= mostSteps) {
    await source.return?.();
    throw new InputError('unsupported', `packed more than ${mostSteps} times`);
  }
  yield* plainBytes(step.undo(rest), steps, depth + 1);
}
