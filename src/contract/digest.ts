/** Digests: what happened in a day or a week. */
import { type DigestBody, type DigestSettings, digestPeriods } from '../core/digest.ts';
import type { DocOf } from '../core/doc-kind.ts';
import { weekdays } from '../core/week-hours.ts';
import { plainTime } from './fields.ts';
import { projectionOf } from './project.ts';
import { choice, flag, integer, list, nullable, object, optional, type Static, text } from './schema.ts';

const name = text({ minLength: 1, maxLength: 100, examples: ['Morning digest'] });
const every = choice(digestPeriods);
const weekday = choice(weekdays, { description: 'For weekly digests: the day on which it is sent.' });
const at = text({
  description:
    'Local time in `timezone`. If the clocks skip it, the digest is sent that much later; if it occurs twice, at the first.',
  maxLength: 5,
  examples: ['08:00'],
});
const timezone = text({ maxLength: 60, examples: ['Europe/Berlin'] });
const group_id = nullable(text({ description: 'Only its nodes. Null: all of yours.', maxLength: 100 }));
const channels = list(text({ maxLength: 100 }), {
  description: 'Ids of the channels; empty: those that subscribe to `digest`.',
  maxItems: 100,
});

export const Digest = object({
  id: text({ examples: ['digest-019ab9a2b4c112e3f4a5b6c7'] }),
  name,
  enabled: flag(),
  every,
  weekday,
  at,
  timezone,
  group_id,
  channels,
  told_until: text({ description: 'End of the period that the latest one covers; the next begins there.' }),
  created_by: text(),
  created_at: plainTime,
  updated_at: plainTime,
  version: integer(),
});
export type Digest = Static<typeof Digest>;
const project = projectionOf(Digest);
export const toDigestView = ({ body, ...doc }: DocOf<DigestBody>): Digest => project({ ...doc, ...body });

const rest = {
  enabled: optional(flag()),
  weekday: optional(weekday),
  group_id: optional(group_id),
  channels: optional(channels),
};
export const DigestCreate = object({ name, every, at, timezone, ...rest });
export type DigestCreate = Static<typeof DigestCreate>;
export const DigestUpdate = object(
  {
    name: optional(name),
    every: optional(every),
    at: optional(at),
    timezone: optional(timezone),
    ...rest,
    version: optional(integer({ minimum: 1 })),
  },
  { minProperties: 1 },
);
export type DigestUpdate = Static<typeof DigestUpdate>;

export const DigestPreview = object({
  title: text({ examples: ['Daily digest: 0 incidents, 14 of 14 nodes alive'] }),
  text: text({ description: 'Lines of plain text.' }),
  from: plainTime,
  to: plainTime,
});
export type DigestPreview = Static<typeof DigestPreview>;

export const toDigestSettings = (given: DigestCreate): DigestSettings => ({
  enabled: true,
  weekday: 'mon',
  group_id: null,
  channels: [],
  ...given,
});
