/**
 * Opens the file that a record named, in the folders that were given and nowhere else: a name is one part of a path, and no
 * link is followed, whoever made it.
 */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { NamedFile } from '../../ingest/named-file.ts';

export type Opened =
  | { kind: 'file'; fd: number; sizeBytes: number }
  /** It may be there, or whole, in a moment. */
  | { kind: 'later'; why: string }
  | { kind: 'never'; why: string };

const pieceBytes = 64 * 1024;

/** The bytes of an open file in pieces; throws where it ends early. */
export function* piecesOf(fd: number, sizeBytes: number): Generator<Uint8Array> {
  for (let at = 0; at < sizeBytes; ) {
    const bytes = Buffer.allocUnsafe(Math.min(pieceBytes, sizeBytes - at));
    const count = readSync(fd, bytes, 0, bytes.length, at);
    if (count === 0) throw new Error('the file became shorter');
    at += count;
    yield bytes.subarray(0, count);
  }
}

/** Whether its bytes have the sum that the record says; of the sum's own kind. */
function hasSum(fd: number, sizeBytes: number, sum: string): boolean {
  if (sum === '') return true;
  const { createHash } = process.getBuiltinModule('node:crypto');
  const hash = createHash(sum.length === 32 ? 'md5' : 'sha256');
  for (const piece of piecesOf(fd, sizeBytes)) hash.update(piece);
  return hash.digest('hex') === sum;
}

/** Null where there is none of that name. */
function openIn(folder: string, { file, sum }: NamedFile, mostBytes: number): Opened | null {
  let fd: number;
  try {
    // A pipe would wait for who writes into it.
    fd = openSync(join(folder, file), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    if (code === 'ELOOP') return { kind: 'never', why: 'is a link, which is not followed' };
    if (code === 'EACCES') return { kind: 'later', why: 'cannot be read: permission denied' };
    return { kind: 'never', why: `cannot be read: ${code}` };
  }
  const refuse = (opened: Opened): Opened => {
    closeSync(fd);
    return opened;
  };
  try {
    const about = fstatSync(fd);
    if (!about.isFile()) return refuse({ kind: 'never', why: 'is no file' });
    if (about.size > mostBytes)
      return refuse({ kind: 'never', why: `is larger than ${mostBytes / 1024 / 1024} MiB` });
    if (about.size === 0) return refuse({ kind: 'never', why: 'is empty' });
    if (!hasSum(fd, about.size, sum))
      return refuse({ kind: 'later', why: 'is not what its record says: it is not whole, or was changed' });
    return { kind: 'file', fd, sizeBytes: about.size };
  } catch {
    return refuse({ kind: 'later', why: 'was changed while it was read' });
  }
}

/** The caller closes `fd`. Of several folders the first that has the name. */
export function openNamed(folders: readonly string[], named: NamedFile, mostBytes: number): Opened {
  for (const folder of folders) {
    const opened = openIn(folder, named, mostBytes);
    if (opened !== null) return opened;
  }
  return { kind: 'later', why: 'is not there' };
}
