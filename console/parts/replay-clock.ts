/** When the moments of a replay come. */

/** When each moment comes, in ms from the first; no pause lasts longer than `longestMs`. Moments ascend. */
export function toPlayTimes(moments: readonly number[], longestMs = Number.POSITIVE_INFINITY): number[] {
  let atMs = 0;
  return moments.map((moment, at) => {
    const before = moments[at - 1];
    if (before !== undefined) atMs += Math.min(Math.max(0, moment - before), longestMs);
    return atMs;
  });
}

/** How many of these ascending times have come. */
export function countUntil(times: readonly number[], atMs: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) <= atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
