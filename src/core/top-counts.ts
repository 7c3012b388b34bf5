/**
 * The greatest of very many counters, kept in little space (Misra and Gries, 1982; merged after Agarwal and others,
 * 2012): of 100 names each has at least its count and at most `missed` more; a name that is not there had at most
 * `missed`. A sender that invents names cannot push out one that is often there.
 */

export const mostTop = 100;
/** What was taken from every name so far stands among the counts, under a name that no source has. */
const missedName = '\0';

/** `counts + delta`, at most `mostTop` names, in a new map. */
export function addTopCounts(
  counts: Iterable<readonly [string, number]>,
  delta: Readonly<Record<string, number>> | ReadonlyMap<string, number>,
): Map<string, number> {
  const sums = new Map(counts);
  for (const [name, by] of delta instanceof Map ? delta : Object.entries(delta))
    sums.set(name, (sums.get(name) ?? 0) + by);
  const missed = sums.get(missedName) ?? 0;
  sums.delete(missedName);
  if (sums.size > mostTop) {
    const cut =
      Float64Array.from(sums.values())
        .sort()
        .at(-1 - mostTop) ?? 0;
    for (const [name, sum] of sums)
      if (sum <= cut) sums.delete(name);
      else sums.set(name, sum - cut);
    sums.set(missedName, missed + cut);
  } else if (missed > 0) sums.set(missedName, missed);
  return sums;
}

/** The names with their least counts, and by how much each may be greater. */
export function readTopCounts(counts: Readonly<Record<string, number>>): {
  counts: Map<string, number>;
  missed: number;
} {
  const names = new Map(Object.entries(counts));
  const missed = names.get(missedName) ?? 0;
  names.delete(missedName);
  return { counts: names, missed };
}
