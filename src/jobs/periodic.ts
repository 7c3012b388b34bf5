/** Something that is done again and again in the background, one at a time, until the server stops. */
export interface PeriodicJob {
  /** Starts no further run; resolves when the one under way is over. */
  close(): Promise<void>;
}

export interface ChoreParts {
  everyMs: number;
  firstMs?: number;
  /** True: there is more to do at once. */
  run(): Promise<boolean>;
  onError(error: unknown): void;
}

export function startPeriodic({ everyMs, firstMs = everyMs, run, onError }: ChoreParts): PeriodicJob {
  let closing = false;
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> = Promise.resolve();

  async function turn(): Promise<void> {
    let more = false;
    try {
      more = await run();
    } catch (error) {
      onError(error);
    }
    if (!closing) plan(more ? 20 : everyMs);
  }
  function plan(afterMs: number): void {
    timer = setTimeout(() => {
      running = turn();
    }, afterMs);
    timer.unref();
  }
  plan(firstMs);

  return {
    async close() {
      closing = true;
      if (timer) clearTimeout(timer);
      await running;
    },
  };
}
