/**
 * Heralding: `log_session.json`, and the same from its hpfeeds channels and a T-Pot. A session carries its attempts to sign
 * in; they become events of their own, under ids that are the same whether an attempt came with its session or by itself.
 */
import { invalid } from '../core/errors.ts';
import type { DraftEvent, JsonObject } from '../core/event.ts';
import { defineFormat } from '../core/format.ts';
import { isJsonObject } from '../lib/json-guards.ts';
import { copyBut, portOf, textOf, toDraft } from './foreign.ts';
import { recordId } from './record-id.ts';

const promoted: ReadonlySet<string> = new Set(['source_ip', 'src_ip', 'auth_attempts']);

/** A T-Pot renames addresses and ports. */
const sourceOf = (record: JsonObject): string => textOf(record.source_ip) || textOf(record.src_ip);

export const isHeralding = (object: JsonObject): boolean =>
  Object.hasOwn(object, 'session_id') &&
  Object.hasOwn(object, 'protocol') &&
  (Object.hasOwn(object, 'auth_id') || Object.hasOwn(object, 'num_auth_attempts'));

/** A session as itself and its attempts; anything else as it is. */
function split(record: unknown): unknown[] {
  if (!isJsonObject(record) || !Array.isArray(record.auth_attempts)) return [record];
  const { auth_attempts, ...session } = record;
  return [
    session,
    ...auth_attempts.filter(isJsonObject).map(({ timestamp, username, password }) => ({
      ...session,
      timestamp: timestamp ?? null,
      username: username ?? null,
      password: password ?? null,
    })),
  ];
}

/** A session's first and last report are one event; so is an attempt, however often it is told. */
function idOf(record: JsonObject, isAttempt: boolean): string {
  const { session_id, timestamp, username, password } = record;
  return recordId(
    isAttempt ? { session_id, timestamp, username, password } : { session_id, is: 'connection' },
  );
}

export function parseHeralding(record: unknown): DraftEvent | null {
  if (!isJsonObject(record)) throw invalid([{ field: 'record', message: 'must be an object' }]);
  const session = textOf(record.session_id);
  if (session === '') throw invalid([{ field: 'session_id', message: 'is required' }]);
  const isAttempt = Object.hasOwn(record, 'auth_id') || Object.hasOwn(record, 'username');
  const user = textOf(record.username);
  const password = textOf(record.password) || textOf(record.password_hash);
  const extra = copyBut(record, promoted);
  extra.src_port = portOf(record.source_port ?? record.src_port);
  extra.dst_port = portOf(record.destination_port ?? record.dest_port);
  // Of VNC an attempt may name neither: that is no sign-in with an empty password.
  const isNamed = [record.username, record.password, record.password_hash].some(
    (one) => typeof one === 'string',
  );
  if (isAttempt && isNamed) Object.assign(extra, { username: user, password });
  const draft = toDraft(
    { time: 'timestamp', source: 'source_ip' },
    {
      kind: isAttempt ? 'login.failed' : 'connection.opened',
      time: textOf(record.timestamp),
      service: textOf(record.protocol),
      source: sourceOf(record),
      activity: isAttempt ? 'login failed' : 'connection',
      payload: isAttempt && isNamed ? `${user}:${password}` : '',
      session: session.slice(0, 128),
      extra,
    },
  );
  return { ...draft, event_id: idOf(record, isAttempt) };
}

export const heralding = defineFormat({
  name: 'heralding',
  title: 'Heralding',
  split,
  parse: parseHeralding,
});
