/**
 * Case folding that every store can do alike: A–Z, and each letter beyond ASCII that has exactly
 * one partner of one character. No letter beyond ASCII becomes one of ASCII (`K` of kelvin is no k), and none becomes two.
 */

const isAscii = (text: string): boolean => /^[\x00-\x7f]*$/.test(text);
const isSingle = (text: string): boolean => text.length === (text.codePointAt(0)! > 0xffff ? 2 : 1);

/** The two cases of a letter, lower first; null if it has only one. */
export function casesOf(char: string): [string, string] | null {
  const lower = char.toLowerCase();
  const upper = lower.toUpperCase();
  if (lower === upper || !isSingle(lower) || !isSingle(upper)) return null;
  if (isAscii(lower) !== isAscii(char) || isAscii(upper) !== isAscii(char)) return null;
  if (upper.toLowerCase() !== lower || (char !== lower && char !== upper)) return null;
  return [lower, upper];
}

export function fold(text: string): string {
  if (isAscii(text)) return text.toLowerCase();
  let folded = '';
  for (const char of text) folded += casesOf(char)?.[0] ?? char;
  return folded;
}

/** Whether folded text consists of these folded parts, with anything between them. Linear in the text for each part. */
export function fits(parts: readonly string[], text: string): boolean {
  const first = parts[0]!;
  if (parts.length === 1) return text === first;
  const last = parts.at(-1)!;
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last))
    return false;
  const end = text.length - last.length;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, at);
    if (found < 0 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}
