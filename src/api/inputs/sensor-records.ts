/** The records that shippers carry: told apart by the fields that only one sensor has. */
import { invalid } from '../../core/errors.ts';
import type { DraftEvent, JsonObject } from '../../core/event.ts';
import { parseCowrie } from '../../ingest/cowrie.ts';
import { parseOpencanary } from '../../ingest/opencanary.ts';

interface SensorRecord {
  matches(object: JsonObject): boolean;
  parse(record: JsonObject): DraftEvent | null;
}

/** The first that matches is taken. */
const known: readonly SensorRecord[] = [
  {
    matches: ({ eventid }) => typeof eventid === 'string' && eventid.startsWith('cowrie.'),
    parse: parseCowrie,
  },
  {
    matches: (object) => Object.hasOwn(object, 'logtype') && Object.hasOwn(object, 'src_host'),
    parse: parseOpencanary,
  },
];

export const isSensorRecord = (object: JsonObject): boolean => known.some(({ matches }) => matches(object));

/** Throws `invalid_request` where no sensor's record looks like this. */
export function parseSensorRecord(record: JsonObject): DraftEvent | null {
  const sensor = known.find(({ matches }) => matches(record));
  if (!sensor) throw invalid([{ field: 'record', message: 'must be a record of a known sensor' }]);
  return sensor.parse(record);
}
