/** Thinkst Canary's generic webhook: incidents of a commercial Canary, whose names are for people and not OpenCanary's numbers. */
import { invalid } from '../core/errors.ts';
import type { DraftEvent, EventKind, Json, JsonObject } from '../core/event.ts';
import { defineFormat } from '../core/format.ts';
import { isJsonObject } from '../lib/json-guards.ts';
import { copyBut, portOf, textOf, toDraft } from './foreign.ts';

const promoted: ReadonlySet<string> = new Set(['SourceIP']);

export const isThinkstCanary = (object: JsonObject): boolean =>
  Object.hasOwn(object, 'AlertType') && Object.hasOwn(object, 'Description');

/** The first that the description contains is taken; anything else is an interaction. */
const meanings: readonly [pattern: RegExp, kind: EventKind][] = [
  [/token triggered|canarytoken/i, 'token.hit'],
  [/login/i, 'login.failed'],
  [/port ?scan|nmap/i, 'port.scanned'],
  [/shared file|file open/i, 'file.opened'],
  [/page load|http/i, 'http.request'],
];

/** The service that the description names; a word that is none is left out. */
const services: readonly [pattern: RegExp, service: string][] = [
  [/port ?scan|nmap/i, 'portscan'],
  [/shared file/i, 'smb'],
  [/canarytoken|token triggered/i, 'token'],
  [/http proxy/i, 'httpproxy'],
  [
    /\b(ftp|ssh|telnet|https?|mysql|mssql|mongodb|redis|vnc|rdp|snmp|sip|tftp|ntp|git|modbus|smb|ldap|tcp)\b/i,
    '$1',
  ],
];
function serviceOf(description: string): string {
  for (const [pattern, service] of services) {
    const match = pattern.exec(description);
    if (match) return (service === '$1' ? (match[1] ?? '') : service).toLowerCase();
  }
  return 'canary';
}

/** What a Canary says of itself: that it is offline, back, or changed; and the console's test. */
const ownMessages = /^(?:device|canary) (?:disconnected|reconnected|offline|online)|settings changed|dummy/i;

/** `[["User", "root"], …]` as an object; names and values as texts. */
function detailsOf(value: Json | undefined): JsonObject {
  const out: JsonObject = {};
  for (const pair of Array.isArray(value) ? value : [])
    if (Array.isArray(pair) && textOf(pair[0]) !== '' && pair[0] !== '__proto__')
      out[textOf(pair[0])] = textOf(pair[1]);
  return out;
}

/** `Tue, 24 Nov 2026 07:33:10 (UTC)`, `2026-11-24 07:33:10 (UTC)` and ISO. */
function timeOf(text: string): string {
  const plain = text.replace(/ ?\(?UTC(?:[+-]0000)?\)?$/, '');
  const [, day, month, year, clock] =
    /^(?:\w{3}, )?(\d{1,2}) (\w{3}) (\d{4}) (\d\d:\d\d:\d\d)$/.exec(plain) ?? [];
  if (day === undefined || month === undefined) return plain;
  const at = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'].indexOf(
    month,
  );
  return `${year}-${String(at + 1).padStart(2, '0')}-${day.padStart(2, '0')} ${clock}`;
}

/** Null for what a Canary says of itself. */
export function parseThinkstCanary(record: unknown): DraftEvent | null {
  if (!isJsonObject(record)) throw invalid([{ field: 'record', message: 'must be an object' }]);
  const description = textOf(record.Description);
  if (description === '') throw invalid([{ field: 'Description', message: 'is required' }]);
  const source = textOf(record.SourceIP);
  if (ownMessages.test(description) || source === '') return null;
  const kind = meanings.find(([pattern]) => pattern.test(description))?.[1] ?? 'payload.received';
  const details = detailsOf(record.AdditionalDetails);
  const user = textOf(details.Username ?? details.User);
  const password = textOf(details.Password);
  const extra = copyBut(record, promoted);
  extra.dst_port = portOf(record.CanaryPort);
  if (user !== '') Object.assign(extra, { username: user, password });
  return toDraft(
    { time: 'Timestamp', source: 'SourceIP' },
    {
      kind,
      time: timeOf(textOf(record.Timestamp)),
      service: serviceOf(description),
      source,
      activity: description,
      payload:
        kind === 'login.failed'
          ? `${user}:${password}`
          : Object.entries(details)
              .map(([name, value]) => `${name}: ${textOf(value)}`)
              .join('\n'),
      session: null,
      extra,
    },
  );
}

export const thinkstCanary = defineFormat({
  name: 'thinkst-canary',
  title: 'Thinkst Canary',
  parse: parseThinkstCanary,
});
