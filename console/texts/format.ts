/** Times, counts and durations in the person's language, clock and zone. */
import { useMemo } from 'react';
import { usePreferences } from '../data/preferences.ts';
import { formatCount, type Language, useLanguage } from './texts.ts';

const spans: readonly (readonly [string, number])[] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
];

const steps: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
];

const sizes = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

export interface Format {
  language: Language;
  count(value: number): string;
  percent(share: number): string;
  /** One place after the point. */
  decimal(value: number): string;
  /** `1.5 MiB`. */
  bytes(value: number): string;
  /** Exact, with zone. */
  exact(iso: string): string;
  /** Hour and minute, with the day where `withDay`. */
  short(ms: number, withDay?: boolean): string;
  /** `2 min 5 s`: at most two units; under a second in milliseconds. */
  duration(ms: number): string;
  /** `0:42`, `1:03:07` since a beginning. */
  offset(ms: number): string;
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
  const units = Object.fromEntries(
    ['day', 'hour', 'minute', 'second', 'millisecond'].map((unit) => [
      unit,
      new Intl.NumberFormat(language, {
        style: 'unit',
        unit,
        unitDisplay: 'short',
        maximumFractionDigits: 0,
      }),
    ]),
  );
  const decimal = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  const percent = new Intl.NumberFormat(language, { style: 'percent' });
  return {
    language,
    count: (value) => formatCount(language, value),
    decimal: (value) => decimal.format(value),
    percent: (share) => percent.format(share),
    bytes(value) {
      const at = Math.min(sizes.length - 1, value < 1 ? 0 : Math.floor(Math.log2(value) / 10));
      return `${at === 0 ? formatCount(language, value) : decimal.format(value / 1024 ** at)} ${sizes[at]}`;
    },
    exact: (iso) => exact.format(new Date(iso)),
    short: (ms, withDay = false) => (withDay ? day : time).format(ms),
    duration(ms) {
      if (ms < 1000) return units.millisecond?.format(Math.round(ms)) ?? '';
      const at = spans.findIndex(([, size]) => ms >= size);
      let rest = ms;
      return spans
        .slice(at, at + 2)
        .map(([unit, size]) => {
          const count = Math.floor(rest / size);
          rest -= count * size;
          return count === 0 ? '' : (units[unit]?.format(count) ?? '');
        })
        .filter((text) => text !== '')
        .join(' ');
    },
    offset(ms) {
      const seconds = Math.max(0, Math.floor(ms / 1000));
      const two = (value: number): string => String(value).padStart(2, '0');
      const hours = Math.floor(seconds / 3600);
      const minutes = Math.floor(seconds / 60) % 60;
      return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
    },
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
