/** Hours of the week in a time zone, as suppression rules and known scanners have them. */
import { timestampMs } from './time.ts';

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof weekdays)[number];

/**
 * From minute `from` of the day until before minute `until`; where `until` is less, over midnight. The hours after
 * midnight belong to the day on which they began.
 */
export interface WeekHours {
  from: number;
  until: number;
  /** IANA name; absent = UTC. */
  timezone?: string;
  /** Absent or empty = every day. */
  weekdays?: Weekday[];
}

/** Whether the platform knows it as a time zone. */
export function isTimezone(value: unknown): value is string {
  if (typeof value !== 'string' || value.length > 60 || !/^[A-Za-z]/.test(value)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: value });
    return true;
  } catch {
    return false;
  }
}

const minuteMs = 60_000;
const dayMinutes = 1440;
const weekMinutes = 7 * dayMinutes;
/** Clocks differ from UTC by whole quarters of an hour, and are changed at one. */
const quarterMs = 15 * minuteMs;
const mostQuarters = 4096;

/** Minutes since Monday 00:00. */
function minuteInUtc(ms: number): number {
  // 1970-01-01 was a Thursday.
  const minutes = Math.floor(ms / minuteMs) + 3 * dayMinutes;
  return ((minutes % weekMinutes) + weekMinutes) % weekMinutes;
}

function createClock(timezone: string): (ms: number) => number {
  if (timezone === 'UTC') return minuteInUtc;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: timezone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const quarters = new Map<number, number>();
  return (ms) => {
    const quarter = Math.floor(ms / quarterMs);
    let start = quarters.get(quarter);
    if (start === undefined) {
      const parts = new Map(
        format.formatToParts(quarter * quarterMs).map(({ type, value }) => [type, value]),
      );
      const day = weekdays.indexOf((parts.get('weekday') ?? '').toLowerCase() as Weekday);
      start = day * dayMinutes + Number(parts.get('hour')) * 60 + Number(parts.get('minute'));
      if (quarters.size >= mostQuarters) quarters.clear();
      quarters.set(quarter, start);
    }
    return start + Math.floor((ms - quarter * quarterMs) / minuteMs);
  };
}

/** A test of times (ISO). A zone that the platform does not know counts as UTC. */
export function createHoursTest(hours: WeekHours): (timestamp: string) => boolean {
  const { from, until, timezone = 'UTC' } = hours;
  const days = new Set(hours.weekdays?.length ? hours.weekdays : weekdays);
  const clock = createClock(isTimezone(timezone) ? timezone : 'UTC');
  const isOn = (minute: number): boolean =>
    days.has(weekdays[Math.floor((((minute % weekMinutes) + weekMinutes) % weekMinutes) / dayMinutes)]!);
  return (timestamp) => {
    const minute = clock(timestampMs(timestamp));
    const ofDay = minute % dayMinutes;
    if (from <= until) return ofDay >= from && ofDay < until && isOn(minute);
    if (ofDay >= from) return isOn(minute);
    return ofDay < until && isOn(minute - dayMinutes);
  };
}
