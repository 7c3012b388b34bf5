/** Runs work one at a time, in the order of the calls: a commit's context must still hold when it is written. */
export type Lock = <T>(work: () => Promise<T>) => Promise<T>;

export function createLock(): Lock {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = last.then(work, work);
    last = result.catch(() => undefined);
    return result;
  };
}

/** A lock for each name, for as long as somebody holds it or waits for it. */
export function createLocks(): <T>(name: string, work: () => Promise<T>) => Promise<T> {
  const locks = new Map<string, { lock: Lock; calls: number }>();
  return async (name, work) => {
    const held = locks.get(name) ?? { lock: createLock(), calls: 0 };
    locks.set(name, held);
    held.calls += 1;
    try {
      return await held.lock(work);
    } finally {
      held.calls -= 1;
      if (held.calls === 0) locks.delete(name);
    }
  };
}
