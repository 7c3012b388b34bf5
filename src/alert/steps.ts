/** The key steps of an incident: which of its events is one, and what a message says of it. Pure. */
import type { Incident, Judgement } from '../core/alert.ts';
import type { StoredEvent } from '../core/event.ts';
import { addKeyStep, type KeyStep, mostKeySteps } from '../core/key-step.ts';
import { type NodeFacts, type NoticeFacts, noNodeFacts } from '../core/notice-facts.ts';
import { touchesOf } from './touches.ts';

const textLength = 300;

const extraText = (event: StoredEvent, name: string): string | null => {
  const value = event.extra?.[name];
  return typeof value === 'string' && value !== '' ? value.slice(0, textLength) : null;
};

const accountOf = (event: StoredEvent): string | null =>
  event.agent ? event.agent.username.slice(0, textLength) || null : extraText(event, 'username');

export const toKeyStep = (
  event: StoredEvent,
  judgement: Judgement,
  { title, alertId }: { title: string; alertId: string | null },
): KeyStep => ({
  log_id: event.log_id,
  alert_id: alertId,
  at: event.timestamp,
  kind: event.kind,
  title: title.slice(0, textLength),
  attack_type: judgement.attack_type,
  risk_score: judgement.risk_score,
  node_id: event.node_id,
  service: event.service.slice(0, textLength),
  source_ip: event.source_ip,
  account: accountOf(event),
  place: event.place,
  protocol: event.verdict?.protocol ?? null,
  vulnerability: event.verdict?.vulnerability ?? null,
});

const isWayIn = ({ kind }: Pick<StoredEvent, 'kind'>): boolean =>
  kind === 'login.succeeded' || kind === 'token.hit';

/**
 * The incident's steps with this event, or null where it is none. A step that made it worse always is; a way in is where
 * the same one is not among them and there is room: whoever may sign in everywhere fills no list.
 */
export function decideSteps(
  incident: Pick<Incident, 'key_steps'>,
  step: KeyStep,
  isWorse: boolean,
): KeyStep[] | null {
  const { key_steps: steps } = incident;
  const isNewWayIn =
    isWayIn(step) &&
    steps.length < mostKeySteps &&
    !steps.some(
      ({ kind, node_id, account }) =>
        kind === step.kind && node_id === step.node_id && account === step.account,
    );
  return steps.length === 0 || isWorse || isNewWayIn ? addKeyStep(steps, step) : null;
}

/** Sign-in attempts that the verdict counted, this one included; 0 where it counted none. */
function countedAttempts(event: StoredEvent): number {
  for (const { field, text } of event.verdict?.evidence ?? []) {
    const found = field === 'history' ? /^(\d{1,9}) failed sign-ins( before)?$/.exec(text) : null;
    if (found) return Number(found[1]) + (found[2] === undefined ? 0 : 1);
  }
  return 0;
}

const isSignIn = (kind: string): boolean => kind === 'login.failed' || kind === 'login.succeeded';

/** What a message about this event says beside what happened. */
export const toEventFacts = (
  event: StoredEvent,
  step: KeyStep,
  incident: Incident,
  node: NodeFacts,
): NoticeFacts => ({
  ...toIncidentFacts(incident, step),
  ...node,
  password: isSignIn(event.kind) ? extraText(event, 'password') : null,
  attempts: isSignIn(event.kind) ? Math.max(incident.event_count, countedAttempts(event)) : null,
});

/** The same of an incident as it is. `step` is the one that it is about. The node's facts are added by whoever knows them. */
export const toIncidentFacts = (
  incident: Incident,
  step: KeyStep | null = incident.key_steps.at(-1) ?? null,
): NoticeFacts => ({
  ...noNodeFacts,
  account: step?.account ?? null,
  password: null,
  attempts: step !== null && isSignIn(step.kind) ? incident.event_count : null,
  node_count: touchesOf(incident).nodes.length,
  place: step?.place ?? null,
  protocol: step?.protocol ?? incident.protocol,
  vulnerability: step?.vulnerability ?? incident.vulnerability,
});
