/** Counters by name (attack types, services, nodes), kept as JSON text. Names come from senders. */

/** Distinct names one counter keeps; what comes after counts under `other`, so that no sender can grow a record at will. */
export const mostNames = 300;
const overflow = 'other';

/** The text of `stored + delta`. A name whose count falls to zero is gone. */
export function addToCounts(stored: string | null, delta: Record<string, number>): string {
  const names = Object.keys(delta);
  const standing = stored === null ? {} : (JSON.parse(stored) as Record<string, number>);
  if (
    names.every((name) => Object.hasOwn(standing, name) && (standing[name] ?? 0) + (delta[name] ?? 0) > 0)
  ) {
    for (const name of names) standing[name] = (standing[name] ?? 0) + (delta[name] ?? 0);
    return JSON.stringify(standing);
  }
  // No prototype: a sender may call its service `__proto__`.
  const counts = Object.create(null) as Record<string, number>;
  let size = 0;
  for (const name of Object.keys(standing)) {
    counts[name] = standing[name] ?? 0;
    size += 1;
  }
  for (const given of names) {
    const name = counts[given] === undefined && size >= mostNames ? overflow : given;
    if (counts[name] === undefined) size += 1;
    const sum = (counts[name] ?? 0) + (delta[given] ?? 0);
    if (sum > 0) counts[name] = sum;
    else {
      delete counts[name];
      size -= 1;
    }
  }
  return JSON.stringify(counts);
}

export const readCounts = (text: unknown): Record<string, number> =>
  JSON.parse(text as string) as Record<string, number>;
