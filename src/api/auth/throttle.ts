/**
 * Slows down guessing without ever shutting the owner out.
 *
 * Tries are counted per pair of account and place (auth/place.ts), per place and per account, in the store, so that
 * all processes agree. A pair has a few free tries, then waits that double. Places have an allowance over all
 * accounts. Failures on one account from many places do not block the account: they only take the free tries away
 * from places that never signed in to it, down to the first one. So a stranger can make nobody wait but himself:
 * the owner's first try from anywhere, and his tries from where he has been before, are always looked at.
 */
import { createHash } from 'node:crypto';
import { AppError } from '../../core/errors.ts';
import type { Store } from '../../core/store.ts';

const minuteMs = 60_000;
export const limits = {
  /** A pair's window; its counter starts anew after it. */
  pairMs: 15 * minuteMs,
  freeTries: 5,
  /** First wait after the free tries; it doubles with each try. */
  firstWaitMs: 5000,
  placeMs: 15 * minuteMs,
  triesPerPlace: 100,
  accountMs: 60 * minuteMs,
  /** Failures from places the account never signed in from, after which such places have one free try. */
  strangersFailures: 30,
  /** How long a place is remembered after a sign-in. */
  knownMs: 90 * 24 * 60 * minuteMs,
  registrationsMs: 60 * minuteMs,
  /** A provider sets up its customers from one place; each costs a bcrypt hash, and hashes queue (auth/password.ts). */
  registrationsPerPlace: 300,
} as const;

type Counters = Pick<Store, 'addToRateLimit' | 'rateLimit' | 'clearRateLimit'>;
type Count = { count: number; first_ms: number };

export interface Throttle {
  /**
   * Before a password is looked at. Throws `too_many_requests` with the time to wait. Returns whether the account was
   * signed in to from there before.
   */
  enter(account: string, place: string): Promise<boolean>;
  failed(account: string, place: string): Promise<void>;
  succeeded(account: string, place: string): Promise<void>;
  /** Before an account is made. */
  enterRegistration(place: string): Promise<void>;
}

/** Tries that are allowed `sinceMs` after the first one, and when the next one will be. */
export function allowance(free: number, sinceMs: number): { tries: number; nextMs: number } {
  let tries = free;
  let nextMs = limits.firstWaitMs;
  while (nextMs <= sinceMs && nextMs < limits.pairMs) {
    tries++;
    nextMs *= 2;
  }
  return { tries, nextMs: Math.min(nextMs, limits.pairMs) };
}

/** `waitMs` is at most the window, also when the clock was set back meanwhile. */
const tooMany = (waitMs: number): AppError =>
  new AppError('too_many_requests', 'Too many tries; wait before you try again', {
    retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)),
  });

export function createThrottle({ store, clock }: { store: Counters; clock: () => number }): Throttle {
  // E-mail addresses and passwords typed in their place do not belong in counters.
  const key = (kind: string, ...parts: string[]): string =>
    `${kind}:${createHash('sha256').update(parts.join('\n')).digest('base64url').slice(0, 32)}`;

  async function limit(name: string, windowMs: number, most: number): Promise<void> {
    const now = clock();
    const { count, first_ms } = await store.addToRateLimit(name, windowMs, now);
    if (count > most) throw tooMany(Math.min(windowMs, first_ms + windowMs - now));
  }

  return {
    async enter(account, place) {
      const now = clock();
      const pair = key('pair', account, place);
      const isKnown = (await store.rateLimit(key('known', account, place), now)) !== null;
      if (!isKnown) await limit(key('place', place), limits.placeMs, limits.triesPerPlace);
      const strangers = isKnown ? null : await store.rateLimit(key('strangers', account), now);
      const free = (strangers?.count ?? 0) >= limits.strangersFailures ? 1 : limits.freeTries;
      const check = ({ count, first_ms }: Count): void => {
        const { tries, nextMs } = allowance(free, now - first_ms);
        if (count > tries) throw tooMany(Math.min(limits.pairMs, first_ms + nextMs - now));
      };
      // A refused try is not counted, so impatience does not lengthen the wait …
      const before = await store.rateLimit(pair, now);
      if (before) check({ count: before.count + 1, first_ms: before.first_ms });
      // … and of a thousand at once, each is counted before its password is looked at.
      check(await store.addToRateLimit(pair, limits.pairMs, now));
      return isKnown;
    },

    async failed(account, place) {
      const now = clock();
      if ((await store.rateLimit(key('known', account, place), now)) === null)
        await store.addToRateLimit(key('strangers', account), limits.accountMs, now);
    },

    async succeeded(account, place) {
      await store.clearRateLimit(key('pair', account, place));
      await store.addToRateLimit(key('known', account, place), limits.knownMs, clock());
    },

    enterRegistration: (place) =>
      limit(key('register', place), limits.registrationsMs, limits.registrationsPerPlace),
  };
}
