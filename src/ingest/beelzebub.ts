/** Beelzebub: its log lines, and the bare events of its queue and its cloud output. */
import { invalid } from '../core/errors.ts';
import type { DraftEvent, EventKind, JsonObject } from '../core/event.ts';
import { defineFormat } from '../core/format.ts';
import { isJsonObject } from '../lib/json-guards.ts';
import { copyBut, portOf, textOf, toDraft } from './foreign.ts';

const promoted: ReadonlySet<string> = new Set(['SourceIp']);

export const isBeelzebub = (object: JsonObject): boolean =>
  typeof object.Protocol === 'string' && typeof object.Msg === 'string' && Object.hasOwn(object, 'DateTime');

/** The first that the message contains is taken. */
const meanings: readonly [pattern: RegExp, kind: EventKind, activity: string][] = [
  [/login attempt/i, 'login.failed', 'login failed'],
  [/^end /i, 'connection.closed', 'connection closed'],
  [/^(?:ssh|telnet) (?:terminal session interaction|raw command)/i, 'command.run', 'command'],
  [/interaction/i, 'payload.received', 'data received'],
  [/new (?:ssh|telnet) terminal session/i, 'login.succeeded', 'login succeeded'],
  [/^https? new request/i, 'http.request', 'http request'],
  [/mcp tool/i, 'payload.received', 'MCP tool call'],
  [/tcp/i, 'connection.opened', 'connection'],
];

/** Headers as a map where the record has one, else as the text it prints. */
function headersOf(record: JsonObject): string {
  const { HeadersMap: map } = record;
  if (!isJsonObject(map)) return textOf(record.Headers);
  return Object.entries(map)
    .map(([name, value]) => `${name}: ${Array.isArray(value) ? value.map(textOf).join(', ') : textOf(value)}`)
    .join('\r\n');
}

function payloadOf(kind: EventKind, record: JsonObject): string {
  if (kind === 'login.failed' || kind === 'login.succeeded')
    return `${textOf(record.User)}:${textOf(record.Password)}`;
  if (kind === 'http.request')
    return `${textOf(record.HTTPMethod) || 'GET'} ${textOf(record.RequestURI)} HTTP/1.1\r\n${headersOf(record)}\r\n\r\n${textOf(record.Body)}`;
  return textOf(record.Command);
}

/** `RemoteAddr` without its port; what ends a session has no `SourceIp`. */
const sourceOf = (record: JsonObject): string =>
  textOf(record.SourceIp) || textOf(record.RemoteAddr).replace(/:\d{1,5}$/, '');

/** Null for the end of a session that does not say whose it was. */
export function parseBeelzebub(given: unknown): DraftEvent | null {
  const record = isJsonObject(given) && isJsonObject(given.event) ? given.event : given;
  if (!isJsonObject(record)) throw invalid([{ field: 'record', message: 'must be an object' }]);
  const message = textOf(record.Msg);
  if (message === '') throw invalid([{ field: 'Msg', message: 'is required' }]);
  const source = sourceOf(record);
  const [, kind, activity] = meanings.find(([pattern]) => pattern.test(message)) ?? [
    null,
    'payload.received' as const,
    'interaction',
  ];
  if (source === '' && kind === 'connection.closed') return null;
  const protocol = textOf(record.Protocol).toLowerCase();
  const id = textOf(record.ID);
  const extra = copyBut(record, promoted);
  extra.src_port = portOf(record.SourcePort);
  const user = textOf(record.User);
  if (user !== '') Object.assign(extra, { username: user, password: textOf(record.Password) });
  const isCommandlessTcp = kind === 'connection.opened' && textOf(record.Command) !== '';
  return toDraft(
    { time: 'DateTime', source: 'SourceIp' },
    {
      kind: isCommandlessTcp ? 'payload.received' : kind,
      activity: isCommandlessTcp ? 'data received' : activity,
      time: textOf(record.DateTime),
      service: protocol,
      source,
      payload: payloadOf(kind, record),
      // An attempt to sign in has another id than the session that follows it.
      session: id === '' || kind === 'login.failed' || kind === 'http.request' ? null : id.slice(0, 128),
      extra,
    },
  );
}

export const beelzebub = defineFormat({ name: 'beelzebub', title: 'Beelzebub', parse: parseBeelzebub });
