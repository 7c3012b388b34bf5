/** What SQLite's errors mean to the rest of the program. */
import { AppError } from '../../../core/errors.ts';

/** Primary result codes (sqlite.org/rescode.html) that a later try, or a person, may mend. */
const passing: Record<number, string> = {
  5: 'The database is busy',
  6: 'The database is busy',
  7: 'The database has no memory left',
  8: 'The database is read-only',
  10: 'The database cannot be read or written',
  13: 'The disk is full',
  14: 'The database file cannot be opened',
};
const damaged = new Set([11, 26]);

const codeOf = (error: unknown): number | null => {
  const code: unknown = error instanceof Error && 'errcode' in error ? error.errcode : null;
  // Extended codes carry the primary one in their low byte.
  return typeof code === 'number' ? code & 0xff : null;
};

/** AppErrors pass; what SQLite reports of disk, lock or damage, and a closed store, is `unavailable`; the rest stays. */
export function toStoreError(error: unknown): unknown {
  if (error instanceof AppError) return error;
  const code = codeOf(error);
  if (code !== null && damaged.has(code))
    return new AppError('unavailable', 'The database file is damaged: restore it from a backup', {
      cause: error,
    });
  const words = code === null ? undefined : passing[code];
  if (words) return new AppError('unavailable', words, { cause: error, retryAfterSeconds: 5 });
  if (error instanceof Error && 'code' in error && error.code === 'ERR_INVALID_STATE')
    return new AppError('unavailable', 'The store is closed', { cause: error });
  return error;
}
