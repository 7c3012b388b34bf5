/** The overview of more events than can be read at once: from the sums that the server keeps, exact by whole hours. */
import { keepPreviousData, useQueries } from '@tanstack/react-query';
import { type Layers, type Ranked, toSumLayers } from '../../data/activity-layers.ts';
import { topObservablesQuery } from '../../data/observables.ts';
import { activitySumsQuery, mostDays, topQuery } from '../../data/sums.ts';
import type { Activity, ObservableList, TopList } from '../../data/types.ts';

const hourMs = 3600_000;
const dayMs = 24 * hourMs;
/** Above this the picture has a point for each day. */
const mostHours = 7 * 24;
const shown = 6;
const everyMs = 15_000;

export interface Sums {
  layers: Layers;
  total: number;
  before: number;
  sources: Ranked[];
  /** So many events each source may have had more. */
  missed: number;
  services: Ranked[];
  techniques: Ranked[];
  /** Credentials and commands; an id leads to the value, of which a password may be masked. */
  tries: (Ranked & { id: string })[];
}

const toRanked = ({ items }: TopList): Ranked[] =>
  items.map(({ name, events }) => ({ value: name, count: events }));
const totalOf = ({ buckets }: Activity): number => buckets.reduce((sum, { events }) => sum + events, 0);
const toTries = (lists: readonly ObservableList[]): Sums['tries'] =>
  lists
    .flatMap(({ items }) => items.map(({ id, value, in_range = 0 }) => ({ id, value, count: in_range })))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
    .slice(0, shown);

/** Null until they are there, or where they are not asked for. */
export function useSums(
  fromMs: number,
  toMs: number,
  isAsked: boolean,
): { sums: Sums | null; error: unknown } {
  // Whole hours: the question stays the same for an hour, so its answers are kept.
  const end = Math.ceil(toMs / hourMs) * hourMs;
  const start = Math.max(Math.floor(fromMs / hourMs) * hourMs, end - mostDays * dayMs);
  const length = end - start;
  const bucket = length <= mostHours * hourMs ? 'hour' : 'day';
  const iso = (ms: number): string => new Date(ms).toISOString();
  const hours = { from: iso(start), to: iso(end) };
  const more = { enabled: isAsked, refetchInterval: everyMs, placeholderData: keepPreviousData };
  const [activity, before, sources, services, techniques, credentials, commands] = useQueries({
    queries: [
      { ...activitySumsQuery('type', bucket, hours), ...more },
      { ...activitySumsQuery('type', 'day', { from: iso(start - length), to: iso(start) }), ...more },
      { ...topQuery('source', hours, shown), ...more },
      { ...topQuery('service', hours, shown), ...more },
      { ...topQuery('technique', hours, shown), ...more },
      { ...topObservablesQuery('credential', hours.from, hours.to, shown), ...more },
      { ...topObservablesQuery('command', hours.from, hours.to, shown), ...more },
    ],
  });
  const all = [activity, before, sources, services, techniques, credentials, commands];
  const error = all.find((one) => one.isError)?.error ?? null;
  if (
    !isAsked ||
    !activity.data ||
    !before.data ||
    !sources.data ||
    !services.data ||
    !techniques.data ||
    !credentials.data ||
    !commands.data
  )
    return { sums: null, error };
  return {
    error,
    sums: {
      layers: toSumLayers(activity.data),
      total: totalOf(activity.data),
      before: totalOf(before.data),
      sources: toRanked(sources.data),
      missed: sources.data.missed,
      services: toRanked(services.data),
      techniques: toRanked(techniques.data),
      tries: toTries([credentials.data, commands.data]),
    },
  };
}
