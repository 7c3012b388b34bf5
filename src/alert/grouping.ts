/** Which events belong together: the group of an event, and whether it still joins the group's open incident. */
import type { Incident } from '../core/alert.ts';
import type { StoredEvent } from '../core/event.ts';
import { timestampMs } from '../core/time.ts';

/** One group is one source (an address, or the host that an agent reports for) within one tenant. */
export const groupKeyOf = (event: StoredEvent): string => `source:${event.source_ip}`;

/** Held by the one incident of a group that still takes events. */
export const openKeyOf = (event: StoredEvent): string => `${event.user_id}|${groupKeyOf(event)}`;

/** Whether the event happened during the incident, or at most `windowMs` before or after it. */
export function isWithinWindow(
  event: StoredEvent,
  { first_seen, last_seen }: Pick<Incident, 'first_seen' | 'last_seen'>,
  windowMs: number,
): boolean {
  const eventMs = timestampMs(event.timestamp);
  const isNear = (at: string): boolean => Math.abs(eventMs - Date.parse(at)) <= windowMs;
  return (
    isNear(last_seen) || isNear(first_seen) || (event.timestamp > first_seen && event.timestamp < last_seen)
  );
}
