/** A session after one more event, and what an event adds to its source's window. */
import { attackCatalogue } from '../core/attack-catalogue.ts';
import type { DraftEvent } from '../core/event.ts';
import { appendSteps, type SessionState, type SessionStep, type WindowCounts } from '../core/history.ts';
import { timestampMs } from '../core/time.ts';
import type { Verdict } from '../core/verdict.ts';
import type { CommandReport } from './command.ts';
import { shapeOf } from './event-shape.ts';

const stepLength = 300;
/** Of one event. */
const mostSteps = 40;

export function toCounts(event: DraftEvent, verdict: Verdict): WindowCounts {
  const atMs = timestampMs(event.timestamp);
  const shape = shapeOf(event);
  const isPayload =
    verdict.risk_score >= 5 &&
    (shape === 'web' || shape === 'query' || shape === 'bytes') &&
    attackCatalogue[verdict.attack_type].contractType === 'Injection';
  return {
    events: 1,
    failed_logins: event.kind === 'login.failed' ? 1 : 0,
    succeeded_logins: event.kind === 'login.succeeded' ? 1 : 0,
    // What is typed into a program (a new password into passwd) is no command.
    commands: shape === 'shell' && event.kind !== 'command.input' ? 1 : 0,
    payloads: isPayload ? 1 : 0,
    honeytokens: shape === 'endpoint' || shape === 'token' ? 1 : 0,
    connections: event.kind === 'connection.opened' || event.kind === 'port.scanned' ? 1 : 0,
    first_ms: atMs,
    last_ms: atMs,
  };
}

export function nextSession(
  session: SessionState | null,
  event: DraftEvent,
  verdict: Verdict,
  identity: { user_id: string; node_id: string },
  steps: readonly SessionStep[],
  memo: { [key: string]: number },
): SessionState {
  const isWorse = session === null || verdict.risk_score > session.risk_score;
  const counts = toCounts(event, verdict);
  return {
    user_id: identity.user_id,
    node_id: identity.node_id,
    session: session?.session ?? event.session ?? '',
    source_ip: session?.source_ip ?? event.source_ip,
    service: session?.service || event.service,
    started_at: session && session.started_at < event.timestamp ? session.started_at : event.timestamp,
    last_at: session && session.last_at > event.timestamp ? session.last_at : event.timestamp,
    events: (session?.events ?? 0) + 1,
    failed_logins: (session?.failed_logins ?? 0) + counts.failed_logins,
    succeeded_logins: (session?.succeeded_logins ?? 0) + counts.succeeded_logins,
    commands: (session?.commands ?? 0) + counts.commands,
    risk_score: isWorse ? verdict.risk_score : session.risk_score,
    attack_type: isWorse ? verdict.attack_type : session.attack_type,
    exposure: session?.exposure ?? null,
    story: appendSteps(session?.story ?? [], steps),
    memo,
    alert_id: session?.alert_id ?? null,
    version: session?.version ?? 0,
  };
}

/** The steps that the event adds to the session: one for each statement of a command. Empty ones are left out. */
export function toSteps(event: DraftEvent, report: CommandReport | null): SessionStep[] {
  if (report === null) {
    if (event.payload === '' && event.kind !== 'login.failed' && event.kind !== 'login.succeeded') return [];
    return [{ kind: event.kind, text: (event.payload || event.activity).slice(0, stepLength), tactic: null }];
  }
  const { statements, tactics } = report;
  const chosen =
    statements.length <= mostSteps
      ? statements
      : [...statements.slice(0, mostSteps / 2), ...statements.slice(-mostSteps / 2)];
  return chosen.map((statement) => ({
    kind: event.kind,
    text: statement.text.slice(0, stepLength),
    tactic: tactics[statements.indexOf(statement)] ?? null,
  }));
}
