/** Checks of JSON text and values before they are used: nesting depth, and keys that could change prototypes. */
import type { JsonObject } from '../core/event.ts';

/** Levels of arrays and objects: JSON.stringify and every later reader stay far from their limits. */
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

/** Index of the quote that ends the string beginning at `start`; the end of the text if there is none. */
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

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether `value` has more than `levels` levels of arrays and objects. */
export function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  if (Array.isArray(value)) {
    for (const item of value) if (isDeeper(item, levels - 1)) return true;
    return false;
  }
  for (const key in value) if (isDeeper((value as JsonObject)[key], levels - 1)) return true;
  return false;
}

/** Whether a key could change a prototype when an object is copied carelessly. */
export function isPoisoned(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some(isPoisoned);
  const record = value as JsonObject;
  return Object.keys(record).some((key) => {
    if (key === '__proto__') return true;
    const inner = record[key];
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

/** Whether the text could contain such a key: otherwise the walk is skipped. */
export const mayPoison = (text: string): boolean =>
  text.includes('__proto__') || text.includes('constructor') || text.includes('\\u');
