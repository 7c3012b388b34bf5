/** Times in queries. */
import { optional, text } from '../../contract/schema.ts';

export const momentOf = (description: string) =>
  optional(text({ description, format: 'date-time', maxLength: 40 }));

/** Any ISO time → the form that events are stored in; without a zone it is UTC. */
export function toStamp(given: string | undefined): string | undefined {
  if (given === undefined) return undefined;
  const zoned = /T|\s/.test(given) && !/(?:Z|[+-]\d\d:?\d\d)$/i.test(given) ? `${given}Z` : given;
  return new Date(zoned.replace(' ', 'T')).toISOString();
}
