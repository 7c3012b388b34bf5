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

const sizeOfFields = ({ payload, activity, extra }: DraftEvent): number =>
  500 + payload.length + activity.length + (extra ? jsonSize(extra, 1_000_000) : 0);

/** Approximate size of a draft in memory, bytes. The queue is limited by it as well as by the number of events. */
export const draftSize = (draft: DraftEvent): number => sizeOfFields(draft) + (draft.raw?.length ?? 0);

/** Raw records are stored deflated: of single events to two thirds, of batches to a seventh. */
const deflatedShare = 1 / 4;

/** Approximate size of an event when it is stored, bytes: what quotas count. */
export const storedSize = (draft: DraftEvent): number =>
  sizeOfFields(draft) + Math.ceil((draft.raw?.length ?? 0) * deflatedShare);
