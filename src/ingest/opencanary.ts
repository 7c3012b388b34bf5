/** OpenCanary: its log lines, and the same objects from its webhook. */
import { invalid } from '../core/errors.ts';
import type { DraftEvent, EventKind, JsonObject } from '../core/event.ts';
import { defineFormat } from '../core/format.ts';
import { isJsonObject } from '../lib/json-guards.ts';
import { copyBut, portOf, textOf, toDraft } from './foreign.ts';
import { fromCard } from './opencanary-card.ts';
import {
  type LogType,
  logTypes,
  mongoActions,
  passwordOf,
  unknownLogType,
  userOf,
} from './opencanary-logtypes.ts';

const promoted: ReadonlySet<string> = new Set(['src_host']);
const none: JsonObject = {};

/** What was done to the file, by the operation in Samba's audit record. */
const fileKinds: readonly (readonly [RegExp, EventKind])[] = [
  [/^(?:unlink|rmdir)/, 'file.deleted'],
  [/^(?:p?write|rename|f?truncate|mkdir|f?chmod|f?chown|create|link|symlink)/, 'file.changed'],
];

function kindOf(logtype: number, type: LogType, data: JsonObject, record: JsonObject): EventKind {
  // A planted credential was used: an attacker found it.
  if (record.honeycred === true) return 'token.hit';
  if (logtype === 5000) {
    const action = textOf(data.AUDITACTION);
    return fileKinds.find(([pattern]) => pattern.test(action))?.[1] ?? type.kind;
  }
  return logtype === 10_001 && /write/i.test(textOf(data.OPCODE)) ? 'file.uploaded' : type.kind;
}

function activityOf(kind: EventKind, type: LogType): string {
  if (kind === 'token.hit') return 'planted credential used';
  return kind === type.kind ? type.activity : kind.replace('.', ' ');
}

function typeOf(logtype: number, data: JsonObject): LogType {
  const action = textOf(data.action);
  if (logtype === 20_001 && Object.hasOwn(mongoActions, action)) return mongoActions[action] as LogType;
  return (Object.hasOwn(logTypes, logtype) ? logTypes[logtype] : undefined) ?? unknownLogType;
}

/** Ports come as numbers or strings: in `extra` they are numbers, or null if there is none (-1). */
function extraOf(data: JsonObject, record: JsonObject): JsonObject {
  const extra = copyBut(record, promoted);
  extra.src_port = portOf(record.src_port);
  extra.dst_port = portOf(record.dst_port);
  const user = userOf(data);
  const password = passwordOf(data);
  if (user !== '') extra.username = user;
  if (password !== '') extra.password = password;
  return extra;
}

/**
 * One record → a draft. Null for the sensor's own messages (1000–1006): they have no source. OpenCanary has no
 * sessions: the number in 4000's `SESSION` starts again with the sensor.
 */
export function parseOpencanary(given: unknown): DraftEvent | null {
  if (!isJsonObject(given)) throw invalid([{ field: 'record', message: 'must be an object' }]);
  const record = fromCard(given);
  const stated = record.logtype;
  // Only a number or text is converted: an object of the sender's could throw while it is.
  const logtype =
    typeof stated === 'number' || (typeof stated === 'string' && stated !== '') ? Number(stated) : Number.NaN;
  if (!Number.isInteger(logtype))
    throw invalid([{ field: 'logtype', message: 'must be an OpenCanary logtype' }]);
  const data = isJsonObject(record.logdata) ? record.logdata : none;
  const type = typeOf(logtype, data);
  if (type.kind === 'sensor.message') return null;
  const kind = kindOf(logtype, type, data, record);
  return toDraft(
    { time: 'utc_time', source: 'src_host' },
    {
      kind,
      // Both are UTC; releases before 0.4 have only the second.
      time: textOf(record.utc_time) || textOf(record.local_time),
      service: type.service,
      source: textOf(record.src_host),
      activity: activityOf(kind, type),
      payload: type.payload(data, record),
      session: null,
      extra: extraOf(data, record),
    },
  );
}

/** A logtype of a release that is newer than this list. */
function unknownOf(record: unknown): string | null {
  const logtype = isJsonObject(record) ? textOf(record.logtype) : '';
  return logtype === '' || Object.hasOwn(logTypes, Number(logtype))
    ? null
    : `sends logtype ${logtype.slice(0, 20)}, which is not known here`;
}

export const opencanary = defineFormat({
  name: 'opencanary',
  title: 'OpenCanary',
  parse: parseOpencanary,
  unknown: unknownOf,
});
