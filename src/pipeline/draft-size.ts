import type { DraftEvent, Json } from '../core/event.ts';

/** Approximate size of JSON in memory, bytes; stops counting after `most`. */
function jsonSize(value: Json | undefined, most: number): number {
  if (typeof value === 'string') return value.length + 16;
  if (typeof value !== 'object' || value === null) return 16;
  let sum = 32;
  for (const key in value) {
    if (sum > most) break;
    sum += key.length + jsonSize((value as { [key: string]: Json })[key], most - sum);
  }
  return sum;
}

/** Approximate size of a draft in memory, bytes. The queue is limited by it as well as by the number of events. */
export const draftSize = (draft: DraftEvent): number =>
  500 + draft.payload.length + draft.activity.length + (draft.extra ? jsonSize(draft.extra, 1_000_000) : 0);
