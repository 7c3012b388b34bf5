/**
 * A text over its limit is kept to the limit: its true length and hash stand beside it in `extra`, and of a payload also
 * the parts of the rest that matter, so that the whole is judged. Size hides nothing, and no event is refused for it.
 */
import type { Json } from '../core/event.ts';
import { sha256Hex } from '../lib/hash.ts';
import { tellingParts } from '../lib/telling-parts.ts';

/** Of the parts of a payload beyond its limit, in UTF-16 units. */
const mostRest = 10_000;
/** Of the kept part again: what lies across the limit is whole in the rest. */
const overlap = 150;

export type Beside = { [key: string]: Json };

/** Where the code point after the first `max` begins, or -1 where there are no more than that. */
function endOf(text: string, max: number): number {
  if (text.length <= max) return -1;
  let at = 0;
  for (let points = 0; points < max; points++) {
    const code = text.charCodeAt(at);
    const next = text.charCodeAt(at + 1);
    at += code >= 0xd800 && code <= 0xdbff && next >= 0xdc00 && next <= 0xdfff ? 2 : 1;
    if (at >= text.length) return -1;
  }
  return at;
}

/** The first `max` code points of `text`; what was cut is said in `beside`. */
export function keepText(name: string, text: string, max: number, beside: Beside): string {
  const end = endOf(text, max);
  if (end < 0) return text;
  beside[`${name}_length`] = text.length;
  beside[`${name}_sha256`] = sha256Hex(text);
  return text.slice(0, end);
}

/** As keepText, with the parts of the rest that matter. */
export function keepPayload(text: string, max: number, beside: Beside): string {
  const kept = keepText('payload', text, max, beside);
  if (kept.length < text.length)
    beside.payload_rest = tellingParts(text.slice(Math.max(0, kept.length - overlap)), mostRest);
  return kept;
}
