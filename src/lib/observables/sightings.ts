/** Which values of an event are followed (core/observable.ts). Pure; whatever an event holds, it never throws. */
import type { EventKind, JsonObject, StoredEvent } from '../../core/event.ts';
import { mostOfKind, mostValueLength, type ObservableKind, type Sighting } from '../../core/observable.ts';
import { parseAddress, toAddressText, type Words } from '../address-words.ts';
import { commandForm } from './command-form.ts';
import { credentialsOf } from './credentials.ts';
import { findInText, hostOf, mostSearched } from './texts.ts';

type Note = (kind: ObservableKind, value: string) => void;
type Named = Partial<Record<string, unknown>>;

const none: JsonObject = {};
const textIn = (record: Named, ...names: string[]): string => {
  for (const name of names) {
    const value = Object.hasOwn(record, name) ? record[name] : undefined;
    if (typeof value === 'string' && value !== '') return value;
  }
  return '';
};
const objectIn = (record: Named, name: string): Named => {
  const value = Object.hasOwn(record, name) ? record[name] : undefined;
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Named) : none;
};

/** The /24 of an IPv4 address, the /64 of another. */
const networkOf = (family: 4 | 6, [a, b, c, d]: Words): string =>
  family === 4
    ? `${toAddressText([a, b, c, (d & 0xffffff00) >>> 0])}/24`
    : `${toAddressText([a, b, 0, 0])}/64`;

const domainForm = /^(?=.{4,253}$)(?:[a-z0-9_-]{1,63}\.)+[a-z][a-z0-9-]{1,62}$/;

function noteHost(host: string, note: Note): void {
  const address = parseAddress(host);
  if (address) note('address', toAddressText(address.words));
  else if (domainForm.test(host)) note('domain', host);
}

const requestLine = /^[A-Z]{3,10} (\S{1,2048})/;
const headerLine = /^([A-Za-z][\w-]{0,63}):[ \t]*(.{0,1000})$/;
const hashForm = {
  md5: /^[0-9a-f]{32}$/i,
  sha256: /^[0-9a-f]{64}$/i,
  ja4: /^[a-z]\d\d[di]?\w{3,10}_\w{12}_\w{12}$/i,
};

