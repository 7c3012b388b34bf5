/**
 * Passwords that look like a person's (lib/personal-password.ts) are masked in everything that leaves the server. Views
 * call these; only what is revealed on request, by somebody with the right to, does without (docs/observables.md).
 */
import type { JsonObject } from '../core/event.ts';
import type { SessionStep } from '../core/history.ts';
import { mostValueLength, type ObservableKind } from '../core/observable.ts';
import type { Evidence } from '../core/verdict.ts';
import { credentialsOf, loginKinds } from './observables/credentials.ts';
import { findPasswords } from './passwords-in-text.ts';
import { looksPersonal } from './personal-password.ts';

/** Stands where a masked password stood. Its length says nothing of the password's. */
export const mask = '••••••••';

const passwordName = /^(?:.*[_ .-])?(?:pass(?:word|wd|phrase|code)?|pwd|kennwort)$/i;
const deepest = 6;
/** Texts of an event's fields that are searched; beyond it only fields that are called password are looked at. */
const mostFields = 200;

interface Sent {
  kind?: string;
  payload: string;
  extra: unknown;
  attack_type?: string;
  activity?: string;
  /** The payload is the beginning of a longer one. */
  isCut?: boolean;
}

/**
 * Adds what a person would have made, in the writing that it has in `text`. Of a text that ends because it was cut
 * (`isCut`), what stands at its end may be the beginning of one.
 */
function collectText(text: string, found: Set<string>, knownUser = '', isCut = false): void {
  findPasswords(
    text,
    (given, user, plain = given, isToken = false) => {
      const isPersonal = isToken || looksPersonal(plain, user === '' ? knownUser : user);
      const isBeginning = isCut && given.length >= 3 && text.endsWith(given);
      if (!isPersonal && !isBeginning) return;
      found.add(given);
      if (plain.length >= 6) found.add(plain);
    },
    isCut,
  );
}

interface Walk {
  user: string;
  found: Set<string>;
  left: number;
}

function collect(value: unknown, name: string, walk: Walk, depth = 0): void {
  if (typeof value === 'string') {
    if (passwordName.test(name) && looksPersonal(value, walk.user)) walk.found.add(value);
    if (walk.left <= 0) return;
    walk.left -= 1;
    // `password: …` may stand in a field of that name, as a header.
    collectText(
      name.toLowerCase() === 'authorization' ? `authorization: ${value}` : value,
      walk.found,
      walk.user,
    );
    return;
  }
  if (typeof value !== 'object' || value === null || depth > deepest) return;
  if (Array.isArray(value)) for (const part of value) collect(part, name, walk, depth + 1);
  else for (const [inner, part] of Object.entries(value)) collect(part, inner, walk, depth + 1);
}

/** The passwords of an event or alert that are to be masked; mostly none. Messages ask this too. */
export function passwordsOf({
  kind,
  payload,
  extra,
  attack_type,
  activity = '',
  isCut = false,
}: Sent): string[] {
  const found = new Set<string>();
  // An alert has no kind: its payload is `user:password` where it is of guessing and looks like that.
  const isLogin =
    kind === undefined
      ? /^(?:BruteForce|CredentialAccess)$/.test(attack_type ?? '') &&
        /^[^\s:/]{0,64}:\S{1,128}$/.test(payload)
      : loginKinds.has(kind as 'login.failed');
  const { user, password } = credentialsOf({
    kind: isLogin ? 'login.failed' : 'sensor.message',
    payload,
    extra: (extra ?? null) as JsonObject | null,
    agent: null,
  });
  if (password !== null && looksPersonal(password, user ?? '')) found.add(password);
  collect(extra, '', { user: user ?? '', found, left: mostFields });
  if (isLogin && payload.includes(':')) {
    const tried = payload.slice(payload.indexOf(':') + 1);
    if (looksPersonal(tried, user ?? payload.slice(0, payload.indexOf(':')))) found.add(tried);
  }
  collectText(payload, found, user ?? '', isCut);
  collectText(activity, found, user ?? '');
  return sorted(found);
}

/** The longest first: one may be part of another. */
const sorted = (found: Set<string>): string[] => [...found].sort((a, b) => b.length - a.length);

/** The passwords that stand in texts of ours that quote what was sent. */
export function personalPasswordsIn(texts: Iterable<string>): string[] {
  const found = new Set<string>();
  for (const text of texts) collectText(text, found);
  return sorted(found);
}

/** `text` without any of these passwords, in whichever of the usual writings. */
export function maskText(text: string, passwords: readonly string[], shown = mask): string {
  let masked = text;
  for (const password of passwords) {
    masked = masked.replaceAll(password, shown);
    const quoted = JSON.stringify(password).slice(1, -1);
    if (quoted !== password) masked = masked.replaceAll(quoted, shown);
    const encoded = encodeURIComponent(password.toWellFormed());
    for (const form of [
      encoded,
      encoded.replace(/%../g, (sign) => sign.toLowerCase()),
      encoded.replaceAll('%20', '+'),
    ])
      if (form !== password) masked = masked.replaceAll(form, shown);
  }
  return masked;
}

