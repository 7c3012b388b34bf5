/**
 * Suricata's EVE: what it recognized beside a sensor. Statistics and the ends of flows are kept as what they are, and alert
 * nobody by themselves.
 */
import { invalid } from '../core/errors.ts';
import type { DraftEvent, EventKind, JsonObject } from '../core/event.ts';
import { defineFormat } from '../core/format.ts';
import { isJsonObject } from '../lib/json-guards.ts';
import { copyBut, portOf, textOf, toDraft } from './foreign.ts';

const promoted: ReadonlySet<string> = new Set(['src_ip']);
const none: JsonObject = {};

export const isSuricata = (object: JsonObject): boolean =>
  typeof object.event_type === 'string' &&
  (Object.hasOwn(object, 'flow_id') || object.event_type === 'stats') &&
  Object.hasOwn(object, 'timestamp');

interface Meaning {
  kind: EventKind;
  activity: string;
  payload: string;
}

const partOf = (record: JsonObject, name: string): JsonObject => {
  const part = record[name];
  return isJsonObject(part) ? part : none;
};

function request(http: JsonObject): string {
  const method = textOf(http.http_method) || 'GET';
  const lines = [
    `${method} ${textOf(http.url)} HTTP/1.1`,
    `Host: ${textOf(http.hostname)}`,
    `User-Agent: ${textOf(http.http_user_agent)}`,
  ];
  return `${lines.join('\r\n')}\r\n\r\n${textOf(http.http_request_body_printable)}`;
}

function meaningOf(type: string, record: JsonObject): Meaning | null {
  switch (type) {
    case 'stats':
      return null;
    case 'alert': {
      const http = partOf(record, 'http');
      const payload = textOf(record.payload_printable) || (http === none ? '' : request(http));
      const signature = textOf(partOf(record, 'alert').signature);
      return { kind: 'payload.received', activity: `Suricata: ${signature}`, payload };
    }
    case 'http':
      return { kind: 'http.request', activity: 'http request', payload: request(partOf(record, 'http')) };
    case 'flow':
    case 'netflow':
      return { kind: 'connection.closed', activity: 'connection closed', payload: '' };
    case 'ssh':
      return {
        kind: 'client.identified',
        activity: 'client version',
        payload: textOf(partOf(partOf(record, 'ssh'), 'client').software_version),
      };
    default:
      return {
        kind: 'client.identified',
        activity: `${type} seen`,
        payload: isJsonObject(record[type]) ? JSON.stringify(record[type]) : '',
      };
  }
}

/** Null for statistics. */
export function parseSuricata(record: unknown): DraftEvent | null {
  if (!isJsonObject(record)) throw invalid([{ field: 'record', message: 'must be an object' }]);
  const type = textOf(record.event_type);
  if (type === '') throw invalid([{ field: 'event_type', message: 'is required' }]);
  const meaning = meaningOf(type, record);
  if (meaning === null) return null;
  const extra = copyBut(record, promoted);
  extra.src_port = portOf(record.src_port);
  extra.dst_port = portOf(record.dest_port);
  return toDraft(
    { time: 'timestamp', source: 'src_ip' },
    {
      ...meaning,
      time: textOf(record.timestamp),
      service: (textOf(record.app_proto) || (type === 'alert' ? textOf(record.proto) : type)).toLowerCase(),
      source: textOf(record.src_ip),
      session: null,
      extra,
    },
  );
}

export const suricata = defineFormat({ name: 'suricata', title: 'Suricata EVE', parse: parseSuricata });
