/** Native events: HoneypotLog and AgentEvent of the contract (§1), one a record. */
import { type FieldError, invalid } from '../core/errors.ts';
import type { DraftEvent, JsonObject } from '../core/event.ts';
import { defineFormat } from '../core/format.ts';
import { statedKind, toAgentKind, toHoneypotKind } from '../core/native-kind.ts';
import { isJsonObject } from '../lib/json-guards.ts';
import { toSourceName } from '../lib/source-name.ts';
import { isCutExtra, toBoundedExtra } from './bounded-extra.ts';
import { sourceProblem, toEventSource } from './event-source.ts';
import { type Checked, createCheck } from './native-check.ts';
import { nativeSchemas } from './native-schema.ts';
import { rawFor } from './raw-text.ts';

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
  const { texts, extra, beside } = checked(body, checkHoneypot);
  const source = toEventSource(texts.source_ip ?? '');
  if (source === null) throw invalid([{ field: 'source_ip', message: sourceProblem }]);
  const service = texts.service ?? '';
  const activity = texts.activity ?? '';
  const payload = texts.payload ?? '';
  const draft: DraftEvent = {
    kind: statedKind(extra, payload) ?? toHoneypotKind(service, activity, payload, extra),
    collection: 'honeypot_logs',
    event_id: texts.event_id ?? null,
    timestamp: texts.timestamp ?? '',
    service,
    source_ip: source.source_ip,
    activity,
    payload,
    extra: toBoundedExtra(extra, { ...source.beside, ...beside }),
    session: sessionOf(extra),
    agent: null,
  };
  return withRawOf(draft, texts.raw, body);
}

/** With the record that its sender read it from; where there is none and `extra` was cut, with what was sent. */
function withRawOf(draft: DraftEvent, raw: string | undefined, body: unknown): DraftEvent {
  if (raw) return { ...draft, raw };
  return isCutExtra(draft.extra) ? { ...draft, raw: rawFor(draft, JSON.stringify(body)) } : draft;
}

/**
 * An AgentEvent → a draft. Throws as parseHoneypotLog does. Names are kept in NFC: systems write the same letters
 * differently, and people compare them with their lists.
 */
export function parseAgentEvent(body: unknown): DraftEvent {
  const { texts, extra, beside } = checked(body, checkAgent);
  const named = (name: string): string => (texts[name] ?? '').normalize('NFC');
  const hostname = named('hostname');
  const file = named('file_accessed');
  const action = texts.action ?? '';
  const draft: DraftEvent = {
    kind: statedKind(extra) ?? toAgentKind(action),
    collection: 'agent_events',
    event_id: texts.event_id ?? null,
    timestamp: texts.timestamp ?? '',
    service: 'endpoint_agent',
    source_ip: toSourceName(hostname),
    activity: action,
    payload: file,
    extra: toBoundedExtra(extra, beside),
    session: sessionOf(extra),
    agent: {
      hostname,
      username: named('username'),
      file_accessed: file,
      file_path: named('file_path'),
      action,
      severity: texts.severity ?? '',
      alert_type: texts.alert_type ?? '',
    },
  };
  return withRawOf(draft, texts.raw, body);
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
