/** Bounded concurrency with a deadline: an external service gets so many calls at a time, and nobody waits for ever. */
export interface Limiter {
  /**
   * Runs `task` when there is room. Rejects at `deadlineMs` (of `clock`) whether it runs or still waits; its signal is
   * aborted then, and its place is free when it has ended.
   */
  run<T>(deadlineMs: number, task: (signal: AbortSignal) => Promise<T>): Promise<T>;
  readonly active: number;
  readonly waiting: number;
}

export function createLimiter(most: number, clock: () => number): Limiter {
  const waiters = new Set<() => void>();
  let active = 0;

  function next(): void {
    for (const start of waiters) {
      if (active >= most) return;
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
          const reason = new DOMException('no answer in time', 'TimeoutError');
          waiters.delete(start);
          abort.abort(reason);
          reject(reason);
        };
        const timer = setTimeout(late, Math.max(0, deadlineMs - clock()));
        if (active < most) start();
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
