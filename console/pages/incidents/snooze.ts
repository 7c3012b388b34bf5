/** For how long incidents are put aside. Times of day are the person's own. Pure. */
import type { SnoozeRequest } from '../../data/types.ts';

export const presets = ['hour', 'fourHours', 'tomorrow', 'monday', 'again', 'tenMore'] as const;
export type Preset = (typeof presets)[number];

const hourMs = 3_600_000;
/** What waits for events does not wait for ever. */
const longestMs = 30 * 24 * hourMs;

/** Nine o'clock, so many days after the day of `nowMs`. */
function morning(nowMs: number, days: number): Date {
  const at = new Date(nowMs);
  at.setDate(at.getDate() + days);
  at.setHours(9, 0, 0, 0);
  return at;
}

export function toSnooze(preset: Preset, nowMs: number): SnoozeRequest {
  const iso = (ms: number): string => new Date(ms).toISOString();
  switch (preset) {
    case 'hour':
      return { until: iso(nowMs + hourMs) };
    case 'fourHours':
      return { until: iso(nowMs + 4 * hourMs) };
    case 'tomorrow':
      return { until: morning(nowMs, 1).toISOString() };
    case 'monday':
      // On a Monday the next one.
      return { until: morning(nowMs, (8 - new Date(nowMs).getDay()) % 7 || 7).toISOString() };
    case 'again':
      return { until: iso(nowMs + longestMs), after_events: 1 };
    case 'tenMore':
      return { until: iso(nowMs + longestMs), after_events: 10 };
  }
}
