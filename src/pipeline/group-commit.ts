/** Gathers what arrives into batches and commits one after another; no event is lost or left without an answer. */
import { AppError, isRetryable } from '../core/errors.ts';
import type { Admission, PendingEvent } from './admission.ts';
import { type Batch, halve, sendersOf } from './batch.ts';
import { draftSize } from './draft-size.ts';
import { createGroupQueue } from './group-queue.ts';
import type { PolicyCache } from './policy-cache.ts';

export interface GroupCommitParts {
  groupEvents: number;
  groupBytes: number;
  policies: Pick<PolicyCache, 'ensure' | 'channels'>;
  admission: Pick<Admission, 'refuse'>;
  toBatch(group: readonly PendingEvent[]): Batch;
  /** Takes the batch through its steps. Rejects when nothing of it was stored. */
  process(batch: Batch): Promise<void>;
  onError(error: unknown): void;
}

/** Messages that one commit may make: so many events of a tenant with many channels are a group. */
const mostMessages = 500;

const storeReason = 'the store is not available; send this event again';

/** Returns what takes the events of a call. */
export function createGroupCommit(parts: GroupCommitParts): (events: readonly PendingEvent[]) => void {
  const { policies, admission, toBatch, process, onError } = parts;

  function refuse({ pending, repeats }: Batch, reason: string, failure: AppError): void {
    for (const one of pending) admission.refuse(one, reason, failure);
    for (const { pending: one } of repeats) admission.refuse(one, reason, failure);
  }

  /** An event that breaks a commit must not take the others with it: the batch is halved until that event is alone. */
  async function commit(batch: Batch): Promise<void> {
    try {
      await process(batch);
    } catch (error) {
      if (isRetryable(error)) refuse(batch, storeReason, error);
      else if (batch.events.length > 1) {
        for (const half of halve(batch)) await commit(half);
      } else {
        onError(error);
        const failure = new AppError('internal', 'The event could not be stored', { cause: error });
        refuse(batch, 'could not be stored', failure);
      }
    }
  }

  /** Events whose messages would be too many for one commit wait for the next one; those of others do not. */
  function cut(taken: readonly PendingEvent[]): { group: readonly PendingEvent[]; left: PendingEvent[] } {
    const made = new Map<string, number>();
    const left: PendingEvent[] = [];
    const group = taken.filter((pending) => {
      const { user_id, node_id } = pending.call.sender;
      const before = made.get(user_id) ?? 0;
      const messages = before + policies.channels(user_id, node_id).length;
      if (before > 0 && messages > mostMessages) {
        left.push(pending);
        return false;
      }
      made.set(user_id, messages);
      return true;
    });
    return { group, left };
  }

  const queue = createGroupQueue<PendingEvent>({
    groupSize: parts.groupEvents,
    groupBytes: parts.groupBytes,
    ownerOf: ({ call }) => call.sender.user_id,
    sizeOf: ({ call, index }) => draftSize(call.drafts[index]!),
    async work(taken) {
      try {
        await policies.ensure(sendersOf(taken));
      } catch (error) {
        const failure = isRetryable(error)
          ? error
          : new AppError('unavailable', 'The store is not available; retry after the time in Retry-After', {
              cause: error,
            });
        refuse(toBatch(taken), storeReason, failure);
        return [];
      }
      const { group, left } = cut(taken);
      await commit(toBatch(group));
      return left;
    },
  });
  return queue.push;
}
