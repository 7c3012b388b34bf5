/**
 * The sessions of a batch: those that sensors name, and those that are implied where they name none. An implied session is
 * one source, node and service (agents: host and decoy) without a pause of more than a quarter of an hour; it is kept from
 * its first alert on, so that ten thousand guesses are one alert that counts.
 */
import { type Context, sessionKey } from '../core/effects.ts';
import type { StoredEvent } from '../core/event.ts';
import { alertSessionKeyOf, alertSessionOf } from '../core/grouping.ts';
import type { SessionState } from '../core/history.ts';
import { laterOf } from '../core/sums.ts';
import { timestampMs } from '../core/time.ts';
import type { Verdict } from '../core/verdict.ts';
import type { AlertThread } from './alerts.ts';
import { decisiveAt, decisiveMs } from './grouping.ts';

const idleMs = 15 * 60_000;

export interface BatchThread {
  readonly thread: AlertThread;
  /** What the batch writes of it, given the alert that it has now. */
  keep(alertId: string | null): void;
}

export interface BatchThreads {
  /** The thread of the next event of the batch. `isStored`: it was counted before, and is corrected now. */
  next(event: StoredEvent, verdict: Verdict, isStored: boolean): BatchThread;
  result(): SessionState[];
}

type Advance = (session: SessionState | null, event: StoredEvent, verdict: Verdict) => SessionState;

/** An implied session with this event in it. The scorer does not see it: story and counters stay empty. */
function impliedAfter(before: SessionState | null, event: StoredEvent, verdict: Verdict): SessionState {
  const at = decisiveAt(event);
  return {
    user_id: event.user_id,
    node_id: event.node_id,
    session: alertSessionOf(event),
    source_ip: event.source_ip,
    service: event.service,
    started_at: before?.started_at ?? at,
    last_at: before ? laterOf(before.last_at, at) : at,
    events: (before?.events ?? 0) + 1,
    failed_logins: 0,
    succeeded_logins: 0,
    commands: 0,
    risk_score: Math.max(before?.risk_score ?? 0, verdict.risk_score),
    attack_type: before && before.risk_score >= verdict.risk_score ? before.attack_type : verdict.attack_type,
    exposure: before?.exposure ?? null,
    story: [],
    memo: {},
    alert_id: before?.alert_id ?? null,
    version: before?.version ?? 0,
  };
}

export function createBatchThreads(context: Context, advance: Advance): BatchThreads {
  const states = new Map<string, SessionState>();

  function put(key: string, state: SessionState, alertId: string | null, { exposure }: Verdict): void {
    const version = (context.sessions.get(key)?.version ?? 0) + 1;
    states.set(key, {
      ...state,
      alert_id: alertId ?? state.alert_id,
      exposure: exposure ?? state.exposure,
      version,
    });
  }

  function named(key: string, event: StoredEvent, verdict: Verdict, isStored: boolean): BatchThread {
    const before = states.get(key) ?? context.sessions.get(key) ?? null;
    const after = isStored ? before : advance(before, event, verdict);
    return {
      thread: {
        session: event.session,
        alertId: after?.alert_id ?? null,
        alertRisk: before?.risk_score ?? 0,
        events: after?.events ?? 1,
      },
      keep(alertId) {
        if (after && !(isStored && alertId === null)) put(key, after, alertId, verdict);
      },
    };
  }

  function implied(key: string, event: StoredEvent, verdict: Verdict): BatchThread {
    const found = states.get(key) ?? context.sessions.get(key) ?? null;
    const isAlive = found !== null && decisiveMs(event) - timestampMs(found.last_at) <= idleMs;
    const before = isAlive ? found : null;
    return {
      thread: {
        session: null,
        alertId: before?.alert_id ?? null,
        alertRisk: before?.risk_score ?? 0,
        events: 1,
      },
      keep(alertId) {
        if (alertId === null && before === null) return;
        put(key, impliedAfter(before, event, verdict), alertId, verdict);
      },
    };
  }

  return {
    next(event, verdict, isStored) {
      return event.session === null
        ? implied(alertSessionKeyOf(event), event, verdict)
        : named(sessionKey(event.user_id, event.node_id, event.session), event, verdict, isStored);
    },
    result: () => [...states.values()],
  };
}
