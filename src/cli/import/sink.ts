/** Where imported events go: into the store of this machine, or over HTTP to a server. */
import type { DraftEvent } from '../../core/event.ts';

export interface Outcome {
  status: 'accepted' | 'duplicate' | 'rejected';
  alert_created: boolean;
  reason?: string;
  /** The event is fine and only could not be stored now. */
  retryable?: true;
}

export interface Sink {
  /** Resolves, in order, when all of it is durable. May be called again before it has resolved. */
  send(drafts: readonly DraftEvent[]): Promise<Outcome[]>;
  close(): Promise<void>;
}

/**
 * Sends what the store could not take again by itself, so that the sink's own patience and its plain words (a full
 * disk) hold for it too: it is no fault of the record, and must not be told of line by line. Every draft has an id.
 */
export async function sendWhole(send: Sink['send'], drafts: readonly DraftEvent[]): Promise<Outcome[]> {
  const outcomes = await send(drafts);
  const left = outcomes.flatMap(({ status, retryable }, at) =>
    status === 'rejected' && retryable ? [at] : [],
  );
  if (left.length === 0 || left.length === drafts.length) return outcomes;
  const later = await sendWhole(
    send,
    left.map((at) => drafts[at]!),
  );
  for (const [n, at] of left.entries()) outcomes[at] = later[n]!;
  return outcomes;
}

/** The node that a file's events belong to. */
export interface ImportNode {
  node_id: string;
  name: string;
  created: boolean;
}
