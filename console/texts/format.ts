/** Times, counts and durations in the person's language, clock and zone. */
import { useMemo } from 'react';
import { usePreferences } from '../data/preferences.ts';
import { formatCount, type Language, useLanguage } from './texts.ts';

const steps: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
];

export interface Format {
  language: Language;
  count(value: number): string;
  percent(share: number): string;
  /** Exact, with zone. */
  exact(iso: string): string;
  /** Hour and minute, with the day where `withDay`. */
  short(ms: number, withDay?: boolean): string;
  /** `4 min. ago`. */
  relative(iso: string, nowMs: number): string;
}

function createFormat(language: Language, clock: 'system' | '12' | '24'): Format {
  const hour12 = clock === 'system' ? undefined : clock === '12';
  const exact = new Intl.DateTimeFormat(language, {
    dateStyle: 'medium',
    timeStyle: 'long',
    ...(hour12 === undefined ? {} : { hour12 }),
  });
  const time = new Intl.DateTimeFormat(language, { hour: 'numeric', minute: '2-digit', hour12 });
  const day = new Intl.DateTimeFormat(language, {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hour12,
  });
  const ago = new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'short' });
  const percent = new Intl.NumberFormat(language, { style: 'percent' });
  return {
    language,
    count: (value) => formatCount(language, value),
    percent: (share) => percent.format(share),
    exact: (iso) => exact.format(new Date(iso)),
    short: (ms, withDay = false) => (withDay ? day : time).format(ms),
    relative(iso, nowMs) {
      const seconds = (Date.parse(iso) - nowMs) / 1000;
      const [unit, size] = steps.find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 1];
      return ago.format(Math.round(seconds / size), unit);
    },
  };
}

export function useFormat(): Format {
  const language = useLanguage();
  const { clock } = usePreferences();
  return useMemo(() => createFormat(language, clock), [language, clock]);
}
