/** Ranges of time as parameters of a request. */
import { AppError } from '../../core/errors.ts';
import { dayMs } from '../../lib/duration.ts';
import { momentOf, toStamp } from './moment.ts';

export const mostDays = 93;
const hourMs = 60 * 60_000;

/** Sums are kept by the hour. */
export const rangeFields = {
  from: momentOf('From the hour of this time. Default: a day before `to`.'),
  to: momentOf(
    `Up to the hour of this time, included. Default: now. At most ${mostDays} days after \`from\`.`,
  ),
};

/** Of decoys, at any time. */
export const decoyRange = {
  from: momentOf('Accessed (or, if never accessed, registered) at or after this time.'),
  to: momentOf('Accessed (or, if never accessed, registered) before this time.'),
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
