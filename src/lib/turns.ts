/** Long work in slices: between them the event loop serves others. */
export interface Turns {
  /** Null while the slice lasts; else a promise that resolves in a later turn of the event loop. */
  next(): Promise<void> | null;
}

/** Far below 50 ms, which is when a person or a health check notices. */
const sliceMs = 15;

export function createTurns(nowMs: () => number = () => performance.now(), mostMs = sliceMs): Turns {
  let startedMs = nowMs();
  return {
    next() {
      if (nowMs() - startedMs < mostMs) return null;
      return new Promise((resolve) =>
        setImmediate(() => {
          startedMs = nowMs();
          resolve();
        }),
      );
    },
  };
}

/** Work written as steps, all at once: where there is little of it. */
export function inOneGo<T>(steps: Generator<void, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** Work written as steps: after each of them others may have their turn. */
export async function inTurns<T>(steps: Generator<void, T>, turns: Turns = createTurns()): Promise<T> {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    const turn = turns.next();
    if (turn !== null) await turn;
  }
}
