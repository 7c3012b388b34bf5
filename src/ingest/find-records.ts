/**
 * Where a sensor's records are in what its sender put around them: a text that holds JSON, a field of a template, a list
 * of titles and values made for people's chat. The format says what its record looks like; the way there is free.
 */
import type { Json, JsonObject } from '../core/event.ts';
import { isJsonObject, isPoisoned, isTooDeep, maxDepth, mayPoison } from '../lib/json-guards.ts';
import { narrowJson } from '../lib/json-width.ts';
import { inOneGo } from '../lib/turns.ts';

/** Wrappings within wrappings; no sender has more than four. */
const maxWrappings = 8;
/** How many values may still be looked at in one body: whoever holds a key could otherwise send millions of empty ones. */
export interface SearchBudget {
  left: number;
}
/** Enough for 5,000 records of a sensor that is not known, each in a wrapping. */
export const searchBudget = (): SearchBudget => ({ left: 200_000 });

/** JSON in a text, or undefined. Only what begins as an object or a list is tried. */
function parseInner(text: string): Json | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  const narrow = narrowJson(text).text;
  if (isTooDeep(narrow, maxDepth)) return undefined;
  try {
    const value = JSON.parse(narrow) as Json;
    return mayPoison(narrow) && isPoisoned(value) ? undefined : value;
  } catch {
    return undefined;
  }
}

/** `[{title, value}, …]` (Slack's and Teams' fields) as one object; null for any other list. Values that are JSON are read. */
function fromPairs(list: readonly Json[]): JsonObject | null {
  if (list.length === 0) return null;
  const out: JsonObject = {};
  for (const pair of list) {
    if (!isJsonObject(pair)) return null;
    const name = pair.title ?? pair.name;
    if (typeof name !== 'string' || name === '__proto__' || pair.value === undefined) return null;
    const { value } = pair;
    out[name] = (typeof value === 'string' ? parseInner(value) : undefined) ?? value;
  }
  return out;
}

/**
 * All records within a value, in order. A record is not searched for further ones, and one that is there twice counts once
 * (Python's HTTPHandler sends it as `msg` and as `message`). Empty where there is none. Ends where `budget` is spent: then
 * `left` is 0, and whoever asked counts what was not looked at. It stops for a moment after each text that it read, where
 * whoever asked may let others have their turn.
 */
export function* searchRecords(
  value: unknown,
  isRecord: (object: JsonObject) => boolean,
  budget: SearchBudget = searchBudget(),
): Generator<void, JsonObject[]> {
  const found: JsonObject[] = [];
  const texts = new Set<string>();
  function* visit(one: unknown, depth: number): Generator<void, void> {
    if (depth > maxWrappings || budget.left <= 0) return;
    budget.left -= 1;
    if (typeof one === 'string') {
      const inner = texts.has(one) ? undefined : parseInner(one);
      if (inner === undefined) return;
      texts.add(one);
      yield;
      yield* visit(inner, depth + 1);
    } else if (Array.isArray(one)) {
      const joined = fromPairs(one);
      if (joined !== null && isRecord(joined)) found.push(joined);
      else for (const item of one) yield* look(item, depth);
    } else if (isJsonObject(one)) {
      if (isRecord(one)) found.push(one);
      else for (const key of Object.keys(one)) yield* look(one[key], depth);
    }
  }
  function* look(inner: unknown, depth: number): Generator<void, void> {
    if ((typeof inner === 'object' && inner !== null) || typeof inner === 'string')
      yield* visit(inner, depth + 1);
    else budget.left -= 1;
  }
  yield* visit(value, 0);
  return found;
}

/** All at once: for one message. */
export const findRecords = (...asked: Parameters<typeof searchRecords>): JsonObject[] =>
  inOneGo(searchRecords(...asked));
