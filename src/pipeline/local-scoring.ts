/**
 * The steps of a batch that is scored in process. Verdicts, alerts, messages and the events themselves are written in one
 * store operation, so that whatever is acknowledged is complete. `pipeline.ts` says the order of the steps.
 */
import type { Store } from '../core/store.ts';
import type { Admission } from './admission.ts';
import { type Batch, passed } from './batch.ts';
import type { BatchDecisions } from './batch-decisions.ts';
import { type BatchScorer, requestFor } from './batch-scorer.ts';
import { toRawPacks } from './raw-packs.ts';

export interface LocalScoringParts {
  store: Pick<Store, 'context' | 'record'>;
  batchScorer: BatchScorer;
  decisions: BatchDecisions;
  admission: Pick<Admission, 'answer'>;
}

export interface LocalScoring {
  /** Reads the context of the batch, and sets apart the events that are stored already. */
  findKnown(batch: Batch): Promise<void>;
  /** Gives every fresh event its verdict. */
  score(batch: Batch): Promise<void>;
  /** Writes the fresh events with all that follows from them; the store asks for the decisions. */
  record(batch: Batch): Promise<void>;
  /** Answers every event of the batch, which is durable now. */
  acknowledge(batch: Batch): void;
}

export function createLocalScoring(parts: LocalScoringParts): LocalScoring {
  const { store, batchScorer, decisions, admission } = parts;
  return {
    async findKnown(batch) {
      batch.context = await store.context(requestFor(batch.events));
      const { known } = batch.context;
      batch.stored = known;
      batch.fresh = known.size === 0 ? batch.events : batch.events.filter(({ log_id }) => !known.has(log_id));
    },
    async score(batch) {
      batch.scored = await batchScorer.score(batch.fresh, batch.context, (event, _input, verdict) => {
        event.verdict = verdict;
        event.state = 'done';
      });
      passed(batch, 'scored');
    },
    async record(batch) {
      const { fresh, context } = batch;
      if (fresh.length === 0) return;
      await batchScorer.addIncidents(context, fresh);
      const decide = decisions.forBatch(batch);
      const { duplicates, effects } = await store.record(
        fresh,
        context,
        (accepted, newest) => {
          const decided = decide(accepted, newest);
          passed(batch, 'decided');
          return decided;
        },
        toRawPacks(batch),
      );
      passed(batch, 'recorded');
      if (duplicates.size > 0) batch.stored = new Map([...batch.stored, ...duplicates]);
      batch.effects = effects;
    },
    acknowledge({ events, pending, repeats, stored }) {
      for (const [at, event] of events.entries()) {
        const earlier = stored.get(event.log_id);
        admission.answer(pending[at]!, earlier ? 'duplicate' : 'accepted', earlier ?? event);
      }
      if (repeats.length === 0) return;
      const byId = new Map(events.map((event) => [event.log_id, event]));
      for (const { pending: repeat, logId } of repeats)
        admission.answer(repeat, 'duplicate', stored.get(logId) ?? byId.get(logId)!);
    },
  };
}
