/**
 * THE CORRIDOR: the one way in for events, and the only file that knows the order of its rooms.
 *
 * Scored in process: known? → score → decide → record (one store operation) → ack → wake the rest. With an ML service:
 * store → score within the budget → decide → apply → ack (pipeline/outside.ts); what the service left unjudged the
 * fallback judges now and the service later (pipeline/rescore.ts).
 */
import { hash } from 'node:crypto';
import { openKeyOf } from '../alert/decide.ts';
import { decideEffects } from '../alert/effects.ts';
import { type AlertPolicy, toPolicy } from '../alert/policy.ts';
import { type SuppressionRule, toSuppressionRule } from '../alert/suppression.ts';
import { type AlertSettings, alertSettingsKind, toAlertSettings } from '../core/alert-settings.ts';
import type { Context, Decide, Effects } from '../core/effects.ts';
import { AppError } from '../core/errors.ts';
import type { StoredEvent } from '../core/event.ts';
import { emptyHistory } from '../core/history.ts';
import { createGrowingHex, derivedLogId, newLogId, type RandomHex } from '../core/ids.ts';
import type { EventPipeline } from '../core/pipeline.ts';
import type { LocalScorer, RemoteScorer } from '../core/scorer.ts';
import type { Store } from '../core/store.ts';
import { fallbackVerdict, type Verdict } from '../core/verdict.ts';
import { createLock } from '../lib/lock.ts';
import { createRandomHex } from '../lib/random-hex.ts';
import { toDeliveries } from '../notify/delivery/to-deliveries.ts';
import { createBatchMemory } from '../score/batch-memory.ts';
import { type AdmissionLimits, createAdmission, type Entry, type Job } from './admission.ts';
import { createFailSafeScorer } from './fail-safe-scorer.ts';
import { createGroupQueue } from './group-queue.ts';
import { createPolicyCache } from './policy-cache.ts';
import { createRemoteScoring, type Question } from './remote-scoring.ts';
import { createRescorer } from './rescore.ts';
import { createBatchScorer, type Judged, requestFor } from './score-batch.ts';
import { toEvent } from './stored-event.ts';

export interface PipelineLog {
  info(data: object, message: string): void;
  error(data: object, message: string): void;
}

export interface PipelineLimits extends AdmissionLimits {
  /** Events per commit: what keeps the event loop's longest step short. */
  groupEvents: number;
  /** From arrival to the fallback's verdict, where the ML service does not answer. */
  budgetMs: number;
  /** Calls to the ML service under way at a time, for arriving events and for the second look. */
  remoteCalls: number;
  rescoreCalls: number;
  /** Pause of the second look where there is nothing to do. */
  rescoreIdleMs: number;
}

export const pipelineLimits: PipelineLimits = {
  queueEvents: 20_000,
  queueBytes: 64 * 1024 * 1024,
  tenantShare: 0.75,
  groupEvents: 400,
  budgetMs: 3000,
  remoteCalls: 64,
  rescoreCalls: 8,
  rescoreIdleMs: 2000,
};

export interface PipelineParts {
  store: Store;
  /** Judges in process; with `remote`, only what stands in for it and what events add to windows and sessions. */
  scorer: LocalScorer;
  remote?: RemoteScorer | null;
  mlFallback?: 'unknown' | 'local';
  alertRiskThreshold?: number;
  /** Where people read an incident, or null. */
  linkTo?(incidentId: string): string | null;
  log: PipelineLog;
  clock?: () => number;
  randomHex?: RandomHex;
  limits?: Partial<PipelineLimits>;
}

export interface Pipeline extends EventPipeline {
  /** Completes what a crash cut short. Before the first `accept`; rejects where the store does not answer. */
  start(): Promise<void>;
}

/** Part of a job that is committed at once. */
interface Slice {
  job: Job;
  from: number;
  to: number;
}

const sha256 = (text: string): string => hash('sha256', text, 'hex');

const isUnavailable = (error: unknown): error is AppError =>
  error instanceof AppError && error.code === 'unavailable';

