/** How the records of a sensor that DecoyVerse does not know become events. */
import type { DocOf } from '../core/doc-kind.ts';
import { eventKinds } from '../core/event.ts';
import { fieldLosses, fieldOrigins, type MappingBody, mappedFields, mostSamples } from '../core/mapping.ts';
import { plainTime } from './fields.ts';
import { projectionOf } from './project.ts';
import {
  anything,
  choice,
  either,
  flag,
  integer,
  list,
  nullable,
  number,
  object,
  optional,
  record,
  type Static,
  text,
} from './schema.ts';

const name = text({
  minLength: 1,
  maxLength: 50,
  description: "The sensor's service: the service of its events if no field names one.",
  examples: ['door-honeypot'],
});
const one = either(nullable(text({ maxLength: 500 })), either(number(), flag()));
const MappingCondition = record(either(one, list(one, { maxItems: 50 })), {
  description:
    'Path → what the field must be; all must hold. `null`: absent; `"*"`: present; `"login*"`, `"*login"`, `"*login*"`: `*` stands for any text; a list: any of its values.',
  examples: [{ 'event.type': ['login', 'auth*'] }],
});
const MappingFields = object(
  Object.fromEntries(mappedFields.map((field) => [field, optional(text({ maxLength: 500 }))])) as Record<
    (typeof mappedFields)[number],
    ReturnType<typeof optional<string>>
  >,
  {
    description:
      'Event field → a template in which `{path}` stands for a field of the record: `{client.ip}`, `{user|login}` (the first one present), `{data:hex}` (decoded as hex or base64, lower-cased, or its first word). Without braces it is a constant. Omitted fields are found by names that sensors commonly use, or stay empty.',
    examples: [{ source_ip: '{client.ip}', service: 'ssh' }],
  },
);
const MappingEvent = object({
  when: optional(MappingCondition),
  kind: choice(eventKinds),
  fields: optional(MappingFields),
});

const shape = {
  name,
  when: MappingCondition,
  fields: optional(MappingFields),
  skip: optional(
    list(MappingCondition, { maxItems: 20, description: "The sensor's messages about itself: no events." }),
  ),
  events: list(MappingEvent, {
    minItems: 1,
    maxItems: 50,
    description:
      'The first rule whose `when` matches applies. A record that matches none is kept and counted as not understood.',
  }),
};

export const Mapping = object({
  id: text({ examples: ['map-019ab9a2b4c112e3f4a5b6c7'] }),
  name,
  enabled: flag(),
  when: MappingCondition,
  fields: MappingFields,
  skip: list(MappingCondition),
  events: list(object({ when: MappingCondition, kind: choice(eventKinds), fields: MappingFields })),
  created_by: text(),
  created_at: plainTime,
  updated_at: plainTime,
  version: integer(),
});
export type Mapping = Static<typeof Mapping>;
const project = projectionOf(Mapping);
export const toMappingView = ({ body, ...doc }: DocOf<MappingBody>): Mapping =>
  project({ ...doc, ...body } as Mapping);

export const MappingCreate = object({ ...shape, enabled: optional(flag()) });
export type MappingCreate = Static<typeof MappingCreate>;
export const MappingUpdate = object(
  {
    name: optional(name),
    when: optional(MappingCondition),
    fields: shape.fields,
    skip: shape.skip,
    events: optional(shape.events),
    enabled: optional(flag()),
    version: optional(integer({ minimum: 1 })),
  },
  { minProperties: 1 },
);
export type MappingUpdate = Static<typeof MappingUpdate>;

export const MappingPreview = object({
  mapping: object(shape),
  samples: list(anything(), {
    minItems: 1,
    maxItems: mostSamples,
    description: 'Records as the sensor writes them; a text is read as JSON.',
  }),
});
export type MappingPreview = Static<typeof MappingPreview>;

export const MappedSample = object({
  becomes: choice(['event', 'skipped', 'unknown_record', 'rejected', 'not_matched'], {
    description:
      '`unknown_record`: kept, but no event of the mapping fits. `not_matched`: the mapping is not about this record.',
  }),
  reason: nullable(text({ description: 'Why it is rejected, or not understood.' })),
  event: nullable(
    object({
      kind: choice(eventKinds),
      timestamp: text(),
      service: text(),
      source_ip: text(),
      activity: text(),
      payload: text(),
      session: nullable(text()),
      extra: anything(),
    }),
  ),
  explanation: nullable(
    object(
      {
        event: nullable(
          integer({ description: "Index of the mapping's event that applies, from 0; null: none does." }),
        ),
        fields: list(
          object({
            field: choice(mappedFields),
            value: text(),
            from: choice(fieldOrigins, {
              description:
                '`record`: from the record, by the mapping. `usual_name`: from the record, by a name that sensors commonly use. `default`: the default, since the mapping does not set it. `arrival`: the time at which the record arrives. `not_there`: the record has none of the paths.',
            }),
            paths: list(text(), { description: 'Of the record.' }),
            lost: nullable(
              choice(fieldLosses, {
                description:
                  'Why the value is not in this field, or is shortened: only sign-ins have names and passwords, it is not a port, it is too long.',
              }),
            ),
          }),
        ),
        unread: list(text(), {
          description: 'Paths of the record that no field uses: they stay in `extra`.',
        }),
        unread_more: integer({ description: 'Those beyond the first 100.' }),
      },
      { description: 'Field by field; null where nothing is read: skipped, not matched, not an object.' },
    ),
  ),
});
export type MappedSample = Static<typeof MappedSample>;
