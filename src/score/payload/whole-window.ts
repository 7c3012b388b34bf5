/** Features of a window as a whole, beside those of its tokens. */
import { isPunctuation, shapes, type Tokens } from './token-classes.ts';

const wholeSalt = 0x48d159e;

/** The hash of a feature of the window as a whole. */
export function whole(name: number, value: number): number {
  return Math.imul(wholeSalt ^ (name * 4099 + value), 0x9e3779b1);
}

export function lengthStep(length: number): number {
  return length < 24 ? length >>> 2 : length < 48 ? 6 : length < 96 ? 7 : 8;
}

/** Share as one of six steps. */
export function bucket(part: number, all: number): number {
  if (part === 0 || all === 0) return 0;
  const share = part / all;
  return share < 0.1 ? 1 : share < 0.25 ? 2 : share < 0.4 ? 3 : share < 0.6 ? 4 : 5;
}

/** `x = x` and `'a' like 'a'` compare a thing with itself: 1 = same, 2 = two numbers or two strings. */
export function comparison(
  tokens: Tokens,
  at: number,
  first: number,
  last: number,
  quote: number,
  doubleQuote: number,
): number {
  const { kind, hash } = tokens;
  let left = at - 1;
  let right = at + 1;
  let quoted = 0;
  if (kind[left] === quote || kind[left] === doubleQuote) {
    left -= 1;
    quoted += 1;
  }
  if (right < last && (kind[right] === quote || kind[right] === doubleQuote)) {
    right += 1;
    quoted += 1;
  }
  if (left < first || right >= last) return 0;
  if (isPunctuation(kind[left]!) || isPunctuation(kind[right]!)) return 0;
  if (hash[left] === hash[right]) return quoted === 0 ? 1 : 2;
  return quoted === 2 || (kind[left] === shapes.number && kind[right] === shapes.number) ? 4 : 0;
}
