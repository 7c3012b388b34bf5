/**
 * How many messages may wait for one channel. What is over is not sent one by one: it is counted, with the worst by
 * name, in one message that waits with the others and grows until it is sent. Pure.
 */
import type { Notice } from './channel.ts';
import type { ChannelKey, Delivery } from './delivery.ts';

/** Messages that wait for one channel … */
export const mostOpen = 100;
/** … and with what is urgent: risk 9 and more, and the end of what was told. */
export const mostOpenUrgent = 200;
/** Incidents that the message about the rest lists. */
const mostListed = 50;
/** Of them, in its text. */
const mostNamed = 5;

export const overflowOccasion = 'overflow';

/** Where a notice went instead of to a channel: the message that counts it. */
export interface FoldedNotice extends ChannelKey {
  notice: Notice;
  delivery_id: string;
  /** ISO. */
  at: string;
}

/** What is known of one channel before the messages are added. */
export interface OpenMessages {
  /** Counted up to `mostOpenUrgent`; asked only where it matters. */
  count(): number;
  /** The message about the rest, if one waits that nobody is sending. */
  overflow: Delivery | null;
}

export interface OutboxPlan {
  /** Inserted unless the id exists. */
  inserts: Delivery[];
  /** New or grown; one for each channel at most. */
  overflows: { delivery: Delivery; before: Delivery | null; folded: Delivery[] }[];
  folded: FoldedNotice[];
}

export const channelKeyOf = ({ user_id, channel_id }: ChannelKey): string => `${user_id}|${channel_id}`;

const isUrgent = ({ occasion, notice }: Delivery): boolean =>
  notice.risk_score >= 9 || occasion === 'resolved' || occasion === 'test';

const plural = (count: number): string => (count === 1 ? '1 message' : `${count} messages`);

/** The message about what was not sent one by one. */
function toOverflowNotice(before: Notice | null, folded: readonly Notice[], id: string): Notice {
  const first = before ?? folded[0]!;
  const known = before?.folded ?? { count: 0, incidents: [] };
  const byId = new Map(known.incidents.map((incident) => [incident.incident_id, incident]));
  let { count } = known;
  let worst = before;
  let { first_seen, last_seen } = first;
  for (const notice of folded) {
    count++;
    const { incident_id, title, risk_score } = notice;
    const listed = byId.get(incident_id);
    if (!listed || listed.risk_score < risk_score) byId.set(incident_id, { incident_id, title, risk_score });
    if (worst === null || risk_score > worst.risk_score) worst = notice;
    if (notice.first_seen < first_seen) first_seen = notice.first_seen;
    if (notice.last_seen > last_seen) last_seen = notice.last_seen;
  }
  const incidents = [...byId.values()].sort((a, b) => b.risk_score - a.risk_score).slice(0, mostListed);
  const named = incidents.slice(0, mostNamed);
  const others = incidents.slice(mostNamed).map(({ incident_id }) => incident_id);
  const reasons = named.map(({ title, risk_score }) => `Risk ${risk_score}: ${title}`);
  if (count > named.length)
    reasons.push(
      `${plural(count - named.length)} more${others.length === 0 ? '' : `, among them about ${others.join(', ')}`}`,
    );
  return {
    ...(worst ?? first),
    occasion: overflowOccasion,
    incident_id: id,
    alert_id: null,
    title: `${plural(count)} could not be sent one by one: too many were waiting for this channel`,
    event_count: count,
    first_seen,
    last_seen,
    reasons,
    payload: '',
    related_decoy: null,
    techniques: [],
    tactics: [],
    advice:
      'Look at the incidents in the console. If this channel gets too many messages, raise its minimum risk.',
    folded: { count, incidents },
  };
}

/** `before` grown by `folded`, or a new one. */
export function toOverflow(before: Delivery | null, folded: readonly Delivery[]): Delivery {
  const first = folded[0]!;
  const id = before?.delivery_id ?? `${first.delivery_id.slice(0, 40)}-more`;
  const notice = toOverflowNotice(
    before?.notice ?? null,
    folded.map((one) => one.notice),
    id,
  );
  return {
    ...(before ?? first),
    delivery_id: id,
    incident_id: null,
    occasion: overflowOccasion,
    notice,
    next_at_ms: Math.min(before?.next_at_ms ?? first.next_at_ms, ...folded.map((one) => one.next_at_ms)),
  };
}

/**
 * What is written for `deliveries`. `isKnown` tells those that are stored already: they are left as they are. Those of
 * greater risk come first where not all have room.
 */
export function planOutbox(
  deliveries: readonly Delivery[],
  openOf: (channel: ChannelKey) => OpenMessages,
  isKnown: (deliveryId: string) => boolean,
): OutboxPlan {
  const plan: OutboxPlan = { inserts: [], overflows: [], folded: [] };
  const byChannel = new Map<string, Delivery[]>();
  for (const delivery of deliveries) {
    const key = channelKeyOf(delivery);
    const list = byChannel.get(key);
    if (list) list.push(delivery);
    else byChannel.set(key, [delivery]);
  }
  for (const list of byChannel.values()) {
    const open = openOf(list[0]!);
    const over: Delivery[] = [];
    // While a message about the rest waits, what is not urgent goes into it without anything being counted.
    const isFull = open.overflow !== null;
    let count = isFull && !list.some(isUrgent) ? mostOpen : open.count();
    const sorted =
      !isFull && count + list.length <= mostOpen
        ? list
        : [...list].sort((a, b) => b.notice.risk_score - a.notice.risk_score);
    for (const delivery of sorted) {
      const most = isUrgent(delivery) ? mostOpenUrgent : isFull ? 0 : mostOpen;
      if (delivery.state !== 'due' || count < most) {
        plan.inserts.push(delivery);
        if (delivery.state === 'due') count++;
      } else if (!isKnown(delivery.delivery_id)) over.push(delivery);
    }
    if (over.length === 0) continue;
    const overflow = toOverflow(open.overflow, over);
    plan.overflows.push({ delivery: overflow, before: open.overflow, folded: over });
    for (const { user_id, channel_id, notice, created_at } of over)
      plan.folded.push({ user_id, channel_id, notice, delivery_id: overflow.delivery_id, at: created_at });
  }
  return plan;
}
