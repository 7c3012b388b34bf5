/**
 * Events and alerts as lists carry them: `payload` and `extra` cut, with their true length beside them; the whole is
 * found by its id. A list that is long all the same carries less of each record, and never fewer records.
 */
import type { JsonObject } from '../core/event.ts';
import { cutJson } from '../lib/json-cut.ts';
import { cut } from '../lib/text.ts';
import { integer, optional } from './schema.ts';

export const cutLengths = {
  payload_length: optional(
    integer({
      description: 'Length of the full `payload` in characters, if it is shortened here.',
      minimum: 0,
    }),
  ),
  extra_length: optional(
    integer({
      description: 'Length of the full `extra` as JSON in characters, if it is shortened here.',
      minimum: 0,
    }),
  ),
};

interface Listed {
  payload: string;
  extra: unknown;
  payload_length?: number;
  extra_length?: number;
}

/** Characters of each in a list, and in what comes after `mostTogether`. */
const generous = { payload: 4096, extra: 4096 };
const sparing = { payload: 256, extra: 256 };
/** Characters of all payloads and extras of one answer before the rest is cut shorter. */
const mostTogether = 1024 * 1024;

function toListed<T extends Listed>(record: T, most: typeof generous): T {
  const extra =
    record.extra === null || record.extra === undefined
      ? null
      : cutJson(record.extra as JsonObject, most.extra);
  const isLong = record.payload.length > most.payload;
  if (!isLong && !extra?.isCut) return record;
  return {
    ...record,
    ...(isLong ? { payload: cut(record.payload, most.payload), payload_length: record.payload.length } : {}),
    ...(extra?.isCut ? { extra: extra.value, extra_length: extra.length } : {}),
  };
}

/** A function that cuts the records of one answer, one after another. */
export function createListing(): <T extends Listed>(record: T) => T {
  let together = 0;
  return (record) => {
    const listed = toListed(record, together < mostTogether ? generous : sparing);
    together += listed.payload.length + (listed.extra === null ? 0 : JSON.stringify(listed.extra).length);
    return listed;
  };
}
