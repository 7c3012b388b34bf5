/** A batch: the events of one commit, as one value that the steps of the pipeline read and add to. */
import { type Context, type Effects, noEffects } from '../core/effects.ts';
import type { EventIdentity, StoredEvent } from '../core/event.ts';
import { derivedLogId, type GrowingHex, newLogId, type Sha256Hex } from '../core/ids.ts';
import type { PipelineStage } from '../core/pipeline.ts';
import type { FindPlace } from '../core/place.ts';
import type { PendingEvent } from './admission.ts';
import { type ScoredEvents, scoredNothing } from './batch-scorer.ts';
import { toStoredEvent } from './stored-event.ts';

export interface Batch {
  /** Every log_id once, in the order of arrival. */
  readonly events: readonly StoredEvent[];
  /** Who waits for the event at the same index of `events`. */
  readonly pending: readonly PendingEvent[];
  /** Further events with the id of one in `events`; they get the same answer. */
  readonly repeats: readonly Repeat[];

  /** Those of `events` that were stored before, by an earlier call or meanwhile by another process; by log_id. */
  stored: ReadonlyMap<string, StoredEvent>;
  /** Those of `events` that are scored and recorded now. */
  fresh: readonly StoredEvent[];
  /** What the store knows about the sources, sessions and incidents of the fresh events. */
  context: Context;
  scored: ScoredEvents;
  /** All that was recorded with the fresh events. */
  effects: Effects;
}

/** An event whose id the batch has already. */
export interface Repeat {
  readonly pending: PendingEvent;
  readonly logId: string;
}

const noContext = (): Context => ({
  known: new Map(),
  windows: new Map(),
  sessions: new Map(),
  incidents: new Map(),
  merged: new Map(),
});

const newBatch = (
  events: readonly StoredEvent[],
  pending: readonly PendingEvent[],
  repeats: readonly Repeat[],
): Batch => ({
  events,
  pending,
  repeats,
  stored: new Map(),
  fresh: [],
  context: noContext(),
  scored: scoredNothing,
  effects: noEffects(),
});

/** Gives the events their ids, the time at which they were received, and the places of their sources. */
export function toBatch(
  group: readonly PendingEvent[],
  {
    nowMs,
    growingHex,
    sha256,
    placeOf,
  }: { nowMs: number; growingHex: GrowingHex; sha256: Sha256Hex; placeOf: FindPlace },
): Batch {
  const receivedAt = new Date(nowMs).toISOString();
  const events: StoredEvent[] = [];
  const pending: PendingEvent[] = [];
  const repeats: Repeat[] = [];
  const seen = new Set<string>();
  for (const one of group) {
    const { sender, drafts } = one.call;
    const draft = drafts[one.index]!;
    let logId: string;
    if (draft.event_id === null) logId = newLogId(nowMs, growingHex);
    else {
      logId = derivedLogId(sender.parent_id ?? sender.node_id, draft.event_id, sha256);
      if (seen.has(logId)) {
        repeats.push({ pending: one, logId });
        continue;
      }
      seen.add(logId);
    }
    const place = draft.known_place ?? placeOf(draft.source_ip);
    events.push(toStoredEvent(draft, sender, logId, receivedAt, place));
    pending.push(one);
  }
  return newBatch(events, pending, repeats);
}

/** Who sent the events; neighbours of one call once. */
export function sendersOf(group: readonly PendingEvent[]): EventIdentity[] {
  const senders: EventIdentity[] = [];
  for (const { call } of group) if (call.sender !== senders.at(-1)) senders.push(call.sender);
  return senders;
}

/** Tells those who asked for it that their events of the batch have passed a stage. */
export function passed({ pending }: Batch, stage: PipelineStage): void {
  for (const { call } of pending) call.onStage?.(stage);
}

/** Two batches with half of the events each; a repeat stays with its event. */
export function halve({ events, pending, repeats }: Batch): [Batch, Batch] {
  const half = events.length >> 1;
  const ids = new Set(events.slice(0, half).map(({ log_id }) => log_id));
  return [
    newBatch(
      events.slice(0, half),
      pending.slice(0, half),
      repeats.filter(({ logId }) => ids.has(logId)),
    ),
    newBatch(
      events.slice(half),
      pending.slice(half),
      repeats.filter(({ logId }) => !ids.has(logId)),
    ),
  ];
}
