/** Ranges of time as parameters of a request. */
import { optional, text } from '../../contract/schema.ts';
import { AppError } from '../../core/errors.ts';
import { dayMs } from '../../lib/duration.ts';

export const moment = (description: string) =>
  optional(text({ description, format: 'date-time', maxLength: 40 }));

/** Any ISO time → the form that events are stored in; without a zone it is UTC. */
export function toStamp(given: string | undefined): string | undefined {
  if (given === undefined) return undefined;
  const zoned = /T|\s/.test(given) && !/(?:Z|[+-]\d\d:?\d\d)$/i.test(given) ? `${given}Z` : given;
  return new Date(zoned.replace(' ', 'T')).toISOString();
}

export const mostDays = 93;
const hourMs = 60 * 60_000;

/** Sums are kept by the hour. */
export const rangeFields = {
  from: moment('Not before the hour of this time. Default: a day before `to`.'),
  to: moment(`Up to the hour of this time, included. Default: now. At most ${mostDays} days after \`from\`.`),
};

export interface HourRange {
  fromMs: number;
  toMs: number;
  /** ISO, the starts of hours. */
  from: string;
  to: string;
}

/** Whole hours. Throws `bad_request` for a range that ends before it starts, or is too long. */
export function toHourRange(
  { from, to }: { from?: string | undefined; to?: string | undefined },
  nowMs: number,
): HourRange {
  const endMs = to === undefined ? nowMs : Date.parse(toStamp(to) ?? '');
  const startMs = from === undefined ? endMs - dayMs : Date.parse(toStamp(from) ?? '');
  if (startMs > endMs) throw new AppError('bad_request', 'from: must not be after to');
  if (endMs - startMs > mostDays * dayMs)
    throw new AppError('bad_request', `from: must be at most ${mostDays} days before to`);
  const fromMs = startMs - (((startMs % hourMs) + hourMs) % hourMs);
  const toMs = Math.floor(endMs / hourMs) * hourMs + hourMs;
  return { fromMs, toMs, from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() };
}
