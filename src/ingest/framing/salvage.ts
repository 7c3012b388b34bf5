/**
 * A text in which a record should be and none is: a writer was cut off, and the next record was written behind it. Finds
 * the whole ones and names the rest. A record within a record is not taken for one behind it.
 */
import { endOfString } from '../../lib/json-guards.ts';
import { type Framed, framed, problems, unframed } from './framed.ts';
import { parseRecord } from './json-record.ts';
import { isSkipped } from './open-value.ts';

/** Characters: one step of the event loop looks at no more than six times this. */
const mostLookedAt = 1024 * 1024;
const nested = /\{\s{0,9}"/g;
const firstKey = /^[\s,]*\{\s{0,9}("(?:[^"\\]|\\.){0,100}")/;

/** Behind the value that begins at `start`, or -1 where it does not end. */
function endOfValue(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 34) at = endOfString(text, at);
    else if (code === 123 || code === 91) depth += 1;
    else if ((code === 125 || code === 93) && --depth === 0) return at + 1;
  }
  return -1;
}

/**
 * Whether a value at `to` cannot belong to the torn record that begins at `from`. Where it could, it is one of its own
 * only if it begins as the torn one does.
 */
function isBehind(text: string, from: number, to: number): boolean {
  const kinds: number[] = [];
  let last = 0;
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    if (code <= 32) continue;
    last = code;
    if (code === 34) {
      at = endOfString(text, at);
      if (at >= to) return true;
    } else if (code === 123 || code === 91) kinds.push(code);
    else if (code === 125 || code === 93) kinds.pop();
  }
  const isPossible = kinds.at(-1) === 91 ? last === 91 || last === 44 : last === 58;
  return (
    !isPossible ||
    firstKey.exec(text.slice(from, from + 200))?.[1] === firstKey.exec(text.slice(to, to + 200))?.[1]
  );
}

function skip(text: string, from: number): number {
  let at = from;
  while (at < text.length && isSkipped(text.charCodeAt(at))) at += 1;
  return at;
}

/** `problem` = why the text is not a record as a whole. The lines and prefixes of the results are the caller's to set. */
export function salvage(text: string, problem: string): Framed[] {
  const out: Framed[] = [];
  let from = 0;
  // Hostile text is made of beginnings: what is looked at is bounded by a few times its length, and for long texts by less.
  let budget = Math.min(text.length, mostLookedAt) * 6 + 4096;
  nested.lastIndex = 1;
  for (let found = nested.exec(text); found !== null && budget > 0; found = nested.exec(text)) {
    const start = found.index;
    const end = endOfValue(text, start);
    budget -= (end < 0 ? text.length : end) - start;
    if (end < 0) continue;
    const after = skip(text, end);
    if (after < text.length && text[after] !== '{') continue;
    const isNext = skip(text, from) === start;
    budget -= start - from;
    if (!isNext && !isBehind(text, from, start)) continue;
    budget -= end - start;
    const parsed = parseRecord(text.slice(start, end));
    if (parsed.problem !== null || typeof parsed.record !== 'object') continue;
    if (!isNext) out.push(unframed(0, problems.truncated));
    out.push(framed(0, parsed.record, text.slice(start, end), parsed.mended));
    from = end;
    nested.lastIndex = end;
  }
  if (skip(text, from) < text.length) out.push(unframed(0, from === 0 ? problem : problems.truncated));
  return out;
}
