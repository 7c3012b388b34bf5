/** The Retry-After header (RFC 9110, 10.2.3). */
import { dayMs } from './duration.ts';

/** Milliseconds to wait by a Retry-After of seconds or a date, at most a day; null where it cannot be read. */
export function parseRetryAfter(value: string | null | undefined, nowMs: number): number | null {
  if (!value) return null;
  const ms = /^\d{1,9}(?:\.\d{1,6})?$/.test(value.trim())
    ? Number(value) * 1000
    : /^[A-Z][a-z]{2},? /.test(value)
      ? Date.parse(value) - nowMs
      : Number.NaN;
  return Number.isFinite(ms) ? Math.min(dayMs, Math.max(0, Math.ceil(ms))) : null;
}
