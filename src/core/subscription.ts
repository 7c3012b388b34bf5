/** Which kinds of messages a channel takes. Pure. */
import type { MessageSubject, Occasion } from './occasion.ts';

/** What people may subscribe a channel to. `worse` includes that it goes on, and that messages are held back. */
export const subscriptions = [
  'opened',
  'worse',
  'escalated',
  'acknowledged',
  'assigned',
  'resolved',
  'reopened',
  'wave',
  'node_silent',
  'node_back',
  'channel_failing',
  'ingest_problem',
  'quota',
  'digest',
] as const;
export type Subscription = (typeof subscriptions)[number];

/** What decides the kind of a notice (channel.ts). */
interface Told {
  occasion: Occasion;
  about?: MessageSubject;
  by?: string;
}

const always = ['opened', 'worse', 'escalated', 'wave', 'node_silent', 'channel_failing'] as const;
/** What a channel takes that names nothing. */
const usual: ReadonlySet<Subscription> = new Set([...always, 'ingest_problem', 'quota']);
/** Those that keep an alert open on their side are told of its end as well. */
const usualOfAlerting: ReadonlySet<Subscription> = new Set([
  ...always,
  'acknowledged',
  'resolved',
  'reopened',
  'node_back',
]);

/** Channels that keep an alert open on their side. They take no digest: it would be an alert that nobody closes. */
export const keepsAlerts: ReadonlySet<string> = new Set(['pagerduty', 'opsgenie']);

export const usualSubscriptions = (channel: string): ReadonlySet<Subscription> =>
  keepsAlerts.has(channel) ? usualOfAlerting : usual;

/** The kind that a notice is of; null = what every channel takes: a test, and what stands for messages it asked for. */
export function subscriptionOf({ occasion, about, by }: Told): Subscription | null {
  if (occasion === 'test' || occasion === 'overflow') return null;
  if (about === 'channel') return 'channel_failing';
  if (about === 'node' && occasion === 'opened') return 'node_silent';
  // A person may end the incident of a node that is still silent.
  if (about === 'node' && occasion === 'resolved' && by === undefined) return 'node_back';
  if (occasion === 'throttled' || occasion === 'reminded') return 'worse';
  return occasion;
}

/** Whether a channel asks for such messages. */
export function subscribes(
  { channel, events }: { channel: string; events?: readonly Subscription[] | null },
  notice: Told,
): boolean {
  const kind = subscriptionOf(notice);
  if (kind === null) return true;
  return events === undefined || events === null
    ? usualSubscriptions(channel).has(kind)
    : events.includes(kind);
}
