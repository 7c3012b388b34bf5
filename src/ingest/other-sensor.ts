/**
 * A record of a sensor that has no file of its own here: read by the names that sensors commonly use, kept whole, and never
 * refused for what is not understood. A T-Pot alone has thirty kinds of sensor, and each release may add one.
 */
import { isIP } from 'node:net';
import { invalid } from '../core/errors.ts';
import type { DraftEvent, EventKind, JsonObject } from '../core/event.ts';
import { isJsonObject } from '../lib/json-guards.ts';
import { copyBut, portOf, textOf, toDraft } from './foreign.ts';
import { at } from './json-path.ts';

/** Field names, best first; a dot leads into an object. */
const names = {
  source: [
    'src_ip',
    'source_ip',
    'src_host',
    'remote_ip',
    'attack_connection.remote_ip',
    'peer.ip',
    'source.ip',
    'client.ip',
    'client_ip',
    'clientip',
    'attacker_ip',
    'remote_addr',
    'remote_address',
    'peer_ip',
    'peerIP',
    'attackerIP',
    'sourceIP',
    'srcip',
    'id.orig_h',
    'id_orig_h',
    'saddr',
    'remote_host',
    'addr',
    'ip',
  ],
  time: [
    'timestamp',
    'timestamp.$date',
    '@timestamp',
    'start_time',
    'event_timestamp',
    'time',
    'datetime',
    'date',
    'ts',
    'startTime',
    'unixtime',
    'epoch',
  ],
  /** Names that others use for more than an address. */
  anySource: ['source', 'src', 'host', 'client', 'remote'],
  user: ['username', 'user', 'login', 'USERNAME', 'credentials.username'],
  password: ['password', 'pass', 'PASSWORD', 'credentials.password'],
  command: ['input', 'command', 'cmd'],
  method: ['method', 'http_method', 'request_method', 'http.request.method', 'httpMethod'],
  path: ['path', 'uri', 'url', 'request_uri', 'request_path', 'http_path', 'url.path', 'url.original'],
  agent: ['user_agent', 'useragent', 'http_user_agent', 'user_agent.original'],
  body: ['body', 'post_data', 'request_body', 'postdata'],
  text: [
    'payload_printable',
    'payload_text',
    'attack_connection.payload.data_hex',
    'payload',
    'data',
    'sip_message',
    'request',
    'request_raw',
    'raw_request',
    'message',
  ],
  service: ['protocol', 'service', 'app_proto', 'app', 'transport', 'proto', 'honeypot'],
  sourcePort: [
    'src_port',
    'source_port',
    'remote_port',
    'attack_connection.remote_port',
    'peer.port',
    'attackerPort',
    'id.orig_p',
    'sport',
  ],
  port: [
    'dest_port',
    'dst_port',
    'destination_port',
    'local_port',
    'attack_connection.local_port',
    'victimPort',
    'id.resp_p',
    'port',
    'dport',
  ],
  session: ['session', 'session_id', 'sessionid'],
} as const;

/** The text or number of that name; of a list its first. */
function textAt(record: JsonObject, name: string): string {
  const value = at(record, name);
  return textOf(Array.isArray(value) ? value[0] : value);
}

/** The first of the names that holds a text or a number; '' where none does. */
function find(record: JsonObject, among: readonly string[]): string {
  for (const name of among) {
    const text = textAt(record, name);
    if (text !== '') return text;
  }
  return '';
}

/** An address with a port behind it loses the port; an object's own address was found by its path. */
const withoutPort = (text: string): string => text.replace(/^(\d{1,3}(?:\.\d{1,3}){3}):\d{1,5}$/, '$1');

/** Seconds or milliseconds since 1970 as ISO; any other text as it is. */
export function toIsoText(text: string): string {
  if (!/^\d{9,13}(?:\.\d{1,9})?$/.test(text)) return text;
  const number = Number(text);
  return new Date(number >= 1e11 ? number : number * 1000).toISOString();
}

const isHex = (text: string): boolean => text.length % 2 === 0 && /^[0-9a-f]+$/i.test(text);

