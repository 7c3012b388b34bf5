/** A bucket of tokens for each address; the least used are forgotten, so that memory is bounded. */

const mostAddresses = 10_000;

export interface Rate {
  /** Takes one, and says how many milliseconds the caller is ahead of its rate; 0 = within it. */
  take(address: string): number;
}

/** `perSecond` in the long run, `burst` at once. `clock` in milliseconds. */
export function createRate({
  perSecond,
  burst,
  clock,
}: {
  perSecond: number;
  burst: number;
  clock(): number;
}): Rate {
  const buckets = new Map<string, { left: number; at: number }>();
  return {
    take(address) {
      const now = clock();
      const before = buckets.get(address) ?? { left: burst, at: now };
      // A clock that was set back gives nothing and takes nothing.
      const gained = (Math.max(0, now - before.at) / 1000) * perSecond;
      const left = Math.min(burst, before.left + gained) - 1;
      buckets.delete(address);
      if (buckets.size >= mostAddresses) buckets.delete(buckets.keys().next().value as string);
      // What waits is not owed for longer than a burst.
      buckets.set(address, { left: Math.max(left, -burst), at: now });
      return left >= 0 ? 0 : (-left / perSecond) * 1000;
    },
  };
}
