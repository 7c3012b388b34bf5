/**
 * Sensors of a T-Pot, and what an MHN exports, that need no code of their own: told apart by `type` (or, outside of a T-Pot, by what only they write),
 * and read by conditions and paths as an owner's mapping is. A record that no event here fits is read by the names that
 * sensors commonly use; its sensor is known all the same.
 */
import type { JsonObject } from '../core/event.ts';
import type { MappedCondition, MappedEvent, Mapping } from '../core/mapping.ts';
import { holds } from './mapping.ts';

interface KnownKind {
  title: string;
  /** Any of them. */
  when: readonly MappedCondition[];
  service: string;
  events?: readonly MappedEvent[];
}

const request = (line: string, body: string): string =>
  `${line} HTTP/1.1\r\nUser-Agent: {user_agent|useragent|http_user_agent|headers.user_agent}\r\n\r\n${body}`;
const login = { username: '{username|user}', password: '{password|pass}' };

export const tpotKinds: readonly KnownKind[] = [
  {
    title: 'ADBHoney',
    when: [{ type: 'Adbhoney' }, { eventid: 'adbhoney.*' }],
    service: 'adb',
    events: [
      { when: { eventid: 'adbhoney.command.input' }, kind: 'command.run', fields: { payload: '{input}' } },
      {
        when: { eventid: 'adbhoney.session.file_upload' },
        kind: 'file.uploaded',
        fields: { payload: '{filename|outfile|shasum}' },
      },
      { when: { eventid: 'adbhoney.session.closed' }, kind: 'connection.closed', fields: {} },
      { when: { eventid: 'adbhoney.session.connect' }, kind: 'connection.opened', fields: {} },
    ],
  },
  {
    title: 'Ciscoasa',
    when: [{ type: 'Ciscoasa' }, { payload_printable: '*', src_ip: '*', type: null, eventid: null }],
    service: 'https',
  },
  { title: 'CitrixHoneypot', when: [{ type: 'CitrixHoneypot' }], service: 'https' },
  {
    title: 'Conpot',
    when: [
      { type: 'ConPot' },
      { sensorid: '*', data_type: '*', event_type: '*' },
      { sensorid: '*', data_type: '*', src_ip: '*' },
    ],
    service: 'conpot',
    events: [
      {
        when: { event_type: ['NEW_CONNECTION', 'CONNECTION_*'] },
        kind: 'connection.opened',
        fields: { service: '{data_type}' },
      },
      {
        when: { request: '*' },
        kind: 'payload.received',
        fields: { service: '{data_type}', payload: '{request}' },
      },
      { when: { data_type: '*' }, kind: 'connection.opened', fields: { service: '{data_type}' } },
    ],
  },
  { title: 'Ddospot', when: [{ type: 'Ddospot' }], service: 'ddospot' },
  {
    title: 'Dicompot',
    when: [{ type: 'Dicompot' }],
    service: 'dicom',
    events: [
      {
        when: { Command: '*' },
        kind: 'payload.received',
        fields: {
          source_ip: '{src_ip|IP}',
          source_port: '{src_port|Port}',
          payload: '{Command} {Identifier|Files}',
        },
      },
      {
        when: { type: '*' },
        kind: 'connection.opened',
        fields: { source_ip: '{src_ip|IP}', source_port: '{src_port|Port}' },
      },
    ],
  },
  {
    title: 'Elasticpot',
    when: [{ type: 'ElasticPot' }, { eventid: 'elasticpot.*' }],
    service: 'elasticsearch',
    events: [
      {
        when: { url: '*' },
        kind: 'http.request',
        fields: { payload: request('{request|request_method|method} {url}', '{payload|body}') },
      },
    ],
  },
  { title: 'Endlessh', when: [{ type: 'Endlessh' }], service: 'ssh' },
  { title: 'Galah', when: [{ type: 'Galah' }], service: 'http' },
  { title: 'Glutton', when: [{ type: 'Glutton' }], service: 'glutton' },
  { title: 'go-pot', when: [{ type: ['Gopot', 'GoPot', 'Go-pot'] }], service: 'http' },
  { title: 'H0neytr4p', when: [{ type: 'H0neytr4p' }], service: 'https' },
  { title: 'Hellpot', when: [{ type: 'Hellpot' }], service: 'http' },
  { title: 'Honeyaml', when: [{ type: 'Honeyaml' }], service: 'http' },
  {
    title: 'Honeytrap',
    when: [{ type: 'Honeytrap' }, { 'attack_connection.remote_ip': '*' }],
    service: 'honeytrap',
    events: [
      {
        when: { 'attack_connection.payload.data_hex': '*' },
        kind: 'payload.received',
        fields: {
          source_ip: '{attack_connection.remote_ip|src_ip}',
          source_port: '{attack_connection.remote_port|src_port}',
          destination_port: '{attack_connection.local_port|dest_port}',
          service: '{attack_connection.protocol}',
          payload: '{attack_connection.payload.data_hex:hex}',
        },
      },
    ],
  },
  {
    title: 'IPPHoney',
    when: [{ type: 'Ipphoney' }, { eventid: 'ipphoney.*' }],
    service: 'ipp',
    events: [
      {
        when: { url: '*' },
        kind: 'http.request',
        fields: { payload: request('{request|method} {url}', '{query|payload}') },
      },
    ],
  },
  {
    title: 'Log4Pot',
    when: [{ type: 'Log4pot' }],
    service: 'http',
    events: [
      {
        when: { request: '*' },
        kind: 'http.request',
        fields: { source_ip: '{src_ip|client}', payload: '{request}\r\n{headers}\r\n\r\n{payload}' },
      },
    ],
  },
  {
    title: 'Mailoney',
    when: [{ type: 'Mailoney' }],
    service: 'smtp',
    events: [
      { when: { password: '*' }, kind: 'login.failed', fields: login },
      { when: { data: '*' }, kind: 'payload.received', fields: { payload: '{data}' } },
    ],
  },
  { title: 'Medpot', when: [{ type: 'Medpot' }], service: 'hl7' },
  {
    title: 'Miniprint',
    when: [{ type: 'Miniprint' }],
    service: 'printer',
    events: [
      {
        when: { event: 'file_saved' },
        kind: 'file.uploaded',
        fields: { payload: '{file_name|job_text|message}' },
      },
      {
        when: { event: '*' },
        kind: 'payload.received',
        fields: { payload: '{command|request|message}', activity: '{event}' },
      },
    ],
  },
  {
    title: 'Redishoneypot',
    when: [{ type: 'Redishoneypot' }],
    service: 'redis',
    events: [
      {
        when: { action: ['NewConnect', 'Closed'] },
        kind: 'connection.opened',
        fields: { activity: '{action}' },
      },
      {
        when: { action: '*' },
        kind: 'command.run',
        fields: { source_ip: '{src_ip|addr}', payload: '{action}', activity: 'command' },
      },
    ],
  },
  {
    title: 'SentryPeer',
    when: [{ type: 'Sentrypeer' }, { sip_method: '*', called_number: '*' }],
    service: 'sip',
    events: [
      {
        when: { sip_message: '*' },
        kind: 'payload.received',
        fields: {
          timestamp: '{timestamp|event_timestamp|@timestamp}',
          source_ip: '{src_ip|source_ip}',
          payload: '{sip_message}',
          activity: 'SIP {sip_method}',
        },
      },
    ],
  },
  {
    title: 'Tanner',
    when: [{ type: 'Tanner' }, { peer: '*', response_msg: '*' }],
    service: 'http',
    events: [
      {
        when: { path: '*' },
        kind: 'http.request',
        fields: {
          source_ip: '{src_ip|peer.ip}',
          source_port: '{src_port|peer.port}',
          payload: request('{method} {path}', '{post_data}'),
        },
      },
    ],
  },
  {
    title: 'Wordpot',
    when: [{ type: 'Wordpot' }],
    service: 'http',
    events: [
      { when: { password: '*' }, kind: 'login.failed', fields: login },
      { when: { url: '*' }, kind: 'http.request', fields: { payload: request('GET {url}', '') } },
    ],
  },
  // What a Modern Honey Network exports: of its store, and of its channels.
  {
    title: 'MHN',
    when: [
      { hpfeed_id: '*', honeypot: '*' },
      { ident: '*', channel: '*', attackerIP: '*' },
    ],
    service: 'mhn',
  },
  // They only describe a visitor's machine; other-sensor.ts makes them quiet.
  { title: 'FATT', when: [{ type: 'Fatt' }], service: 'fatt' },
  { title: 'p0f', when: [{ type: 'P0f' }], service: 'p0f' },
  { title: "a T-Pot's own web server", when: [{ type: 'NGINX' }], service: 'nginx' },
];

/** The kind whose record this is; null = none of them. */
export const findTpotKind = (record: JsonObject): KnownKind | null =>
  tpotKinds.find(({ when }) => when.some((condition) => holds(record, condition))) ?? null;

/** The kind as a mapping, where one of its events fits the record; null = the common names are to be tried. */
export function toKindMapping({ service, events = [] }: KnownKind, record: JsonObject): Mapping | null {
  const event = events.find(({ when }) => holds(record, when));
  return event === undefined ? null : { name: service, when: {}, fields: {}, skip: [], events: [event] };
}
