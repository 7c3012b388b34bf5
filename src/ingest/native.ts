/** Native events: HoneypotLog and AgentEvent of the contract (§1), one a record. */
import { type FieldError, invalid } from '../core/errors.ts';
import type { DraftEvent, JsonObject } from '../core/event.ts';
import { defineFormat } from '../core/format.ts';
import { isJsonObject } from '../lib/json-guards.ts';
import { type Checked, createCheck } from './native-check.ts';
import { statedKind, toAgentKind, toHoneypotKind } from './native-kind.ts';
import { nativeSchemas } from './native-schema.ts';

export { nativeSchemas } from './native-schema.ts';

const checkHoneypot = createCheck(nativeSchemas.HoneypotLog);
const checkAgent = createCheck(nativeSchemas.AgentEvent);

/** Sessions are keys in the store: longer names are cut. */
const maxSession = 128;

export function sessionOf(extra: JsonObject | null): string | null {
  const session = extra?.session;
  if (typeof session === 'string') return session === '' ? null : session.slice(0, maxSession);
  return typeof session === 'number' ? String(session) : null;
}

function checked(
  record: unknown,
  check: (record: JsonObject, errors: FieldError[]) => Checked | null,
): Checked {
  if (!isJsonObject(record)) throw invalid([{ field: 'body', message: 'must be an object' }]);
  const errors: FieldError[] = [];
  const result = check(record, errors);
  if (result === null) throw invalid(errors);
  return result;
}

/** A HoneypotLog → a draft. Throws `invalid_request` naming every field that is wrong. `node_id` is not looked at. */
export function parseHoneypotLog(body: unknown): DraftEvent {
  const { texts, extra } = checked(body, checkHoneypot);
  const service = texts.service ?? '';
  const activity = texts.activity ?? '';
  const payload = texts.payload ?? '';
  return {
    kind: statedKind(extra) ?? toHoneypotKind(service, activity, payload, extra),
    collection: 'honeypot_logs',
    event_id: texts.event_id ?? null,
    timestamp: texts.timestamp ?? '',
    service,
    source_ip: texts.source_ip ?? '',
    activity,
    payload,
    extra,
    session: sessionOf(extra),
    agent: null,
  };
}

/** An AgentEvent → a draft. Throws as parseHoneypotLog does. */
export function parseAgentEvent(body: unknown): DraftEvent {
  const { texts, extra } = checked(body, checkAgent);
  const file = texts.file_accessed ?? '';
  const action = texts.action ?? '';
  return {
    kind: statedKind(extra) ?? toAgentKind(action),
    collection: 'agent_events',
    event_id: texts.event_id ?? null,
    timestamp: texts.timestamp ?? '',
    service: 'endpoint_agent',
    source_ip: texts.hostname ?? '',
    activity: action,
    payload: file,
    extra,
    session: sessionOf(extra),
    agent: {
      hostname: texts.hostname ?? '',
      username: texts.username ?? '',
      file_accessed: file,
      file_path: texts.file_path ?? '',
      action,
      severity: texts.severity ?? '',
      alert_type: texts.alert_type ?? '',
    },
  };
}

/** Either of the two, distinguished by `file_accessed`. */
export const parseNativeEvent = (record: unknown): DraftEvent =>
  isJsonObject(record) && Object.hasOwn(record, 'file_accessed')
    ? parseAgentEvent(record)
    : parseHoneypotLog(record);

export const native = defineFormat({
  name: 'native',
  title: 'DecoyVerse (HoneypotLog and AgentEvent)',
  parse: parseNativeEvent,
});
