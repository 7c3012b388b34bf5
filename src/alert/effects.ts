/**
 * From a batch of scored events to everything that is written with them. Pure and synchronous, so that a store may call
 * it again with a newer context.
 */
import type { Alert, AlertFold, Incident, IncidentFold } from '../core/alert.ts';
import type { ChannelConfig, Notice } from '../core/channel.ts';
import type { Delivery } from '../core/delivery.ts';
import { type Context, type Effects, noEffects } from '../core/effects.ts';
import type { StoredEvent } from '../core/event.ts';
import { openKeyOf } from '../core/grouping.ts';
import type { SessionState, WindowCounts } from '../core/history.ts';
import { type Sha256Hex, waveId } from '../core/ids.ts';
import type { NodeFacts } from '../core/notice-facts.ts';
import { laterOf } from '../core/sums.ts';
import type { Verdict } from '../core/verdict.ts';
import { mergeAlertFold, toJudgement } from './alerts.ts';
import { type AlertDecision, decideAlert, noDecision } from './decide.ts';
import { mergeIncidentFold } from './incidents.ts';
import { toEventNotice, toWaveNotice } from './news.ts';
import type { AlertPolicy } from './policy.ts';
import { toEventFacts } from './steps.ts';
import { createTally } from './tally.ts';
import type { Telling } from './telling.ts';
import { createBatchThreads } from './threads.ts';
import type { Waves } from './waves.ts';

export interface EffectsInput {
  accepted: readonly StoredEvent[];
  context: Context;
  /** Earlier verdicts by log_id: these events are stored already and are corrected, not added. */
  before?: ReadonlyMap<string, Verdict>;
  toCounts(event: StoredEvent, verdict: Verdict): WindowCounts;
  advance(session: SessionState | null, event: StoredEvent, verdict: Verdict): SessionState;
  policyOf(userId: string, nodeId: string): AlertPolicy;
  nodeName(nodeId: string): string;
  nodeFacts(userId: string, nodeId: string): NodeFacts;
  linkTo(incidentId: string): string | null;
  /** Those that are told of a node. */
  channelsOf(userId: string, nodeId: string): readonly ChannelConfig[];
  waves: Waves;
  /** The delivery of a notice to a channel, created `afterMs` after now. `turn` tells messages of one occasion apart. */
  toDelivery(notice: Notice, channel: ChannelConfig, context: DeliveryContext): Delivery;
  nowIso: string;
  sha256: Sha256Hex;
}

export interface DeliveryContext {
  userId: string;
  turn: string;
  afterMs: number;
}

type SuppressionHit = Effects['suppressionHits'][number];

