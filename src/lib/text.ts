/** Text that may be an attacker's: cut to a length, and made visible before it is displayed. */

/** Cuts to `max` UTF-16 units; never leaves half a surrogate pair. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const last = text.charCodeAt(max - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? max - 1 : max);
}

/** As `cut`, with `…` as the last unit if something was cut off. */
export const clip = (text: string, max: number): string =>
  text.length <= max ? text : `${cut(text, Math.max(0, max - 1))}…`;

/**
 * Characters that are invisible, control a terminal or reorder text: control, format, bidi, zero-width, tag,
 * private-use and unassigned characters, lone surrogates, line separators.
 */
const unseen = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

const named: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escapeOf(character: string): string {
  const name = named[character];
  if (name !== undefined) return name;
  const code = character.codePointAt(0) ?? 0;
  if (code <= 0xff) return `\\x${code.toString(16).padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${code.toString(16).padStart(4, '0')}` : `\\u{${code.toString(16)}}`;
}

const isPlainAscii = (text: string): boolean => !/[^ -~]/.test(text);

/** One line that is safe to display: invisible characters become `\n`, `\x1b`, `\u202e` or `\u{e0041}`. */
export const visible = (text: string): string => (isPlainAscii(text) ? text : text.replace(unseen, escapeOf));

/** Invisible characters become spaces. */
export const blanked = (text: string): string => (isPlainAscii(text) ? text : text.replace(unseen, ' '));

const unitEscapes = (character: string): string =>
  [...Array(character.length).keys()]
    .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`)
    .join('');

/** A value as one line of JSON that is safe to display. Parsing it gives exactly the original value. */
export function visibleJson(value: unknown): string {
  const text = JSON.stringify(value);
  return isPlainAscii(text) ? text : text.replace(unseen, unitEscapes);
}

/** Whether a spreadsheet would read it as a formula: it begins with = + - @, also in full-width forms. */
export const isFormula = (text: string): boolean => /^ *[=+\-@＝＋－＠]/u.test(text);

/** Without the characters at its end that `isOut` names. A loop: a pattern takes the square of what is no end. */
export function trimEndWhile(text: string, isOut: (character: string) => boolean): string {
  let end = text.length;
  while (end > 0 && isOut(text[end - 1] as string)) end--;
  return text.slice(0, end);
}
