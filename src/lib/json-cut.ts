/** JSON of any size cut to a bound: long texts first, then what does not fit; what is small stays as it is. */
import type { Json, JsonObject } from '../core/event.ts';
import { clip } from './text.ts';

export interface CutJson {
  value: JsonObject;
  /** Length of the whole as JSON, in UTF-16 units. */
  length: number;
  isCut: boolean;
}

const shortestText = 64;

function clipTexts(value: Json, most: number): Json {
  if (typeof value === 'string') return clip(value, most);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => clipTexts(item, most));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, clipTexts(item, most)]));
}

const lengthOf = (value: Json): number => JSON.stringify(value).length;

/**
 * `value` with at most `most` UTF-16 units of JSON. Texts are shortened in steps (the longest lose most); where that is
 * not enough, the keys that come last are left out. Linear in the size of `value`.
 */
export function cutJson(value: JsonObject, most: number): CutJson {
  const length = lengthOf(value);
  if (length <= most) return { value, length, isCut: false };
  let cut: JsonObject = value;
  for (let longest = Math.floor(most / 4); longest >= shortestText; longest = Math.floor(longest / 4)) {
    cut = clipTexts(cut, longest) as JsonObject;
    if (lengthOf(cut) <= most) return { value: cut, length, isCut: true };
  }
  const kept: [string, Json][] = [];
  let size = 2;
  for (const [key, item] of Object.entries(cut)) {
    size += lengthOf(key) + lengthOf(item) + 2;
    if (size > most) break;
    kept.push([key, item]);
  }
  // Not by assignment: a key `__proto__` would set a prototype.
  return { value: Object.fromEntries(kept), length, isCut: true };
}
