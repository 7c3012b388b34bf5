/** What a tenant may use, and uses. */
import { quotaNames } from '../core/quota.ts';
import { choice, integer, nullable, object, type Static, text } from './schema.ts';

export const Quota = object({
  name: choice(quotaNames),
  limit: nullable(integer({ minimum: 0, description: 'null: no limit.' })),
  used: integer({
    minimum: 0,
    description: 'Bytes are approximate: the text of the events and 500 bytes for each.',
  }),
  state: choice(['ok', 'warning', 'used_up'], { description: 'A warning once four fifths are used.' }),
  resets_at: nullable(
    text({ format: 'date-time', description: 'Null: usage decreases when things are removed.' }),
  ),
  refused: integer({ minimum: 0, description: 'Events that were refused today because of it.' }),
});
export type Quota = Static<typeof Quota>;
