/** One event for each act, as sensors send it. */
import type { EventKind } from '../../../src/core/event.ts';
import type { Act } from '../../../src/score/exposure/act.ts';

export interface ActSample {
  kind: EventKind;
  service: string;
  activity: string;
  payload: string;
  extra: { [key: string]: string | boolean } | null;
}

const sample = (
  kind: EventKind,
  service: string,
  activity: string,
  payload = '',
  extra: ActSample['extra'] = null,
): ActSample => ({ kind, service, activity, payload, extra });

export const actSamples: Readonly<Record<Act, readonly ActSample[]>> = {
  token: [sample('token.hit', 'http', 'token opened', 'https://example.test/t/abc')],
  'planted-credential': [
    sample('login.failed', 'rdp', 'login failed', 'svc-backup:Winter2026', { planted_credential: true }),
    sample('login.succeeded', 'ssh', 'login succeeded', 'svc-backup:Winter2026', { honeytoken: 'true' }),
  ],
  'sign-in': [sample('login.succeeded', 'ssh', 'login succeeded', 'root:root')],
  'sign-in-attempt': [
    sample('login.failed', 'ssh', 'login failed', 'root:root'),
    sample('login.failed', 'rdp', 'login failed', 'anna'),
    sample('login.failed', 'vnc', 'login failed', '<Password was not in the common list>'),
    sample('login.failed', 'mssql', 'login failed', 'sa:sa'),
    sample('login.failed', 'http', 'login failed', 'admin:admin'),
    sample('login.failed', 'telnet', 'login failed', 'root:xc3511'),
  ],
  file: [
    sample('file.opened', 'smb', 'file opened', 'salaries.xlsx'),
    sample('file.changed', 'smb', 'file changed', 'salaries.xlsx'),
    sample('file.copied', 'nfs', 'file copied', 'salaries.xlsx'),
    sample('file.deleted', 'smb', 'file deleted', 'salaries.xlsx'),
    sample('file.opened', 'tftp', 'file requested', 'RRQ router.cfg'),
    sample('file.opened', 'webdav', 'file opened', 'budget 2027.docx'),
  ],
  download: [sample('file.downloaded', 'ssh', 'file download', 'http://192.0.2.4/x.sh')],
  upload: [
    sample('file.uploaded', 'ftp', 'file upload', 'shell.php'),
    sample('file.uploaded', 'tftp', 'file uploaded', 'WRQ running-config'),
  ],
  command: [sample('command.run', 'ssh', 'command', 'uname -a')],
  query: [
    sample('payload.received', 'redis', 'redis command', 'CONFIG GET dir'),
    sample('payload.received', 'snmp', 'SNMP request', 'community public: 1.3.6.1.2.1.1.1.0'),
    sample('payload.received', 'ldap', 'search', '(objectClass=user)'),
    sample('payload.received', 'sip', 'SIP request', 'OPTIONS sip:100@192.0.2.1 SIP/2.0'),
    sample('payload.received', 'ntp', 'monlist request', 'monlist'),
    sample('payload.received', 'git', 'clone requested', 'secrets.git 10.0.0.4'),
    sample(
      'payload.received',
      'modbus',
      'read holding registers',
      '\x00\x01\x00\x00\x00\x06\x01\x03\x00\x00\x00\x0a',
    ),
    sample('payload.received', 'mongodb', 'command', 'listDatabases'),
    sample('command.run', 'mysql', 'query', 'SELECT user FROM mysql.user'),
  ],
  request: [
    sample('http.request', 'http', 'http request', 'GET /admin/config.php HTTP/1.1\r\nHost: a\r\n\r\n'),
    sample('http.request', 'http', 'http request', 'POST / HTTP/1.1\r\nHost: a\r\n\r\na=1'),
    sample('http.request', 'http', 'http request', 'GET /?id=1 HTTP/1.1\r\nHost: a\r\n\r\n'),
  ],
  relay: [
    sample('tunnel.requested', 'ssh', 'tunnel requested', '10.0.0.9:445'),
    sample('tunnel.requested', 'socks', 'proxy request', '10.0.0.9:3389'),
  ],
  poisoning: [sample('payload.received', 'llmnr', 'answer to a bait query', 'WPADX 10.0.3.17')],
  kerberos: [sample('payload.received', 'kerberos', 'kerberoast', 'TGS-REQ svc-sql')],
  scan: [
    sample('port.scanned', 'portscan', 'port scan', 'TCP port 22'),
    sample('port.scanned', 'portscan', 'nmap Xmas scan', 'TCP port 443'),
  ],
  fingerprinting: [sample('decoy.fingerprinted', 'ssh', 'fingerprinting of the decoy')],
  'page-view': [
    sample('http.request', 'http', 'http request', 'GET / HTTP/1.1\r\nHost: a\r\nUser-Agent: curl/8\r\n\r\n'),
    sample('http.request', 'http', 'http request', 'GET /favicon.ico HTTP/1.1\r\n\r\n'),
    sample('http.request', 'http', 'http request'),
  ],
  connection: [
    sample('connection.opened', 'ssh', 'connection'),
    sample('connection.opened', 'rdp', 'connection'),
    sample('payload.received', 'tcp', 'data received', 'SSH-2.0-Go\r\n'),
    sample('payload.received', 'smtp', 'data received', 'EHLO scanner'),
  ],
  ping: [
    sample('port.scanned', 'icmp', 'ping'),
    sample('payload.received', 'icmp', 'echo request', 'abcdefgh'),
  ],
  bookkeeping: [
    sample('sensor.message', 'opencanary', 'sensor message', '{}'),
    sample('connection.closed', 'ssh', 'connection closed'),
    sample('client.identified', 'ssh', 'client version', 'SSH-2.0-Go'),
  ],
};
