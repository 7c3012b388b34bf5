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
