/**
 * What Cowrie publishes on the hpfeeds channel `cowrie.sessions`: one record a session, when it ends. It is told as the
 * events that Cowrie would have logged one by one; only the session's beginning and end have times of their own.
 */
import type { Json, JsonObject } from '../core/event.ts';
import { textOf } from './foreign.ts';

export const isCowrieSession = (record: JsonObject): boolean =>
  Object.hasOwn(record, 'peerIP') && Object.hasOwn(record, 'session') && Array.isArray(record.credentials);

const listOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);

const credentialsOf = (pair: Json): JsonObject =>
  Array.isArray(pair) ? { username: textOf(pair[0]), password: textOf(pair[1]) } : {};

/** At least two: the connection and its end. */
export function eventsOfSession(record: JsonObject): JsonObject[] {
  const shared = {
    session: textOf(record.session),
    protocol: textOf(record.protocol) || 'ssh',
    src_ip: textOf(record.peerIP),
    src_port: record.peerPort ?? null,
    dst_ip: textOf(record.hostIP),
    dst_port: record.hostPort ?? null,
    timestamp: textOf(record.startTime),
  };
  const found: JsonObject[] = [{ eventid: 'cowrie.session.connect' }];
  if (textOf(record.version) !== '')
    found.push({ eventid: 'cowrie.client.version', version: textOf(record.version) });
  for (const pair of listOf(record.credentials))
    found.push({ eventid: 'cowrie.login.failed', ...credentialsOf(pair) });
  if (Array.isArray(record.loggedin))
    found.push({ eventid: 'cowrie.login.success', ...credentialsOf(record.loggedin) });
  for (const input of listOf(record.commands))
    found.push({ eventid: 'cowrie.command.input', input: textOf(input) });
  for (const url of listOf(record.urls))
    found.push({ eventid: 'cowrie.session.file_download', url: textOf(url) });
  return [
    // The number tells equal attempts of one session apart.
    ...found.map((event, number) => ({ ...shared, ...event, number })),
    { ...shared, eventid: 'cowrie.session.closed', timestamp: textOf(record.endTime) || shared.timestamp },
  ];
}
