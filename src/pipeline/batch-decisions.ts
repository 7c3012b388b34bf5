/** What the store asks while it records a batch: which effects follow from the events that are really new. */
import { decideEffects } from '../alert/effects.ts';
import { createWaves } from '../alert/waves.ts';
import type { Decide } from '../core/effects.ts';
import type { Sha256Hex } from '../core/ids.ts';
import type { LocalScorer } from '../core/scorer.ts';
import type { Verdict } from '../core/verdict.ts';
import { toDelivery } from '../notify/delivery/to-deliveries.ts';
import type { Batch } from './batch.ts';
import type { PolicyCache } from './policy-cache.ts';

export interface BatchDecisions {
  /** For a scored batch. What scoring computed is used again, unless the store decides on another context. */
  forBatch(batch: Batch): Decide;
  /** For events that are stored already; `before` holds the verdicts they had, by log_id. */
  forStored(before?: ReadonlyMap<string, Verdict>): Decide;
}

export interface BatchDecisionsParts {
  scorer: LocalScorer;
  policies: PolicyCache;
  linkTo(incidentId: string): string | null;
  clock: () => number;
  sha256: Sha256Hex;
}

export function createBatchDecisions(parts: BatchDecisionsParts): BatchDecisions {
  const { scorer, policies, linkTo, clock, sha256 } = parts;
  const waves = createWaves();

  function toDecide(before?: ReadonlyMap<string, Verdict>, batch?: Batch): Decide {
    return (accepted, context) => {
      const nowMs = clock();
      const scored = batch?.scored;
      const isSameContext =
        scored !== undefined && context === batch?.context && accepted.length === scored.counts.size;
      return decideEffects({
        accepted,
        context,
        before,
        toCounts: (event, verdict) => scored?.counts.get(event) ?? scorer.toCounts(event, verdict),
        advance(session, event, verdict) {
          const ready = isSameContext ? scored.sessions.get(event) : undefined;
          return ready
            ? { ...ready, alert_id: session?.alert_id ?? null }
            : scorer.advance(session, event, verdict, event);
        },
        policyOf: policies.alertPolicy,
        nodeName: policies.nodeName,
        nodeFacts: policies.nodeFacts,
        linkTo,
        channelsOf: policies.channels,
        waves,
        toDelivery: (notice, channel, { userId, turn, afterMs }) =>
          toDelivery({
            notice,
            userId,
            channel,
            quietHours: policies.quietHours(userId, notice.node_id),
            turn,
            nowMs: nowMs + afterMs,
            sha256,
          }),
        nowIso: new Date(nowMs).toISOString(),
        sha256,
      });
    };
  }

  return {
    forBatch: (batch) => toDecide(undefined, batch),
    forStored: (before) => toDecide(before),
  };
}
