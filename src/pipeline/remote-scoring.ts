/**
 * The path of an ML service: durable first, then judged within the budget, then completed. The service may hang, lie or
 * be gone; all it can do is to make a sender wait for the budget.
 */
import { AppError } from '../core/errors.ts';
import type { StoredEvent } from '../core/event.ts';
import type { RemoteScorer, ScoreInput } from '../core/scorer.ts';
import type { Store } from '../core/store.ts';
import type { Verdict } from '../core/verdict.ts';
import { createLimiter } from '../lib/concurrency-limit.ts';
import type { Admission, Entry } from './admission.ts';
import { createGroupQueue } from './group-queue.ts';

/** What the ML service is asked about an event, and what stands in for its answer. */
export interface Question {
  input: ScoreInput;
  standIn: Verdict;
}

export interface OutsideParts {
  store: Pick<Store, 'append'>;
  remote: RemoteScorer;
  admission: Admission;
  /** In the order of the events. */
  toQuestions(events: readonly StoredEvent[]): Promise<Question[]>;
  /** Writes judgements of stored events, with all that follows from them. */
  apply(events: StoredEvent[]): Promise<void>;
  onError(error: unknown): void;
  groupEvents: number;
  /** From arrival to the stand-in's verdict. */
  budgetMs: number;
  /** Calls under way at a time, for arriving events and for the second look. */
  remoteCalls: number;
  rescoreCalls: number;
}

export interface Outside {
  /** Resolves when the group is durable; its senders are answered later. Events have different ids. */
  take(firsts: ReadonlyMap<string, Entry>, repeats: readonly Entry[]): Promise<void>;
  /** Second look; null where there was no answer. Never rejects. */
  ask(questions: readonly Question[]): Promise<(Verdict | null)[]>;
}

interface Completion {
  entry: Entry;
  verdict: Verdict;
  state: 'done' | 'fallback';
}

export function createRemoteScoring(parts: OutsideParts): Outside {
  const { store, remote, admission, toQuestions, apply, onError, groupEvents, budgetMs } = parts;
  const monotonic = (): number => performance.now();
  const calls = createLimiter(parts.remoteCalls, monotonic);
  const quietCalls = createLimiter(parts.rescoreCalls, monotonic);
  /** Events that wait for their judgement, and repeats of them that wait with them. */
  const underWay = new Map<string, Entry[]>();

  const completions = createGroupQueue<Completion>({
    groupSize: groupEvents,
    sizeOf: () => 1,
    async work(group) {
      const judged = group.map(({ entry, verdict, state }) => ({ ...entry.event, verdict, state }));
      try {
        await apply(judged);
      } catch (error) {
        // The events are durable and pending: the second look completes them, and their senders need not wait for it.
        if (!(error instanceof AppError)) onError(error);
      }
      for (const [at, { entry }] of group.entries()) finish({ ...entry, event: judged[at]! });
    },
  });

  function finish(entry: Entry): void {
    const repeats = underWay.get(entry.event.log_id) ?? [];
    underWay.delete(entry.event.log_id);
    admission.answer(entry, 'accepted', entry.event);
    for (const repeat of repeats) admission.answer(repeat, 'duplicate', entry.event);
  }

  function answerRepeat(entry: Entry, standing: StoredEvent): void {
    const waiting = standing.verdict === null ? underWay.get(standing.log_id) : undefined;
    if (waiting) waiting.push(entry);
    else admission.answer(entry, 'duplicate', standing);
  }

  async function askAbout(entries: readonly Entry[]): Promise<void> {
    let questions: Question[];
    try {
      questions = await toQuestions(entries.map(({ event }) => event));
    } catch (error) {
      if (!(error instanceof AppError)) onError(error);
      for (const entry of entries) finish(entry);
      return;
    }
    for (const [at, entry] of entries.entries()) {
      const { input, standIn } = questions[at]!;
      calls
        .run(entry.job.receivedMs + budgetMs, (signal) => remote.judge(input, signal))
        .then(
          (verdict) => completions.push({ entry, verdict, state: 'done' }),
          () => {
            admission.ledger.counts.fallback += 1;
            completions.push({ entry, verdict: standIn, state: 'fallback' });
          },
        );
    }
  }

  return {
    async take(firsts, repeats) {
      const outcome = await store.append(Array.from(firsts.values(), ({ event }) => event));
      const fresh: Entry[] = [];
      for (const entry of firsts.values()) {
        const standing = outcome.duplicates.get(entry.event.log_id);
        if (standing) answerRepeat(entry, standing);
        else {
          underWay.set(entry.event.log_id, []);
          fresh.push(entry);
        }
      }
      for (const entry of repeats) {
        const { log_id } = entry.event;
        answerRepeat(entry, outcome.duplicates.get(log_id) ?? firsts.get(log_id)!.event);
      }
      if (fresh.length > 0) await askAbout(fresh);
    },
    ask(questions) {
      const deadlineMs = monotonic() + budgetMs;
      return Promise.all(
        questions.map(({ input }) =>
          quietCalls.run(deadlineMs, (signal) => remote.judge(input, signal)).catch(() => null),
        ),
      );
    },
  };
}
