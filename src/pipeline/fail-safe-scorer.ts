/**
 * A scorer must not throw. If one does all the same, on input that its authors did not expect, the event is kept, the
 * fault is counted and logged, and the other events of the batch are scored as usual.
 */
import type { DraftEvent } from '../core/event.ts';
import { emptyHistory, type SessionState } from '../core/history.ts';
import type { LocalScorer } from '../core/scorer.ts';
import { timestampMs } from '../core/time.ts';
import { fallbackVerdict, type Verdict } from '../core/verdict.ts';

export const unscored: Verdict = {
  ...fallbackVerdict,
  reasons: ['This event could not be scored; see the server’s log for the reason'],
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
  attack_type: unscored.attack_type,
  exposure: null,
  story: [],
  memo: {},
  alert_id: null,
  version: 0,
});

/** Calls `onFault` with each error; it must not throw. */
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
        () => unscored,
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
