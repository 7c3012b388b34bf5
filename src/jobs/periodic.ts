/** Runs work again and again in the background, one run at a time, until the server stops. */
import type { JobPlan } from './job.ts';

export interface PeriodicJob {
  /** Starts no further run; resolves when the current one is over. */
  close(): Promise<void>;
}

/** Pause between two runs when there is more to do. */
const shortPauseMs = 20;

export function startPeriodic(
  { everyMs, firstMs = everyMs, run }: JobPlan,
  onError: (error: unknown) => void,
): PeriodicJob {
  let isClosing = false;
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> = Promise.resolve();

  async function runOnce(): Promise<void> {
    let hasMore = false;
    try {
      hasMore = await run();
    } catch (error) {
      onError(error);
    }
    if (!isClosing) schedule(hasMore ? shortPauseMs : everyMs);
  }
  function schedule(afterMs: number): void {
    timer = setTimeout(() => {
      running = runOnce();
    }, afterMs);
    timer.unref();
  }
  schedule(firstMs);

  return {
    async close() {
      isClosing = true;
      if (timer) clearTimeout(timer);
      await running;
    },
  };
}
