/** One box over everything: what a search finds, in groups. */
import { choice, list, object, optional, type Static, text } from './schema.ts';

export const searchGroups = [
  'pages',
  'incidents',
  'attackers',
  'sessions',
  'nodes',
  'decoys',
  'observables',
] as const;
export type SearchGroup = (typeof searchGroups)[number];

const Hit = object({
  id: text({
    description: 'The id in its own route; for a session `node/session`, for a page its path.',
  }),
  title: text(),
  detail: text({ description: 'What distinguishes it from others, in a few words.' }),
  kind: optional(text({ description: 'Of an observable.' })),
  at: optional(text({ description: 'When it was last seen.', format: 'date-time' })),
});
export type SearchHit = Static<typeof Hit>;

export const SearchAnswer = object({
  q: text(),
  groups: list(
    object({
      group: choice(searchGroups),
      items: list(Hit),
      more: text({ description: 'The call that lists all of the group for this text, or empty.' }),
    }),
    { description: 'Only groups that found something.' },
  ),
});
export type SearchAnswer = Static<typeof SearchAnswer>;
