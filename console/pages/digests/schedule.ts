/** When a digest is sent, in words. */
import type { Digest } from '../../data/types.ts';
import { digestsTexts } from '../../texts/digests.ts';
import { useTexts } from '../../texts/texts.ts';

export function useSchedule(): (digest: Pick<Digest, 'every' | 'weekday' | 'at' | 'timezone'>) => string {
  const t = useTexts(digestsTexts);
  return ({ every, weekday, at, timezone }) =>
    every === 'day' ? t.daily(at, timezone) : t.weekly(t.weekdays[weekday], at, timezone);
}
