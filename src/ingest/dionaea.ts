/**
 * Dionaea's `log_json`, nested or flat, and as a T-Pot has it. One record describes a whole connection; its sign-ins and
 * commands become events of their own, held together by the connection as their session.
 */
import { invalid } from '../core/errors.ts';
import type { DraftEvent, EventKind, Json, JsonObject } from '../core/event.ts';
import { defineFormat } from '../core/format.ts';
import { isJsonObject } from '../lib/json-guards.ts';
import { copyBut, portOf, textOf, toDraft } from './foreign.ts';

const promoted: ReadonlySet<string> = new Set(['src_ip', 'credentials', 'ftp', 'username', 'password']);

/** Dionaea names the class of its handler. Any other name is kept as it is. */
const services: Readonly<Record<string, string>> = {
  ftpd: 'ftp',
  ftpdataconnect: 'ftp',
  ftpdatalisten: 'ftp',
  httpd: 'http',
  mirrorc: 'mirror',
  mirrord: 'mirror',
  mongod: 'mongodb',
  mqttd: 'mqtt',
  mssqld: 'mssql',
  mysqld: 'mysql',
  pptpd: 'pptp',
  printerd: 'printer',
  smbd: 'smb',
  upnpd: 'upnp',
  SipSession: 'sip',
  SipCall: 'sip',
};

export const isDionaea = ({ connection, src_ip }: JsonObject): boolean =>
  src_ip !== undefined && isJsonObject(connection) && typeof connection.protocol === 'string';

const listOf = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : []);

/** Two lists side by side (`flat_data`), or a list of objects, as pairs of texts. */
function pairsOf(value: Json | undefined, first: string, second: string): [string, string][] {
  const pair = (object: JsonObject): [string, string] => [textOf(object[first]), textOf(object[second])];
  if (Array.isArray(value)) return value.filter(isJsonObject).map(pair);
  if (!isJsonObject(value)) return [];
  const [names, others] = [listOf(value[first]), listOf(value[second])];
  return Array.from({ length: Math.max(names.length, others.length) }, (_, at) => [
    textOf(names[at]),
    textOf(others[at]),
  ]);
}

/** The connection, then each sign-in, then what was said over FTP. */
function split(record: unknown): unknown[] {
  if (!isJsonObject(record)) return [record];
  const credentials = pairsOf(record.credentials ?? copyOf(record), 'username', 'password');
  const commands = isJsonObject(record.ftp) ? pairsOf(record.ftp.commands, 'command', 'arguments') : [];
  const { credentials: _c, username: _u, password: _p, ftp: _f, ...rest } = record;
  const parts: unknown[] = [rest];
  for (const [username, password] of credentials) parts.push({ ...rest, credential: { username, password } });
  const lines = commands.map(([command, args]) => `${command} ${args}`.trim()).filter((line) => line !== '');
  if (lines.length > 0) parts.push({ ...rest, commands: lines.join('\n') });
  return parts;
}

/** A T-Pot has the two lists at the top. */
const copyOf = ({ username, password }: JsonObject): JsonObject => ({
  ...(username === undefined ? {} : { username }),
  ...(password === undefined ? {} : { password }),
});

interface Meaning {
  kind: EventKind;
  activity: string;
  payload: string;
}

function meaningOf(record: JsonObject): Meaning {
  if (isJsonObject(record.credential))
    return {
      kind: 'login.failed',
      activity: 'login failed',
      payload: `${textOf(record.credential.username)}:${textOf(record.credential.password)}`,
    };
  if (isJsonObject(record.download)) {
    const { url, file, md5 } = record.download;
    const payload = textOf(url) || textOf(file) || textOf(md5);
    return { kind: 'file.downloaded', activity: 'file download', payload };
  }
  if (typeof record.commands === 'string')
    return { kind: 'payload.received', activity: 'FTP commands', payload: record.commands };
  return { kind: 'connection.opened', activity: 'connection', payload: '' };
}

export function parseDionaea(record: unknown): DraftEvent | null {
  if (!isJsonObject(record)) throw invalid([{ field: 'record', message: 'must be an object' }]);
  const { connection } = record;
  if (!isJsonObject(connection)) throw invalid([{ field: 'connection', message: 'must be an object' }]);
  // The sensor opened a port: nobody came.
  if (connection.type === 'listen') return null;
  const protocol = textOf(connection.protocol);
  const time = textOf(record.timestamp ?? record['@timestamp']);
  const source = textOf(record.src_ip);
  const extra = copyBut(record, promoted);
  extra.src_port = portOf(record.src_port);
  extra.dst_port = portOf(record.dst_port ?? record.dest_port);
  if (isJsonObject(record.credential)) {
    extra.username = textOf(record.credential.username);
    extra.password = textOf(record.credential.password);
  }
  return toDraft(
    { time: 'timestamp', source: 'src_ip' },
    {
      ...meaningOf(record),
      time,
      service: (Object.hasOwn(services, protocol) ? services[protocol] : undefined) ?? protocol,
      source,
      session: `${source}:${String(extra.src_port)}>${String(extra.dst_port)} ${time}`.slice(0, 128),
      extra,
    },
  );
}

export const dionaea = defineFormat({ name: 'dionaea', title: 'Dionaea', split, parse: parseDionaea });
