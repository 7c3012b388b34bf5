/** Bounded concurrency with a deadline: an external service gets a limited number of calls at a time, and no caller waits forever. */
export interface Limiter {
  /**
   * Runs `task` when there is room. Rejects at `deadlineMs` (of `clock`), whether it is running or still waiting; its
   * signal is aborted then, and its slot is free again once it has ended.
   */
  run<T>(deadlineMs: number, task: (signal: AbortSignal) => Promise<T>): Promise<T>;
  readonly active: number;
  readonly waiting: number;
}

export function createLimiter(limit: number, clock: () => number): Limiter {
  const waiters = new Set<() => void>();
  let active = 0;

  function next(): void {
    for (const start of waiters) {
      if (active >= limit) return;
      waiters.delete(start);
      start();
    }
  }

  return {
    run: (deadlineMs, task) =>
      new Promise((resolve, reject) => {
        const abort = new AbortController();
        const start = (): void => {
          active++;
          task(abort.signal)
            .then(resolve, reject)
            .finally(() => {
              clearTimeout(timer);
              active--;
              next();
            });
        };
        const late = (): void => {
          const reason = new DOMException('The deadline has passed', 'TimeoutError');
          waiters.delete(start);
          abort.abort(reason);
          reject(reason);
        };
        const timer = setTimeout(late, Math.max(0, deadlineMs - clock()));
        if (active < limit) start();
        else waiters.add(start);
      }),
    get active() {
      return active;
    },
    get waiting() {
      return waiters.size;
    },
  };
}
