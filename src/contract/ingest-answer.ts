/** What nodes are answered when they deliver events. */
import { AppError, invalid } from '../core/errors.ts';
import type { AcceptResult } from '../core/pipeline.ts';
import type { Verdict } from '../core/verdict.ts';
import { MLPrediction } from './judgement.ts';
import { choice, flag, integer, list, nullable, object, optional, type Static, text } from './schema.ts';
import { toUnderstood, Understood } from './understood.ts';

const stored = { ml_prediction: MLPrediction, alert_created: flag(), event: optional(Understood) };
const log_id = text({ examples: ['log-0197f3a2b4c1d2e3f4a5b6c7'] });

export const HoneypotAnswer = object({ status: choice(['success']), log_id, ...stored });
export type HoneypotAnswer = Static<typeof HoneypotAnswer>;
export const AgentAnswer = object({ status: choice(['success']), event_id: log_id, ...stored });
export type AgentAnswer = Static<typeof AgentAnswer>;

export const BatchAnswer = object({
  accepted: integer(),
  duplicate: integer(),
  rejected: integer(),
  results: list(
    object({
      index: integer({ description: 'Position in the input, from 0.' }),
      status: choice(['accepted', 'duplicate', 'rejected']),
      event_id: nullable(text()),
      log_id: optional(text()),
      alert_created: optional(flag()),
      ml_prediction: optional(MLPrediction),
      event: optional(Understood),
      reason: optional(text({ description: 'Why it was rejected.' })),
      retryable: optional(
        flag({ description: 'True if the event is valid but could not be stored now: send it again.' }),
      ),
    }),
  ),
});
export type BatchAnswer = Static<typeof BatchAnswer>;

/** The result of one event that was stored. Throws `invalid_request` where it was rejected. */
export function toAccepted(result: AcceptResult | undefined): {
  log_id: string;
  verdict: Verdict;
  alert_created: boolean;
  event?: Understood;
} {
  if (!result) throw new AppError('internal', 'Internal server error; the server log has the details');
  const { log_id, verdict, alert_created, reason, event } = result;
  if (result.status === 'rejected' || log_id === null || verdict === null)
    throw invalid([{ field: 'body', message: reason ?? 'was rejected' }]);
  return { log_id, verdict, alert_created, ...(event ? { event: toUnderstood(event) } : {}) };
}
