/** When an event counts as having happened, and whether it still belongs to its group's open incident. */
import type { Incident } from '../core/alert.ts';
import type { StoredEvent } from '../core/event.ts';
import { timestampMs } from '../core/time.ts';

/** How far a sensor's clock may be ahead before its times are taken for wrong. */
const skewMs = 5 * 60_000;
/** An incident takes what its source does for so long after its latest event; later than the window, it resumes. */
export const resumeMs = 7 * 24 * 60 * 60_000;

/**
 * The time that windows are decided by, epoch ms: the arrival, since a sensor's clock may be wrong by hours. Only an
 * import is believed when it says that an event is older.
 */
export function decisiveMs(event: Pick<StoredEvent, 'timestamp' | 'received_at' | 'history'>): number {
  const arrivedMs = timestampMs(event.received_at);
  return event.history ? Math.min(timestampMs(event.timestamp), arrivedMs) : arrivedMs;
}

/** The same as text: both times are of one form, so that the earlier one is the smaller text. */
export const decisiveAt = (event: Pick<StoredEvent, 'timestamp' | 'received_at' | 'history'>): string =>
  event.history && event.timestamp < event.received_at ? event.timestamp : event.received_at;

/** The event's own time, for people; the arrival where it lies in the future. ISO. */
export const seenAt = (event: Pick<StoredEvent, 'timestamp' | 'received_at'>): string =>
  event.timestamp > event.received_at &&
  timestampMs(event.timestamp) > timestampMs(event.received_at) + skewMs
    ? event.received_at
    : event.timestamp;

/** When an incident was last active, epoch ms. Older records have only their last event's time. */
export const activeMs = ({ active_at, last_seen }: Pick<Incident, 'active_at' | 'last_seen'>): number =>
  timestampMs(active_at || last_seen);

export type Joining = 'joins' | 'resumes' | 'apart';

/** An event that is older than the incident joins it: nothing is opened beside an open incident. */
export function decideJoining(
  atMs: number,
  incident: Pick<Incident, 'active_at' | 'last_seen'>,
  windowMs: number,
): Joining {
  const pauseMs = atMs - activeMs(incident);
  if (pauseMs <= windowMs) return 'joins';
  return pauseMs <= resumeMs ? 'resumes' : 'apart';
}
