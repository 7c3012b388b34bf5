/**
 * Passwords that look like a person's (lib/personal-password.ts) are masked in everything that leaves the server. Views
 * call these; only what is revealed on request, by somebody with the right to, does without (docs/observables.md).
 */
import type { JsonObject } from '../core/event.ts';
import type { SessionStep } from '../core/history.ts';
import type { ObservableKind } from '../core/observable.ts';
import type { Evidence } from '../core/verdict.ts';
import { credentialsOf, loginKinds } from './observables/credentials.ts';
import { looksPersonal } from './personal-password.ts';

/** Stands where a masked password stood. Its length says nothing of the password's. */
export const mask = '••••••••';

const passwordName = /^(?:.*[_ -])?(?:pass(?:word|wd|phrase|code)?|pwd|kennwort)$/i;
const inForm =
  /(?:^|[?&\s{,;"'])(?:\w{0,20}[_-])?(?:pass(?:word|wd)?|pwd)["']?\s{0,3}[=:]\s{0,3}["']?([^&\s"',;}]{6,128})/gi;
const deepest = 6;

interface Sent {
  kind?: string;
  payload: string;
  extra: unknown;
  attack_type?: string;
}

function collect(value: unknown, user: string, found: Set<string>, depth = 0): void {
  if (typeof value !== 'object' || value === null || depth > deepest) return;
  for (const [name, part] of Object.entries(value)) {
    if (typeof part === 'string') {
      if (passwordName.test(name) && looksPersonal(part, user)) found.add(part);
    } else collect(part, user, found, depth + 1);
  }
}

/** The passwords of an event or alert that are to be masked; mostly none. Messages ask this too. */
export function passwordsOf({ kind, payload, extra, attack_type }: Sent): string[] {
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
  collect(extra, user ?? '', found);
  if (isLogin && payload.includes(':')) {
    const tried = payload.slice(payload.indexOf(':') + 1);
    if (looksPersonal(tried, user ?? payload.slice(0, payload.indexOf(':')))) found.add(tried);
  }
  for (const [, tried = ''] of payload.slice(0, 65_536).matchAll(inForm)) {
    let plain = tried;
    try {
      plain = decodeURIComponent(tried.replaceAll('+', ' '));
    } catch {
      // Not percent-encoded: as it stands.
    }
    if (!looksPersonal(plain)) continue;
    found.add(tried);
    found.add(plain);
  }
  // The longest first: one may be part of another.
  return [...found].sort((a, b) => b.length - a.length);
}

/** `text` without any of these passwords, in whichever of the usual writings. */
export function maskText(text: string, passwords: readonly string[]): string {
  let masked = text;
  for (const password of passwords) {
    masked = masked.replaceAll(password, mask);
    const quoted = JSON.stringify(password).slice(1, -1);
    if (quoted !== password) masked = masked.replaceAll(quoted, mask);
    const encoded = encodeURIComponent(password.toWellFormed());
    if (encoded !== password) masked = masked.replaceAll(encoded, mask);
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

/** An incident names no payload, but its reasons may quote one that its evidence holds. */
export function maskedIncident<T extends { title: string; reasons: string[]; evidence: Evidence[] }>(
  record: T,
): T {
  const passwords = record.evidence
    .filter(({ field, text }) => passwordName.test(field.replace(/^.*\./, '')) && looksPersonal(text))
    .map(({ text }) => text);
  if (passwords.length === 0) return record;
  return { ...maskJudgement(record, passwords), title: maskText(record.title, passwords) };
}

/** What a message is made of. Deliveries show it masked; whoever sends messages masks it with this. */
export function maskedNotice<
  T extends { payload: string; title: string; reasons: string[]; attack_type: string },
>(notice: T): T {
  const { payload, attack_type } = notice;
  // A notice of an older version may lack it.
  if (typeof payload !== 'string') return notice;
  const passwords = passwordsOf({ payload, attack_type, extra: null });
  if (passwords.length === 0) return notice;
  return {
    ...notice,
    payload: maskText(payload, passwords),
    title: maskText(notice.title, passwords),
    reasons: notice.reasons.map((text) => maskText(text, passwords)),
  };
}

export const maskedStep = (step: SessionStep): SessionStep => ({
  ...step,
  text: maskText(step.text, passwordsOf({ kind: step.kind, payload: step.text, extra: null })),
});

/** The value of an observable as it is shown, and whether it is masked. */
export function maskedValue(kind: ObservableKind, value: string): { value: string; masked: boolean } {
  if (kind === 'password' && looksPersonal(value)) return { value: mask, masked: true };
  if (kind === 'credential') {
    const colon = value.indexOf(':');
    if (looksPersonal(value.slice(colon + 1), value.slice(0, colon)))
      return { value: `${value.slice(0, colon)}:${mask}`, masked: true };
  }
  const passwords = passwordsOf({ kind, payload: value, extra: null });
  return { value: maskText(value, passwords), masked: passwords.length > 0 };
}
