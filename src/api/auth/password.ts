/** Passwords: bcrypt, on libuv's four threads, at most two of them: files and gunzip need the others. */
import { availableParallelism } from 'node:os';
import bcrypt from 'bcrypt';
import { AppError, invalid } from '../../core/errors.ts';

/** bcrypt reads no further; what is longer is refused, never cut. */
const maxBytes = 72;
const minCharacters = 8;
/** Waiting hashes beyond this are turned away: each holds a thread for a third of a second. */
const maxWaiting = 64;

export interface Passwords {
  /** Throws `invalid_request` (field `field`) for a password that is too short or too long. */
  hash(password: string, field?: string): Promise<string>;
  /**
   * Whether it is the password. `stored` null (nobody has that name) takes as long as a wrong password and is false. One
   * bcrypt comparison either way. Throws `invalid_request` for one that is too long.
   */
  verify(password: string, stored: string | null): Promise<boolean>;
}

/** Counts in bytes, so says bytes. */
function checkLength(password: string, field: string): void {
  if (Buffer.byteLength(password) > maxBytes)
    throw invalid([
      {
        field,
        message: `must have at most ${maxBytes} bytes (letters beyond ASCII count for more than one)`,
      },
    ]);
}

export function createPasswords({
  cost = 12,
  parallel = Math.min(2, availableParallelism()),
  compare = bcrypt.compare,
}: {
  cost?: number;
  parallel?: number;
  /** For the test that counts. */
  compare?: (password: string, stored: string) => Promise<boolean>;
} = {}): Passwords {
  // Well-formed, of the same cost, and nobody's: no password has it.
  const nobodys = `$2b$${String(cost).padStart(2, '0')}$N0b0dyHasTh1sPassw0rdO${'x'.repeat(31)}`;
  let running = 0;
  const waiting: (() => void)[] = [];

  async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (running >= parallel) {
      if (waiting.length >= maxWaiting)
        throw new AppError('unavailable', 'Too many people are signing in; try again', {
          retryAfterSeconds: 5,
        });
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else running++;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  }

  return {
    async hash(password, field = 'password') {
      if ([...password].length < minCharacters)
        throw invalid([{ field, message: `must have at least ${minCharacters} characters` }]);
      checkLength(password, field);
      return inTurn(() => bcrypt.hash(password, cost));
    },
    async verify(password, stored) {
      checkLength(password, 'password');
      const right = await inTurn(() => compare(password, stored ?? nobodys));
      return right && stored !== null;
    },
  };
}
