/** What a server knows and since when: what `GET /api/about` answers. */
import { choice, integer, list, nullable, object, type Static, text } from './schema.ts';

const problem = nullable(text({ description: 'Why the data is incomplete or unavailable.' }));

export const PlaceSource = object({
  what: choice(['country', 'owner']),
  origin: choice(['built-in', 'file']),
  file: nullable(text({ description: "Name of the operator's file." })),
  made_at: nullable(text({ description: 'Day or time of the data.', examples: ['2026-06-17'] })),
  age_days: nullable(integer()),
  notice: nullable(text()),
  attributions: list(object({ text: text(), url: text(), licence: text() }), {
    description: 'Must be shown, with a link, wherever this data is shown.',
  }),
  problem,
});

export const MarkList = object({
  mark: text({ examples: ['tor'] }),
  file: text(),
  changed_at: text({ format: 'date-time' }),
  age_days: integer(),
  networks: integer(),
  left_out: integer({ description: 'Lines that are not a network.' }),
  problem,
});

export const About = object({
  version: text(),
  model: text({ description: 'Version of the rules and models that score events.' }),
  places: list(PlaceSource),
  marks: object({ lists: list(MarkList), problem }),
});
export type About = Static<typeof About>;
