/** A log to read: a file, a gzipped file (known by its first bytes, not its name), or stdin. */
import { createReadStream, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { CliError } from '../failure.ts';

export interface Source {
  /** As the person wrote it. */
  name: string;
  /** Null where nobody can know (stdin, a pipe). */
  sizeBytes: number | null;
  /** How much of the file was read so far (of a gzipped one: of what is on the disk). */
  readBytes(): number;
  /** Rejects with a CliError for what cannot be read or unpacked. */
  chunks: AsyncIterable<Uint8Array>;
}

const reasons: Record<string, string> = {
  ENOENT: 'no such file',
  EACCES: 'permission denied',
  EISDIR: 'it is a folder',
  Z_BUF_ERROR: 'it is cut off: the end of the gzip stream is missing',
  Z_DATA_ERROR: 'its gzip data are damaged',
};

const failure = (name: string, cause: unknown): CliError => {
  const code = (cause as NodeJS.ErrnoException).code ?? 'unknown';
  return new CliError(`cannot read ${name}: ${reasons[code] ?? code}`, { kind: 'unreadable_input', cause });
};

const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** Large reads: each chunk's lines are awaited together. */
const chunkBytes = 256 * 1024;

async function* read(
  name: string,
  stream: Readable,
  count: (sizeBytes: number) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    const source: AsyncIterator<Uint8Array> = stream[Symbol.asyncIterator]();
    const counted = async function* (first: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
      count(first.length);
      yield first;
      for (let next = await source.next(); !next.done; next = await source.next()) {
        count(next.value.length);
        yield next.value;
      }
    };
    const first = await source.next();
    if (first.done) return;
    if (!isGzip(first.value)) {
      yield* counted(first.value);
      return;
    }
    const gunzip = createGunzip({ chunkSize: chunkBytes });
    const { pipeline } = await import('node:stream/promises');
    // Its failure reaches the reader through the stream itself.
    const fed = pipeline(counted(first.value), gunzip).catch(() => undefined);
    yield* gunzip;
    await fed;
  } catch (cause) {
    throw failure(name, cause);
  } finally {
    stream.destroy();
  }
}

/** Throws a CliError where the file is not there to be read. `-` is stdin. */
export function openSource(name: string, stdin: Readable): Source {
  let done = 0;
  const count = (sizeBytes: number): void => {
    done += sizeBytes;
  };
  if (name === '-')
    return { name: 'stdin', sizeBytes: null, readBytes: () => done, chunks: read('stdin', stdin, count) };
  let sizeBytes: number | null;
  try {
    const about = statSync(name);
    if (about.isDirectory()) throw Object.assign(new Error('folder'), { code: 'EISDIR' });
    // A pipe (`<(zcat …)`) has no size.
    sizeBytes = about.isFile() ? about.size : null;
  } catch (cause) {
    throw failure(name, cause);
  }
  const stream = createReadStream(name, { highWaterMark: chunkBytes });
  return { name, sizeBytes, readBytes: () => done, chunks: read(name, stream, count) };
}

/**
 * The node that a log's events belong to, where nobody named one: the file's name without what log rotation and gzip
 * add, so that `cowrie.json`, `cowrie.json.1` and `cowrie.json.2026-11-24.gz` are one sensor.
 */
export function nodeNameOf(name: string): string {
  const bare = basename(name)
    .replace(/\.gz$/i, '')
    .replace(/\.(\d{1,4}|\d{4}-?\d{2}-?\d{2})$/, '');
  return (bare === '' || name === '-' ? 'stdin' : bare).slice(0, 100);
}
