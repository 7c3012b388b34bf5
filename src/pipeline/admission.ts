/**
 * The pipeline's admission: lets calls in while there is room, and answers each when all its events have an answer.
 */

import { AppError } from '../core/errors.ts';
import type { DraftEvent, EventIdentity, StoredEvent } from '../core/event.ts';
import type { AcceptResult } from '../core/pipeline.ts';
import { fallbackVerdict } from '../core/verdict.ts';
import { draftSize } from './draft-size.ts';
import { createLedger, type Ledger } from './event-counters.ts';

/** One call of `accept`, until all its events are answered. */
export interface Job {
  sender: EventIdentity;
  drafts: readonly DraftEvent[];
  sizeBytes: number;
  /** Of the monotonic clock. */
  receivedMs: number;
  results: AcceptResult[];
  /** Events without an answer yet. */
  open: number;
  /** Events that are in the store, from this call or before it. */
  kept: number;
  /** Why some could not be stored now: the whole call fails with it, unless others of it are stored. */
  failure: Error | null;
  resolve(results: AcceptResult[]): void;
  reject(error: Error): void;
}

/** One event on its way, and where its answer goes. */
export interface Entry {
  event: StoredEvent;
  job: Job;
  at: number;
}

export interface AdmissionLimits {
  /** Events that may be on their way through at a time; more are refused with `unavailable`. */
  queueEvents: number;
  /** And their rough size in memory. */
  queueBytes: number;
  /** Share of both that one tenant may take, 0–1, so that others still get in. */
  tenantShare: number;
}

export interface Admission {
  ledger: Ledger;
  /** Calls `begin` with the new job, or rejects with `unavailable`. */
  take(
    sender: EventIdentity,
    drafts: readonly DraftEvent[],
    begin: (job: Job) => void,
  ): Promise<AcceptResult[]>;
  answer(entry: Entry, status: 'accepted' | 'duplicate', event: StoredEvent): void;
  /** Not stored, for this event's own sake or for the store's. */
  refuse(entry: Entry, reason: string, failure: Error): void;
  readonly heldEvents: number;
  /** Lets nothing in from now on; resolves when everything is answered. */
  close(): Promise<void>;
}

export function createAdmission(limits: AdmissionLimits): Admission {
  const ledger = createLedger();
  const { counts, drop } = ledger;
  const held = { events: 0, bytes: 0 };
  const users = new Map<string, { events: number; bytes: number }>();
  let closing = false;
  let emptied: (() => void) | null = null;

  function admit(userId: string, events: number, sizeBytes: number): boolean {
    const share = users.get(userId) ?? { events: 0, bytes: 0 };
    const fits = (taken: number, ofUser: number, more: number, most: number): boolean =>
      // What is alone is let in whatever its size: it was bounded at the door.
      taken === 0 || (taken + more <= most && ofUser + more <= most * limits.tenantShare);
    if (
      !fits(held.events, share.events, events, limits.queueEvents) ||
      !fits(held.bytes, share.bytes, sizeBytes, limits.queueBytes)
    )
      return false;
    held.events += events;
    held.bytes += sizeBytes;
    share.events += events;
    share.bytes += sizeBytes;
    users.set(userId, share);
    return true;
  }

  function release({ sender, drafts, sizeBytes }: Job): void {
    held.events -= drafts.length;
    held.bytes -= sizeBytes;
    const share = users.get(sender.user_id);
    if (share) {
      share.events -= drafts.length;
      share.bytes -= sizeBytes;
      if (share.events === 0) users.delete(sender.user_id);
    }
    if (held.events === 0) emptied?.();
  }

  function settle(job: Job): void {
    job.open -= 1;
    if (job.open > 0) return;
    if (job.failure && job.kept === 0) {
      drop('store', job.drafts.length);
      job.reject(job.failure);
    } else {
      for (const { status } of job.results) counts[status === 'accepted' ? 'stored' : status] += 1;
      job.resolve(job.results);
    }
    release(job);
  }

  return {
    ledger,
    async take(sender, drafts, begin) {
      counts.received += drafts.length;
      if (closing) {
        drop('closing', drafts.length);
        throw new AppError('unavailable', 'The server is stopping; send again', { retryAfterSeconds: 5 });
      }
      if (drafts.length === 0) return [];
      let sizeBytes = 0;
      for (const draft of drafts) sizeBytes += draftSize(draft);
      if (!admit(sender.user_id, drafts.length, sizeBytes)) {
        drop('queue_full', drafts.length);
        throw new AppError('unavailable', 'The server has more to do than it can; send again', {
          retryAfterSeconds: 1,
        });
      }
      return new Promise<AcceptResult[]>((resolve, reject) => {
        begin({
          sender,
          drafts,
          sizeBytes,
          receivedMs: performance.now(),
          results: new Array<AcceptResult>(drafts.length),
          open: drafts.length,
          kept: 0,
          failure: null,
          resolve,
          reject,
        });
      });
    },
    answer({ job, at }, status, event) {
      job.results[at] = {
        status,
        log_id: event.log_id,
        alert_created: event.alert_created,
        verdict: event.verdict ?? fallbackVerdict,
      };
      job.kept++;
      settle(job);
    },
    refuse({ job, at }, reason, failure) {
      job.results[at] = {
        status: 'rejected',
        log_id: null,
        alert_created: false,
        verdict: null,
        reason,
        retryable: failure instanceof AppError && failure.code === 'unavailable',
      };
      job.failure ??= failure;
      settle(job);
    },
    get heldEvents() {
      return held.events;
    },
    close() {
      closing = true;
      return held.events === 0
        ? Promise.resolve()
        : new Promise((resolve) => {
            emptied = resolve;
          });
    },
  };
}