export function decideEffects(input: EffectsInput): Effects {
  const { context } = input;
  const effects = noEffects();
  const tally = createTally();
  const threads = createBatchThreads(context, input.advance);
  const newAlerts = new Map<string, Alert>();
  const alertFolds = new Map<string, AlertFold>();
  const newIncidents = new Map<string, Incident>();
  const incidentFolds = new Map<string, IncidentFold>();
  /** The incident that holds each open key at this point of the batch. */
  const holders = new Map<string, Incident | null>();
  /** Incidents as they stand at this point of the batch: keys of merged ones lead to the same. */
  const latest = new Map<string, Incident>();
  const hits = new Map<string, SuppressionHit>();
  const holderOf = (openKey: string): Incident | null => {
    const holder = (holders.has(openKey) ? holders.get(openKey) : context.incidents.get(openKey)) ?? null;
    return holder && (latest.get(holder.incident_id) ?? holder);
  };

  for (const event of input.accepted) {
    const verdict = event.verdict;
    if (!verdict) throw new TypeError('decideEffects needs scored events');
    const old = input.before?.get(event.log_id);
    if (old) tally.correct(event, old, verdict);
    else tally.add(event, verdict, input.toCounts(event, verdict));

    const { thread, keep } = threads.next(event, verdict, old !== undefined);
    const policy = input.policyOf(event.user_id, event.node_id);
    // Most events concern no alert: they are sorted out before anything is allocated for them.
    const mayAlert = thread.alertId !== null || verdict.risk_score > policy.threshold;
    const openKey = mayAlert ? openKeyOf(event) : '';
    const holder = mayAlert ? holderOf(openKey) : null;
    // A merged incident holds the key until an event finds that the one it is merged into takes none.
    const merged = holder && holder.open_key !== openKey ? (context.merged.get(openKey) ?? null) : null;
    const isIdle = holder !== null && holder.merged_into !== null;
    const decision = mayAlert
      ? decideAlert({
          event,
          thread,
          incident: isIdle ? null : holder,
          mergedFrom: merged,
          policy,
          channels: input.channelsOf(event.user_id, event.node_id),
          waves: input.waves,
          nodeName: input.nodeName(event.node_id),
          nowIso: input.nowIso,
          sha256: input.sha256,
        })
      : noDecision;

    event.suppressed_by = decision.suppressed?.id ?? null;
    event.alert_id = decision.alert?.alert_id ?? decision.fold?.alert_id ?? null;
    event.alert_created = decision.alert !== null;
    if (decision.suppressed) {
      countHit(decision.suppressed.id, event, hits);
      tally.suppressed(event);
    }
    keep(decision.alert?.alert_id ?? null);
    if (decision.alert) {
      newAlerts.set(decision.alert.alert_id, decision.alert);
      tally.alert(event);
      effects.changes.push({
        user_id: event.user_id,
        kind: 'alert',
        id: decision.alert.alert_id,
        at: input.nowIso,
      });
    }
    if (decision.fold) mergeAlertFold(decision.fold, newAlerts, alertFolds);
    const closed = isIdle && decision.opened ? holder : decision.closed;
    if (closed) {
      const opened = newIncidents.get(closed.incident_id);
      if (opened) opened.open_key = opened.incident_id;
      else
        effects.closedIncidents.push({
          user_id: event.user_id,
          incident_id: merged ?? closed.incident_id,
        });
    }
    if (decision.incident) {
      holders.set(openKey, decision.incident);
      latest.set(decision.incident.incident_id, decision.incident);
      const id = decision.incident.incident_id;
      if (decision.opened || newIncidents.has(id)) newIncidents.set(id, decision.incident);
      else if (decision.incidentFold) mergeIncidentFold(decision.incidentFold, incidentFolds);
      if (decision.opened || decision.tellings.length > 0)
        effects.changes.push({ user_id: event.user_id, kind: 'incident', id, at: input.nowIso });
      effects.deliveries.push(...toDeliveries(event, decision, decision.incident, input));
    }
  }

  Object.assign(effects, tally.result());
  effects.sessions = threads.result();
  effects.alerts = [...newAlerts.values()];
  effects.alertFolds = [...alertFolds.values()];
  effects.incidents = [...newIncidents.values()];
  effects.incidentFolds = [...incidentFolds.values()];
  effects.suppressionHits = [...hits.values()];
  return effects;
}

function countHit(ruleId: string, event: StoredEvent, hits: Map<string, SuppressionHit>): void {
  const hit = hits.get(ruleId);
  if (hit) {
    hit.hits += 1;
    hit.last_at = laterOf(hit.last_at, event.timestamp);
  } else hits.set(ruleId, { user_id: event.user_id, rule_id: ruleId, hits: 1, last_at: event.timestamp });
}

/** The messages of one event, and those about waves. */
function toDeliveries(
  event: StoredEvent,
  { tellings, waves, title, news, step }: AlertDecision,
  incident: Incident,
  input: EffectsInput,
): Delivery[] {
  if (tellings.length === 0 && waves.length === 0) return [];
  if (!event.verdict || step === null) return [];
  const facts = toEventFacts(event, step, incident, input.nodeFacts(event.user_id, event.node_id));
  const { user_id: userId } = event;
  const judgement = toJudgement(event);
  const notices = new Map<Telling['occasion'], Notice>();
  /** Channels that are told on the same occasion share a notice. */
  const noticeOf = (occasion: Telling['occasion']): Notice => {
    let notice = notices.get(occasion);
    if (!notice) {
      const nodeName = input.nodeName(event.node_id);
      const link = input.linkTo(incident.incident_id);
      notice = toEventNotice({ occasion, incident, event, judgement, title, nodeName, news, link, facts });
      notices.set(occasion, notice);
    }
    return notice;
  };
  // Each message is a millisecond later than the one before, even from another batch, so the outbox keeps their order.
  const afterMs = Math.max(0, incident.notifications - 1);
  return [
    ...tellings.map(({ channel, occasion, turn }) =>
      input.toDelivery(noticeOf(occasion), channel, {
        userId,
        turn: occasion === 'opened' ? '' : String(turn),
        afterMs,
      }),
    ),
    ...waves.map((wave) => {
      const { channel, occasion } = wave.telling;
      const notice = toWaveNotice(noticeOf(occasion), wave, {
        id: waveId(wave.key, input.sha256),
        nodeNames: wave.nodes.map(input.nodeName),
      });
      return {
        ...input.toDelivery(notice, channel, { userId, turn: String(wave.sources), afterMs: 0 }),
        incident_id: null,
      };
    }),
  ];
}
