/** From the events of a stretch of time to the overview's picture and its lists. Pure. */
import type { Activity, EventView } from './types.ts';

export interface Ranked {
  value: string;
  count: number;
}

/** The most frequent values, the greatest first; equal counts by name, so that nothing jumps. */
export function rank(values: Iterable<string>, most = 6): Ranked[] {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== '') counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
    .slice(0, most);
}

export interface Layers {
  /** Epoch ms of each interval's beginning. */
  times: number[];
  /** The four most frequent attack types; `null` stands for all others. */
  layers: { type: string | null; values: number[] }[];
}

const maxTypes = 4;

export function toLayers(events: readonly EventView[], fromMs: number, toMs: number, intervals = 48): Layers {
  const stepMs = Math.max(1, (toMs - fromMs) / intervals);
  const times = Array.from({ length: intervals }, (_, at) => fromMs + at * stepMs);
  const typeOf = ({ verdict }: EventView): string => verdict?.attack_type ?? 'unknown';
  const top = rank(events.map(typeOf), maxTypes).map(({ value }) => value);
  const layers: Layers['layers'] = top.map((type) => ({ type, values: times.map(() => 0) }));
  for (const event of events) {
    const at = Math.floor((Date.parse(event.timestamp) - fromMs) / stepMs);
    if (at < 0 || at >= intervals) continue;
    let layer = layers[top.indexOf(typeOf(event))];
    if (layer === undefined) {
      layer = layers.find(({ type }) => type === null);
      if (layer === undefined) {
        layer = { type: null, values: times.map(() => 0) };
        layers.push(layer);
      }
    }
    layer.values[at] = (layer.values[at] ?? 0) + 1;
  }
  return { times, layers };
}

/** What attackers typed or tried: credentials and commands, as they sent them. */
export const triesOf = (events: readonly EventView[]): string[] =>
  events
    .filter(({ kind }) => kind.startsWith('login.') || kind.startsWith('command.'))
    .map(({ payload }) => payload);

/** The same picture from sums by the hour or the day. */
export function toSumLayers({ buckets }: Pick<Activity, 'buckets'>): Layers {
  const totals = new Map<string, number>();
  for (const { counts } of buckets)
    for (const [type, count] of Object.entries(counts)) totals.set(type, (totals.get(type) ?? 0) + count);
  // `other` is not a type: it stands for names that were too many.
  const top = [...totals]
    .filter(([type]) => type !== 'other')
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, maxTypes)
    .map(([type]) => type);
  const values = (type: string): number[] => buckets.map(({ counts }) => counts[type] ?? 0);
  const rest = buckets.map(
    ({ events, counts }) => events - top.reduce((sum, type) => sum + (counts[type] ?? 0), 0),
  );
  return {
    times: buckets.map(({ start }) => Date.parse(start)),
    layers: [
      ...top.map((type) => ({ type, values: values(type) })),
      ...(rest.some((count) => count > 0) ? [{ type: null, values: rest }] : []),
    ],
  };
}
