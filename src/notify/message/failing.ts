/** What is said over the other channels where one fails, and when it works again (subscription `channel_failing`). Pure. */
import type { ChannelConfig, Notice } from '../../core/channel.ts';
import { noNodeFacts } from '../../core/notice-facts.ts';

export interface FailingChannel {
  channel: Pick<ChannelConfig, 'id' | 'name' | 'channel'>;
  /** ISO: since when nothing arrives. */
  since: string;
  /** ISO. */
  now: string;
  /** IANA name of the zone in which the tenant reads times. */
  timezone: string;
  /** Link to the channels, or null. */
  link: string | null;
}

const risk = 8;

/** Of the trouble and of its end: receivers that keep alerts open close it by the same id. */
const toNotice = (
  { channel, since, now, timezone, link }: FailingChannel,
  said: Pick<Notice, 'occasion' | 'title' | 'risk_score' | 'event_count' | 'reasons' | 'advice'>,
): Notice => ({
  ...said,
  about: 'channel',
  incident_id: `channel-${channel.id}`,
  alert_id: null,
  attack_type: 'Normal',
  confidence: 1,
  source_ip: '',
  service: channel.channel,
  node_id: '',
  node_name: channel.name,
  related_decoy: null,
  first_seen: since,
  last_seen: now,
  techniques: [],
  tactics: [],
  payload: '',
  link,
  facts: {
    ...noNodeFacts,
    timezone,
    account: null,
    password: null,
    attempts: null,
    node_count: 0,
    place: null,
    protocol: null,
    vulnerability: null,
  },
});

/** `error` is one sentence without secrets; `waiting` is how many messages wait for it; `isOff`: the server switched it off. */
export function toFailingNotice(
  failing: FailingChannel,
  { error, waiting, isOff }: { error: string; waiting: number; isOff: boolean },
): Notice {
  const { channel } = failing;
  const messages =
    waiting === 1 ? '1 message waits for it and will be' : `${waiting} messages wait for it and will be`;
  const kept = waiting === 0 ? 'What comes meanwhile is kept and' : messages;
  return toNotice(failing, {
    occasion: 'channel_failing',
    title: `The channel “${channel.name}” (${channel.channel}) ${isOff ? 'was switched off' : 'does not deliver messages'}`,
    risk_score: risk,
    event_count: waiting,
    reasons: [error, `${kept} sent when it ${isOff ? 'is enabled again' : 'works again'}.`],
    advice: isOff
      ? 'Check its receiver, then enable it again. Until then nobody is told over this channel: watch the console.'
      : 'Check its receiver and its settings, and send a test message. Until then nobody is told over this channel: watch the console.',
  });
}

export const toWorkingNotice = (failing: FailingChannel): Notice =>
  toNotice(failing, {
    occasion: 'resolved',
    title: `The channel “${failing.channel.name}” (${failing.channel.channel}) works again`,
    risk_score: 1,
    event_count: 0,
    reasons: ['What waited for it is sent now.'],
    advice: '',
  });
