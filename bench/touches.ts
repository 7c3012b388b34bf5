/** One touch as each sensor tells of it, for bench/inputs.ts: the same source, account and password in each format. */
import { gzipSync } from 'node:zlib';

export interface Touch {
  source: string;
  port: number;
  session: string;
  user: string;
  password: string;
  /** Epoch ms; no two touches of a run have the same. */
  atMs: number;
}

const users = ['root', 'admin', 'ubuntu', 'oracle', 'postgres', 'test', 'git', 'pi'];

/** 250 sources in sessions of four; `at` counts up from 0 for the life of a server. */
export const toTouch = (at: number): Touch => ({
  source: `203.0.113.${1 + (Math.floor(at / 4) % 250)}`,
  port: 1024 + (at % 60_000),
  session: Math.floor(at / 4)
    .toString(16)
    .padStart(12, '0'),
  user: users[at % users.length]!,
  password: `pw${at % 1000}`,
  atMs: Date.parse('2026-11-25T08:00:00Z') + at,
});

const iso = ({ atMs }: Touch): string => new Date(atMs).toISOString();

export const native = (touch: Touch): object => ({
  kind: 'login.failed',
  service: 'ssh',
  source_ip: touch.source,
  activity: 'login attempt',
  payload: `${touch.user}:${touch.password}`,
  timestamp: iso(touch),
  session: touch.session,
  extra: { username: touch.user, password: touch.password, src_port: touch.port, dst_port: 22 },
});

export const cowrie = (touch: Touch): object => ({
  eventid: 'cowrie.login.failed',
  username: touch.user,
  password: touch.password,
  message: `login attempt [${touch.user}/${touch.password}] failed`,
  sensor: 'edge',
  timestamp: iso(touch),
  src_ip: touch.source,
  src_port: touch.port,
  session: touch.session,
  protocol: 'ssh',
});

const opencanary = (touch: Touch): object => ({
  dst_host: '10.0.0.5',
  dst_port: 22,
  local_time: iso(touch).replace('T', ' ').replace('Z', '000'),
  logdata: { USERNAME: touch.user, PASSWORD: touch.password, LOCALVERSION: 'SSH-2.0-OpenSSH_9.2p1' },
  logtype: 4002,
  node_id: 'canary',
  src_host: touch.source,
  src_port: touch.port,
  utc_time: iso(touch).replace('T', ' ').replace('Z', '000'),
});

const beelzebub = (touch: Touch): object => ({
  DateTime: iso(touch),
  RemoteAddr: `${touch.source}:${touch.port}`,
  Protocol: 'SSH',
  Status: 'Stateless',
  Msg: 'New SSH Login Attempt',
  ID: touch.session,
  User: touch.user,
  Password: touch.password,
  Client: 'SSH-2.0-Go',
  SourceIp: touch.source,
  SourcePort: String(touch.port),
});

const dionaea = (touch: Touch): object => ({
  connection: { protocol: 'mysqld', transport: 'tcp', type: 'accept' },
  credentials: [{ username: touch.user, password: touch.password }],
  dst_ip: '10.0.0.5',
  dst_port: 3306,
  src_hostname: '',
  src_ip: touch.source,
  src_port: touch.port,
  timestamp: iso(touch).replace('Z', '000'),
});

const tpot = (touch: Touch): object => ({
  ...cowrie(touch),
  type: 'Cowrie',
  '@timestamp': iso(touch),
  't-pot_hostname': 'quietlake',
  geoip: { country_name: 'Nowhere', asn: 64_500 },
});

export interface Door {
  what: string;
  path: string;
  type?: string;
  /** Bodies are gzip. */
  isPacked?: boolean;
  /** Events that one touch becomes. */
  each?: number;
  body(touches: readonly Touch[]): string;
}

const json = (value: unknown): string => JSON.stringify(value);
const lines = (values: readonly unknown[]): string => `${values.map(json).join('\n')}\n`;

/** Those that take many records in a body. */
export const batchDoors: readonly Door[] = [
  { what: 'lines of JSON (json)', path: '/ingest/json', body: (touches) => lines(touches.map(cowrie)) },
  {
    what: 'Splunk HEC',
    path: '/services/collector/event',
    body: (touches) =>
      lines(touches.map((one) => ({ sourcetype: 'cowrie', host: 'edge', event: cowrie(one) }))),
  },
  {
    what: 'Datadog',
    path: '/api/v2/logs',
    body: (touches) =>
      json(touches.map((one) => ({ ddsource: 'cowrie', hostname: 'vm', message: json(cowrie(one)) }))),
  },
  {
    what: 'Elasticsearch _bulk',
    path: '/_bulk',
    type: 'application/x-ndjson',
    body: (touches) => lines(touches.flatMap((one) => [{ create: { _index: 'logs' } }, cowrie(one)])),
  },
  {
    what: 'T-Pot, gzip',
    path: '/ingest/tpot',
    isPacked: true,
    body: (touches) => gzipSync(json(touches.map(tpot))).toString('base64'),
  },
];

const one = (what: string, path: string, toRecord: (touch: Touch) => object): Door => ({
  what,
  path,
  body: ([touch]) => json(toRecord(touch!)),
});

/** Those whose sender sends one record a request. */
export const singleDoors: readonly Door[] = [
  one('OpenCanary, raw JSON', '/ingest/opencanary', opencanary),
  {
    what: 'OpenCanary, its usual form',
    path: '/ingest/opencanary',
    type: 'application/x-www-form-urlencoded',
    body: ([touch]) => new URLSearchParams({ message: json(opencanary(touch!)) }).toString(),
  },
  one('Cowrie, Splunk HEC', '/services/collector/event', (touch) => ({ event: cowrie(touch) })),
  one('GELF', '/ingest/gelf', (touch) => ({
    version: '1.1',
    host: 'edge',
    timestamp: touch.atMs / 1000,
    short_message: json(cowrie(touch)),
  })),
  one('Beelzebub', '/ingest/beelzebub', beelzebub),
  { ...one('Dionaea', '/ingest/dionaea', dionaea), each: 2 },
];
