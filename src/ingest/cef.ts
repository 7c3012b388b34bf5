/**
 * CEF (ArcSight's common event format) and LEEF (QRadar's): a header of fields between bars, then names and values. What
 * becomes of them is a record with the names that other sensors use, read by other-sensor.ts.
 */
import type { JsonObject } from '../core/event.ts';

const cefHeader = /(?:^|\s)CEF:\d{1,2}\|/;
const leefHeader = /(?:^|\s)LEEF:(\d{1,2}(?:\.\d)?)\|/;
const mostFields = 200;

/** `count` fields between bars, and the rest; null where there are fewer. A bar within one is `\|`. */
function splitHeader(text: string, count: number): { fields: string[]; rest: string } | null {
  const fields: string[] = [];
  let from = 0;
  for (let at = 0; at < text.length && fields.length < count; at++) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '|') {
      fields.push(text.slice(from, at).replace(/\\([|\\])/g, '$1'));
      from = at + 1;
    }
  }
  return fields.length < count ? null : { fields, rest: text.slice(from) };
}

/** Values may hold blanks: one ends where the next name begins. */
function readExtension(text: string): JsonObject {
  const out: JsonObject = {};
  const names = [...text.matchAll(/(?:^|\s)([\w.[\]-]{1,100})=/g)].slice(0, mostFields);
  names.forEach(([all, name = ''], number) => {
    const from = (names[number]?.index ?? 0) + all.length;
    const value = text.slice(from, names[number + 1]?.index ?? text.length);
    if (name !== '__proto__')
      out[name] = value
        .trim()
        .replace(/\\([=\\rn])/g, (_all, char: string) => ({ r: '\r', n: '\n' })[char] ?? char);
  });
  return out;
}

function readPairs(text: string, delimiter: string): JsonObject {
  const out: JsonObject = {};
  for (const pair of text.split(delimiter, mostFields)) {
    const at = pair.indexOf('=');
    const name = pair.slice(0, at).trim();
    if (at > 0 && name !== '__proto__') out[name] = pair.slice(at + 1).trim();
  }
  return out;
}

const aboutSigningIn = /log[-_. ]?[io]n|auth|sign[-_. ]?in|password/i;

/** Our names for theirs; a user is one who signs in only where the event is about that. */
function toRecord(header: JsonObject, fields: JsonObject): JsonObject {
  const first = (...names: string[]): string => {
    const name = names.find((one) => typeof fields[one] === 'string' && fields[one] !== '');
    return name === undefined ? '' : String(fields[name]);
  };
  const record: JsonObject = { ...header, fields };
  const put = (name: string, value: string): void => {
    if (value !== '') record[name] = value;
  };
  put('src_ip', first('src', 'c6a2', 'sourceAddress', 'srcIP', 'shost'));
  put('src_port', first('spt', 'srcPort'));
  put('dst_ip', first('dst', 'dstIP'));
  put('dst_port', first('dpt', 'dstPort'));
  put('protocol', first('app', 'proto'));
  put('method', first('requestMethod'));
  put('url', first('request', 'url'));
  put('user_agent', first('requestClientApplication'));
  put('message', first('msg', 'message'));
  const time = first('rt', 'end', 'start');
  if (/^\d{13}$/.test(time)) record.timestamp = time;
  const user = first('duser', 'suser', 'usrName', 'userName');
  if (user !== '')
    put(aboutSigningIn.test(`${header.signature} ${header.name}`) ? 'username' : 'user_name', user);
  return record;
}

/** What Cowrie writes into its text log is its own event, without what CEF has no name for. */
function asCowrie(record: JsonObject, fields: JsonObject): JsonObject {
  const said = /^login attempt \[(.{0,500})\] (?:failed|succeeded)/s.exec(String(fields.msg ?? ''))?.[1];
  const user = String(fields.duser ?? '');
  return {
    ...record,
    eventid: String(record.signature),
    protocol: /telnet/i.test(String(fields.app ?? '')) ? 'telnet' : 'ssh',
    ...(said?.startsWith(`${user}/`) ? { username: user, password: said.slice(user.length + 1) } : {}),
    ...(/^CMD: /.test(String(fields.msg ?? '')) ? { input: String(fields.msg).slice(5) } : {}),
  };
}

/** A record, or null where the text holds neither. `time` is that of the line around it; null = none. */
export function parseCefOrLeef(text: string, time: string | null): JsonObject | null {
  const cef = cefHeader.exec(text);
  if (cef !== null) {
    const split = splitHeader(text.slice(cef.index + cef[0].length), 6);
    if (split === null) return null;
    const [vendor = '', product = '', version = '', signature = '', name = '', severity = ''] = split.fields;
    const header = { type: `${vendor} ${product}`.trim(), version, signature, name, severity };
    const fields = readExtension(split.rest);
    const record = { ...(time === null ? {} : { timestamp: time }), ...toRecord(header, fields) };
    return product === 'Cowrie' && signature.startsWith('cowrie.') ? asCowrie(record, fields) : record;
  }
  const leef = leefHeader.exec(text);
  if (leef === null) return null;
  const isNew = leef[1]?.startsWith('2') === true;
  const split = splitHeader(text.slice(leef.index + leef[0].length), isNew ? 5 : 4);
  if (split === null) return null;
  const [vendor = '', product = '', version = '', signature = '', written = ''] = split.fields;
  const hex = /^(?:0?x)([0-9a-f]{2})$/i.exec(written)?.[1];
  const delimiter = hex === undefined ? written || '\t' : String.fromCharCode(Number.parseInt(hex, 16));
  const header = { type: `${vendor} ${product}`.trim(), version, signature, name: signature };
  return {
    ...(time === null ? {} : { timestamp: time }),
    ...toRecord(header, readPairs(split.rest, delimiter)),
  };
}
