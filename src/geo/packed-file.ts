/**
 * The data file of our own: named sections, each compressed by itself, so that a server which meets no IPv6 address
 * never unpacks that half.
 *
 *   magic (8 bytes) | length of the header (u32 LE) | header (JSON: name, packed and unpacked size, SHA-256 of each section) | sections
 */
import { createHash } from 'node:crypto';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { DamagedError } from './packed-ranges.ts';

const magic = 'DVPLACE1';
/** No section unpacks to more; a file that claims otherwise is not ours. */
const mostUnpackedBytes = 32 * 1024 * 1024;

interface Section {
  name: string;
  packed: number;
  unpacked: number;
  /** Of the packed bytes, hexadecimal. */
  sha256: string;
}

/** Where the bytes of a file come from: all of it, or a part of it at a time. */
export interface Bytes {
  size: number;
  /** Exactly these; throws where they are not there. */
  read(from: number, length: number): Buffer;
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

export function packFile(sections: Readonly<Record<string, Uint8Array>>): Buffer {
  const parts = Object.entries(sections).map(([name, bytes]) => ({
    name,
    unpacked: bytes.length,
    bytes: brotliCompressSync(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: 11,
        [constants.BROTLI_PARAM_LGWIN]: 22,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    }),
  }));
  const header = Buffer.from(
    JSON.stringify(
      parts.map(({ name, unpacked, bytes }) => ({
        name,
        packed: bytes.length,
        unpacked,
        sha256: sha256(bytes),
      })),
    ),
  );
  const length = Buffer.alloc(4);
  length.writeUInt32LE(header.length);
  return Buffer.concat([Buffer.from(magic), length, header, ...parts.map(({ bytes }) => bytes)]);
}

const isSize = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

function toSection(value: unknown): Section {
  if (typeof value === 'object' && value !== null) {
    const { name, packed, unpacked, sha256: sum } = value as Record<string, unknown>;
    const isSized = isSize(packed) && isSize(unpacked) && unpacked <= mostUnpackedBytes;
    if (isSized && typeof name === 'string' && typeof sum === 'string')
      return { name, packed, unpacked, sha256: sum };
  }
  throw new DamagedError('the list of sections is not readable');
}

function readHeader({ size, read }: Bytes): { sections: Section[]; from: number } {
  const start = size < 12 ? null : read(0, 12);
  if (start?.toString('latin1', 0, 8) !== magic) throw new DamagedError('this is no file of places');
  const from = 12 + start.readUInt32LE(8);
  if (from > Math.min(size, 100_000)) throw new DamagedError('the list of sections is cut off');
  let parsed: unknown;
  try {
    parsed = JSON.parse(read(12, from - 12).toString());
  } catch {
    throw new DamagedError('the list of sections is not readable');
  }
  if (!Array.isArray(parsed)) throw new DamagedError('the list of sections is not readable');
  return { sections: parsed.map(toSection), from };
}

/**
 * A reader of the file's sections: it reads and unpacks the one that is asked for. Throws DamagedError where the file is
 * cut off, goes on after its end, or a section is not what the header promises.
 */
export function readPackedFile(bytes: Bytes): (name: string) => Buffer {
  const { sections, from } = readHeader(bytes);
  const end = sections.reduce((sum, { packed }) => sum + packed, from);
  if (end !== bytes.size) throw new DamagedError('the file is cut off, or goes on after its end');
  return (name) => {
    let at = from;
    for (const section of sections) {
      if (section.name === name) {
        const packed = bytes.read(at, section.packed);
        if (sha256(packed) !== section.sha256) throw new DamagedError(`section ${name} is damaged`);
        return unpack(section, packed);
      }
      at += section.packed;
    }
    throw new DamagedError(`section ${name} is missing`);
  };
}

function unpack({ name, unpacked }: Section, packed: Buffer): Buffer {
  try {
    // In one piece: what is put together of pieces takes its memory twice.
    const bytes = brotliDecompressSync(packed, {
      maxOutputLength: unpacked + 1,
      chunkSize: Math.max(64, unpacked + 1),
    });
    if (bytes.length === unpacked) return bytes;
  } catch {
    // Told below, like a wrong length.
  }
  throw new DamagedError(`section ${name} is damaged`);
}
