/** Suppression rules: what raises no alert. */
import type { Doc } from '../core/query.ts';
import { Condition } from './condition.ts';
import { nullableTime, plainTime } from './fields.ts';
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
/** `now` is ISO. */
export const toSuppressionView = (doc: Doc, now: string): Suppression => {
  const { body, id, created_at, updated_at, expires_at, version } = doc;
  return {
    id,
    name: String(body.name ?? ''),
    note: String(body.note ?? ''),
    enabled: body.enabled !== false,
    condition: (body.condition ?? {}) as Condition,
    expires_at,
    expired: expires_at !== null && expires_at <= now,
    hits: typeof body.hits === 'number' ? body.hits : 0,
    last_hit_at: typeof body.last_hit_at === 'string' ? body.last_hit_at : null,
    origin: (body.origin ?? null) as Suppression['origin'],
    created_by: String(body.created_by ?? ''),
    created_at,
    updated_at,
    version,
  };
};

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
