/** The outcome of one event, whether it was sent to a server or written to a local store. */
import type { DraftEvent } from '../core/event.ts';

export interface EventOutcome {
  status: 'accepted' | 'duplicate' | 'rejected';
  alert_created: boolean;
  /** Why it was rejected. */
  reason?: string;
  /** Rejected for now: the same event may be accepted later. */
  retryable?: boolean;
}

/** Resolves, in order, when all of it is durable. May be called again before it has resolved. Drafts have ids. */
export type SendEvents = (drafts: readonly DraftEvent[]) => Promise<EventOutcome[]>;

/**
 * Retries events that could not be stored for the moment, with the retries and errors of `send`. If nothing of a call
 * was stored, its outcomes are final.
 */
export async function sendRepeatedly(
  send: SendEvents,
  drafts: readonly DraftEvent[],
): Promise<EventOutcome[]> {
  const outcomes = await send(drafts);
  const left = outcomes.flatMap(({ status, retryable }, at) =>
    status === 'rejected' && retryable === true ? [at] : [],
  );
  if (left.length === 0 || left.length === drafts.length) return outcomes;
  const later = await sendRepeatedly(
    send,
    left.map((at) => drafts[at]!),
  );
  for (const [n, at] of left.entries()) outcomes[at] = later[n]!;
  return outcomes;
}
