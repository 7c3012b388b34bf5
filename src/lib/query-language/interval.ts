/** Comparisons of numbers, durations and times in one form: the interval of numbers that they allow. */
import type { Between, Comparison, Quantity } from './ast.ts';

export interface Interval {
  /** Null = no bound. */
  from: number | null;
  /** Whether `from` itself is left out. */
  isAfter: boolean;
  until: number | null;
  /** Whether `until` itself is left out. */
  isBefore: boolean;
}

/** First and last instant of a quantity; `isOpen` if the last is the first one after it. */
function edges(value: Quantity, nowMs: number): { low: number; high: number; isOpen: boolean } {
  if (value.type === 'moment') return { low: value.fromMs, high: value.untilMs, isOpen: true };
  const one = value.type === 'number' ? value.value : value.type === 'ago' ? nowMs - value.ms : value.ms;
  return { low: one, high: one, isOpen: false };
}

const unbounded: Interval = { from: null, isAfter: false, until: null, isBefore: false };

/** What a comparison allows, at this time. Pure. */
export function toInterval(test: Comparison | Between, nowMs: number): Interval {
  if (test.kind === 'between') {
    const from = test.from ? edges(test.from, nowMs) : null;
    const until = test.until ? edges(test.until, nowMs) : null;
    return {
      from: from?.low ?? null,
      isAfter: false,
      until: until?.high ?? null,
      isBefore: until?.isOpen ?? false,
    };
  }
  const { low, high, isOpen } = edges(test.value, nowMs);
  switch (test.operator) {
    case '=':
      return { from: low, isAfter: false, until: high, isBefore: isOpen };
    case '>':
      return { ...unbounded, from: high, isAfter: !isOpen };
    case '>=':
      return { ...unbounded, from: low };
    case '<':
      return { ...unbounded, until: low, isBefore: true };
    case '<=':
      return { ...unbounded, until: high, isBefore: isOpen };
  }
}

export const liesIn = ({ from, isAfter, until, isBefore }: Interval, value: number): boolean =>
  (from === null || (isAfter ? value > from : value >= from)) &&
  (until === null || (isBefore ? value < until : value <= until));
