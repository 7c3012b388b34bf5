/** One time range a page, in its address: `?time=24h`, or `?from=…&to=…`. */
import type { Search } from './address.ts';

export const spans = {
  '1h': 3600_000,
  '24h': 86_400_000,
  '7d': 7 * 86_400_000,
  '30d': 30 * 86_400_000,
} as const;
export type Span = keyof typeof spans;
export const spanNames = Object.keys(spans) as Span[];
export const isSpan = (name: string | undefined): name is Span =>
  name !== undefined && Object.hasOwn(spans, name);

export interface TimeRange {
  /** ISO; null = since ever. */
  from: string | null;
  /** ISO; null = until now. */
  to: string | null;
  span: Span | null;
}

/** A moving range begins at a full minute, so that a page which is drawn twice asks twice for the same. */
export function toTimeRange(search: Search, nowMs: number, standard: Span | null = null): TimeRange {
  const name =
    search.time === 'all' ? null : isSpan(search.time) ? search.time : search.from ? null : standard;
  if (name !== null) {
    const minute = Math.floor(nowMs / 60_000) * 60_000;
    return { from: new Date(minute - spans[name]).toISOString(), to: null, span: name };
  }
  const valid = (text: string | undefined): string | null =>
    text !== undefined && !Number.isNaN(Date.parse(text)) ? new Date(text).toISOString() : null;
  return { from: valid(search.from), to: valid(search.to), span: null };
}
