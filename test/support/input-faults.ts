/** One sender for each input: a record of its sensor, and the body in which it arrives. What goes wrong is made of these. */

export type SensorRecord = { [field: string]: unknown };

export interface Sender {
  /** The record with number `n`, different from every other; `name` = who signs in, or what else its visitor chose. */
  record(n: number, name: string): SensorRecord;
  /** How the sender puts texts of records into one body. */
  body(texts: readonly string[]): string;
  /** Whether a body holds one record only. */
  isSingle: boolean;
  /** A connection and the sign-in within it, say. Default: 1. */
  eventsOfRecord?: number;
  /** The record with its time as this sensor writes it, but without a zone. */
  withoutZone(record: SensorRecord): SensorRecord;
}

const seconds = (n: number): string => new Date(Date.UTC(2026, 10, 21, 10) + n * 1000).toISOString();
const cut = (record: SensorRecord, field: string, pattern: RegExp): SensorRecord => ({
  ...record,
  [field]: String(record[field]).replace(pattern, ''),
});

const cowrie: Pick<Sender, 'record' | 'withoutZone'> = {
  record: (n, name) => ({
    session: n.toString(16).padStart(12, '0'),
    protocol: 'ssh',
    src_ip: '203.0.113.9',
    src_port: 51822,
    dst_ip: '10.0.0.5',
    dst_port: 2222,
    username: name,
    password: '123456',
    eventid: 'cowrie.login.failed',
    sensor: 'edge-1',
    timestamp: seconds(n),
  }),
  withoutZone: (record) => cut(record, 'timestamp', /Z$/),
};
const lines = (texts: readonly string[]): string => texts.join('\n');
const only = ([text = '']: readonly string[]): string => text;

/** By the name of the input; a test compares the names with the list of inputs. */
export const senders: Readonly<Record<string, Sender>> = {
  opencanary: {
    record: (n, name) => ({
      dst_host: '10.0.0.5',
      dst_port: 21,
      local_time: seconds(n).replace('T', ' ').replace('Z', ''),
      logdata: { PASSWORD: 'admin', USERNAME: name },
      logtype: 2000,
      node_id: 'branch-07',
      src_host: '203.0.113.9',
      src_port: 35894,
      utc_time: `${seconds(n).replace('T', ' ').replace('Z', '')}000`,
    }),
    body: only,
    isSingle: true,
    // It never writes one.
    withoutZone: (record) => record,
  },
  splunk: {
    ...cowrie,
    body: (texts) => lines(texts.map((text) => `{"index":"main","sourcetype":"cowrie","event":${text}}`)),
    isSingle: false,
  },
  datadog: {
    ...cowrie,
    body: (texts) =>
      JSON.stringify(texts.map((message) => ({ ddsource: 'cowrie', hostname: 'vm', message }))),
    isSingle: false,
  },
  gelf: {
    ...cowrie,
    body: (texts) => JSON.stringify({ version: '1.1', host: 'edge', short_message: only(texts), level: 1 }),
    isSingle: true,
  },
  elasticsearch: {
    ...cowrie,
    body: (texts) => `${lines(texts.map((text) => `{"index":{}}\n${text}`))}\n`,
    isSingle: false,
  },
  'elasticsearch-document': { ...cowrie, body: only, isSingle: true },
  dionaea: {
    record: (n, name) => ({
      connection: { protocol: 'ftpd', transport: 'tcp', type: 'accept' },
      credentials: { username: [name], password: ['123456'] },
      dst_ip: '10.0.0.5',
      dst_port: 21,
      src_hostname: '',
      src_ip: '203.0.113.9',
      src_port: 55280,
      timestamp: seconds(n),
    }),
    body: only,
    isSingle: true,
    eventsOfRecord: 2,
    withoutZone: (record) => cut(record, 'timestamp', /Z$/),
  },
  tpot: {
    record: (n, name) => ({
      ...cowrie.record(n, name),
      type: 'Cowrie',
      '@timestamp': seconds(n),
      't-pot_hostname': 'quietlake',
    }),
    body: (texts) => `[${texts.join(',')}]`,
    isSingle: false,
    withoutZone: (record) => cut(cut(record, 'timestamp', /Z$/), '@timestamp', /Z$/),
  },
  beelzebub: {
    record: (n, name) => ({
      DateTime: seconds(n),
      RemoteAddr: '203.0.113.9:51822',
      Protocol: 'SSH',
      Command: '',
      Status: 'Stateless',
      Msg: 'New SSH Login Attempt',
      ID: `b-${n}`,
      User: name,
      Password: '123456',
      SourceIp: '203.0.113.9',
      SourcePort: '51822',
    }),
    body: only,
    isSingle: true,
    withoutZone: (record) => cut(record, 'DateTime', /Z$/),
  },
  canarytokens: {
    record: (n, name) => ({
      manage_url: 'https://canarytokens.example.org/manage/abc',
      memo: name,
      additional_data: { src_ip: '203.0.113.9', useragent: 'Mozilla/5.0', attempt: n },
      channel: 'HTTP',
      time: `${seconds(n).slice(0, 19).replace('T', ' ')} (UTC)`,
      token_type: 'web',
      token: 'abcdefghijklmnopqrstuvwxy',
    }),
    body: only,
    isSingle: true,
    withoutZone: (record) => cut(record, 'time', / \(UTC\)$/),
  },
  'thinkst-canary': {
    record: (n, name) => ({
      AlertType: 'CanaryIncident',
      AdditionalDetails: [
        ['User', name],
        ['Password', '123456'],
      ],
      CanaryID: '000000000a1b2c3d',
      CanaryIP: '10.0.0.7',
      CanaryName: 'files-02',
      CanaryPort: 22,
      Description: 'SSH Login Attempt',
      IncidentKey: `incident:ssh:${n}`,
      SourceIP: '203.0.113.9',
      Timestamp: `${new Date(seconds(n)).toUTCString().replace(' GMT', '')} (UTC)`,
    }),
    body: only,
    isSingle: true,
    withoutZone: (record) => cut(record, 'Timestamp', / \(UTC\)$/),
  },
  json: { ...cowrie, body: lines, isSingle: false },
};

/** The same record with every number written as text, as some shippers do. */
export const withTexts = (value: unknown): unknown => {
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return value.map(withTexts);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withTexts(inner)]));
};
