/** Counters by name as JSON text (core/name-counts.ts). */
import { addNameCounts } from '../../../core/name-counts.ts';

/** The text of `stored + delta`. */
export function addToCounts(stored: string | null, delta: Record<string, number>): string {
  const existing = stored === null ? {} : readCounts(stored);
  const names = Object.keys(delta);
  // Most of the time no name comes or goes: then nothing is copied.
  if (names.every((name) => Object.hasOwn(existing, name) && existing[name]! + delta[name]! > 0)) {
    for (const name of names) existing[name]! += delta[name]!;
    return JSON.stringify(existing);
  }
  const counts = addNameCounts(new Map(Object.entries(existing)), delta);
  // fromEntries defines own properties, whatever their names.
  return JSON.stringify(Object.fromEntries(counts));
}

export const readCounts = (text: unknown): Record<string, number> =>
  JSON.parse(text as string) as Record<string, number>;