function maskDeep(value: unknown, passwords: readonly string[]): unknown {
  if (typeof value === 'string') return maskText(value, passwords);
  if (Array.isArray(value)) return value.map((part) => maskDeep(part, passwords));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [maskText(name, passwords), maskDeep(part, passwords)]),
  );
}

/** Evidence may be cut: a part of a password stands for it. */
const maskEvidence = (text: string, passwords: readonly string[]): string =>
  text.length >= 4 && passwords.some((password) => password.includes(text))
    ? mask
    : maskText(text, passwords);

interface Judged {
  activity?: string;
  reasons?: string[];
  evidence?: Evidence[];
  verdict?: { reasons: string[]; evidence: Evidence[] } | null;
}

const maskJudgement = <T extends { reasons?: string[]; evidence?: Evidence[] }>(
  judged: T,
  passwords: readonly string[],
): T => ({
  ...judged,
  ...(judged.reasons ? { reasons: judged.reasons.map((text) => maskText(text, passwords)) } : {}),
  ...(judged.evidence
    ? { evidence: judged.evidence.map((one) => ({ ...one, text: maskEvidence(one.text, passwords) })) }
    : {}),
});

/** An event or alert with its passwords masked; the same record where there are none. */
export function masked<T extends Sent & Judged>(record: T): T {
  const passwords = passwordsOf(record);
  if (passwords.length === 0) return record;
  const { activity, verdict } = record;
  return {
    ...maskJudgement(record, passwords),
    payload: maskText(record.payload, passwords),
    extra: maskDeep(record.extra, passwords),
    ...(activity === undefined ? {} : { activity: maskText(activity, passwords) }),
    ...(verdict ? { verdict: maskJudgement(verdict, passwords) } : {}),
  };
}

/** An incident names no payload, but its title, reasons and evidence may quote one. */
export function maskedIncident<T extends { title: string; reasons: string[]; evidence: Evidence[] }>(
  record: T,
): T {
  const { title, reasons, evidence } = record;
  const tried = evidence
    .filter(({ field, text }) => passwordName.test(field) && looksPersonal(text))
    .map(({ text }) => text);
  const passwords = [
    ...tried,
    ...personalPasswordsIn([title, ...reasons, ...evidence.map(({ text }) => text)]),
  ];
  if (passwords.length === 0) return record;
  return { ...maskJudgement(record, passwords), title: maskText(title, passwords) };
}

/** Characters of an event's payload that a notice keeps (alert/news.ts). */
const noticePayload = 500;

/** What a message is made of. Deliveries show it masked; whoever sends messages masks it with this. */
export function maskedNotice<
  T extends {
    payload: string;
    title: string;
    reasons: string[];
    attack_type: string;
    facts?: { account: string | null; password: string | null } | null | undefined;
  },
>(notice: T): T {
  const { payload, attack_type, facts } = notice;
  // A notice of an older version may lack it.
  if (typeof payload !== 'string') return notice;
  const isCut = payload.length >= noticePayload;
  const passwords = passwordsOf({ payload, attack_type, extra: facts ?? null, isCut });
  for (const one of personalPasswordsIn([notice.title, ...notice.reasons]))
    if (!passwords.includes(one)) passwords.push(one);
  if (passwords.length === 0) return notice;
  return {
    ...notice,
    payload: maskText(payload, passwords),
    title: maskText(notice.title, passwords),
    reasons: notice.reasons.map((text) => maskText(text, passwords)),
    ...(facts && facts.password !== null
      ? { facts: { ...facts, password: maskText(facts.password, passwords) } }
      : {}),
  };
}

/** Characters of a step that the scorer remembers (core/history.ts). */
const stepLength = 300;

/** Steps of one session: what was a password in one is one in all of them. */
export function maskedSteps(steps: readonly SessionStep[]): SessionStep[] {
  const found = new Set<string>();
  for (const { kind, text } of steps)
    for (const one of passwordsOf({ kind, payload: text, extra: null, isCut: text.length >= stepLength }))
      found.add(one);
  if (found.size === 0) return [...steps];
  const passwords = sorted(found);
  return steps.map((step) => ({ ...step, text: maskText(step.text, passwords) }));
}

/** The value of an observable as it is shown, and whether it is masked. */
export function maskedValue(kind: ObservableKind, value: string): { value: string; masked: boolean } {
  const isCut = value.length >= mostValueLength;
  if (kind === 'password' && looksPersonal(value)) return { value: mask, masked: true };
  if (kind === 'credential') {
    const colon = value.indexOf(':');
    if (looksPersonal(value.slice(colon + 1), value.slice(0, colon)))
      return { value: `${value.slice(0, colon)}:${mask}`, masked: true };
  }
  const passwords = passwordsOf({ kind, payload: value, extra: null, isCut });
  return { value: maskText(value, passwords), masked: passwords.length > 0 };
}
