/**
 * Which channels are told of an event, and on what occasion. What was told is kept per incident and channel: the first
 * message that a channel wants is its `opened`, and later ones go by what that channel has been told. Pure.
 */
import type {
  Incident,
  IncidentNotified,
  Judgement,
  NotifiedChannel,
  NotifiedChannels,
  Touched,
} from '../core/alert.ts';
import { stageOf } from '../core/attack-catalogue.ts';
import { type ChannelConfig, meetsFilter, takesMessages } from '../core/channel.ts';
import type { StoredEvent } from '../core/event.ts';
import type { Occasion } from '../core/occasion.ts';
import { isAsleep } from '../core/snooze.ts';
import type { AlertPolicy } from './policy.ts';

export interface Telling {
  channel: ChannelConfig;
  occasion: Occasion;
  /** Which message of this incident to this channel it is, from 1. */
  turn: number;
}

export interface TellingQuestion {
  /** The incident before the event. */
  incident: Incident;
  /** Its touches with the event's. */
  touched: Touched;
  /** Its greatest risk with the event's. */
  risk: number;
  event: StoredEvent;
  judgement: Judgement;
  /** Whether its source came back after a pause with this event. */
  isResumed: boolean;
  /** Where and by whom: what is new (touches.ts). */
  news: readonly string[];
  /** Events of the incident, this one included. */
  events: number;
  policy: AlertPolicy;
  channels: readonly ChannelConfig[];
  nowMs: number;
}

const dayMs = 24 * 60 * 60_000;

/** An older version kept one record for all channels. */
function oldRecord({
  notified_channels,
  notifications,
  notified_risk,
  notified_types,
  opened_at,
  throttled,
}: Incident) {
  if (notifications === 0 || Object.keys(notified_channels).length > 0) return null;
  const stage = Math.max(0, ...notified_types.map(stageOf));
  return { occasions: notifications, risk: notified_risk, stage, at: opened_at, throttled, folded: false };
}

/** What this channel has been told of the incident, or null. */
export const notifiedOf = (incident: Incident, channelId: string): NotifiedChannel | null =>
  incident.notified_channels[channelId] ?? incident.notified_channels['*'] ?? oldRecord(incident);

const stagesOf = (types: readonly string[]): number =>
  types.reduce((most, type) => Math.max(most, stageOf(type)), 0);

/** An incident that goes on although nobody has it in hand: once per escalation interval, at least daily. */
function isReminderDue(
  notified: NotifiedChannel,
  { incident, policy, nowMs, isResumed }: TellingQuestion,
): boolean {
  const { status, acknowledged_at, assignee, escalated_at, opened_at, resumed_at } = incident;
  if (status !== 'open' || acknowledged_at !== null || assignee !== null || notified.folded) return false;
  if (isAsleep(incident, new Date(nowMs).toISOString())) return false;
  // A source that came back for the same thing goes on quietly.
  if (isResumed || notified.at < (resumed_at ?? opened_at)) return false;
  // The first reminder of those who set an interval is the escalation (cases/escalation.ts).
  if (policy.reminderMs !== null && escalated_at === null) return false;
  const since = escalated_at !== null && escalated_at > notified.at ? escalated_at : notified.at;
  return nowMs - Date.parse(since) >= Math.min(policy.reminderMs ?? dayMs, dayMs);
}

function decideOccasion(
  notified: NotifiedChannel | null,
  { filter }: ChannelConfig,
  question: TellingQuestion,
): Occasion | null {
  if (notified === null) return 'opened';
  const { event, judgement, policy, risk, isResumed, news, events } = question;
  const rise = isResumed ? 1 : 2;
  const isWorse =
    stageOf(judgement.attack_type) > notified.stage || judgement.risk_score >= notified.risk + rise;
  const isToken = event.kind === 'token.hit';
  // What is worse, and a token, are always worth a message, up to a hard limit that no attacker can get past.
  if ((isWorse || isToken) && notified.occasions < policy.notificationBudget * 2) return 'worse';
  const asksForThis =
    news.length > 0 &&
    meetsFilter(filter, {
      nodes: [event.node_id],
      services: [event.service],
      attack_types: [judgement.attack_type],
      risk_score: risk,
    });
  if (asksForThis && notified.occasions < policy.notificationBudget) return 'worse';
  const isFull = events >= policy.eventBudget || notified.occasions >= policy.notificationBudget;
  if (!notified.throttled && !notified.folded && !isResumed && isFull) return 'throttled';
  return isReminderDue(notified, question) ? 'reminded' : null;
}

/** In the order of the channels. */
export function decideTellings(question: TellingQuestion): Telling[] {
  const { incident, touched, risk, channels } = question;
  const tellings: Telling[] = [];
  for (const channel of channels) {
    if (!takesMessages(channel) || !meetsFilter(channel.filter, { ...touched, risk_score: risk })) continue;
    const notified = notifiedOf(incident, channel.id);
    const occasion = decideOccasion(notified, channel, question);
    if (occasion !== null) tellings.push({ channel, occasion, turn: (notified?.occasions ?? 0) + 1 });
  }
  return tellings;
}

export interface Made {
  made: readonly Telling[];
  folded: readonly Telling[];
  /** What the channel is not subscribed to: it is remembered as if told, so that what is worse than it is news. */
  unasked: readonly Telling[];
}

/** What an incident remembers once these messages are made; `folded` ones stand in the message about a wave. Null = nothing new. */
export function toNotified(
  { incident, touched, risk, judgement, nowMs }: TellingQuestion,
  { made, folded, unasked }: Made,
): IncidentNotified | null {
  if (made.length + folded.length + unasked.length === 0) return null;
  const at = new Date(nowMs).toISOString();
  const old = oldRecord(incident);
  const notified_channels: NotifiedChannels = {
    ...(old === null ? {} : { '*': old }),
    ...incident.notified_channels,
  };
  const note = ({ channel, occasion, turn }: Telling, isFolded: boolean): void => {
    const before = notifiedOf(incident, channel.id);
    notified_channels[channel.id] = {
      occasions: turn,
      risk: Math.max(before?.risk ?? 0, risk),
      stage: Math.max(before?.stage ?? 0, stagesOf(touched.attack_types), stageOf(judgement.attack_type)),
      at,
      throttled: before?.throttled === true || occasion === 'throttled',
      folded: isFolded && before?.folded !== false,
    };
  };
  for (const telling of [...made, ...unasked]) note(telling, false);
  for (const telling of folded) note(telling, true);
  const { notified_risk, notified_types, notifications, throttled } = incident;
  const { attack_type, risk_score } = judgement;
  const wasNotified = made.length > 0;
  return {
    notified_channels,
    notified_risk: wasNotified ? Math.max(notified_risk, risk_score) : notified_risk,
    notified_types:
      wasNotified && !notified_types.includes(attack_type)
        ? [...notified_types, attack_type]
        : notified_types,
    throttled: throttled || made.some(({ occasion }) => occasion === 'throttled'),
    notifications: notifications + (wasNotified ? 1 : 0),
  };
}
