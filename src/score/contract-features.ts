/** The six features of the contract's ML API (docs/contract.md), from an event and its source's recent history. */
import type { ScoreInput } from '../core/scorer.ts';

export interface ContractFeatures {
  failed_logins: number;
  request_rate: number;
  commands_count: number;
  sql_payload: number;
  honeytoken_access: number;
  session_time: number;
}

/** Least and greatest value of each; what is outside is clamped. */
export const contractRanges: Record<keyof ContractFeatures, readonly [number, number]> = {
  failed_logins: [0, 150],
  request_rate: [1, 600],
  commands_count: [0, 20],
  sql_payload: [0, 1],
  honeytoken_access: [0, 1],
  session_time: [10, 600],
};

/** SQL or shell in a payload. Every repetition is bounded: attackers choose the text. */
const hostilePayload =
  /\bunion(?:\s|\/\*){1,9}(?:all\s{1,9})?select\b|\bselect\b.{1,80}\bfrom\b|\b(?:insert\s{1,9}into|drop\s{1,9}table|waitfor\s{1,9}delay)\b|['"]\s{0,9}(?:or|and)\s{1,9}['"\d]|\b(?:sleep|benchmark|pg_sleep)\s{0,9}\(|[;|&`]\s{0,9}(?:wget|curl|nc|bash|sh|chmod|cat|id|uname)\b|\$\(|\/bin\/(?:ba)?sh\b/i;

const clamp = (name: keyof ContractFeatures, value: number): number => {
  const [least, greatest] = contractRanges[name];
  return Math.min(greatest, Math.max(least, Number.isFinite(value) ? Math.round(value) : least));
};

/** Pure. The event counts itself. */
export function toContractFeatures({ event, history, session }: ScoreInput): ContractFeatures {
  const { kind } = event;
  const nowMs = Date.parse(event.timestamp);
  const firstMs = session ? Date.parse(session.started_at) : history.events > 0 ? history.first_ms : nowMs;
  const spanMs = Math.max(0, nowMs - (history.events > 0 ? history.first_ms : nowMs));
  const touched = kind === 'token.hit' || (event.collection === 'agent_events' && kind.startsWith('file.'));
  const failures = Math.max(history.failed_logins, session?.failed_logins ?? 0);
  const commands = Math.max(history.commands, session?.commands ?? 0);
  return {
    failed_logins: clamp('failed_logins', failures + (kind === 'login.failed' ? 1 : 0)),
    request_rate: clamp('request_rate', (history.events + 1) / Math.max(1, spanMs / 60_000)),
    commands_count: clamp('commands_count', commands + (kind === 'command.run' ? 1 : 0)),
    sql_payload: hostilePayload.test(event.payload) ? 1 : 0,
    honeytoken_access: touched || history.honeytokens > 0 ? 1 : 0,
    session_time: clamp('session_time', (nowMs - firstMs) / 1000),
  };
}
