/** Sample data: a demo week beside the tenant's own data. */
import { sampleStates } from '../core/sample.ts';
import { time } from './fields.ts';
import { choice, integer, nullable, object, type Static, text } from './schema.ts';

export const Sample = object({
  state: choice(['none', ...sampleStates], { description: 'It is available once it is `ready`.' }),
  made_at: nullable(time('When it was requested; its events end then.')),
  removed_at: nullable(time('When it is removed automatically.')),
  by: nullable(text({ description: 'E-mail address of the person who requested it.' })),
  events: integer({ description: 'How many it consists of.' }),
});
export type Sample = Static<typeof Sample>;
