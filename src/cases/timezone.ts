/** Time zones that people set. */
import { invalid } from '../core/errors.ts';
import { isTimezone } from '../core/week-hours.ts';

/** Null and undefined set none. Throws `invalid_request` for a zone that the platform does not know. */
export function checkTimezone(timezone: string | null | undefined): void {
  if (timezone !== null && timezone !== undefined && !isTimezone(timezone))
    throw invalid([{ field: 'timezone', message: 'must be a time zone like Europe/Berlin' }]);
}
