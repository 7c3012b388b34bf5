/** Admits calls while there is room, and answers each when all its events have an answer. */

import { AppError } from '../core/errors.ts';
import type { DraftEvent, EventIdentity, StoredEvent } from '../core/event.ts';
import type { AcceptResult, PipelineStage } from '../core/pipeline.ts';
import { fallbackVerdict } from '../core/verdict.ts';
import { draftSize } from './draft-size.ts';
import type { EventCounters } from './event-counters.ts';
import type { AdmissionLimits } from './limits.ts';

/** One call of `accept`, until all its events are answered. */
export interface PendingCall {
  readonly sender: EventIdentity;
  readonly drafts: readonly DraftEvent[];
  readonly sizeBytes: number;
  /** Of the monotonic clock. */
  readonly receivedMs: number;
  /** Told as the events pass the stages; null for all but tests. */
  readonly onStage: ((stage: PipelineStage) => void) | null;
  readonly results: AcceptResult[];
  unanswered: number;
  /** Events that are in the store, through this call or an earlier one. */
  stored: number;
  /** Why events could not be stored: the whole call fails with it, unless some of its events are stored. */
  failure: AppError | null;
  resolve(results: AcceptResult[]): void;
  reject(error: Error): void;
}

/** The event at `index` of a call, which waits for an answer. */
export interface PendingEvent {
  readonly call: PendingCall;
  readonly index: number;
}

export interface Admission {
  /** Hands the events of the call to `begin`, or rejects with `unavailable`. Resolves when all are answered. */
  admit(
    sender: EventIdentity,
    drafts: readonly DraftEvent[],
    begin: (events: PendingEvent[]) => void,
    onStage?: PendingCall['onStage'],
  ): Promise<AcceptResult[]>;
  answer(pending: PendingEvent, status: 'accepted' | 'duplicate', event: StoredEvent): void;
  /** The event is not stored: `reason` says why to its sender, `failure` to the whole call. */
  refuse(pending: PendingEvent, reason: string, failure: AppError): void;
  readonly heldEvents: number;
  /** Admits nothing from now on; resolves when everything is answered. */
  close(): Promise<void>;
}

export function createAdmission(limits: AdmissionLimits, { counts, drop }: EventCounters): Admission {
  const held = { events: 0, bytes: 0 };
  const heldByTenant = new Map<string, { events: number; bytes: number }>();
  let isClosing = false;
  let onEmpty: (() => void) | null = null;

  function reserve(userId: string, events: number, sizeBytes: number): boolean {
    const share = heldByTenant.get(userId) ?? { events: 0, bytes: 0 };
    const fits = (used: number, usedByTenant: number, more: number, most: number): boolean =>
      // A single call is admitted whatever its size, which the API has limited already.
      used === 0 || (used + more <= most && usedByTenant + more <= most * limits.tenantShare);
    if (
      !fits(held.events, share.events, events, limits.queueEvents) ||
      !fits(held.bytes, share.bytes, sizeBytes, limits.queueBytes)
    )
      return false;
    held.events += events;
    held.bytes += sizeBytes;
    share.events += events;
    share.bytes += sizeBytes;
    heldByTenant.set(userId, share);
    return true;
  }

  function release({ sender, drafts, sizeBytes }: PendingCall): void {
    held.events -= drafts.length;
    held.bytes -= sizeBytes;
    const share = heldByTenant.get(sender.user_id);
    if (share) {
      share.events -= drafts.length;
      share.bytes -= sizeBytes;
      if (share.events === 0) heldByTenant.delete(sender.user_id);
    }
    if (held.events === 0) onEmpty?.();
  }

  function settle(call: PendingCall): void {
    call.unanswered -= 1;
    if (call.unanswered > 0) return;
    if (call.failure && call.stored === 0) {
      drop('store', call.drafts.length);
      call.reject(call.failure);
    } else {
      for (const { status } of call.results) counts[status === 'accepted' ? 'stored' : status] += 1;
      call.resolve(call.results);
    }
    release(call);
  }

  return {
    async admit(sender, drafts, begin, onStage = null) {
      counts.received += drafts.length;
      if (isClosing) {
        drop('closing', drafts.length);
        throw new AppError(
          'unavailable',
          'The server is shutting down; retry after the time in Retry-After',
          { retryAfterSeconds: 5 },
        );
      }
      if (drafts.length === 0) return [];
      let sizeBytes = 0;
      for (const draft of drafts) sizeBytes += draftSize(draft);
      if (!reserve(sender.user_id, drafts.length, sizeBytes)) {
        drop('queue_full', drafts.length);
        throw new AppError('unavailable', 'The server is overloaded; retry after the time in Retry-After', {
          retryAfterSeconds: 1,
        });
      }
      return new Promise<AcceptResult[]>((resolve, reject) => {
        const call: PendingCall = {
          sender,
          drafts,
          sizeBytes,
          receivedMs: performance.now(),
          onStage,
          results: new Array<AcceptResult>(drafts.length),
          unanswered: drafts.length,
          stored: 0,
          failure: null,
          resolve,
          reject,
        };
        begin(drafts.map((_draft, index) => ({ call, index })));
      });
    },
    answer({ call, index }, status, event) {
      call.results[index] = {
        status,
        log_id: event.log_id,
        alert_created: event.alert_created,
        verdict: event.verdict ?? fallbackVerdict,
        event,
      };
      call.stored++;
      settle(call);
    },
    refuse({ call, index }, reason, failure) {
      call.results[index] = {
        status: 'rejected',
        log_id: null,
        alert_created: false,
        verdict: null,
        reason,
        ...(failure.retryable ? { retryable: true } : {}),
      };
      call.failure ??= failure;
      settle(call);
    },
    get heldEvents() {
      return held.events;
    },
    close() {
      isClosing = true;
      return held.events === 0
        ? Promise.resolve()
        : new Promise((resolve) => {
            onEmpty = resolve;
          });
    },
  };
}
