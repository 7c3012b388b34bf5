/**
 * A scorer never throws; should one do it all the same, on bytes that nobody thought of, the event is kept, counted and
 * told of in the log, and the others of its group are judged as ever.
 */
import type { DraftEvent } from '../core/event.ts';
import { emptyHistory, type SessionState } from '../core/history.ts';
import type { LocalScorer } from '../core/scorer.ts';
import { timestampMs } from '../core/time.ts';
import { fallbackVerdict, type Verdict } from '../core/verdict.ts';

export const unjudged: Verdict = {
  ...fallbackVerdict,
  reasons: ['This event could not be judged; the server’s log says why'],
};

const firstState = (event: DraftEvent, identity: { user_id: string; node_id: string }): SessionState => ({
  user_id: identity.user_id,
  node_id: identity.node_id,
  session: event.session ?? '',
  source_ip: event.source_ip,
  service: event.service,
  started_at: event.timestamp,
  last_at: event.timestamp,
  events: 0,
  failed_logins: 0,
  succeeded_logins: 0,
  commands: 0,
  risk_score: 0,
  attack_type: unjudged.attack_type,
  story: [],
  memo: {},
  alert_id: null,
  version: 0,
});

/** `onFault` is told of each failure; it must not throw. */
export function createFailSafeScorer(scorer: LocalScorer, onFault: (error: unknown) => void): LocalScorer {
  function attempt<T>(work: () => T, instead: () => T): T {
    try {
      return work();
    } catch (error) {
      onFault(error);
      return instead();
    }
  }
  return {
    name: scorer.name,
    version: scorer.version,
    judge: (input) =>
      attempt(
        () => scorer.judge(input),
        () => unjudged,
      ),
    toCounts: (event, verdict) =>
      attempt(
        () => scorer.toCounts(event, verdict),
        () => {
          const at = timestampMs(event.timestamp);
          return { ...emptyHistory, events: 1, first_ms: at, last_ms: at };
        },
      ),
    advance: (session, event, verdict, identity) =>
      attempt(
        () => scorer.advance(session, event, verdict, identity),
        () => {
          const before = session ?? firstState(event, identity);
          return { ...before, events: before.events + 1, last_at: event.timestamp };
        },
      ),
    counters: () => scorer.counters?.() ?? {},
  };
}
