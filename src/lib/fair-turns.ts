/**
 * Work that few may do at a time: owners take turns, each has a bound, and some places are kept for whoever has none.
 * Whoever is gone gives up its place in the line.
 */
import { AppError } from '../core/errors.ts';

export interface FairTurns {
  /**
   * Rejects with `unavailable` where too many wait, or its turn did not come in time, and where `gone` is aborted before
   * its turn. Work under way ends itself.
   */
  run<T>(owner: string, work: () => Promise<T>, gone?: AbortSignal): Promise<T>;
  /** Rejects all that wait with `error`. */
  close(error: Error): void;
}

export interface FairTurnsLimits {
  /** Under way at a time. */
  atOnce: number;
  /** … and of one owner: below `atOnce`, so that one with nothing under way does not wait for another's. */
  atOncePerOwner: number;
  /** Waiting and under way, of all owners … */
  most: number;
  /** … of one … */
  mostPerOwner: number;
  /** … and how many of `most` are for owners that have nothing waiting or under way. */
  reserved: number;
  /** Longest time until its turn. */
  waitMs: number;
}

interface Waiting {
  begin(): void;
  refuse(error: Error): void;
}

/** What work ends with whose caller has hung up; nobody reads it. */
export const callerGone = (): AppError => new AppError('unavailable', 'The client closed the connection');

export function createFairTurns(limits: FairTurnsLimits, what: string): FairTurns {
  /** Who was served last stands last. */
  const lines = new Map<string, Waiting[]>();
  const held = new Map<string, number>();
  const running = new Map<string, number>();
  let all = 0;
  let runningOfAll = 0;

  const add = (counts: Map<string, number>, owner: string, by: number): void => {
    const count = (counts.get(owner) ?? 0) + by;
    if (count > 0) counts.set(owner, count);
    else counts.delete(owner);
  };

  const tooMany = (): AppError =>
    new AppError('unavailable', `Too many ${what} at once`, { retryAfterSeconds: 5 });

  const mayBegin = (owner: string): boolean => (running.get(owner) ?? 0) < limits.atOncePerOwner;

  function next(): void {
    while (runningOfAll < limits.atOnce) {
      const owner = [...lines.keys()].find(mayBegin);
      if (owner === undefined) return;
      const line = lines.get(owner) ?? [];
      lines.delete(owner);
      const waiting = line.shift();
      if (line.length > 0) lines.set(owner, line);
      if (!waiting) continue;
      runningOfAll++;
      add(running, owner, 1);
      waiting.begin();
    }
  }

  function turn(owner: string, gone: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const over = (): void => {
        clearTimeout(timer);
        gone?.removeEventListener('abort', leave);
      };
      const waiting: Waiting = {
        begin() {
          over();
          resolve();
        },
        refuse(error) {
          over();
          reject(error);
        },
      };
      const giveUp = (error: Error): void => {
        const line = lines.get(owner)?.filter((one) => one !== waiting) ?? [];
        if (line.length > 0) lines.set(owner, line);
        else lines.delete(owner);
        waiting.refuse(error);
      };
      const leave = (): void => giveUp(callerGone());
      const timer = setTimeout(() => giveUp(tooMany()), limits.waitMs);
      gone?.addEventListener('abort', leave, { once: true });
      const line = lines.get(owner);
      if (line) line.push(waiting);
      else lines.set(owner, [waiting]);
      next();
    });
  }

  return {
    async run(owner, work, gone) {
      if (gone?.aborted) throw callerGone();
      const mine = held.get(owner) ?? 0;
      if (mine >= limits.mostPerOwner || all >= limits.most - (mine === 0 ? 0 : limits.reserved))
        throw tooMany();
      add(held, owner, 1);
      all++;
      let hasTurn = false;
      try {
        await turn(owner, gone);
        hasTurn = true;
        if (gone?.aborted) throw callerGone();
        return await work();
      } finally {
        if (hasTurn) {
          runningOfAll--;
          add(running, owner, -1);
        }
        all--;
        add(held, owner, -1);
        next();
      }
    },
    close(error) {
      for (const line of [...lines.values()]) for (const waiting of line) waiting.refuse(error);
      lines.clear();
    },
  };
}
