/** qeeqbox honeypots: its JSON lines, plain or encoded twice, and as a T-Pot has them. All numbers are texts. */
import { invalid } from '../core/errors.ts';
import type { DraftEvent, EventKind, Json, JsonObject } from '../core/event.ts';
import { defineFormat } from '../core/format.ts';
import { isJsonObject } from '../lib/json-guards.ts';
import { copyBut, portOf, textOf, toDraft } from './foreign.ts';

const promoted: ReadonlySet<string> = new Set(['src_ip']);
const shells: ReadonlySet<string> = new Set(['ssh', 'telnet']);

export const isQeeqbox = (object: JsonObject): boolean =>
  typeof object.action === 'string' &&
  Object.hasOwn(object, 'src_ip') &&
  Object.hasOwn(object, 'dest_port') &&
  (/_server$/.test(textOf(object.server)) || Object.hasOwn(object, 'protocol'));

interface Meaning {
  kind: EventKind;
  activity: string;
}

const httpMethod = /^(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|TRACE|CONNECT)$/;

/** What a visitor did; `process` is the sensor's own. An action that is not here is still an interaction. */
function meaningOf(action: string, service: string, record: JsonObject): Meaning | null {
  switch (action) {
    case 'process':
      return null;
    case 'connection':
    case 'icmp':
      return { kind: 'connection.opened', activity: action === 'icmp' ? 'ping' : 'connection' };
    case 'login':
    case 'creds_check':
      return textOf(record.status) === 'success'
        ? { kind: 'login.succeeded', activity: 'login succeeded' }
        : { kind: 'login.failed', activity: 'login failed' };
    case 'command':
      return shells.has(service)
        ? { kind: 'command.run', activity: 'command' }
        : { kind: 'payload.received', activity: `${service} command` };
    case 'request':
      return { kind: 'http.request', activity: 'http request' };
    case 'tcpscan':
      return { kind: 'port.scanned', activity: 'port scan' };
    case 'stshash':
      return { kind: 'client.identified', activity: 'RDP cookie' };
    default:
      // Release 0.66 names a request by its method alone.
      return httpMethod.test(action)
        ? { kind: 'http.request', activity: 'http request' }
        : { kind: 'payload.received', activity: action };
  }
}

/** Arguments are printed as Python's tuples: `('admin',)` → `admin`, `('a', 'b')` → `a b`. */
function fromTuple(text: string): string {
  if (!text.startsWith('(') || !text.endsWith(')')) return text;
  const inner = text.slice(1, text.endsWith(',)') ? -2 : -1);
  if (inner === '') return '';
  return inner.startsWith("'") && inner.endsWith("'") && inner.length > 1
    ? inner.slice(1, -1).split("', '").join(' ')
    : text;
}

/** What the visitor sent, in the words of the protocol as far as the sensor has them. */
function payloadOf(kind: EventKind, record: JsonObject): string {
  if (kind === 'login.failed' || kind === 'login.succeeded')
    return `${textOf(record.username)}:${textOf(record.password) || textOf(record.key_fingerprint)}`;
  const { action, data } = record;
  if (kind === 'http.request' && data === undefined && httpMethod.test(textOf(action))) return textOf(action);
  if (!isJsonObject(data)) return textOf(data);
  const words: Json[] = [data.command ?? data.cmd ?? data.stshash ?? null, data.args ?? data.data ?? null];
  const text = words.map((word) => fromTuple(textOf(word ?? undefined))).filter((word) => word !== '');
  return text.length > 0 ? text.join(' ') : JSON.stringify(data);
}

export function parseQeeqbox(record: unknown): DraftEvent | null {
  if (!isJsonObject(record)) throw invalid([{ field: 'record', message: 'must be an object' }]);
  const action = textOf(record.action);
  if (action === '') throw invalid([{ field: 'action', message: 'is required' }]);
  const service = (textOf(record.server) || textOf(record.protocol)).replace(/_server$/, '');
  const meaning = meaningOf(action, service, record);
  if (meaning === null) return null;
  const extra = copyBut(record, promoted);
  extra.src_port = portOf(record.src_port);
  extra.dst_port = portOf(record.dest_port);
  return toDraft(
    { time: 'timestamp', source: 'src_ip' },
    {
      ...meaning,
      time: textOf(record.timestamp ?? record['@timestamp']),
      service,
      source: textOf(record.src_ip),
      payload: payloadOf(meaning.kind, record),
      session: null,
      extra,
    },
  );
}

export const qeeqbox = defineFormat({ name: 'qeeqbox', title: 'qeeqbox honeypots', parse: parseQeeqbox });
