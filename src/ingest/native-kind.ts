/** The kind of a native event, decided by words in its free text unless the sender states it. Pure. */
import { type EventKind, eventKinds, type JsonObject } from '../core/event.ts';

const kinds: ReadonlySet<string> = new Set(eventKinds);

/** The kind that the sender states, where it is one of the known kinds. */
export const statedKind = (extra: JsonObject | null): EventKind | null => {
  const kind = extra?.kind;
  return typeof kind === 'string' && kinds.has(kind) ? (kind as EventKind) : null;
};

const web = /^(?:https?|web|www|nginx|apache|iis|wordpress|tomcat)/i;
const shells = /^(?:ssh|telnet|shell|terminal|console|rsh|rlogin)/i;
const requestLine = /^(?:GET|HEAD|POST|PUT|DELETE|OPTIONS|PATCH|TRACE|CONNECT|PROPFIND) \S+ HTTP\/\d/i;

const login =
  /\blog(?:ged)? ?(?:in|on)\b|\bsign ?in\b|\bauth(?:entication|enticate)?\b|\bcredentials?\b|\bpassword\b|brute ?force/;
const failure = /fail|unsuccess|denied|reject|invalid|wrong|incorrect|refus/;
const success = /succe|accepted|granted|logged in/;

/** Tried in this order; the first pattern found in the activity decides. */
const byWords: readonly (readonly [RegExp, EventKind])[] = [
  [/honey ?token|canary ?token|\btoken (?:hit|used|triggered|access)|\bbeacon\b/, 'token.hit'],
  [/\b(?:fingerprint(?:ed|ing)?) (?:of )?(?:the )?(?:decoy|honeypot)|honeypot detect/, 'decoy.fingerprinted'],
  [/\bclient (?:version|identif|fingerprint)|\bhassh\b|\bja[34]\b|\bkex\b|ssh version/, 'client.identified'],
  [/\btunnel|port forward|direct ?tcpip|\bproxy (?:request|connect)/, 'tunnel.requested'],
  [/\bfile (?:cop(?:y|ied)|exfil)|\bcop(?:y|ied) (?:of )?(?:a )?file/, 'file.copied'],
  [/\bfile (?:delet|remov)|\b(?:delet|remov)ed? (?:a )?file/, 'file.deleted'],
  [
    /\bfile (?:modif|chang|writ|renam|encrypt|creat)|\b(?:modif|chang|encrypt)\w* (?:a )?file/,
    'file.changed',
  ],
  [/\bfile (?:open|access|read)|\b(?:open|access|read)\w* (?:a )?file/, 'file.opened'],
  [/\bdownload|\bretr\b/, 'file.downloaded'],
  [/\bupload|\bstor\b/, 'file.uploaded'],
  [
    /\b(?:disconnect|session (?:clos|end)|connection (?:clos|lost|end)|log ?(?:out|off))/,
    'connection.closed',
  ],
];
/** One test that spares most events the list: every pattern above requires one of these. */
const anyOfThem =
  /token|beacon|fingerprint|honeypot|client|hassh|ja[34]|kex|version|tunnel|forward|tcpip|proxy|file|load|retr|stor|connect|session|log ?o/;
const scan = /\b(?:port ?scan|scan(?:ned|ning)?|nmap|syn|masscan|sweep|port probe)\b/;
const command = /\b(?:command|cmd|exec(?:ut(?:e|ed|ion))?|shell)\b/;

const saysYes = (value: unknown): boolean =>
  value === true ||
  (typeof value === 'string' && /^(?:true|yes|success|succeeded|accepted|ok)$/i.test(value));

function loginKind(words: string, extra: JsonObject | null): EventKind {
  if (failure.test(words)) return 'login.failed';
  if (success.test(words)) return 'login.succeeded';
  return saysYes(extra?.success) || saysYes(extra?.status) || saysYes(extra?.login_success)
    ? 'login.succeeded'
    : 'login.failed';
}

/** The kind of a HoneypotLog that states none. Never one of the quiet kinds for something that carries a payload. */
export function toHoneypotKind(
  service: string,
  activity: string,
  payload: string,
  extra: JsonObject | null,
): EventKind {
  const words = activity
    .slice(0, 200)
    .toLowerCase()
    .replace(/[_.\-/]+/g, ' ');
  const isShell = shells.test(service);
  const isWeb = web.test(service) || (!isShell && requestLine.test(payload));
  if (login.test(words)) return loginKind(words, extra);
  for (const [pattern, kind] of anyOfThem.test(words) ? byWords : []) {
    if (!pattern.test(words)) continue;
    if (payload !== '' && (kind === 'connection.closed' || kind === 'client.identified')) continue;
    return kind;
  }
  if (isWeb) return payload === '' && scan.test(words) ? 'port.scanned' : 'http.request';
  if (scan.test(words) && (payload === '' || !isShell)) return 'port.scanned';
  if (isShell && payload !== '') return 'command.run';
  if (command.test(words) && payload !== '') return 'command.run';
  const hasCredentials = typeof extra?.username === 'string' && typeof extra.password === 'string';
  if (hasCredentials && payload === '') return loginKind(words, extra);
  if (payload !== '') return 'payload.received';
  return 'connection.opened';
}

/** The kind of an AgentEvent, by its action. Anything unknown counts as an access: the decoy was touched. */
export function toAgentKind(action: string): EventKind {
  const word = action.toLowerCase();
  if (/delet|remov|unlink/.test(word)) return 'file.deleted';
  if (/cop(?:y|ied)|exfil|mov(?:e|ed)/.test(word)) return 'file.copied';
  if (/modif|writ|chang|renam|encrypt|creat|truncat/.test(word)) return 'file.changed';
  return 'file.opened';
}
