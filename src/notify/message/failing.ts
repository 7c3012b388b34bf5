/** What is said over the other channels where one fails (subscription `channel_failing`). Pure. */
import type { ChannelConfig, Notice } from '../../core/channel.ts';

export interface FailingChannel {
  channel: Pick<ChannelConfig, 'id' | 'name' | 'channel' | 'enabled'>;
  /** ISO: since when nothing arrives. */
  since: string;
  /** ISO. */
  now: string;
  /** One sentence without secrets: what the receiver or the network said. */
  error: string;
  /** Messages that wait for it. */
  waiting: number;
  /** Link to the channels, or null. */
  link: string | null;
}

export function toFailingNotice({ channel, since, now, error, waiting, link }: FailingChannel): Notice {
  const kept =
    waiting === 0
      ? 'No message waits for it.'
      : `${waiting} ${waiting === 1 ? 'message waits' : 'messages wait'} for it and will be sent when it takes messages again.`;
  return {
    occasion: 'channel_failing',
    about: 'channel',
    incident_id: `channel-${channel.id}`,
    alert_id: null,
    title: `The channel “${channel.name}” (${channel.channel}) ${channel.enabled ? 'takes no messages' : 'was switched off'}`,
    attack_type: 'Normal',
    risk_score: 7,
    confidence: 1,
    source_ip: '',
    service: channel.channel,
    node_id: '',
    node_name: '',
    related_decoy: null,
    first_seen: since,
    last_seen: now,
    event_count: waiting,
    reasons: [error, kept],
    techniques: [],
    tactics: [],
    payload: '',
    advice: channel.enabled
      ? 'Check its receiver and its settings, and send a test message. Until then, watch the console: nobody is told by this channel.'
      : 'Check its receiver, then enable it again. Until then, watch the console: nobody is told by this channel.',
    link,
  };
}
