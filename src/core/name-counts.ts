/** Counters by name (attack types, services, nodes). Names come from senders. */

/** Distinct names one counter keeps; further ones count under `other`, so that no sender can grow a record at will. */
export const mostNames = 300;
const overflow = 'other';

/**
 * `counts + delta`, in `counts`. A name whose count falls to zero is gone. `counts` is a Map, as a sender may call its
 * service `__proto__`.
 */
export function addNameCounts(
  counts: Map<string, number>,
  delta: Readonly<Record<string, number>>,
): Map<string, number> {
  for (const [given, by] of Object.entries(delta)) {
    const name = !counts.has(given) && counts.size >= mostNames ? overflow : given;
    const sum = (counts.get(name) ?? 0) + by;
    if (sum > 0) counts.set(name, sum);
    else counts.delete(name);
  }
  return counts;
}
