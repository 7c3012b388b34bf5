/**
 * `extra` within its bound. A visitor controls much of it, so an event is not refused for it: that would hide what they
 * did. Long texts are cut, and `cut_from_length` says how long the whole was.
 */
import type { JsonObject } from '../core/event.ts';
import { cutJson } from '../lib/json-cut.ts';

/** Of its JSON, in characters. */
export const mostExtra = 64 * 1024;
const markLength = 40;

/** `beside` is what was found out about the event's own fields: never cut, and never the sender's. */
export function toBoundedExtra(extra: JsonObject | null, beside: JsonObject = {}): JsonObject | null {
  const isAlone = Object.keys(beside).length === 0;
  if (extra === null) return isAlone ? null : beside;
  const { value, length, isCut } = cutJson(extra, mostExtra - markLength);
  if (!isCut) return isAlone ? extra : { ...extra, ...beside };
  return { ...value, cut_from_length: length, ...beside };
}

/** Whether texts in it were cut, here or by the program that sent it. */
export const isCutExtra = (extra: JsonObject | null): boolean =>
  extra !== null && Object.hasOwn(extra, 'cut_from_length');