function requestOf(record: JsonObject, method: string, path: string): string {
  const headers = at(record, 'headers');
  const lines = isJsonObject(headers)
    ? Object.entries(headers).map(([name, value]) => `${name}: ${textOf(value)}`)
    : [];
  const agent = find(record, names.agent);
  if (lines.length === 0 && agent !== '') lines.push(`User-Agent: ${agent}`);
  return `${method} ${path} HTTP/1.1\r\n${lines.map((line) => `${line}\r\n`).join('')}\r\n${find(record, names.body)}`;
}

interface Meaning {
  kind: EventKind;
  activity: string;
  payload: string;
}

function meaningOf(record: JsonObject): Meaning {
  const user = find(record, names.user);
  const password = find(record, names.password);
  if (user !== '' || password !== '')
    return { kind: 'login.failed', activity: 'login attempt', payload: `${user}:${password}` };
  const method = find(record, names.method);
  const path = find(record, names.path);
  if (/^[A-Za-z]{3,12}$/.test(method) && path !== '')
    return { kind: 'http.request', activity: 'http request', payload: requestOf(record, method, path) };
  const command = find(record, names.command);
  if (command !== '') return { kind: 'command.run', activity: 'command', payload: command };
  const hex = textOf(at(record, 'attack_connection.payload.data_hex'));
  const text =
    hex !== '' && isHex(hex) ? Buffer.from(hex, 'hex').toString('latin1') : find(record, names.text);
  return text === ''
    ? { kind: 'connection.opened', activity: 'connection', payload: '' }
    : { kind: 'payload.received', activity: 'data received', payload: text };
}

/** What only describes a visitor's machine, and what is the sensor's own web server. */
const describing = /^(?:p0f|fatt|ja3|ja4)$/i;
const ownServices = /^(?:nginx|sensor|heartbeat)$/i;

/** Whose it is, as the record writes it, without a port; '' where it does not say. */
export function sourceOf(record: JsonObject): string {
  const named = find(record, names.source);
  if (named !== '') return withoutPort(named);
  const among = names.anySource.map((name) => withoutPort(find(record, [name])));
  return among.find((text) => isIP(text) !== 0) ?? '';
}

/** Whether a record says whose it is, so that it can be kept without knowing its sensor. */
export const hasSource = (record: JsonObject): boolean => sourceOf(record) !== '';

/** When it was, as the record says; '' where it does not. */
export const timeOf = (record: JsonObject): string => toIsoText(find(record, names.time));

/** The name by which `sourceOf` or `timeOf` finds what it finds; null where it finds nothing. */
export function usualName(record: JsonObject, what: 'source' | 'time'): string | null {
  const named = names[what].find((name) => textAt(record, name) !== '');
  if (named !== undefined || what === 'time') return named ?? null;
  return names.anySource.find((name) => isIP(withoutPort(textAt(record, name))) !== 0) ?? null;
}

/**
 * A draft of whatever sensor it is; `nowIso` stands for a time that the record does not have, `usualService` for a service. Null for a sensor's own
 * service and for what came from nowhere. Throws `invalid_request` where no address is found.
 */
export function parseOtherSensor(record: JsonObject, nowIso: string, usualService = ''): DraftEvent | null {
  const type = textOf(record.type);
  const source = sourceOf(record);
  if (source === '') throw invalid([{ field: 'src_ip', message: 'is required' }]);
  if (ownServices.test(type) || source === '0.0.0.0') return null;
  const meaning = meaningOf(record);
  const extra = copyBut(record, new Set(['src_ip', 'source_ip']));
  extra.src_port = portOf(at(record, names.sourcePort.find((name) => at(record, name) !== undefined) ?? ''));
  extra.dst_port = portOf(at(record, names.port.find((name) => at(record, name) !== undefined) ?? ''));
  if (meaning.kind === 'login.failed')
    Object.assign(extra, { username: find(record, names.user), password: find(record, names.password) });
  const session = find(record, names.session);
  return toDraft(
    { time: 'timestamp', source: 'src_ip' },
    {
      ...meaning,
      ...(describing.test(type) ? { kind: 'client.identified', activity: `${type} fingerprint` } : {}),
      time: timeOf(record) || nowIso,
      service: (find(record, names.service) || usualService || type || 'unknown').toLowerCase(),
      source,
      session: session === '' ? null : session.slice(0, 128),
      extra,
    },
  );
}
