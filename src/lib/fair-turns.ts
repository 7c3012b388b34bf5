/** Work that few may do at a time: owners take turns, each has a bound, and some places are kept for whoever has none. */
import { AppError } from '../core/errors.ts';

export interface FairTurns {
  /** Rejects with `unavailable` where too many wait, or its turn did not come in time. */
  run<T>(owner: string, work: () => Promise<T>): Promise<T>;
  /** Rejects all that wait with `error`. */
  close(error: Error): void;
}

export interface FairTurnsLimits {
  /** Under way at a time. */
  atOnce: number;
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

export function createFairTurns(limits: FairTurnsLimits, what: string): FairTurns {
  /** Who was served last stands last. */
  const lines = new Map<string, Waiting[]>();
  const held = new Map<string, number>();
  let all = 0;
  let running = 0;

  const tooMany = (): AppError =>
    new AppError('unavailable', `Too many ${what} at once`, { retryAfterSeconds: 5 });

  function next(): void {
    while (running < limits.atOnce) {
      const [found] = lines;
      if (!found) return;
      const [owner, line] = found;
      lines.delete(owner);
      const waiting = line.shift();
      if (line.length > 0) lines.set(owner, line);
      if (!waiting) continue;
      running++;
      waiting.begin();
    }
  }

  function turn(owner: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        begin() {
          clearTimeout(timer);
          resolve();
        },
        refuse(error) {
          clearTimeout(timer);
          reject(error);
        },
      };
      const timer = setTimeout(() => {
        const line = lines.get(owner)?.filter((one) => one !== waiting) ?? [];
        if (line.length > 0) lines.set(owner, line);
        else lines.delete(owner);
        reject(tooMany());
      }, limits.waitMs);
      const line = lines.get(owner);
      if (line) line.push(waiting);
      else lines.set(owner, [waiting]);
      next();
    });
  }

  return {
    async run(owner, work) {
      const mine = held.get(owner) ?? 0;
      if (mine >= limits.mostPerOwner || all >= limits.most - (mine === 0 ? 0 : limits.reserved))
        throw tooMany();
      held.set(owner, mine + 1);
      all++;
      let hasTurn = false;
      try {
        await turn(owner);
        hasTurn = true;
        return await work();
      } finally {
        if (hasTurn) running--;
        all--;
        const left = (held.get(owner) ?? 1) - 1;
        if (left > 0) held.set(owner, left);
        else held.delete(owner);
        next();
      }
    },
    close(error) {
      for (const line of [...lines.values()]) for (const waiting of line) waiting.refuse(error);
      lines.clear();
    },
  };
}
