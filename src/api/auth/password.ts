/** Passwords: bcrypt, on at most two of libuv's four threads: files and gunzip need the others. */
import { availableParallelism } from 'node:os';
import bcrypt from 'bcrypt';
import { AppError, invalid } from '../../core/errors.ts';

/** bcrypt reads no further; longer passwords are refused, never truncated. */
const maxBytes = 72;
const minCharacters = 8;
/** Further hashes are refused: each holds a thread for a third of a second. */
const maxWaiting = 64;

export interface Passwords {
  /** Throws `invalid_request` (field `field`) for a password that is too short or too long. */
  hash(password: string, field?: string): Promise<string>;
  /**
   * Whether it is the password. `stored` null (there is no such account) takes as long as a wrong password and is false:
   * one bcrypt comparison either way. Throws `invalid_request` for a password that is too long. `known`: the account
   * signed in from there before, so this check neither waits behind sign-ins from other networks nor is refused because of them.
   */
  verify(password: string, stored: string | null, known?: boolean): Promise<boolean>;
}

/**
 * The same letters as different systems type them (macOS decomposes, Windows composes). Passwords are kept in NFC; what was
 * kept before that is found as it was typed then. How many comparisons there are follows from the text alone.
 */
function formsOf(password: string): [string, ...string[]] {
  const composed = password.normalize('NFC');
  const decomposed = password.normalize('NFD');
  const other = password === composed ? decomposed : password;
  return other === composed || Buffer.byteLength(other) > maxBytes ? [composed] : [composed, other];
}

function checkLength(password: string, field: string): void {
  if (Buffer.byteLength(password) > maxBytes)
    throw invalid([
      {
        field,
        message: `must have at most ${maxBytes} bytes (non-ASCII characters count as more than one)`,
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
  /** Tests count the calls. */
  compare?: (password: string, stored: string) => Promise<boolean>;
} = {}): Passwords {
  // A well-formed hash of the same cost that no password matches.
  const unmatchable = `$2b$${String(cost).padStart(2, '0')}$N0b0dyHasTh1sPassw0rdO${'x'.repeat(31)}`;
  let running = 0;
  /** A flood of sign-ins from unknown networks fills its own queue only. */
  const queues = { known: [] as (() => void)[], strangers: [] as (() => void)[] };

  async function enqueue<T>(queue: (() => void)[], work: () => Promise<T>): Promise<T> {
    if (running >= parallel) {
      if (queue.length >= maxWaiting)
        throw new AppError(
          'unavailable',
          'Too many sign-ins are in progress; retry after the time in Retry-After',
          {
            retryAfterSeconds: 5,
          },
        );
      await new Promise<void>((resolve) => queue.push(resolve));
    } else running++;
    try {
      return await work();
    } finally {
      const next = queues.known.shift() ?? queues.strangers.shift();
      if (next) next();
      else running--;
    }
  }

  return {
    async hash(password, field = 'password') {
      if ([...password].length < minCharacters)
        throw invalid([{ field, message: `must have at least ${minCharacters} characters` }]);
      const stored = password.normalize('NFC');
      checkLength(stored, field);
      return enqueue(queues.strangers, () => bcrypt.hash(stored, cost));
    },
    async verify(password, stored, known = false) {
      const forms = formsOf(password);
      checkLength(forms[0], 'password');
      const queue = known ? queues.known : queues.strangers;
      for (const form of forms) {
        const matches = await enqueue(queue, () => compare(form, stored ?? unmatchable));
        if (matches && stored !== null) return true;
      }
      return false;
    },
  };
}
