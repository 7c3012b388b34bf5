/** Times as people send them. */
import { invalid } from '../core/errors.ts';
import { toTimestamp } from '../ingest/timestamp.ts';

/** ISO in UTC with milliseconds, as the store compares times. A time without a zone is UTC, as in events. */
export const toIso = (time: string | null | undefined): string | null =>
  time === null || time === undefined ? null : (toTimestamp(time) ?? new Date(time).toISOString());

/** When something ends, null = never. `now` is ISO. Throws `invalid_request` where that is not in the future. */
export function parseExpiry(expires_at: string | null | undefined, now: string): string | null {
  const end = toIso(expires_at);
  if (end !== null && end <= now) throw invalid([{ field: 'expires_at', message: 'must be in the future' }]);
  return end;
}
