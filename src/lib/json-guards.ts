/** What JSON text and values are looked at for before anybody trusts them: depth, and keys that reach for prototypes. */

export const maxDepth = 32;
const quote = 34;
const backslash = 92;

/** Whether JSON text nests deeper than `limit`. Looks at brackets outside strings only; linear. */
export function isTooDeep(text: string, limit = maxDepth): boolean {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    switch (text.charCodeAt(i)) {
      case quote:
        i = endOfString(text, i);
        break;
      case 91: // [
      case 123: // {
        if (++depth > limit) return true;
        break;
      case 93: // ]
      case 125: // }
        depth--;
    }
  }
  return false;
}

/** Index of the quote that ends the string which begins at `start`; the text's end where there is none. */
export function endOfString(text: string, start: number): number {
  let end = start;
  for (;;) {
    end = text.indexOf('"', end + 1);
    if (end < 0) return text.length;
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === backslash) slashes++;
    if (slashes % 2 === 0) return end;
  }
}

/** Keys that could change a prototype when somebody copies the object carelessly. */
export function isPoisoned(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some(isPoisoned);
  const given = value as Record<string, unknown>;
  return Object.keys(given).some((key) => {
    if (key === '__proto__') return true;
    const inner = given[key];
    if (
      key === 'constructor' &&
      typeof inner === 'object' &&
      inner !== null &&
      Object.hasOwn(inner, 'prototype')
    )
      return true;
    return isPoisoned(inner);
  });
}

/** Only text that could spell such a key is worth the walk. */
export const mayPoison = (text: string): boolean =>
  text.includes('__proto__') || text.includes('constructor') || text.includes('\\u');
