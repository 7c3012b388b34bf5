/**
 * JSON text with very many values is shortened before it is parsed: JSON.parse cannot be interrupted, and a megabyte of tiny
 * values takes it a hundred times as long as a megabyte of text. What is left out comes from the widest lists and objects
 * inside; the record's own members stay, whatever stands before them.
 */
import { endOfString, maxDepth } from './json-guards.ts';

/** Reading, checking and cutting a record of so many distinct keys takes 40 ms. */
export const mostValues = 16_000;
/** Members of the outermost object or list that are kept in any case. */
const mostOwn = 1000;
/** Shorter text cannot hold enough values to matter. */
const shortText = 64 * 1024;

export interface Narrowed {
  text: string;
  /** Values that were left out, without those inside of them. */
  left: number;
}

/**
 * Linear; `text` need not be JSON, and what is none stays none, or loses what makes it none. Text that nests too deeply
 * stays as it is: ask isTooDeep afterwards, of what is left.
 */
export function narrowJson(text: string, most = mostValues): Narrowed {
  if (text.length <= shortText) return { text, left: 0 };
  const kept: string[] = [];
  let from = 0;
  let depth = 0;
  let values = 0;
  let own = 0;
  let left = 0;
  /** The depth of the container whose remaining members are left out; 0 = none. */
  let cutDepth = 0;
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case 34: // "
        at = endOfString(text, at);
        break;
      case 91: // [
      case 123: // {
        depth += 1;
        values += 1;
        if (depth > maxDepth && cutDepth === 0) return { text, left: 0 };
        break;
      case 93: // ]
      case 125: // }
        if (cutDepth > 0 && cutDepth === depth) {
          cutDepth = 0;
          from = at;
        }
        depth -= 1;
        break;
      case 44: // ,
        values += 1;
        if (depth === 1) own += 1;
        if (cutDepth > 0 && cutDepth === depth) left += 1;
        // Outside of everything there is nothing to end what is left out.
        if (depth < 1 || cutDepth > 0 || values <= most || (depth === 1 && own <= mostOwn)) break;
        kept.push(text.slice(from, at));
        cutDepth = depth;
        left += 1;
    }
  }
  if (left === 0) return { text, left };
  if (cutDepth === 0) kept.push(text.slice(from));
  return { text: kept.join(''), left };
}
