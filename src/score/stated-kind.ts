/**
 * What a visitor controls never lowers a verdict. Much of `extra` is theirs, so a kind that an event states for itself
 * may raise its verdict and not lower it: the event is judged as what its fields say too. What a client says of itself
 * (its version, environment variables, options) is read like anything else that was sent.
 */
import { type DraftEvent, type EventKind, quietKinds } from '../core/event.ts';
import type { WindowCounts } from '../core/history.ts';
import { statedKind, toHoneypotKind } from '../core/native-kind.ts';
import type { LocalScorer, ScoreInput } from '../core/scorer.ts';

/** Below this the second look found nothing that is an attack whatever the event is. */
const tellingRisk = 6;

/** The kind that service, activity and payload make it, where the event's own kind may be the visitor's word; else null. */
export function otherKind(
  event: Pick<DraftEvent, 'kind' | 'collection' | 'service' | 'activity' | 'payload' | 'extra'>,
): EventKind | null {
  if (event.collection === 'agent_events') return null;
  const isStated = statedKind(event.extra, event.payload) === event.kind;
  const isRead = event.kind === 'client.identified' && event.payload !== '';
  if (!isStated && !isRead) return null;
  // Words such as "client version" say what a quiet event is, not what is in its payload.
  const activity = quietKinds.has(event.kind) ? '' : event.activity;
  const kind = toHoneypotKind(event.service, activity, event.payload, event.extra);
  return kind === event.kind ? null : kind;
}

function greater(a: WindowCounts, b: WindowCounts): WindowCounts {
  const out = { ...a };
  for (const name of [
    'failed_logins',
    'succeeded_logins',
    'commands',
    'payloads',
    'honeytokens',
    'connections',
  ] as const)
    out[name] = Math.max(a[name], b[name]);
  return out;
}

export const withStatedKind = <S extends LocalScorer>(scorer: S): S => ({
  ...scorer,
  judge(input: ScoreInput) {
    const verdict = scorer.judge(input);
    const kind = otherKind(input.event);
    if (kind === null) return verdict;
    // Without exposure: one query inside a network is an alert, and a client's version is none.
    const { exposure: _, ...rest } = input;
    const second = scorer.judge({ ...rest, event: { ...input.event, kind } });
    return second.risk_score >= tellingRisk && second.risk_score > verdict.risk_score ? second : verdict;
  },
  toCounts(event: DraftEvent, verdict: Parameters<S['toCounts']>[1]) {
    const counts = scorer.toCounts(event, verdict);
    const kind = quietKinds.has(event.kind) ? null : otherKind(event);
    return kind === null ? counts : greater(counts, scorer.toCounts({ ...event, kind }, verdict));
  },
});
