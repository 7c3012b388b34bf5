/**
 * The data file of our own: named sections, one after another, uncompressed, so that one block of a few hundred bytes is
 * read where it lies and nothing of the file has to stay in memory.
 *
 *   magic (8 bytes) | length of the header (u32 LE) | header (JSON: name, size, SHA-256 of each section) | sections
 */
import { createHash } from 'node:crypto';

const magic = 'DVPLACE2';
/** More than any section of ours has; a file that claims otherwise is not ours. */
const maxSectionBytes = 32 * 1024 * 1024;

export class DamagedError extends Error {
  override name = 'DamagedError';
}

interface Section {
  name: string;
  size: number;
  /** Hexadecimal. */
  sha256: string;
}

/** Where bytes come from: a file, or one section of it. */
export interface Bytes {
  size: number;
  /** Exactly these; throws where they are not there. */
  read(from: number, length: number): Buffer;
}

export interface PackedFile {
  /** All bytes of a section, compared with its checksum. */
  whole(name: string): Buffer;
  /** A section to be read in parts, which whoever reads them has to check. */
  part(name: string): Bytes;
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

export function packFile(sections: Readonly<Record<string, Uint8Array>>): Buffer {
  const header = Buffer.from(
    JSON.stringify(
      Object.entries(sections).map(([name, bytes]) => ({ name, size: bytes.length, sha256: sha256(bytes) })),
    ),
  );
  const length = Buffer.alloc(4);
  length.writeUInt32LE(header.length);
  return Buffer.concat([Buffer.from(magic), length, header, ...Object.values(sections)]);
}

function toSection(value: unknown): Section {
  if (typeof value === 'object' && value !== null) {
    const { name, size, sha256: sum } = value as Record<string, unknown>;
    const isSized =
      Number.isSafeInteger(size) && (size as number) >= 0 && (size as number) <= maxSectionBytes;
    if (isSized && typeof name === 'string' && typeof sum === 'string')
      return { name, size: size as number, sha256: sum };
  }
  throw new DamagedError('the list of sections is not readable');
}

function readHeader({ size, read }: Bytes): { sections: Section[]; from: number } {
  const start = size < 12 ? null : read(0, 12);
  if (start?.toString('latin1', 0, 8) !== magic) throw new DamagedError('this is not a file of places');
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

/** Throws DamagedError where the file is cut off, goes on after its end, or is not one of ours. */
export function readPackedFile(bytes: Bytes): PackedFile {
  const { sections, from } = readHeader(bytes);
  const end = sections.reduce((sum, { size }) => sum + size, from);
  if (end !== bytes.size) throw new DamagedError('the file is cut off, or goes on after its end');
  const find = (name: string): { section: Section; at: number } => {
    let at = from;
    for (const section of sections) {
      if (section.name === name) return { section, at };
      at += section.size;
    }
    throw new DamagedError(`section ${name} is missing`);
  };
  return {
    whole(name) {
      const { section, at } = find(name);
      const read = bytes.read(at, section.size);
      if (sha256(read) !== section.sha256) throw new DamagedError(`section ${name} is damaged`);
      return read;
    },
    part(name) {
      const { section, at } = find(name);
      return {
        size: section.size,
        read(offset, length) {
          if (offset < 0 || offset + length > section.size)
            throw new DamagedError(`section ${name} is cut off`);
          return bytes.read(at + offset, length);
        },
      };
    },
  };
}
