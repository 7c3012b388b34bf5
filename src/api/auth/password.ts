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
   * bcrypt comparison either way. Throws `invalid_request` for one that is too long. `known`: who asks has signed in from
   * there before, so he neither waits behind strangers nor is turned away for their number.
   */
  verify(password: string, stored: string | null, known?: boolean): Promise<boolean>;
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
  /** A flood of strangers fills its own line only. */
  const lines = { known: [] as (() => void)[], strangers: [] as (() => void)[] };

  async function inTurn<T>(line: (() => void)[], work: () => Promise<T>): Promise<T> {
    if (running >= parallel) {
      if (line.length >= maxWaiting)
        throw new AppError('unavailable', 'Too many people are signing in; try again', {
          retryAfterSeconds: 5,
        });
      await new Promise<void>((resolve) => line.push(resolve));
    } else running++;
    try {
      return await work();
    } finally {
      const next = lines.known.shift() ?? lines.strangers.shift();
      if (next) next();
      else running--;
    }
  }

  return {
    async hash(password, field = 'password') {
      if ([...password].length < minCharacters)
        throw invalid([{ field, message: `must have at least ${minCharacters} characters` }]);
      checkLength(password, field);
      return inTurn(lines.strangers, () => bcrypt.hash(password, cost));
    },
    async verify(password, stored, known = false) {
      checkLength(password, 'password');
      const line = known ? lines.known : lines.strangers;
      const right = await inTurn(line, () => compare(password, stored ?? nobodys));
      return right && stored !== null;
    },
  };
}
