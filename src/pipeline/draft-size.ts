import type { DraftEvent, Json } from '../core/event.ts';

/** Rough size of JSON in memory; stops looking after `most`. */
function weigh(value: Json | undefined, most: number): number {
  if (typeof value === 'string') return value.length + 16;
  if (typeof value !== 'object' || value === null) return 16;
  let sum = 32;
  for (const key in value) {
    if (sum > most) break;
    sum += key.length + weigh((value as { [key: string]: Json })[key], most - sum);
  }
  return sum;
}

/** Rough size of a draft in memory, bytes: what the queue is bounded by, beside the number of events. */
export const draftSize = (draft: DraftEvent): number =>
  500 + draft.payload.length + draft.activity.length + (draft.extra ? weigh(draft.extra, 1_000_000) : 0);
