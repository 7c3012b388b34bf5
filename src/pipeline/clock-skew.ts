/**
 * A sensor's clock may be ahead. An event of tomorrow would stand above all others until then, so a time that lies more
 * than five minutes after the arrival is kept as what was stated, and the arrival is used.
 */
import type { DraftEvent, JsonObject } from '../core/event.ts';
import { timestampMs } from '../core/time.ts';

const mostAheadMs = 5 * 60_000;

/** The draft's time and `extra`, as they are stored. */
export function withoutSkew(
  { timestamp, extra }: Pick<DraftEvent, 'timestamp' | 'extra'>,
  receivedAt: string,
): { timestamp: string; extra: JsonObject | null } {
  if (timestamp <= receivedAt) return { timestamp, extra };
  const aheadMs = timestampMs(timestamp) - timestampMs(receivedAt);
  if (aheadMs <= mostAheadMs) return { timestamp, extra };
  const clock_skew = { stated: timestamp, ahead_seconds: Math.round(aheadMs / 1000) };
  return { timestamp: receivedAt, extra: { ...extra, clock_skew } };
}
