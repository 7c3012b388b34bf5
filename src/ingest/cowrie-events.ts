/** Every event id that Cowrie emits (3.1.4 and older releases), and the kind of event it becomes. */
import type { EventKind, JsonObject } from '../core/event.ts';
import { textOf } from './foreign.ts';
import { fromPythonRepr } from './python-repr.ts';

export interface CowrieEvent {
  kind: EventKind;
  activity: string;
  /** What the visitor sent or did. */
  payload(record: JsonObject): string;
}

const event = (
  kind: EventKind,
  activity: string,
  payload: (record: JsonObject) => string = () => '',
): CowrieEvent => ({ kind, activity, payload });
const field =
  (name: string) =>
  (record: JsonObject): string =>
    textOf(record[name]);
const message = field('message');
/** Some releases and forwarders log it as a Python literal: it is the same client. */
export const version = (record: JsonObject): string => fromPythonRepr(textOf(record.version));

/** An offered public key has a fingerprint in place of a password. */
const credentials = (record: JsonObject): string =>
  `${textOf(record.username)}:${textOf(record.password ?? record.fingerprint)}`;
const target = (record: JsonObject): string => `${textOf(record.dst_ip)}:${textOf(record.dst_port)}`;
const bytes = (record: JsonObject): string => fromPythonRepr(textOf(record.data));
const file = (record: JsonObject): string =>
  textOf(record.url) || textOf(record.filename) || textOf(record.destfile) || textOf(record.outfile);

/** By event id without its `cowrie.`. */
export const cowrieEvents: { readonly [id: string]: CowrieEvent } = {
  'session.connect': event('connection.opened', 'connection'),
  'session.closed': event('connection.closed', 'connection closed'),
  'session.params': event('sensor.message', 'session parameters', field('arch')),
  'session.input': event('command.input', 'input to a program', field('input')),
  'session.file_download': event('file.downloaded', 'file download', file),
  'session.file_download.failed': event('file.downloaded', 'file download failed', file),
  'session.file_upload': event('file.uploaded', 'file upload', file),
  'client.version': event('client.identified', 'client version', version),
  'client.kex': event('client.identified', 'key exchange', field('hassh')),
  'client.fingerprint': event('client.identified', 'public key offered', credentials),
  'client.size': event('client.identified', 'terminal size'),
  'client.var': event(
    'client.identified',
    'environment variable',
    (r) => `${textOf(r.name)}=${textOf(r.value)}`,
  ),
  'client.malformed_packet': event('client.identified', 'malformed packet', field('data')),
  'login.failed': event('login.failed', 'login failed', credentials),
  'login.success': event('login.succeeded', 'login succeeded', credentials),
  'command.input': event('command.run', 'command', field('input')),
  'command.success': event('sensor.message', 'command found', field('input')),
  'command.failed': event('sensor.message', 'command not found', field('input')),
  'command.chpasswd': event('command.input', 'password change', field('username')),
  'direct-tcpip.request': event('tunnel.requested', 'tunnel requested', target),
  'direct-tcpip.data': event('tunnel.requested', 'data for a tunnel', bytes),
  'direct-tcpip.redirect': event('tunnel.requested', 'tunnel redirected', target),
  'direct-tcpip.tunnel': event('tunnel.requested', 'tunnel opened', target),
  'direct-tcpip.ja4': event('client.identified', 'TLS fingerprint in a tunnel', field('ja4')),
  'direct-tcpip.ja4h': event('client.identified', 'HTTP fingerprint in a tunnel', field('ja4h')),
  'tunnelproxy-tcpip.data': event('tunnel.requested', 'data for a tunnel', bytes),
  'telnet.option': event(
    'client.identified',
    'telnet option',
    (r) => `${textOf(r.command)} ${textOf(r.option_name)}`,
  ),
  'telnet.error': event('client.identified', 'telnet protocol error', field('error')),
  'telnet.exploit_attempt': event(
    'payload.received',
    'exploit attempt',
    (r) => `${textOf(r.name)}=${textOf(r.value)}`,
  ),
  'telnet.exploit_success': event('login.succeeded', 'login by exploit', field('attempted_command')),
  'log.open': event('sensor.message', 'recording opened'),
  'log.closed': event('sensor.message', 'recording closed'),
  'proxy.ssh': event('sensor.message', 'proxy', message),
  'proxy.backend_connected': event('sensor.message', 'proxy', message),
  'proxy.backend_connect_error': event('sensor.message', 'proxy', message),
  'proxy.backend_disconnected': event('sensor.message', 'proxy', message),
  'proxy.client_disconnect': event('sensor.message', 'proxy', message),
  'greynoise.result': event('sensor.message', 'reputation', message),
  'reversedns.connect': event('sensor.message', 'reverse DNS', field('ptr')),
  'reversedns.forward': event('sensor.message', 'reverse DNS', field('ptr')),
  'urlhaus.submitted': event('sensor.message', 'URL submitted', field('url')),
  'virustotal.scanfile': event('sensor.message', 'file scanned', field('sha256')),
  'virustotal.scanurl': event('sensor.message', 'URL scanned', field('url')),
};

/** Text typed into a program (passwd, crontab, …): not a command, whatever its event id. */
export const realmInput: CowrieEvent = event('command.input', 'input to a program', field('input'));

/**
 * `session.file_download` is also emitted for a shell redirection (`echo … > file`): nothing was downloaded, and
 * the command is an event of its own.
 */
export const redirection: CowrieEvent = event(
  'sensor.message',
  'file written by redirection',
  (record) => textOf(record.destfile) || textOf(record.outfile),
);

/**
 * The same event id for what a visitor sent through standard input (`cat > file` and then the file): its content came
 * from outside, and no command holds it.
 */
export const standardInput: CowrieEvent = event(
  'file.uploaded',
  'file sent through standard input',
  (record) => textOf(record.destfile) || textOf(record.shasum) || textOf(record.outfile),
);

/**
 * Cowrie says `Saved stdin contents …` or `Saved redir contents …`; only a redirection knows its file. Old releases have no
 * field for it, and name what was written to as the address.
 */
export const isStandardInput = (record: JsonObject): boolean => {
  const said = textOf(record.message);
  if (/\bSaved redir\b/i.test(said)) return false;
  if (/\bstdin\b/i.test(said)) return true;
  const isNowhere = Object.hasOwn(record, 'destfile') && textOf(record.destfile) === '';
  return isNowhere && textOf(record.url) === '' && textOf(record.shasum) !== '';
};

/** An unknown event id: kept and counted, with the sensor's own message, and never an alert. */
export const unknownEvent: CowrieEvent = event('sensor.message', 'unknown event', message);
