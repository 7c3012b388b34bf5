/**
 * Scoring by an ML service: events are stored first, then scored within the time budget, then completed. The service may
 * hang, answer nonsense or be down; the most it can do is to make a sender wait for the budget.
 */
import { AppError } from '../core/errors.ts';
import type { StoredEvent } from '../core/event.ts';
import type { RemoteScorer } from '../core/scorer.ts';
import type { Store } from '../core/store.ts';
import type { Verdict } from '../core/verdict.ts';
import { createLimiter } from '../lib/concurrency-limit.ts';
import type { Admission, PendingEvent } from './admission.ts';
import type { ApplyVerdicts } from './apply-verdicts.ts';
import { type Batch, passed } from './batch.ts';
import { createGroupQueue } from './group-queue.ts';
import type { PipelineLimits } from './limits.ts';
import type { ManySources } from './many-sources.ts';
import type { Question, ToQuestions } from './questions.ts';
import { toRawPacks } from './raw-packs.ts';

export interface RemoteScoringParts {
  store: Pick<Store, 'append'>;
  remote: RemoteScorer;
  admission: Pick<Admission, 'answer'>;
  toQuestions: ToQuestions;
  applyVerdicts: ApplyVerdicts;
  manySources: Pick<ManySources, 'judge'>;
  onFallback(): void;
  onError(error: unknown): void;
  limits: Pick<PipelineLimits, 'groupEvents' | 'budgetMs' | 'remoteCalls' | 'rescoreCalls'>;
}

export interface RemoteScoring {
  /** Stores the events of the batch without a verdict. They are durable afterwards; repeats find their answer. */
  append(batch: Batch): Promise<void>;
  /** Has the fresh events scored; their senders are answered once that is done or its time is over. Never rejects. */
  score(batch: Batch): Promise<void>;
  /** For rescoring: null for each event without an answer. Never rejects. */
  ask(questions: readonly Question[]): Promise<(Verdict | null)[]>;
}

interface Completion {
  event: StoredEvent;
  pending: PendingEvent;
}

export function createRemoteScoring(parts: RemoteScoringParts): RemoteScoring {
  const { store, remote, admission, toQuestions, applyVerdicts, manySources, onFallback, onError, limits } =
    parts;
  const monotonic = (): number => performance.now();
  const calls = createLimiter(limits.remoteCalls, monotonic);
  const rescoreCalls = createLimiter(limits.rescoreCalls, monotonic);
  /** The repeats that wait with each event that is being scored, by log_id. */
  const waiting = new Map<string, PendingEvent[]>();

  const completions = createGroupQueue<Completion>({
    groupSize: limits.groupEvents,
    async work(group) {
      try {
        const events = group.map(({ event }) => event);
        await manySources.judge(events);
        await applyVerdicts(events);
      } catch (error) {
        // The events are durable and pending: the rescorer completes them, and their senders need not wait for that.
        if (!(error instanceof AppError)) onError(error);
      }
      for (const completion of group) {
        completion.pending.call.onStage?.('decided');
        finish(completion);
      }
    },
  });

  function finish({ event, pending }: Completion): void {
    const repeats = waiting.get(event.log_id) ?? [];
    waiting.delete(event.log_id);
    admission.answer(pending, 'accepted', event);
    for (const repeat of repeats) admission.answer(repeat, 'duplicate', event);
  }

  function answerRepeat(pending: PendingEvent, stored: StoredEvent): void {
    const others = stored.verdict === null ? waiting.get(stored.log_id) : undefined;
    if (others) others.push(pending);
    else admission.answer(pending, 'duplicate', stored);
  }

  return {
    async append(batch) {
      const { events, pending, repeats } = batch;
      const { duplicates } = await store.append(events, toRawPacks(batch));
      passed(batch, 'recorded');
      batch.stored = duplicates;
      batch.fresh = events.filter(({ log_id }) => !duplicates.has(log_id));
      const byId = new Map<string, StoredEvent>();
      for (const [at, event] of events.entries()) {
        const earlier = duplicates.get(event.log_id);
        byId.set(event.log_id, earlier ?? event);
        if (earlier) answerRepeat(pending[at]!, earlier);
        else waiting.set(event.log_id, []);
      }
      for (const { pending: repeat, logId } of repeats) answerRepeat(repeat, byId.get(logId)!);
    },
    async score({ events, pending, stored, fresh }) {
      if (fresh.length === 0) return;
      const completionOf = (at: number): Completion => ({ event: events[at]!, pending: pending[at]! });
      const places = events.flatMap(({ log_id }, at) => (stored.has(log_id) ? [] : [at]));
      let questions: Question[];
      try {
        questions = await toQuestions(fresh);
      } catch (error) {
        if (!(error instanceof AppError)) onError(error);
        for (const at of places) finish(completionOf(at));
        return;
      }
      for (const [n, at] of places.entries()) {
        const { event, pending: one } = completionOf(at);
        const { input, fallback } = questions[n]!;
        const complete = (verdict: Verdict, state: 'done' | 'fallback'): void => {
          one.call.onStage?.('scored');
          completions.push([{ event: { ...event, verdict, state }, pending: one }]);
        };
        calls
          .run(one.call.receivedMs + limits.budgetMs, (signal) => remote.judge(input, signal))
          .then(
            (verdict) => complete(verdict, 'done'),
            () => {
              onFallback();
              complete(fallback, 'fallback');
            },
          );
      }
    },
    ask(questions) {
      const deadlineMs = monotonic() + limits.budgetMs;
      return Promise.all(
        questions.map(({ input }) =>
          rescoreCalls.run(deadlineMs, (signal) => remote.judge(input, signal)).catch(() => null),
        ),
      );
    },
  };
}
