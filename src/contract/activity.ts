/** Sums over time: how much, of what, from whom. */
import { FoundAsset } from './asset.ts';
import { counts, plainTime, time } from './fields.ts';
import { choice, integer, list, nullable, object, optional, type Static, text } from './schema.ts';

const events = integer();
const range = { from: time('Start of the first hour.'), to: time('Before this hour.') };
export const countedBy = [
  'type',
  'service',
  'node',
  'group',
  'country',
  'network',
  'exposure',
  'risk',
  'technique',
  'vulnerability',
] as const;
export const buckets = ['hour', 'day'] as const;

export const Activity = object({
  ...range,
  bucket: choice(buckets),
  by: choice(countedBy),
  buckets: list(
    object({
      start: plainTime,
      events,
      high_risk: integer({ description: 'Events of risk 7 and more.' }),
      alerts: integer(),
      counts: counts('Events by name; names beyond 300 count as `other`.'),
    }),
    { description: 'Ascending, without gaps.' },
  ),
});
export type Activity = Static<typeof Activity>;

export const TopList = object({
  ...range,
  of: choice([...countedBy, 'source']),
  items: list(object({ name: text(), events, asset: optional(nullable(FoundAsset)) }), {
    description: 'Highest first.',
  }),
  missed: integer({
    description:
      'Upper bound of the events missing from each name’s count, and of those of a name not listed; 0: all counts are exact.',
  }),
});
export type TopList = Static<typeof TopList>;

export const Techniques = object({
  ...range,
  items: list(
    object({
      technique: text({ examples: ['T1110.001'] }),
      events,
      example: nullable(text({ description: 'An event of the range; null where it is no longer kept.' })),
    }),
  ),
});
export type Techniques = Static<typeof Techniques>;

export const Vulnerabilities = object({
  from: nullable(time('Start of the first hour; null: since the beginning.')),
  to: nullable(time('Before this hour.')),
  items: list(
    object({
      id: text({ examples: ['CVE-2021-44228'] }),
      title: text(),
      product: text(),
      events: integer({ description: 'Within the requested range.' }),
      first_seen: plainTime,
      last_seen: plainTime,
      sources: integer({
        description: 'Sources that ever tried it; at most 300 are distinguished.',
      }),
    }),
    { description: 'The most often tried first.' },
  ),
});
export type Vulnerabilities = Static<typeof Vulnerabilities>;
