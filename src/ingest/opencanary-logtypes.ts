/**
 * OpenCanary's logtypes (0.9.10) and the kind of event that each becomes. The numbers of Thinkst's commercial Canary differ
 * (5003, 16001, 17001, 18001, 19001, 20001 among them) and are not supported.
 */
import type { EventKind, JsonObject } from '../core/event.ts';
import { textOf } from './foreign.ts';
import { fromPythonRepr } from './python-repr.ts';

export interface LogType {
  name: string;
  service: string;
  kind: EventKind;
  activity: string;
  /** What the visitor sent. `data` is logdata with its own key names, `record` the whole. */
  payload(data: JsonObject, record: JsonObject): string;
}

type Payload = LogType['payload'];
const nothing: Payload = () => '';
const field =
  (name: string): Payload =>
  (data) =>
    textOf(data[name]);
const all: Payload = (data) => JSON.stringify(data);
/** The telnet module includes the line ending. A loop, because a pattern takes quadratic time on line endings within. */
function line(value: string): string {
  let end = value.length;
  while (end > 0 && (value[end - 1] === '\n' || value[end - 1] === '\r')) end--;
  return value.slice(0, end);
}

/** User and password, under the names that the modules use. */
export const userOf = (data: JsonObject): string =>
  line(textOf(data.USERNAME ?? data.UserName ?? data.USER ?? data.username));
export const passwordOf = (data: JsonObject): string =>
  line(textOf(data.PASSWORD ?? data.Password ?? data['VNC Password']));
const credentials: Payload = (data) => `${userOf(data)}:${passwordOf(data)}`;

/** The request, as far as the module logged it. */
const request =
  (method: string): Payload =>
  (data) =>
    `${textOf(data.REQUEST_TYPE) || method} ${textOf(data.PATH)} HTTP/1.1\r\nHost: ${textOf(data.HOSTNAME)}\r\nUser-Agent: ${textOf(data.USERAGENT)}\r\n\r\n`;
const port: Payload = (data, record) => `${textOf(data.PROTO) || 'TCP'} port ${textOf(record.dst_port)}`;
const bytes: Payload = (data) => fromPythonRepr(textOf(data.DATA));
const words =
  (...names: string[]): Payload =>
  (data) =>
    names
      .map((name) => textOf(data[name]))
      .filter((text) => text !== '')
      .join(' ');
const snmp: Payload = (data) =>
  `community ${textOf(data.COMMUNITY_STRING)}: ${Array.isArray(data.REQUESTS) ? data.REQUESTS.map(textOf).join(' ') : ''}`;
const sip: Payload = (data) =>
  typeof data.HEADERS === 'object' && data.HEADERS !== null && !Array.isArray(data.HEADERS)
    ? Object.entries(data.HEADERS)
        .map(
          ([name, value]) =>
            `${name}: ${Array.isArray(value) ? value.map(textOf).join(', ') : textOf(value)}`,
        )
        .join('\r\n')
    : textOf(data.ERROR);

const type = (
  name: string,
  service: string,
  kind: EventKind,
  activity: string,
  payload: Payload = nothing,
): LogType => ({ name, service, kind, activity, payload });
const scan = (name: string, activity: string): LogType =>
  type(name, 'portscan', 'port.scanned', activity, port);
const login = (name: string, service: string): LogType =>
  type(name, service, 'login.failed', 'login failed', credentials);
const opened = (name: string, service: string): LogType =>
  type(name, service, 'connection.opened', 'connection');
const sensor = (name: string): LogType => type(name, 'opencanary', 'sensor.message', 'sensor message', all);

