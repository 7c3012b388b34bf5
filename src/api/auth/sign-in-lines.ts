/**
 * Who waits for a password check, and who is next. Each kind of caller has a line of its own, so that a flood fills only the
 * line it comes in. A line that is full makes room by turning away somebody at random, and where strangers wait the next one
 * is chosen at random: nobody can hold all its places.
 */
import { AppError } from '../../core/errors.ts';

/**
 * `signed`: people who are signed in; `known`: networks from which the account was signed in to before; `first`: the first
 * try of an account from a network that has tried little; `rest`.
 */
export const lineNames = ['signed', 'known', 'first', 'rest'] as const;
export type LineName = (typeof lineNames)[number];

export interface Lines {
  /**
   * Runs `work` when it is its turn. `who` (an account and a network; '' = nobody) may have only a few waiting. Throws `unavailable` when
   * it is turned away.
   */
  run<T>(line: LineName, who: string, work: () => Promise<T>): Promise<T>;
}

/** Each check holds a thread for a third of a second. */
const mostWaiting = 64;
const mostOfOne = 4;

interface Waiting {
  who: string;
  begin(): void;
  turnAway(error: AppError): void;
}

const busy = (): AppError =>
  new AppError('unavailable', 'Too many sign-ins are in progress; retry after the time in Retry-After', {
    retryAfterSeconds: 5,
  });

export function createLines({
  parallel,
  random = Math.random,
}: {
  parallel: number;
  /** 0 ≤ x < 1. */
  random?: () => number;
}): Lines {
  const lines: Record<LineName, Waiting[]> = { signed: [], known: [], first: [], rest: [] };
  let running = 0;

  const takeAny = (line: Waiting[]): Waiting | undefined =>
    line.splice(Math.floor(random() * line.length), 1)[0];

  function next(): Waiting | undefined {
    return lines.signed.shift() ?? lines.known.shift() ?? takeAny(lines.first) ?? takeAny(lines.rest);
  }

  function wait(line: Waiting[], who: string): Promise<void> {
    if (who !== '' && line.filter((one) => one.who === who).length >= mostOfOne)
      return Promise.reject(busy());
    if (line.length >= mostWaiting) takeAny(line)?.turnAway(busy());
    return new Promise((resolve, reject) => line.push({ who, begin: resolve, turnAway: reject }));
  }

  return {
    async run(name, who, work) {
      if (running >= parallel) await wait(lines[name], who);
      else running++;
      try {
        return await work();
      } finally {
        const one = next();
        if (one) one.begin();
        else running--;
      }
    },
  };
}
