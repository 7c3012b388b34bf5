/** Times as people of one zone read them. */
import { isTimezone } from '../../core/week-hours.ts';

interface Zone {
  moment: Intl.DateTimeFormat;
  name: Intl.DateTimeFormat;
}

const mostZones = 600;
const zones = new Map<string, Zone>();

function zoneOf(timezone: string): Zone {
  const known = zones.get(timezone);
  if (known) return known;
  const timeZone = isTimezone(timezone) ? timezone : 'UTC';
  const zone: Zone = {
    // Swedish writes dates as ISO 8601 does.
    moment: new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }),
    name: new Intl.DateTimeFormat('en-GB', { timeZone, timeZoneName: 'short' }),
  };
  if (zones.size >= mostZones) zones.clear();
  zones.set(timezone, zone);
  return zone;
}

/** `2026-11-24 11:15`; the text itself where it is no time. */
export function toLocal(iso: string, timezone: string): string {
  const ms = Date.parse(iso);
  return Number.isNaN(ms) ? iso : zoneOf(timezone).moment.format(ms);
}

/** `CET`, `GMT+5:30`, `UTC`: as it holds at that time. */
export function zoneName(iso: string, timezone: string): string {
  const ms = Date.parse(iso);
  if (Number.isNaN(ms)) return '';
  const part = zoneOf(timezone)
    .name.formatToParts(ms)
    .find(({ type }) => type === 'timeZoneName');
  return part?.value ?? '';
}

/** One moment or a span; the day stands once where both ends have the same. */
export function toSpan(from: string, to: string, timezone: string): string {
  const first = toLocal(from, timezone);
  const last = toLocal(to, timezone);
  const end = first.slice(0, 10) === last.slice(0, 10) ? last.slice(11) : last;
  return `${first === last ? first : `${first} to ${end}`} ${zoneName(to, timezone)}`.trim();
}
