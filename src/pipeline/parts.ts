/** What the pipeline is made of: from what its caller passes to the objects whose order `pipeline.ts` says. */
import { hash } from 'node:crypto';
import { isRetryable } from '../core/errors.ts';
import { emptyHistory } from '../core/history.ts';
import { createGrowingHex, type RandomHex } from '../core/ids.ts';
import { type FindPlace, findNoPlace } from '../core/place.ts';
import type { LocalScorer, RemoteScorer } from '../core/scorer.ts';
import type { Store } from '../core/store.ts';
import { fallbackVerdict } from '../core/verdict.ts';
import { createLock } from '../lib/lock.ts';
import { createRandomHex } from '../lib/random-hex.ts';
import { remoteWithExposure, withExposure } from '../score/exposure/with-exposure.ts';
import { withStatedKind } from '../score/stated-kind.ts';
import { type Admission, createAdmission, type PendingEvent } from './admission.ts';
import { createApplyVerdicts } from './apply-verdicts.ts';
import { type Batch, toBatch } from './batch.ts';
import { type BatchDecisions, createBatchDecisions } from './batch-decisions.ts';
import { createBatchScorer } from './batch-scorer.ts';
import { type CommitListeners, createCommitListeners } from './commit-listeners.ts';
import { createEventCounters } from './event-counters.ts';
import { createExposure } from './exposure.ts';
import { createFailSafeScorer } from './fail-safe-scorer.ts';
import { type PipelineLimits, pipelineLimits } from './limits.ts';
import { createLocalScoring, type LocalScoring } from './local-scoring.ts';
import { createManySources, type ManySources } from './many-sources.ts';
import { createPolicyCache, type PolicyCache } from './policy-cache.ts';
import { createToQuestions } from './questions.ts';
import { createRemoteScoring, type RemoteScoring } from './remote-scoring.ts';
import { createRescorer, type Rescorer } from './rescorer.ts';

export interface PipelineLog {
  info(data: object, message: string): void;
  error(data: object, message: string): void;
}

export interface PipelineParts {
  store: Store;
  /** Scores in process. With `remote` it is only the fallback, and says what events add to windows and sessions. */
  scorer: LocalScorer;
  remote?: RemoteScorer | null;
  mlFallback?: 'unknown' | 'local';
  alertRiskThreshold?: number;
  /** Notes for the watch over the event loop what begins. */
  mark?(what: string): void;
  /** Kept with each event; without it no event has a place. */
  placeOf?: FindPlace;
  /** Where people read an incident, or null. */
  linkTo?(incidentId: string): string | null;
  log: PipelineLog;
  clock?: () => number;
  randomHex?: RandomHex;
  limits?: Partial<PipelineLimits>;
}

export interface AssembledParts {
  limits: PipelineLimits;
  admission: Admission;
  policies: PolicyCache;
  decisions: BatchDecisions;
  toBatch(group: readonly PendingEvent[]): Batch;
  local: LocalScoring;
  /** Null when events are scored in process. */
  remote: RemoteScoring | null;
  manySources: ManySources;
  listeners: CommitListeners;
  rescorer: Rescorer;
  /** Held from reading a batch's context until the batch is written. */
  lock: ReturnType<typeof createLock>;
  /** Logs an error with `message`. */
  onError(message: string): (error: unknown) => void;
  counters(): Record<string, number>;
}

const sha256 = (text: string): string => hash('sha256', text, 'hex');

export function assembleParts(parts: PipelineParts): AssembledParts {
  const { store, mlFallback = 'unknown', alertRiskThreshold = 7, log, clock = Date.now } = parts;
  const { linkTo = () => null, randomHex = createRandomHex(), placeOf = findNoPlace } = parts;
  const remoteScorer = parts.remote ? remoteWithExposure(parts.remote) : null;
  const limits = { ...pipelineLimits, ...parts.limits };
  const eventCounters = createEventCounters();
  const { counts } = eventCounters;
  const onError = (message: string) => (error: unknown) => log.error({ err: error }, `pipeline: ${message}`);
  const onScoringError = onError('scoring stored events failed');
  const onFallback = (): void => {
    counts.fallback += 1;
  };
  const scorer = createFailSafeScorer(withStatedKind(withExposure(parts.scorer)), (error) => {
    counts.scorer_faults += 1;
    onError('the scorer failed on an event')(error);
  });

  const growingHex = createGrowingHex(randomHex);
  const lock = createLock();
  const admission = createAdmission(limits, eventCounters);
  const listeners = createCommitListeners(eventCounters, onError('a listener failed'));
  const policies = createPolicyCache({ store, alertRiskThreshold, clock });
  const exposureOf = createExposure({
    policyOf: policies.exposurePolicy,
    scannersOf: policies.knownScanners,
    clock,
  });
  const batchScorer = createBatchScorer({ store, scorer, policies, exposureOf });
  const decisions = createBatchDecisions({ scorer, policies, linkTo, clock, sha256 });
  const onCommit = listeners.wake;
  const applyVerdicts = createApplyVerdicts({ store, policies, batchScorer, decisions, lock, onCommit });
  const scoresLocally = remoteScorer === null || mlFallback === 'local';
  const toQuestions = createToQuestions({ store, policies, batchScorer, scoresLocally });
  const manySources = createManySources({
    store,
    clock,
    seed: Number.parseInt(randomHex(4), 16),
    onError: onError('what is usual at a node could not be stored'),
  });
  const remote =
    remoteScorer &&
    createRemoteScoring({
      store,
      remote: remoteScorer,
      admission,
      toQuestions,
      applyVerdicts,
      manySources,
      onFallback,
      onError: onScoringError,
      limits,
    });
  const rescorer = createRescorer({
    store,
    async score(events) {
      const questions = await toQuestions(events);
      return remote ? remote.ask(questions) : questions.map(({ fallback }) => fallback);
    },
    isAvailable: () => remoteScorer === null || remoteScorer.state === 'closed',
    applyVerdicts,
    fallback(event) {
      onFallback();
      return mlFallback === 'local'
        ? scorer.judge({ event, history: emptyHistory, session: null, baseline: null })
        : fallbackVerdict;
    },
    onError(error) {
      if (!isRetryable(error)) onScoringError(error);
    },
    clock,
    pendingAgeMs: 10 * limits.budgetMs,
    idleMs: limits.rescoreIdleMs,
    isOnlyProcess: store.kind === 'sqlite',
  });

  return {
    limits,
    admission,
    policies,
    decisions,
    toBatch: (group) => toBatch(group, { nowMs: clock(), growingHex, sha256, placeOf }),
    local: createLocalScoring({ store, batchScorer, decisions, admission }),
    remote,
    manySources,
    listeners,
    rescorer,
    lock,
    onError,
    counters: () => ({
      ...counts,
      ...rescorer.counters(),
      ...scorer.counters?.(),
      in_flight: admission.heldEvents,
    }),
  };
}
