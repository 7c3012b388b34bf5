/**
 * How far a file was read, and how to know that a file is the one that was read: by what stands at its beginning and just
 * before the position. Names change when logs are rotated, inodes are used again, and copies have new ones.
 */
import { fstatSync, readSync } from 'node:fs';
import { sha256Hex } from '../../lib/hash.ts';

export interface Mark {
  /** In bytes; everything before it was read. */
  offset: number;
  /** How many lines that is. */
  line: number;
  /** SHA-256 (16 hex digits) of the first bytes, at most 1,024, and of the last before the offset, at most 256. */
  head: string;
  tail: string;
}

const headBytes = 1024;
const tailBytes = 256;

export const start: Mark = { offset: 0, line: 0, head: '', tail: '' };

/** Fewer where the file ends. */
export function bytesAt(fd: number, offset: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  let done = 0;
  while (done < length) {
    const count = readSync(fd, bytes, done, length - done, offset + done);
    if (count === 0) break;
    done += count;
  }
  return bytes.subarray(0, done);
}

const sum = (bytes: Buffer): string => sha256Hex(bytes.toString('latin1')).slice(0, 16);

/** The mark of a position in an open file. */
export function markAt(fd: number, offset: number, line: number): Mark {
  if (offset === 0) return start;
  const tail = Math.min(tailBytes, offset);
  return {
    offset,
    line,
    head: sum(bytesAt(fd, 0, Math.min(headBytes, offset))),
    tail: sum(bytesAt(fd, offset - tail, tail)),
  };
}

/** Whether the file has what was read up to the mark. Anything matches a mark at its beginning. */
export function matches(fd: number, mark: Mark): boolean {
  if (mark.offset === 0) return true;
  if (fstatSync(fd).size < mark.offset) return false;
  const { head, tail } = markAt(fd, mark.offset, mark.line);
  return head === mark.head && tail === mark.tail;
}

/** Whether two files begin alike, as far as the shorter one goes: one is being copied from the other. */
export function beginAlike(one: number, other: number): boolean {
  const length = Math.min(headBytes, fstatSync(one).size, fstatSync(other).size);
  return length > 0 && bytesAt(one, 0, length).equals(bytesAt(other, 0, length));
}

/** The position behind the last line end. */
export function lastLineEnd(fd: number): Mark {
  const { size } = fstatSync(fd);
  let line = 0;
  let offset = 0;
  for (let at = 0; at < size; at += 1 << 18) {
    const bytes = bytesAt(fd, at, Math.min(1 << 18, size - at));
    for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, end + 1)) {
      line += 1;
      offset = at + end + 1;
    }
  }
  return markAt(fd, offset, line);
}
