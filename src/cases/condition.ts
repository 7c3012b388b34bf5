/** A condition on events, as people write it: for suppression rules and their preview. */

import { type FieldError, invalid } from '../core/errors.ts';
import type { EventCondition } from '../core/query.ts';
import { parseNetwork } from '../lib/network.ts';

/** Networks in canonical form. Throws `invalid_request` where one is none, or where the whole says nothing. */
export function toCondition(given: EventCondition, at = 'condition'): EventCondition {
  const errors: FieldError[] = [];
  const networks = given.networks?.map((network, index) => {
    const known = parseNetwork(network)?.text ?? null;
    if (known === null)
      errors.push({ field: `${at}.networks.${index}`, message: 'must be a network such as 10.0.0.0/8' });
    // A network of one address is kept as one.
    return known ?? '';
  });
  const said = Object.values(given).some((part) => !(Array.isArray(part) && part.length === 0));
  if (!said) errors.push({ field: at, message: 'must say something: it would hide everything' });
  if (given.time_of_day && given.time_of_day.from === given.time_of_day.until)
    errors.push({ field: `${at}.time_of_day.until`, message: 'must differ from the beginning' });
  if (errors.length > 0) throw invalid(errors);
  return { ...given, ...(networks ? { networks } : {}) };
}
