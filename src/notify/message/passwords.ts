/**
 * Captured passwords in messages: masked unless the channel shows them. People try real passwords on decoys, and a chat
 * is read by more people than an incident's page.
 */
import type { Notice } from '../../core/channel.ts';
import { maskText, personalPasswordsIn } from '../../lib/masking.ts';
import { findPasswords } from '../../lib/passwords-in-text.ts';

export const maskedPassword = '********';

/** Of forms, query texts and headers of requests: `password=…`, `"pwd": "…"`. */
const fields =
  /\b(pass(?:word|wd|phrase|code)?|pwd|passwort)(["']?[ \t]{0,4}[=:][ \t]{0,4}["']?)([^&\s"'<>]{1,200})/gi;
/** Shorter ones are parts of other words: they are masked only where they stand behind their account or alone. */
const leastAnywhere = 4;

function mask(text: string, account: string, password: string): string {
  if (text === password) return maskedPassword;
  let shown = text;
  for (const mark of [':', '/', ' ', '\t', '\0'])
    shown = shown.replaceAll(`${account}${mark}${password}`, `${account}${mark}${maskedPassword}`);
  return password.length >= leastAnywhere && password !== account
    ? shown.replaceAll(password, maskedPassword)
    : shown;
}

/** `root:hunter2`: sensors that name the account may give both as the payload, and nothing else. */
function maskPair(payload: string, account: string): string {
  const mark = payload.charAt(account.length);
  return account !== '' &&
    payload.startsWith(account) &&
    [':', '/', '\0'].includes(mark) &&
    !payload.includes('\n')
    ? `${account}${mark}${maskedPassword}`
    : payload;
}

/** Whatever stands in the payload where a password does, and what looks like a person's in our own sentences. */
function quotedIn({ payload, title, reasons }: Notice): string[] {
  const found = new Set(personalPasswordsIn([title, ...reasons]));
  findPasswords(payload, (given, _user, plain = given) => {
    for (const one of [given, plain]) if (one.length >= leastAnywhere) found.add(one);
  });
  return [...found].sort((a, b) => b.length - a.length);
}

/** The notice as a channel shows it. What is stored stays as it is. Pure. */
export function withoutPasswords(notice: Notice): Notice {
  const { facts, payload } = notice;
  const password = facts?.password ?? null;
  const quoted = quotedIn(notice);
  const hide = (text: string): string =>
    maskText(
      password === null || password === '' ? text : mask(text, facts?.account ?? '', password),
      quoted,
      maskedPassword,
    );
  return {
    ...notice,
    payload: maskPair(hide(payload), facts?.account ?? '').replace(fields, `$1$2${maskedPassword}`),
    title: hide(notice.title),
    reasons: notice.reasons.map(hide),
    ...(facts ? { facts: { ...facts, password: password === null ? null : maskedPassword } } : {}),
  };
}
