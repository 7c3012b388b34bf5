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
  policies: Pick<PolicyCache, 'ensure'>;
  admission: Pick<Admission, 'refuse'>;
  toBatch(group: readonly PendingEvent[]): Batch;
  /** Takes the batch through its steps. Rejects when nothing of it was stored. */
  process(batch: Batch): Promise<void>;
  onError(error: unknown): void;
}

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

  const queue = createGroupQueue<PendingEvent>({
    groupSize: parts.groupEvents,
    groupBytes: parts.groupBytes,
    sizeOf: ({ call, index }) => draftSize(call.drafts[index]!),
    async work(group) {
      const batch = toBatch(group);
      try {
        await policies.ensure(sendersOf(group));
      } catch (error) {
        const failure = isRetryable(error)
          ? error
          : new AppError('unavailable', 'The store is not available; retry after the time in Retry-After', {
              cause: error,
            });
        return refuse(batch, storeReason, failure);
      }
      await commit(batch);
    },
  });
  return queue.push;
}
