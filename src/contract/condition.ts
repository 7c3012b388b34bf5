/** A condition on events, as people write it: for suppression rules and their preview. */
import { attackTypes } from '../core/verdict.ts';
import { weekdays } from '../core/week-hours.ts';
import { choice, integer, list, object, optional, type Static, text } from './schema.ts';

const texts = (description: string, maxLength = 255) =>
  optional(list(text({ minLength: 1, maxLength }), { description, maxItems: 200 }));
const minute = integer({ minimum: 0, maximum: 1439 });

export const Condition = object(
  {
    sources: texts('Addresses, or host names of agents.'),
    networks: texts('CIDR networks.', 50),
    nodes: texts('Node ids.', 100),
    services: texts('Services.', 100),
    decoys: texts('Paths of decoys (names if the path is not known).', 1024),
    processes: texts('Process names that agents report.'),
    users: texts('User names.'),
    attack_types: optional(list(choice([...attackTypes, 'unknown'] as const), { maxItems: 50 })),
    text: optional(
      text({
        description: 'Anywhere in payload or activity, case-insensitive.',
        minLength: 1,
        maxLength: 500,
      }),
    ),
    time_of_day: optional(
      object(
        {
          from: minute,
          until: integer({ minimum: 0, maximum: 1440 }),
          timezone: optional(
            text({ description: 'Default: UTC.', maxLength: 60, examples: ['Europe/Berlin'] }),
          ),
          weekdays: optional(
            list(choice(weekdays), {
              description: 'The days on which the hours begin. Default: every day.',
              maxItems: 7,
            }),
          ),
        },
        { description: 'Minutes since midnight; `until` before `from` means over midnight.' },
      ),
    ),
    max_risk: optional(integer({ description: 'Only up to this risk.', minimum: 0, maximum: 10 })),
  },
  { minProperties: 1, description: 'All criteria must match; for a list, any one entry.' },
);
export type Condition = Static<typeof Condition>;
