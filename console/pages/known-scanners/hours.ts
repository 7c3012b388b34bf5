/** When a scanner is at work, in words. */
import type { KnownScanner } from '../../data/types.ts';
import { knownScannersTexts } from '../../texts/known-scanners.ts';
import { useTexts } from '../../texts/texts.ts';

export function useHoursLine(): (hours: NonNullable<KnownScanner['hours']>) => string {
  const t = useTexts(knownScannersTexts);
  return ({ from, to, timezone, weekdays }) =>
    t.hoursLine(from, to, timezone, weekdays.map((day) => t.days[day]).join(', '));
}
