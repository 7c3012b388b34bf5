/** Cowrie (SSH and Telnet): its `jsonlog` lines, old and new, and the same objects from other transports. */
import { invalid } from '../core/errors.ts';
import type { DraftEvent, JsonObject } from '../core/event.ts';
import { defineFormat } from '../core/format.ts';
import { isJsonObject } from '../lib/json-guards.ts';
import {
  type CowrieEvent,
  cowrieEvents,
  isStandardInput,
  realmInput,
  redirection,
  standardInput,
  unknownEvent,
  version,
} from './cowrie-events.ts';
import { eventsOfSession, isCowrieSession } from './cowrie-session.ts';
import { copyBut, portOf, textOf, toDraft } from './foreign.ts';

const prefix = 'cowrie.';
const promoted: ReadonlySet<string> = new Set(['src_ip']);
/** In these, `dst_*` is where the attacker wants to go, not the sensor. */
const promotedOfTunnels: ReadonlySet<string> = new Set([
  'src_ip',
  'dst_ip',
  'dst_port',
  'dest_ip',
  'dest_port',
]);

/** Text for a program, and no file: neither an address nor a place where one was written. */
const isInput = (record: JsonObject): boolean =>
  textOf(record.input) !== '' &&
  [record.url, record.outfile, record.destfile, record.shasum].every((value) => textOf(value) === '');

function eventOf(id: string, record: JsonObject): CowrieEvent {
  if (typeof record.realm === 'string' && record.realm !== '' && /^command\.(input|success|failed)$/.test(id))
    return realmInput;
  // What a client says to scp is logged under this id too: nothing was written by it.
  if (id === 'session.file_download' && isInput(record)) return realmInput;
  if (id === 'session.file_download' && !textOf(record.url).includes('://'))
    return isStandardInput(record) ? standardInput : redirection;
  return (Object.hasOwn(cowrieEvents, id) ? cowrieEvents[id] : undefined) ?? unknownEvent;
}

/** Older releases name the protocol only in the first event of a session; later events have it in `system`. */
function serviceOf(record: JsonObject): string {
  const protocol = textOf(record.protocol);
  if (protocol !== '') return protocol;
  return /telnet/i.test(textOf(record.system)) ? 'telnet' : 'ssh';
}

function extraOf(id: string, record: JsonObject): JsonObject {
  if (!id.startsWith('direct-tcpip.')) {
    const own = copyBut(record, promoted);
    if (id === 'client.version') own.version = version(record);
    return own;
  }
  const extra = copyBut(record, promotedOfTunnels);
  extra.target_ip = textOf(record.dst_ip ?? record.dest_ip);
  extra.target_port = portOf(record.dst_port ?? record.dest_port);
  return extra;
}

/**
 * One record → a draft; `src_ip`, `session` and `protocol` are the sensor's own and take precedence. Null for
 * records that concern no visitor (a reputation service's console line: no `src_ip`).
 */
export function parseCowrie(record: unknown): DraftEvent | null {
  if (!isJsonObject(record)) throw invalid([{ field: 'record', message: 'must be an object' }]);
  const eventid = record.eventid;
  if (typeof eventid !== 'string' || !eventid.startsWith(prefix))
    throw invalid([{ field: 'eventid', message: 'must be a Cowrie event id (cowrie.…)' }]);
  const id = eventid.slice(prefix.length);
  const event = eventOf(id, record);
  const source = textOf(record.src_ip);
  if (source === '' && event.kind === 'sensor.message') return null;
  const time = record.timestamp === undefined ? record['@timestamp'] : record.timestamp;
  const session = textOf(record.session).slice(0, 128);
  const suffix =
    id === 'telnet.exploit_attempt' || id === 'telnet.exploit_success' ? ` ${textOf(record.cve)}` : '';
  return toDraft(
    { time: 'timestamp', source: 'src_ip' },
    {
      kind: event.kind,
      time: textOf(time),
      service: serviceOf(record),
      source,
      activity: event === unknownEvent ? id : event.activity + suffix,
      payload: event.payload(record),
      session: session === '' ? null : session,
      extra: extraOf(id, record),
    },
  );
}

/** An event id of a release that is newer than this list. */
function unknownOf(record: unknown): string | null {
  const eventid = isJsonObject(record) ? record.eventid : null;
  if (typeof eventid !== 'string' || Object.hasOwn(cowrieEvents, eventid.slice(prefix.length))) return null;
  return `sends ${eventid.slice(0, 100)}, which is not known here`;
}

/** A record of one event, or of a whole session. */
export const isCowrie = (object: JsonObject): boolean =>
  (typeof object.eventid === 'string' && object.eventid.startsWith(prefix)) || isCowrieSession(object);

export const cowrie = defineFormat({
  name: 'cowrie',
  title: 'Cowrie',
  parse: parseCowrie,
  split: (record) => (isJsonObject(record) && isCowrieSession(record) ? eventsOfSession(record) : [record]),
  unknown: unknownOf,
});
