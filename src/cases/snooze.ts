/** A snooze as people ask for it. */
import { invalid } from '../core/errors.ts';
import type { SnoozeRequest } from '../core/snooze.ts';
import { dayMs } from '../lib/duration.ts';
import { toIso } from './expiry.ts';

const mostDays = 366;

/** The change with its time as it is stored. Throws `invalid_request` for one that is past or more than a year ahead. */
export function toChange<C extends { snooze?: SnoozeRequest | null }>(change: C, now: string): C {
  if (!change.snooze) return change;
  const until = toIso(change.snooze.until) ?? '';
  if (until <= now) throw invalid([{ field: 'snooze.until', message: 'must be in the future' }]);
  if (Date.parse(until) - Date.parse(now) > mostDays * dayMs)
    throw invalid([{ field: 'snooze.until', message: 'must be within a year' }]);
  return { ...change, snooze: { ...change.snooze, until } };
}
