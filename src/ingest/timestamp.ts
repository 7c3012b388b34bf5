/** Timestamps as sensors write them → the one form that is stored. */

/** ISO 8601 with date alone, `T` or a blank between, a fraction of any length, and no zone (UTC), `Z` or an offset. */
export const timestampPattern =
  '^\\d{4}-\\d{2}-\\d{2}(?:[T ]\\d{2}:\\d{2}(?::\\d{2}(?:[.,]\\d{1,9})?)? ?(?:[Zz]|UTC|[+-]\\d{2}(?::?\\d{2})?)?)?$';

const form =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)? ?([Zz]|UTC|[+-]\d{2}(?::?\d{2})?)?)?$/;
const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/** Minutes east of UTC, or null for an offset that does not exist. */
function offsetMinutes(zone: string): number | null {
  const digits = zone.slice(1).replace(':', '');
  const hours = Number(digits.slice(0, 2));
  const minutes = Number(digits.slice(2) || '0');
  if (hours > 14 || minutes > 59) return null;
  return (zone[0] === '-' ? -1 : 1) * (hours * 60 + minutes);
}

/**
 * Returns `YYYY-MM-DDTHH:mm:ss.sssZ` in UTC, or null if it is not a timestamp. Digits beyond the millisecond are dropped,
 * not rounded: rounding could carry an event into the next day.
 */
export function toTimestamp(text: string): string | null {
  const match = form.exec(text);
  if (match === null) return null;
  const [, year = '', month = '', day = '', hour = '00', minute = '00', second = '00', fraction = '', zone] =
    match;
  const y = Number(year);
  const m = Number(month);
  const d = Number(day);
  if (y < 1970 || m < 1 || m > 12 || d < 1) return null;
  if (d > (m === 2 && isLeap(y) ? 29 : (monthDays[m - 1] ?? 0))) return null;
  // Some sensors write a leap second as 60; it is kept as the last second of its minute.
  const s = second === '60' ? '59' : second;
  if (hour > '23' || minute > '59' || s > '59') return null;
  const utc = `${year}-${month}-${day}T${hour}:${minute}:${s}.${fraction.slice(0, 3).padEnd(3, '0')}Z`;
  if (zone === undefined || zone === 'Z' || zone === 'z' || zone === 'UTC') return utc;
  const offset = offsetMinutes(zone);
  if (offset === null) return null;
  const moved = new Date(Date.parse(utc) - offset * 60_000).toISOString();
  return moved.length === 24 && moved >= '1970' ? moved : null;
}
