/** Lists of observables: all of a kind, those of a range, and those that rise. Reads sums only, never events. */
import { AppError } from '../core/errors.ts';
import { type Observable, type ObservableKind, type ObservableSums, periodMs } from '../core/observable.ts';
import type { PageRequest } from '../core/query.ts';
import type { TenantStore } from '../core/store.ts';
import { dayMs } from '../lib/duration.ts';
import { searchObservables, showsPart } from './masked-search.ts';

/** Where a range is needed and none was given. */
export const usualDays = 7;
export const mostRangeDays = 93;
/** A ranking ends with these. */
export const mostRanked = 1000;

/**
 * The range that is ranked; null where all of a kind are paged instead. Times are ISO. Throws `bad_request` for one
 * that ends before it starts, or is too long.
 */
export function observableRange(
  { from, to, sort }: { from?: string | undefined; to?: string | undefined; sort: string },
  nowMs: number,
): { fromMs: number; toMs: number } | null {
  const hasRange = from !== undefined || to !== undefined;
  const toMs = to === undefined ? nowMs : Date.parse(to);
  const fromMs = from === undefined ? toMs - usualDays * dayMs : Date.parse(from);
  if (hasRange && fromMs > toMs) throw new AppError('bad_request', 'from: must not be after to');
  if (sort === 'first_seen' || (sort === 'events' && !hasRange)) return null;
  if (toMs - fromMs > mostRangeDays * dayMs)
    throw new AppError('bad_request', `from: must be at most ${mostRangeDays} days before to`);
  return { fromMs, toMs };
}

export interface RankedObservable {
  observable: Observable;
  in_range: number;
  before: number;
}
export interface Ranking {
  from: string;
  to: string;
  items: RankedObservable[];
  missed: number;
  missed_before: number;
}

const floor = (ms: number): string => new Date(Math.floor(ms / periodMs) * periodMs).toISOString();
const ceil = (ms: number): string => new Date(Math.ceil(ms / periodMs) * periodMs).toISOString();

type Counts = Pick<RankedObservable, 'in_range' | 'before'>;
const lessOf = (a: Counts, b: Counts): number => b.in_range - a.in_range;
const riseOf = (a: Counts, b: Counts): number =>
  b.in_range - b.before - (a.in_range - a.before) || lessOf(a, b);
/** Values read at once to find those that hold a text. */
const readAtOnce = 200;

/**
 * The greatest of a range beside the range of the same length before it. Whole quarters of a day. Ranked by what was
 * counted, so that no more values are read than are listed; of equal ones the ids decide which those are.
 */
export async function rankObservables(
  tenant: TenantStore,
  asked: {
    kind: ObservableKind;
    q?: string | undefined;
    fromMs: number;
    toMs: number;
    by: 'events' | 'rise';
    /** Whether the caller may see what is masked (masked-search.ts). */
    maySee: boolean;
  },
  limit: number,
): Promise<Ranking> {
  const from = floor(asked.fromMs);
  const to = ceil(Math.max(asked.toMs, asked.fromMs + 1));
  const lengthMs = Date.parse(to) - Date.parse(from);
  const now: ObservableSums = await tenant.observableSums(asked.kind, from, to);
  const before = await tenant.observableSums(asked.kind, floor(Date.parse(from) - lengthMs), from);
  const order = asked.by === 'rise' ? riseOf : lessOf;
  const ranked = Array.from(now.counts, ([id, in_range]) => ({
    id,
    in_range,
    before: before.counts.get(id) ?? 0,
  }))
    .filter((one) => asked.by === 'events' || one.in_range > one.before)
    .sort((a, b) => order(a, b) || (a.id < b.id ? -1 : 1))
    .slice(0, mostRanked);
  const found: RankedObservable[] = [];
  const atOnce = asked.q === undefined ? limit : Math.max(limit, readAtOnce);
  for (let at = 0; at < ranked.length && found.length < limit; at += atOnce) {
    const some = new Map(ranked.slice(at, at + atOnce).map((one) => [one.id, one]));
    for (const observable of await tenant.observablesById([...some.keys()])) {
      const { in_range = 0, before: earlier = 0 } = some.get(observable.id) ?? {};
      if (showsPart(observable, asked.q, asked.maySee)) found.push({ observable, in_range, before: earlier });
    }
  }
  const items = found
    .slice(0, limit)
    .sort((a, b) => order(a, b) || (a.observable.value < b.observable.value ? -1 : 1));
  return { from, to, items, missed: now.missed, missed_before: before.missed };
}

/** All of a kind since they are kept. */
export const pageObservables = (
  tenant: TenantStore,
  {
    maySee,
    ...asked
  }: {
    kind: ObservableKind;
    q?: string | undefined;
    from?: string | undefined;
    to?: string | undefined;
    maySee: boolean;
  },
  order: 'events' | 'first_seen',
  page: PageRequest,
) => {
  const { kind, q, from, to } = asked;
  const filter = {
    kind,
    ...(q === undefined ? {} : { q }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  };
  return searchObservables(tenant, filter, order, page, maySee);
};
