/** What to ask the ML service about events that are stored already. */
import type { StoredEvent } from '../core/event.ts';
import type { ScoreInput } from '../core/scorer.ts';
import type { Store } from '../core/store.ts';
import { fallbackVerdict, type Verdict } from '../core/verdict.ts';
import { type BatchScorer, requestFor } from './batch-scorer.ts';
import type { PolicyCache } from './policy-cache.ts';

export interface Question {
  input: ScoreInput;
  /** The verdict to use when there is no answer, or no ML service at all. */
  fallback: Verdict;
}

export interface QuestionsParts {
  store: Pick<Store, 'context'>;
  policies: Pick<PolicyCache, 'ensure'>;
  batchScorer: Pick<BatchScorer, 'score'>;
  /** Whether the verdict of the local scorer is the fallback; otherwise it is `unknown`. */
  scoresLocally: boolean;
}

/** In the order of the events. Rejects when the store does not answer. */
export type ToQuestions = (events: readonly StoredEvent[]) => Promise<Question[]>;

export function createToQuestions(parts: QuestionsParts): ToQuestions {
  const { store, policies, batchScorer, scoresLocally } = parts;
  return async (events) => {
    await policies.ensure(events);
    const context = await store.context({ ...requestFor(events), logIds: [] });
    const questions: Question[] = [];
    await batchScorer.score(events, context, (_event, input, verdict) =>
      questions.push({ input, fallback: scoresLocally ? verdict : fallbackVerdict }),
    );
    return questions;
  };
}
