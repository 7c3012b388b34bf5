/** Passwords: bcrypt, on at most two of libuv's four threads: files and gunzip need the others. */
import { availableParallelism } from 'node:os';
import { invalid } from '../../core/errors.ts';
import { createLines, type LineName } from './sign-in-lines.ts';

/** bcrypt reads no further; longer passwords are refused, never truncated. */
const maxBytes = 72;
const minCharacters = 8;

/** Loaded when somebody first signs in. */
const loadBcrypt = async () => (await import('bcrypt')).default;

export interface Passwords {
  /** Throws `invalid_request` (field `field`) for a password that is too short or too long, `unavailable` as `verify`. */
  hash(password: string, field?: string, turn?: Turn): Promise<string>;
  /**
   * Whether it is the password. `stored` null (there is no such account) takes as long as a wrong password and is false:
   * one bcrypt comparison either way. Throws `invalid_request` for a password that is too long, and `unavailable` where too
   * many wait in the same line.
   */
  verify(password: string, stored: string | null, turn?: Turn): Promise<boolean>;
}

/** In which line, and as whom, one waits (sign-in-lines.ts). */
export interface Turn {
  line: LineName;
  who: string;
}
const lastTurn: Turn = { line: 'rest', who: '' };

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
  compare = async (password, stored) => (await loadBcrypt()).compare(password, stored),
}: {
  cost?: number;
  parallel?: number;
  /** Tests count the calls. */
  compare?: (password: string, stored: string) => Promise<boolean>;
} = {}): Passwords {
  // A well-formed hash of the same cost that no password matches.
  const unmatchable = `$2b$${String(cost).padStart(2, '0')}$N0b0dyHasTh1sPassw0rdO${'x'.repeat(31)}`;
  const lines = createLines({ parallel });

  return {
    async hash(password, field = 'password', { line, who } = lastTurn) {
      if ([...password].length < minCharacters)
        throw invalid([{ field, message: `must have at least ${minCharacters} characters` }]);
      const stored = password.normalize('NFC');
      checkLength(stored, field);
      return lines.run(line, who, async () => (await loadBcrypt()).hash(stored, cost));
    },
    async verify(password, stored, { line, who } = lastTurn) {
      const forms = formsOf(password);
      checkLength(forms[0], 'password');
      for (const form of forms) {
        const matches = await lines.run(line, who, () => compare(form, stored ?? unmatchable));
        if (matches && stored !== null) return true;
      }
      return false;
    },
  };
}
