/**
 * `extra` within its bound. A visitor controls much of it, so an event is not refused for it: that would hide what they
 * did. Long texts are cut, and `cut_from_length` says how long the whole was.
 */
import type { JsonObject } from '../core/event.ts';
import { cutJson } from '../lib/json-cut.ts';

/** Of its JSON, in characters. */
export const mostExtra = 64 * 1024;
const markLength = 40;

export function toBoundedExtra(extra: JsonObject | null): JsonObject | null {
  if (extra === null) return null;
  const { value, length, isCut } = cutJson(extra, mostExtra - markLength);
  return isCut ? { ...value, cut_from_length: length } : extra;
}
