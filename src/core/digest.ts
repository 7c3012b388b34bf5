/** Digests: what happened in a day or a week, told at an hour in a zone. When each is due. Pure. */
import { isTimezone, type Weekday, weekdays } from './week-hours.ts';

export const digestPeriods = ['day', 'week'] as const;

export interface DigestSchedule {
  every: (typeof digestPeriods)[number];
  /** For weekly ones: the day on which it is sent. */
  weekday: Weekday;
  /** `HH:MM` of the clocks in `timezone`. */
  at: string;
  /** IANA name. */
  timezone: string;
}

export interface DigestSettings extends DigestSchedule {
  name: string;
  enabled: boolean;
  /** Only what concerns the nodes of this group; null = all of the tenant's. */
  group_id: string | null;
  /** Ids of the channels; empty = those that subscribe to `digest`. */
  channels: string[];
}

export interface DigestBody extends DigestSettings {
  created_by: string;
  /** Until when the latest one tells: the next begins there. ISO. */
  told_until: string;
  /** What suppression rules and known scanners had held back by then, by their ids. */
  held_back: Record<string, number>;
}

/** A day of the calendar. */
interface Day {
  year: number;
  month: number;
  day: number;
}

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const mostZones = 600;
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timezone: string): Intl.DateTimeFormat {
  const known = formats.get(timezone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: isTimezone(timezone) ? timezone : 'UTC',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  if (formats.size >= mostZones) formats.clear();
  formats.set(timezone, format);
  return format;
}

/** What the clocks in the zone show, as if they were UTC, in ms. */
function wallMs(ms: number, timezone: string): number {
  const parts = new Map(
    formatOf(timezone)
      .formatToParts(ms)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const of = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0;
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
}

/**
 * When the clocks in a zone show this on that day. A time that is shown twice is the first; one that is skipped is as
 * much later as was skipped, so there is one moment for each day.
 */
function momentOf({ year, month, day }: Day, at: string, timezone: string): number {
  const wall = Date.UTC(year, month, day) + (Number(at.slice(0, 2)) * 60 + Number(at.slice(3, 5))) * minuteMs;
  const offsets = [wall - dayMs, wall + dayMs].map((ms) => wallMs(ms, timezone) - ms);
  const candidates = offsets.map((offset) => wall - offset);
  const shown = candidates.filter((ms) => wallMs(ms, timezone) === wall);
  return shown.length > 0 ? Math.min(...shown) : (candidates[0] ?? wall);
}

/** The latest moment at or before `nowMs` at which one is due. Epoch ms. */
export function lastDueMs({ every, weekday, at, timezone }: DigestSchedule, nowMs: number): number {
  const today = new Date(wallMs(nowMs, timezone));
  // A day more than the period: today's may still be to come.
  for (let back = -1; back <= 8; back++) {
    const day = new Date(today.getTime() - back * dayMs);
    // 1970-01-01 was a Thursday.
    const name = weekdays[(Math.floor(day.getTime() / dayMs) + 3) % 7];
    if (every === 'week' && name !== weekday) continue;
    const date = { year: day.getUTCFullYear(), month: day.getUTCMonth(), day: day.getUTCDate() };
    const due = momentOf(date, at, timezone);
    if (due <= nowMs) return due;
  }
  return nowMs;
}

/** At most so many that were missed are told one by one; the first of them tells of all that was before. */
export const mostMissed = 7;

/** The moments that have come since `untilMs` and are not told yet, oldest first; at most `mostMissed`, the latest. */
export function missedDuesMs(schedule: DigestSchedule, untilMs: number, nowMs: number): number[] {
  const dues: number[] = [];
  for (
    let due = lastDueMs(schedule, nowMs);
    due > untilMs && dues.length < mostMissed;
    due = lastDueMs(schedule, due - 1)
  )
    dues.unshift(due);
  return dues;
}