/** Path, client and order of headers, from the fields of a sensor or from the request as it was sent. */
function noteRequest(event: StoredEvent, extra: Named, logdata: Named, note: Note): void {
  const headers = objectIn(extra, 'headers');
  let agent =
    textIn(extra, 'user_agent', 'useragent', 'http_user_agent') ||
    textIn(headers, 'user-agent', 'User-Agent') ||
    textIn(logdata, 'USERAGENT');
  let path = textIn(extra, 'path', 'uri', 'request_uri') || textIn(logdata, 'PATH');
  const lines = event.payload.slice(0, mostSearched).split(/\r?\n/, 80);
  path ||= requestLine.exec(lines[0] ?? '')?.[1] ?? '';
  const order: string[] = [];
  for (const line of lines.slice(1)) {
    const header = headerLine.exec(line);
    if (!header) break;
    const name = (header[1] ?? '').toLowerCase();
    order.push(name);
    if (name === 'user-agent') agent ||= (header[2] ?? '').trim();
    if (name === 'host') noteHost((header[2] ?? '').trim().toLowerCase().replace(/:\d*$/, ''), note);
  }
  if (order.length === 0) order.push(...Object.keys(headers).map((name) => name.toLowerCase()));
  // OpenCanary's request is put together by us, in an order that no client chose.
  if (order.length > 2) note('header_order', order.slice(0, 40).join(','));
  if (agent !== '') note('user_agent', agent);
  const query = path.search(/[?#]/);
  if (path.startsWith('/')) note('path', query < 0 ? path : path.slice(0, query));
}

const fileKinds: ReadonlySet<EventKind> = new Set([
  'file.downloaded',
  'file.uploaded',
  'file.opened',
  'file.changed',
  'file.copied',
  'file.deleted',
]);
const baseName = (path: string): string =>
  path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);

function noteFile(event: StoredEvent, extra: Named, note: Note): void {
  const url = textIn(extra, 'url');
  const named = textIn(extra, 'filename', 'destfile', 'file_name') || (url.includes('://') ? '' : url);
  const name =
    event.agent?.file_path ||
    event.agent?.file_accessed ||
    named ||
    (url.includes('://') && hostOf(url) !== '' ? baseName(url.replace(/[?#].*$/s, '')) : '');
  if (name !== '') note('file', baseName(name));
}

function noteFingerprints(event: StoredEvent, extra: Named, note: Note): void {
  const tls = objectIn(extra, 'tls');
  const hassh = textIn(extra, 'hassh');
  if (hashForm.md5.test(hassh)) note('hassh', hassh.toLowerCase());
  const ja3 = textIn(extra, 'ja3', 'ja3_hash') || textIn(objectIn(tls, 'ja3'), 'hash') || textIn(tls, 'ja3');
  if (hashForm.md5.test(ja3)) note('ja3', ja3.toLowerCase());
  const ja4 = textIn(extra, 'ja4') || textIn(tls, 'ja4');
  if (hashForm.ja4.test(ja4)) note('ja4', ja4);
  const sni = textIn(extra, 'sni', 'server_name', 'tls_sni') || textIn(tls, 'sni');
  if (sni !== '') note('sni', sni.toLowerCase());
  const version = textIn(extra, 'version', 'client_version');
  if (version.startsWith('SSH-')) note('ssh_version', version);
  else if (event.kind === 'client.identified' && event.payload.startsWith('SSH-'))
    note('ssh_version', event.payload.trim());
  const key = textIn(extra, 'fingerprint');
  if (key !== '' && event.service === 'ssh') note('public_key', key);
  for (const name of ['shasum', 'sha256', 'file_sha256']) {
    const sum = textIn(extra, name);
    if (hashForm.sha256.test(sum)) note('sha256', sum.toLowerCase());
  }
}

/** The kinds in whose payload a person or program wrote what it liked. */
const searched: ReadonlySet<EventKind> = new Set([
  'command.run',
  'command.input',
  'http.request',
  'payload.received',
  'file.downloaded',
  'file.uploaded',
]);

/** Each value once. */
export function sightingsOf(event: StoredEvent): Sighting[] {
  const out: Sighting[] = [];
  const note: Note = (kind, given) => {
    const value = (given.length > mostValueLength ? given.slice(0, mostValueLength) : given).toWellFormed();
    if (value === '') return;
    let same = 0;
    for (const one of out)
      if (one.kind === kind) {
        if (one.value === value) return;
        same += 1;
      }
    if (same < mostOfKind) out.push({ kind, value });
  };
  const extra = (event.extra ?? none) as Named;
  const logdata = objectIn(extra, 'logdata');

  const source = parseAddress(event.source_ip);
  if (source) {
    note('address', toAddressText(source.words));
    note('network', networkOf(source.family, source.words));
  } else if (event.source_ip !== '') note('host', event.source_ip);
  note('protocol', (event.verdict?.protocol ?? event.service).toLowerCase());

  const { user, password } = credentialsOf(event);
  if (user !== null) note('user', user);
  if (password !== null) {
    note('password', password);
    note('credential', `${user ?? ''}:${password}`);
  }
  if (event.kind === 'command.run' && event.payload.trim() !== '') {
    note('command', event.payload.trim());
    note('command_form', commandForm(event.payload));
  }
  if (event.kind === 'http.request') noteRequest(event, extra, logdata, note);
  if (fileKinds.has(event.kind)) noteFile(event, extra, note);
  noteFingerprints(event, extra, note);
  if (searched.has(event.kind)) findInText(event.payload, note);
  const url = textIn(extra, 'url');
  if (url.includes('://')) findInText(url, note);
  for (const { kind, value } of [...out]) if (kind === 'url') noteHost(hostOf(value), note);
  const target = textIn(extra, 'target_ip');
  if (target !== '' && event.kind === 'tunnel.requested') noteHost(target.toLowerCase(), note);
  if (event.verdict?.vulnerability) note('cve', event.verdict.vulnerability.id);
  return out;
}
