/** JSON of any size cut to a bound: long texts first, then what does not fit; what is small stays as it is. */
import type { Json, JsonObject } from '../core/event.ts';
import { tellingParts } from './telling-parts.ts';
import { clip, cut } from './text.ts';

export interface CutJson {
  value: JsonObject;
  /** Length of the whole as JSON, in UTF-16 units. */
  length: number;
  isCut: boolean;
}

const shortestText = 64;
/** Shorter texts keep their beginning only. */
const longEnough = 1024;

/** The beginning, and of what is behind it the parts that matter: padding must not push them out. */
function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  const half = most >> 1;
  return most < longEnough ? clip(text, most) : cut(text, half) + tellingParts(text.slice(half), half);
}

function clipTexts(value: Json, most: number): Json {
  if (typeof value === 'string') return shortened(value, most);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => clipTexts(item, most));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, clipTexts(item, most)]));
}

/** A copy with the first `budget.left` values, in the order of the text: what comes behind them would not fit anyway. */
function firstValues(value: Json, budget: { left: number }): Json {
  budget.left -= 1;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const items: Json[] = [];
    for (const item of value) {
      if (budget.left <= 0) break;
      items.push(firstValues(item, budget));
    }
    return items;
  }
  const entries: [string, Json][] = [];
  for (const key of Object.keys(value)) {
    if (budget.left <= 0) break;
    entries.push([key, firstValues(value[key] as Json, budget)]);
  }
  return Object.fromEntries(entries);
}
/** Shortest JSON of a member of an object that tells anything: `"key":1,`. */
const shortestMember = 8;

const lengthOf = (value: Json): number => JSON.stringify(value).length;

/**
 * `value` with at most `most` UTF-16 units of JSON. Texts are shortened in steps (the longest lose most); where that is
 * not enough, the keys that come last are left out. Linear in the size of `value`.
 */
export function cutJson(value: JsonObject, most: number): CutJson {
  const length = lengthOf(value);
  if (length <= most) return { value, length, isCut: false };
  let shorter = firstValues(value, { left: Math.ceil(most / shortestMember) }) as JsonObject;
  for (let longest = Math.floor(most / 4); longest >= shortestText; longest = Math.floor(longest / 4)) {
    shorter = clipTexts(shorter, longest) as JsonObject;
    if (lengthOf(shorter) <= most) return { value: shorter, length, isCut: true };
  }
  const kept: [string, Json][] = [];
  let size = 2;
  for (const [key, item] of Object.entries(shorter)) {
    size += lengthOf(key) + lengthOf(item) + 2;
    if (size > most) break;
    kept.push([key, item]);
  }
  // Not by assignment: a key `__proto__` would set a prototype.
  return { value: Object.fromEntries(kept), length, isCut: true };
}
