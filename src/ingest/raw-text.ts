/** From what came to the raw records of the events that were read from it (core/raw-record.ts). */
import type { DraftEvent } from '../core/event.ts';
import { mostRaw, mostWholeRaw, toRaw } from '../core/raw-record.ts';
import { isCutExtra } from './bounded-extra.ts';

type Kept = Pick<DraftEvent, 'extra'>;

/** The record of an event, whole where its `extra` could not be. */
export const rawFor = ({ extra }: Kept, text: string): string =>
  toRaw(text, isCutExtra(extra) ? mostWholeRaw : mostRaw);

/** A text that is too long and tells of several events: each has its own part of it, as it was read. */
export const rawOf = (draft: Kept, text: string, part: unknown, isShared: boolean): string =>
  rawFor(draft, isShared && text.length > mostRaw ? (JSON.stringify(part) ?? text) : text);

/** In place of a key that stood in a message: it opens the node's door, and is nobody's event. */
const keySign = '[key]';

/** What was read from one message; `key` is the node's, where the message held it. */
export function withRaw<T extends { drafts: DraftEvent[] }>(read: T, text: string, key: string | null): T {
  if (read.drafts.length === 0) return read;
  const shown = key === null ? text : text.replaceAll(key, keySign);
  return {
    ...read,
    drafts: read.drafts.map((draft): DraftEvent => ({ ...draft, raw: rawFor(draft, shown) })),
  };
}