export function createPipeline(parts: PipelineParts): Pipeline {
  const { store, remote = null, mlFallback = 'unknown', log, clock = Date.now } = parts;
  const { linkTo = () => null, alertRiskThreshold = 7, randomHex = createRandomHex() } = parts;
  const growingHex = createGrowingHex(randomHex);
  const limits = { ...pipelineLimits, ...parts.limits };
  const admission = createAdmission(limits);
  const { counts } = admission.ledger;
  const scorer = createFailSafeScorer(parts.scorer, (error) => {
    counts.scorer_faults += 1;
    log.error({ err: error }, 'pipeline: the scorer failed on an event');
  });
  const tenants = createPolicyCache<SuppressionRule>({
    store,
    toRule: toSuppressionRule,
    settingsKind: alertSettingsKind,
    clock,
  });
  const judging = createBatchScorer({
    store,
    scorer,
    createMemory: createBatchMemory,
    ordinary: tenants.ordinary,
    openKeyOf,
    thresholdOf: (userId) => standingOf(userId).policy.threshold,
  });
  const listeners = new Set<(users: ReadonlySet<string>, hasDeliveries: boolean) => void>();
  const lock = createLock();
  const onError = (error: unknown): void =>
    log.error({ err: error }, 'pipeline: judging stored events failed');

  let standings = new Map<string, { policy: AlertPolicy; settings: AlertSettings }>();
  let revision = -1;
  /** What holds for a tenant, made once for each change of its rules and settings. */
  function standingOf(userId: string): { policy: AlertPolicy; settings: AlertSettings } {
    if (revision !== tenants.revision || standings.size > 10_000) {
      standings = new Map();
      revision = tenants.revision;
    }
    let standing = standings.get(userId);
    if (!standing) {
      const settings = toAlertSettings(tenants.settings(userId));
      standing = { settings, policy: toPolicy(settings, alertRiskThreshold, tenants.rules(userId)) };
      standings.set(userId, standing);
    }
    return standing;
  }

  /** `judged` is what scoring in `judgedIn` worked out already; good as long as the store decides on the same. */
  function toDecide(before?: ReadonlyMap<string, Verdict>, judged?: Judged, judgedIn?: Context): Decide {
    return (accepted, context) => {
      const nowMs = clock();
      const reuse = judged && context === judgedIn && accepted.length === judged.counts.size;
      return decideEffects({
        accepted,
        context,
        before,
        toCounts: (event, verdict) => judged?.counts.get(event) ?? scorer.toCounts(event, verdict),
        advance(session, event, verdict) {
          const ready = reuse ? judged.sessions.get(event) : undefined;
          return ready
            ? { ...ready, alert_id: session?.alert_id ?? null }
            : scorer.advance(session, event, verdict, event);
        },
        policyOf: (userId) => standingOf(userId).policy,
        nodeName: tenants.nodeName,
        linkTo,
        toDeliveries: (notice, userId, afterMs) =>
          toDeliveries({
            notice,
            userId,
            channels: tenants.channels(userId),
            quietHours: standingOf(userId).settings.quiet_hours,
            nowMs: nowMs + afterMs,
            sha256,
          }),
        nowIso: new Date(nowMs).toISOString(),
        sha256,
      });
    };
  }

  function announce(events: readonly StoredEvent[], effects: Effects): void {
    counts.commits += 1;
    counts.alerts += effects.alerts.length;
    counts.deliveries += effects.deliveries.length;
    const users = new Set<string>();
    for (const { user_id } of events) users.add(user_id);
    for (const listener of listeners) {
      try {
        listener(users, effects.deliveries.length > 0);
      } catch (error) {
        log.error({ err: error }, 'pipeline: a listener failed');
      }
    }
  }

  /** Scored in process: everything in one store operation. */
  async function record(firsts: ReadonlyMap<string, Entry>, repeats: readonly Entry[]): Promise<void> {
    const events = Array.from(firsts.values(), ({ event }) => event);
    const context = await store.context(requestFor(events));
    const fresh = context.known.size === 0 ? events : events.filter((e) => !context.known.has(e.log_id));
    const judged = judging.judge(fresh, context, (event, _input, verdict) => {
      event.verdict = verdict;
      event.state = 'done';
    });
    let standing = context.known;
    if (fresh.length > 0) {
      await judging.addIncidents(context, fresh);
      const outcome = await store.record(fresh, context, toDecide(undefined, judged, context));
      if (outcome.duplicates.size > 0) standing = new Map([...standing, ...outcome.duplicates]);
      announce(fresh, outcome.effects);
    }
    for (const [logId, entry] of firsts) {
      const earlier = standing.get(logId);
      admission.answer(entry, earlier ? 'duplicate' : 'accepted', earlier ?? entry.event);
    }
    for (const entry of repeats) {
      const logId = entry.event.log_id;
      admission.answer(entry, 'duplicate', standing.get(logId) ?? firsts.get(logId)!.event);
    }
  }

  /** Writes judgements of stored events; `before` holds verdicts that stood. */
  async function apply(
    events: StoredEvent[],
    before: ReadonlyMap<string, Verdict> = new Map(),
  ): Promise<void> {
    await tenants.ensure(events);
    await lock(async () => {
      const context = await store.context({ ...requestFor(events), logIds: [], windows: [] });
      await judging.addIncidents(context, events);
      announce(events, await store.apply(events, context, toDecide(before)));
    });
  }

  async function toQuestions(events: readonly StoredEvent[]): Promise<Question[]> {
    await tenants.ensure(events);
    const context = await store.context({ ...requestFor(events), logIds: [] });
    const questions: Question[] = [];
    judging.judge(events, context, (_event, input, verdict) =>
      questions.push({ input, standIn: remote && mlFallback === 'unknown' ? fallbackVerdict : verdict }),
    );
    return questions;
  }

  const outside =
    remote && createRemoteScoring({ ...limits, store, remote, admission, toQuestions, apply, onError });

  /** An event that breaks a commit must not take the others with it: the group is halved until it stands alone. */
  async function commit(entries: readonly Entry[]): Promise<void> {
    const firsts = new Map<string, Entry>();
    const repeats: Entry[] = [];
    for (const entry of entries) {
      if (firsts.has(entry.event.log_id)) repeats.push(entry);
      else firsts.set(entry.event.log_id, entry);
    }
    try {
      await lock(() => (outside ? outside.take(firsts, repeats) : record(firsts, repeats)));
    } catch (error) {
      if (isUnavailable(error)) {
        for (const entry of entries) admission.refuse(entry, 'the store did not answer; send again', error);
      } else if (entries.length > 1) {
        const half = entries.length >> 1;
        await commit(entries.slice(0, half));
        await commit(entries.slice(half));
      } else {
        log.error({ err: error }, 'pipeline: an event could not be stored');
        const failure = new AppError('internal', 'The event could not be stored', { cause: error });
        for (const entry of entries) admission.refuse(entry, 'could not be stored', failure);
      }
    }
  }

  function toEntries(slices: readonly Slice[]): Entry[] {
    const nowMs = clock();
    const receivedAt = new Date(nowMs).toISOString();
    const entries: Entry[] = [];
    for (const { job, from, to } of slices)
      for (let at = from; at < to; at++) {
        const draft = job.drafts[at]!;
        const logId =
          draft.event_id === null
            ? newLogId(nowMs, growingHex)
            : derivedLogId(job.sender.node_id, draft.event_id, sha256);
        entries.push({ job, at, event: toEvent(draft, job.sender, logId, receivedAt) });
      }
    return entries;
  }

  const arrivals = createGroupQueue<Slice>({
    groupSize: limits.groupEvents,
    sizeOf: ({ from, to }) => to - from,
    async work(slices) {
      const entries = toEntries(slices);
      try {
        await tenants.ensure(slices.map(({ job }) => job.sender));
      } catch (error) {
        const failure = isUnavailable(error)
          ? error
          : new AppError('unavailable', 'Send again', { cause: error });
        for (const entry of entries) admission.refuse(entry, 'the store did not answer; send again', failure);
        return;
      }
      await commit(entries);
    },
  });

  const rescorer = createRescorer({
    store,
    async judge(events) {
      const questions = await toQuestions(events);
      return outside ? outside.ask(questions) : questions.map(({ standIn }) => standIn);
    },
    answers: () => !remote || remote.state === 'closed',
    apply,
    fallback(event) {
      counts.fallback += 1;
      return mlFallback === 'local'
        ? scorer.judge({ event, history: emptyHistory, session: null, ordinary: null })
        : fallbackVerdict;
    },
    onError(error) {
      if (!isUnavailable(error)) onError(error);
    },
    clock,
    pendingAgeMs: 10 * limits.budgetMs,
    idleMs: limits.rescoreIdleMs,
    alone: store.kind === 'sqlite',
  });

  return {
    async start() {
      await tenants.ensure([]);
      const recovered = await store.recover(toDecide());
      if (recovered > 0) log.info({ recovered }, 'pipeline: completed what was cut short');
      rescorer.start();
    },
    accept: (sender, drafts) =>
      admission.take(sender, drafts, (job) => {
        for (let from = 0; from < drafts.length; from += limits.groupEvents)
          arrivals.push({ job, from, to: Math.min(from + limits.groupEvents, drafts.length) });
      }),
    onCommit(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    refresh: () => tenants.refresh(),
    counters: () => ({
      ...counts,
      ...rescorer.counters(),
      ...scorer.counters?.(),
      in_flight: admission.heldEvents,
    }),
    async close() {
      await Promise.all([rescorer.close(), admission.close()]);
    },
  };
}
