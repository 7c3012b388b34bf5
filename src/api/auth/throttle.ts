/**
 * Slows down guessing of passwords without ever locking the owner out.
 *
 * Attempts are counted per pair of account and client network (auth/client-network.ts), per network and per account, in
 * the store, so that all processes agree. A pair has a few free attempts, then waits that double. Networks have an
 * allowance over all accounts. Failures on one account from many networks do not block the account: they only reduce
 * the free attempts of networks that never signed in to it to one. So attackers delay no one but themselves: the
 * owner's first attempt from anywhere, and their attempts from where they signed in before, are always checked.
 */
import { createHash } from 'node:crypto';
import { AppError } from '../../core/errors.ts';
import type { Store } from '../../core/store.ts';
import { wideNetworkOf } from './client-network.ts';
import type { Turn } from './password.ts';

const minuteMs = 60_000;
export const limits = {
  /** A pair's window; its counter starts anew after it. */
  pairMs: 15 * minuteMs,
  freeAttempts: 5,
  /** First wait after the free attempts; it doubles with each attempt. */
  firstWaitMs: 5000,
  networkMs: 15 * minuteMs,
  attemptsPerNetwork: 100,
  accountMs: 60 * minuteMs,
  /** Failures from networks the account never signed in from, after which such networks have one free attempt. */
  strangersFailures: 30,
  /** How long a network is remembered after a sign-in. */
  knownMs: 90 * 24 * 60 * minuteMs,
  registrationsMs: 60 * minuteMs,
  /** A provider registers its customers from one network; each costs a bcrypt hash, and hashes queue (auth/password.ts). */
  registrationsPerNetwork: 300,
  /** Tries of a wider network (an IPv4 /24, an IPv6 /48) that may be the first of an account. */
  firstsPerWideNetwork: 8,
  /** One-time addresses cannot be guessed; this bounds the look-ups. */
  welcomesPerNetwork: 30,
} as const;

type Counters = Pick<Store, 'addToRateLimit' | 'rateLimit' | 'clearRateLimit'>;
type Count = { count: number; first_ms: number };

export interface Throttle {
  /**
   * Called before a password is checked. Throws `too_many_requests` with the time to wait. Returns in which line the check
   * waits. `isSignedIn`: by a person who is, to change the password; what others of their network do is not counted then.
   */
  checkSignIn(account: string, network: string, isSignedIn?: boolean): Promise<Turn>;
  recordFailure(account: string, network: string): Promise<void>;
  recordSuccess(account: string, network: string): Promise<void>;
  /** Called before an account is created. Throws as `checkSignIn` does. */
  checkRegistration(network: string): Promise<void>;
  /** Called before a one-time address is looked up. Throws as `checkSignIn` does. */
  checkWelcome(network: string): Promise<void>;
}

/** Attempts that are allowed `sinceMs` after the first one, and when the next one will be. */
export function allowance(free: number, sinceMs: number): { attempts: number; nextMs: number } {
  let attempts = free;
  let nextMs = limits.firstWaitMs;
  while (nextMs <= sinceMs && nextMs < limits.pairMs) {
    attempts++;
    nextMs *= 2;
  }
  return { attempts, nextMs: Math.min(nextMs, limits.pairMs) };
}

/** `waitMs` is at most the window, also when the clock was set back meanwhile. */
const tooMany = (waitMs: number): AppError =>
  new AppError('too_many_requests', 'Too many attempts; retry after the time in Retry-After', {
    retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)),
  });

export function createThrottle({ store, clock }: { store: Counters; clock: () => number }): Throttle {
  // E-mail addresses, and passwords typed in their place, do not belong in the names of counters.
  const key = (kind: string, ...parts: string[]): string =>
    `${kind}:${createHash('sha256').update(parts.join('\n')).digest('base64url').slice(0, 32)}`;

  async function limit(name: string, windowMs: number, most: number): Promise<void> {
    const now = clock();
    const { count, first_ms } = await store.addToRateLimit(name, windowMs, now);
    if (count > most) throw tooMany(Math.min(windowMs, first_ms + windowMs - now));
  }

  return {
    async checkSignIn(account, network, isSignedIn = false) {
      const now = clock();
      const pair = key('pair', account, network);
      const who = pair;
      const isKnown = (await store.rateLimit(key('known', account, network), now)) !== null;
      if (!isKnown && !isSignedIn)
        await limit(key('network', network), limits.networkMs, limits.attemptsPerNetwork);
      const strangers = isKnown ? null : await store.rateLimit(key('strangers', account), now);
      const free = (strangers?.count ?? 0) >= limits.strangersFailures ? 1 : limits.freeAttempts;
      const check = ({ count, first_ms }: Count): void => {
        const { attempts, nextMs } = allowance(free, now - first_ms);
        if (count > attempts) throw tooMany(Math.min(limits.pairMs, first_ms + nextMs - now));
      };
      // A refused attempt is not counted, so impatience does not lengthen the wait …
      const before = await store.rateLimit(pair, now);
      if (before) check({ count: before.count + 1, first_ms: before.first_ms });
      // … and of a thousand simultaneous attempts, each is counted before its password is checked.
      check(await store.addToRateLimit(pair, limits.pairMs, now));
      if (isSignedIn) return { line: 'signed', who };
      if (isKnown) return { line: 'known', who };
      if (before !== null) return { line: 'rest', who };
      const wide = await store.addToRateLimit(key('wide', wideNetworkOf(network)), limits.networkMs, now);
      return { line: wide.count <= limits.firstsPerWideNetwork ? 'first' : 'rest', who };
    },

    async recordFailure(account, network) {
      const now = clock();
      if ((await store.rateLimit(key('known', account, network), now)) === null)
        await store.addToRateLimit(key('strangers', account), limits.accountMs, now);
    },

    async recordSuccess(account, network) {
      await store.clearRateLimit(key('pair', account, network));
      await store.addToRateLimit(key('known', account, network), limits.knownMs, clock());
    },

    checkRegistration: (network) =>
      limit(key('register', network), limits.registrationsMs, limits.registrationsPerNetwork),

    checkWelcome: (network) => limit(key('welcome', network), limits.networkMs, limits.welcomesPerNetwork),
  };
}
