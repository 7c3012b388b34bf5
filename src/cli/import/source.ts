/** A log to read: a file or stdin. */
import { createReadStream, statSync } from 'node:fs';
import type { Readable } from 'node:stream';
import type { EventFormat } from '../../core/format.ts';
import { InputError } from '../../ingest/framing/byte-steps.ts';
import { type AnyEntry, readAny } from '../../ingest/read-any.ts';
import { readBatches } from '../../ingest/read-batch.ts';
import { CliError } from '../failure.ts';

export interface Source {
  /** As given on the command line. */
  name: string;
  /** Null if unknown (stdin, a pipe). */
  sizeBytes: number | null;
  /** When it was last written (ISO); null if unknown. */
  writtenAt: string | null;
  /** How much of the file has been read so far (for a gzipped one: of the compressed bytes). */
  readBytes(): number;
  /** As they are on disk. Rejects with UnreadableSource. */
  chunks: AsyncIterable<Uint8Array>;
}

/** The source cannot be read, or not to its end. Other sources may still be readable. */
export class UnreadableSource extends CliError {}

const reasons: Record<string, string> = {
  ENOENT: 'no such file',
  EACCES: 'permission denied',
  EISDIR: 'is a directory',
};
const inputReasons: Record<InputError['kind'], (step: string) => string> = {
  cut_off: (step) => `truncated: the end of the ${step} data is missing`,
  damaged: (step) => `the ${step} data is damaged`,
  unsupported: (step) => `it is ${step}`,
};

function toUnreadable(name: string, cause: unknown): UnreadableSource {
  const code = (cause as NodeJS.ErrnoException).code ?? 'unknown';
  const reason = cause instanceof InputError ? inputReasons[cause.kind](cause.step) : (reasons[code] ?? code);
  const hint = cause instanceof InputError && cause.hint !== null ? `; ${cause.hint}` : '';
  return new UnreadableSource(`cannot read ${name}: ${reason}${hint}`, { cause });
}

/** Large reads: the records of each are handed on together. */
const chunkBytes = 256 * 1024;

async function* read(
  name: string,
  stream: Readable,
  count: (sizeBytes: number) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    for await (const chunk of stream as AsyncIterable<Uint8Array>) {
      count(chunk.length);
      yield chunk;
    }
  } catch (cause) {
    throw toUnreadable(name, cause);
  } finally {
    stream.destroy();
  }
}

/**
 * The source's records, decompressed if necessary: in a format, or (null) each in the one that its fields tell. Throws
 * UnreadableSource if it cannot be read to its end.
 */
export async function* readSource(
  { name, chunks, writtenAt }: Source,
  format: EventFormat | null,
): AsyncGenerator<AnyEntry[], void, undefined> {
  try {
    if (format === null) yield* readAny(chunks, writtenAt ?? new Date().toISOString());
    else yield* readBatches(chunks, format);
  } catch (error) {
    throw error instanceof InputError ? toUnreadable(name, error) : error;
  }
}

/** Throws UnreadableSource if the file cannot be opened. `-` is stdin. */
export function openSource(name: string, stdin: Readable): Source {
  let done = 0;
  const count = (sizeBytes: number): void => {
    done += sizeBytes;
  };
  if (name === '-')
    return {
      name: 'stdin',
      sizeBytes: null,
      writtenAt: null,
      readBytes: () => done,
      chunks: read('stdin', stdin, count),
    };
  let sizeBytes: number | null;
  let writtenAt: string | null;
  try {
    const about = statSync(name);
    if (about.isDirectory()) throw Object.assign(new Error('folder'), { code: 'EISDIR' });
    // A pipe (`<(zcat …)`) has no size.
    sizeBytes = about.isFile() ? about.size : null;
    writtenAt = about.isFile() ? about.mtime.toISOString() : null;
  } catch (cause) {
    throw toUnreadable(name, cause);
  }
  const stream = createReadStream(name, { highWaterMark: chunkBytes });
  return { name, sizeBytes, writtenAt, readBytes: () => done, chunks: read(name, stream, count) };
}
