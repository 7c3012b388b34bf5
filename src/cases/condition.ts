/** A condition on events, as people write it: for suppression rules and their preview. */

import { choice, integer, list, object, optional, text } from '../contract/schema.ts';
import { type FieldError, invalid } from '../core/errors.ts';
import type { EventCondition } from '../core/query.ts';
import { attackTypes } from '../core/verdict.ts';
import { parseNetwork } from '../lib/network.ts';

const texts = (description: string, maxLength = 255) =>
  optional(list(text({ minLength: 1, maxLength }), { description, maxItems: 200 }));
const minute = integer({ minimum: 0, maximum: 1439 });

export const Condition = object(
  {
    sources: texts('Addresses, or host names of agents.'),
    networks: texts('CIDR networks.', 50),
    nodes: texts('Node ids.', 100),
    services: texts('Services.', 100),
    decoys: texts('Paths of decoys (names where no path is known).', 1024),
    processes: texts('Process names that agents report.'),
    users: texts('User names.'),
    attack_types: optional(list(choice([...attackTypes, 'unknown'] as const), { maxItems: 50 })),
    text: optional(
      text({ description: 'Anywhere in payload or activity, any case.', minLength: 1, maxLength: 500 }),
    ),
    time_of_day: optional(
      object(
        { from: minute, until: minute },
        { description: 'Minutes since midnight, UTC; `until` before `from` goes over midnight.' },
      ),
    ),
    max_risk: optional(integer({ description: 'Only up to this risk.', minimum: 0, maximum: 10 })),
  },
  { minProperties: 1, description: 'All its parts must hold; of a list, one entry.' },
);

/** Networks in canonical form. Throws `invalid_request` for what is not a network, and where there is no criterion. */
export function toCondition(given: EventCondition, at = 'condition'): EventCondition {
  const errors: FieldError[] = [];
  const networks = given.networks?.map((text, index) => {
    const network = parseNetwork(text);
    if (network === null)
      errors.push({ field: `${at}.networks.${index}`, message: 'must be a CIDR network such as 10.0.0.0/8' });
    // A network of one address is stored as that address.
    return network?.text ?? '';
  });
  if (Object.values(given).every((part) => Array.isArray(part) && part.length === 0))
    errors.push({ field: at, message: 'must contain at least one criterion' });
  if (given.time_of_day && given.time_of_day.from === given.time_of_day.until)
    errors.push({ field: `${at}.time_of_day.until`, message: 'must differ from the start' });
  if (errors.length > 0) throw invalid(errors);
  return { ...given, ...(networks ? { networks } : {}) };
}
