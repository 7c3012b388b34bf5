/** Suppression rules: what raises no alert. */
import type { DocOf } from '../core/doc-kind.ts';
import type { SuppressionBody } from '../core/suppression.ts';
import { Condition } from './condition.ts';
import { nullableTime, plainTime } from './fields.ts';
import { projectionOf } from './project.ts';
import { choice, flag, integer, nullable, object, optional, type Static, text } from './schema.ts';

export const Suppression = object({
  id: text({ examples: ['rule-019ab9a2b4c112e3f4a5b6c7'] }),
  name: text(),
  note: text(),
  enabled: flag(),
  condition: Condition,
  expires_at: nullableTime,
  expired: flag(),
  hits: integer({ description: 'Events it has suppressed so far; they are stored and can be searched.' }),
  last_hit_at: nullableTime,
  origin: nullable(object({ alert_id: text(), verdict: choice(['attack', 'harmless', 'expected']) })),
  created_by: text(),
  created_at: plainTime,
  updated_at: plainTime,
  version: integer(),
});
export type Suppression = Static<typeof Suppression>;
const project = projectionOf(Suppression);
/** `now` is ISO. */
export const toSuppressionView = ({ body, ...doc }: DocOf<SuppressionBody>, now: string): Suppression =>
  project({
    ...doc,
    ...body,
    // What is stored passed the schema when it was saved.
    condition: body.condition as Condition,
    origin: body.origin as Suppression['origin'],
    expired: doc.expires_at !== null && doc.expires_at <= now,
  });

const name = text({ minLength: 1, maxLength: 100, examples: ['Backup host reads the share every night'] });
const note = optional(text({ maxLength: 1000 }));
const rest = { note, enabled: optional(flag()), expires_at: optional(nullableTime) };
export const SuppressionCreate = object({ name, condition: Condition, ...rest });
export type SuppressionCreate = Static<typeof SuppressionCreate>;
export const SuppressionUpdate = object(
  {
    name: optional(name),
    condition: optional(Condition),
    ...rest,
    version: optional(integer({ minimum: 1 })),
  },
  { minProperties: 1 },
);
export type SuppressionUpdate = Static<typeof SuppressionUpdate>;

export const SuppressionPreview = object({
  condition: Condition,
  from: optional(plainTime),
  to: optional(plainTime),
});
export type SuppressionPreview = Static<typeof SuppressionPreview>;
export const SuppressionCount = object({
  count: integer({ description: 'Events that match the condition.' }),
  would_have_alerted: integer({
    description: 'Those of them that exceed the threshold: the alerts that the rule would have prevented.',
  }),
  from: nullableTime,
  to: nullableTime,
});
export type SuppressionCount = Static<typeof SuppressionCount>;
