/** A condition on events, as people write it: for suppression rules and their preview. */

import { type FieldError, invalid } from '../core/errors.ts';
import type { EventCondition } from '../core/query.ts';
import { isTimezone } from '../core/week-hours.ts';
import { parseNetwork } from '../lib/network.ts';
import { toSourceName } from '../lib/source-name.ts';

/** Names as events keep them: systems write the same letters differently. */
const inNfc = (given: EventCondition, key: 'decoys' | 'processes' | 'users'): EventCondition => {
  const names = given[key];
  return names ? { [key]: names.map((name) => name.normalize('NFC')) } : {};
};

/** Networks and sources in canonical form. Throws `invalid_request` for what is not a network, and where there is no criterion. */
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
  const zone = given.time_of_day?.timezone;
  if (zone !== undefined && !isTimezone(zone))
    errors.push({ field: `${at}.time_of_day.timezone`, message: 'must be a time zone like Europe/Berlin' });
  if (errors.length > 0) throw invalid(errors);
  return {
    ...given,
    ...(networks ? { networks } : {}),
    ...(given.sources ? { sources: given.sources.map(toSourceName) } : {}),
    ...inNfc(given, 'decoys'),
    ...inNfc(given, 'processes'),
    ...inNfc(given, 'users'),
  };
}
