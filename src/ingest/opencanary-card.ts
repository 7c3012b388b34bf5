/**
 * OpenCanary's Teams handler writes each value of `logdata` as a fact of its own, its path in lower case
 * (`logdata__username`), and a list as Python prints it. This is the record again, so that it is read like any other.
 */
import type { Json, JsonObject } from '../core/event.ts';
import { pythonToJson } from './python-literal.ts';

const prefix = 'logdata__';

/** Names that the modules do not write in capitals, by logtype and in lower case. */
const named = (...names: string[]): ReadonlyMap<string, string> =>
  new Map(names.map((name) => [name.toLowerCase(), name]));
const mssql = named(
  'AppName',
  'CltIntName',
  'Database',
  'HostName',
  'Language',
  'Password',
  'ServerName',
  'UserName',
);
const vnc = named('VNC Client Response', 'VNC Password', 'VNC Server Challenge');

function nameOf(lower: string, logtype: string): string {
  if (logtype === '9001') return mssql.get(lower) ?? lower.toUpperCase();
  if (logtype === '12001') return vnc.get(lower) ?? lower.toUpperCase();
  // MongoDB, LLMNR and modules of the user's own write small letters.
  return /^(?:1001|19001|20001|99\d{3})$/.test(logtype) ? lower : lower.toUpperCase();
}

/** A list as Python prints it, or the text as it is. */
function toValue(value: Json): Json {
  if (typeof value !== 'string' || !value.startsWith('[')) return value;
  const text = pythonToJson(value);
  try {
    const list = text === null ? null : (JSON.parse(text) as Json);
    return Array.isArray(list) && list.every((item) => typeof item === 'string') ? list : value;
  } catch {
    return value;
  }
}

/** The record with its `logdata`; the same one where it is no card's. Only SIP's headers are objects in `logdata`. */
export function fromCard(record: JsonObject): JsonObject {
  const keys = Object.keys(record).filter((key) => key.startsWith(prefix));
  if (keys.length === 0 || Object.hasOwn(record, 'logdata')) return record;
  const logdata: JsonObject = {};
  const headers: JsonObject = {};
  const out: JsonObject = { logdata };
  const logtype = String(record.logtype);
  for (const key of Object.keys(record)) {
    const value = record[key] as Json;
    if (!key.startsWith(prefix)) {
      if (key !== '__proto__') out[key] = value;
      continue;
    }
    const path = key.slice(prefix.length);
    const header = /^headers__(.+)$/.exec(path)?.[1];
    if (header === '__proto__' || path === '__proto__') continue;
    if (header === undefined) logdata[nameOf(path, logtype)] = toValue(value);
    else headers[header] = toValue(value);
  }
  if (Object.keys(headers).length > 0) logdata.HEADERS = headers;
  return out;
}
