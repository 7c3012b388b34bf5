/** Doing something again and again. Handed in, so that tests decide when. */

/** Begins it and returns what ends it. A task that still runs is not begun a second time. */
export type Repeat = (task: () => Promise<void>) => () => void;

/** Every so many milliseconds, without keeping the process alive. `task` must not reject. */
export const repeatEvery =
  (intervalMs: number): Repeat =>
  (task) => {
    let isRunning = false;
    const run = async (): Promise<void> => {
      if (isRunning) return;
      isRunning = true;
      try {
        await task();
      } finally {
        isRunning = false;
      }
    };
    const timer = setInterval(() => void run(), intervalMs);
    timer.unref();
    return () => clearInterval(timer);
  };

export const never: Repeat = () => () => undefined;
