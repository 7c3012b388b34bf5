/** What an attacker sent, taken apart into text that shows itself and characters that would hide or mislead. */
export interface Piece {
  text: string;
  /** `escape`: stands for a character that cannot be seen; `mark`: a passage to be pointed out. */
  as: 'text' | 'escape' | 'mark' | 'break';
}

/** Control, format (bidi, zero-width, tags), surrogate, private and unassigned characters, fillers, spaces that are no space. */
const unseen =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Zs}/gu;

const names: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\0': '\\0' };

export function toEscape(character: string): string {
  const named = names[character];
  if (named !== undefined) return named;
  const code = character.codePointAt(0) ?? 0;
  if (code <= 0xff) return `\\x${code.toString(16).padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${code.toString(16).padStart(4, '0')}` : `\\u{${code.toString(16)}}`;
}

function escapePieces(text: string, as: 'text' | 'mark', breaks: boolean): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const match of text.matchAll(unseen)) {
    if (match.index > at) pieces.push({ text: text.slice(at, match.index), as });
    pieces.push({ text: toEscape(match[0]), as: 'escape' });
    if (breaks && match[0] === '\n') pieces.push({ text: '\n', as: 'break' });
    at = match.index + match[0].length;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), as });
  return pieces;
}

/** `marks` are passages to point out (a reason's evidence); `breaks` begins a line after each shown `\n`. */
export function toPieces(text: string, marks: readonly string[] = [], breaks = false): Piece[] {
  const ranges = marks
    .filter((mark) => mark !== '')
    .map((mark) => ({ from: text.indexOf(mark), length: mark.length }))
    .filter(({ from }) => from >= 0)
    .sort((a, b) => a.from - b.from);
  const pieces: Piece[] = [];
  let at = 0;
  for (const { from, length } of ranges) {
    if (from < at) continue;
    pieces.push(...escapePieces(text.slice(at, from), 'text', breaks));
    pieces.push(...escapePieces(text.slice(from, from + length), 'mark', breaks));
    at = from + length;
  }
  return [...pieces, ...escapePieces(text.slice(at), 'text', breaks)];
}

/** The same as plain text, for titles, labels and the copy that people paste into a ticket. */
export const toVisible = (text: string): string =>
  toPieces(text)
    .map((piece) => piece.text)
    .join('');

/** Not in the middle of a character of two halves: that would invent a lone one. */
export function clip(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const last = text.charCodeAt(limit - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? limit - 1 : limit);
}
