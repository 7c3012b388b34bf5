/** Queries: how they arrive, and what can be asked for. */
import { queryLimits } from '../lib/query-language/index.ts';
import { choice, list, object, optional, type Static, text } from './schema.ts';

export const queryField = optional(
  text({
    description: 'A query, such as `service:ssh risk>=8 -source:203.0.113.0/24 "wget"`.',
    maxLength: queryLimits.length,
  }),
);

export const QueryFields = object({
  fields: list(
    object({
      name: text({ examples: ['service'] }),
      type: choice(['text', 'enum', 'number', 'time', 'duration', 'address', 'boolean']),
      help: text(),
      aliases: list(text()),
      values: list(text(), { description: 'All values of an enum; suggestions for a text.' }),
    }),
  ),
});
export type QueryFields = Static<typeof QueryFields>;