export const logTypes: { readonly [logtype: number]: LogType } = {
  1000: sensor('BASE_BOOT'),
  1001: sensor('BASE_MSG'),
  1002: sensor('BASE_DEBUG'),
  1003: sensor('BASE_ERROR'),
  1004: sensor('BASE_PING'),
  1005: sensor('BASE_CONFIG_SAVE'),
  1006: sensor('BASE_EXAMPLE'),
  2000: login('FTP_LOGIN_ATTEMPT', 'ftp'),
  2001: opened('FTP_AUTH_ATTEMPT_INITIATED', 'ftp'),
  3000: type('HTTP_GET', 'http', 'http.request', 'http request', request('GET')),
  3001: login('HTTP_POST_LOGIN_ATTEMPT', 'http'),
  3002: type('HTTP_UNIMPLEMENTED_METHOD', 'http', 'http.request', 'http request', request('UNKNOWN')),
  3003: type('HTTP_REDIRECT', 'http', 'http.request', 'http request', request('GET')),
  4000: opened('SSH_NEW_CONNECTION', 'ssh'),
  4001: type('SSH_REMOTE_VERSION_SENT', 'ssh', 'client.identified', 'client version', field('REMOTEVERSION')),
  4002: login('SSH_LOGIN_ATTEMPT', 'ssh'),
  5000: type('SMB_FILE_OPEN', 'smb', 'file.opened', 'file opened', field('FILENAME')),
  5001: scan('PORT_SYN', 'port scan'),
  5002: scan('PORT_NMAPOS', 'nmap OS scan'),
  5003: scan('PORT_NMAPNULL', 'nmap NULL scan'),
  5004: scan('PORT_NMAPXMAS', 'nmap Xmas scan'),
  5005: scan('PORT_NMAPFIN', 'nmap FIN scan'),
  6001: login('TELNET_LOGIN_ATTEMPT', 'telnet'),
  6002: opened('TELNET_CONNECTION_MADE', 'telnet'),
  7001: login('HTTPPROXY_LOGIN_ATTEMPT', 'httpproxy'),
  8001: login('MYSQL_LOGIN_ATTEMPT', 'mysql'),
  9001: login('MSSQL_LOGIN_SQLAUTH', 'mssql'),
  9002: login('MSSQL_LOGIN_WINAUTH', 'mssql'),
  9003: opened('MYSQL_CONNECTION_MADE', 'mysql'),
  10001: type('TFTP', 'tftp', 'file.opened', 'file requested', words('OPCODE', 'FILENAME')),
  11001: type('NTP_MONLIST', 'ntp', 'payload.received', 'monlist request', field('NTP CMD')),
  12001: type('VNC', 'vnc', 'login.failed', 'login failed', credentials),
  13001: type('SNMP_CMD', 'snmp', 'payload.received', 'SNMP request', snmp),
  14001: login('RDP', 'rdp'),
  15001: type('SIP_REQUEST', 'sip', 'payload.received', 'SIP request', sip),
  16001: type('GIT_CLONE_REQUEST', 'git', 'payload.received', 'clone requested', words('REPO', 'HOST')),
  17001: type('REDIS_COMMAND', 'redis', 'payload.received', 'redis command', words('CMD', 'ARGS')),
  18001: opened('TCP_BANNER_CONNECTION_MADE', 'tcp'),
  18002: opened('TCP_BANNER_KEEP_ALIVE_CONNECTION_MADE', 'tcp'),
  18003: type('TCP_BANNER_KEEP_ALIVE_SECRET_RECEIVED', 'tcp', 'payload.received', 'secret received', bytes),
  18004: type('TCP_BANNER_KEEP_ALIVE_DATA_RECEIVED', 'tcp', 'payload.received', 'data received', bytes),
  18005: type('TCP_BANNER_DATA_RECEIVED', 'tcp', 'payload.received', 'data received', bytes),
  19001: type(
    'LLMNR_QUERY_RESPONSE',
    'llmnr',
    'payload.received',
    'answer to a bait query',
    words('query_hostname', 'response'),
  ),
  20001: type('MONGODB_LOGIN_ATTEMPT', 'mongodb', 'login.failed', 'login failed', credentials),
  ...Object.fromEntries(
    Array.from({ length: 10 }, (_, n) => [
      99_000 + n,
      type(`USER_${n}`, 'user', 'payload.received', 'user module', all),
    ]),
  ),
};

/** Any other number is still an interaction. */
export const unknownLogType: LogType = type(
  'unknown',
  'opencanary',
  'payload.received',
  'unknown logtype',
  all,
);

/** The MongoDB module reports what happened in `action`; only one value is a login. */
export const mongoActions: { readonly [action: string]: LogType } = {
  'mongodb.connection': opened('MONGODB_LOGIN_ATTEMPT', 'mongodb'),
  'mongodb.disconnect': type('MONGODB_LOGIN_ATTEMPT', 'mongodb', 'connection.closed', 'connection closed'),
  'mongodb.command': type(
    'MONGODB_LOGIN_ATTEMPT',
    'mongodb',
    'payload.received',
    'command',
    words('command', 'query'),
  ),
  'mongodb.error': type(
    'MONGODB_LOGIN_ATTEMPT',
    'mongodb',
    'client.identified',
    'protocol error',
    field('error'),
  ),
};
