/** What the owner of a node is told when its clock is found wrong, and when it is right again. Pure. */
import type { Notice } from '../core/channel.ts';
import type { ClockNews } from './node-clocks.ts';

function amountOf(seconds: number): string {
  const amount = (count: number, unit: string): string =>
    `${Math.round(count)} ${unit}${Math.round(count) === 1 ? '' : 's'}`;
  const total = Math.abs(seconds);
  if (total < 2 * 3600) return amount(total / 60, 'minute');
  return total < 2 * 86_400 ? amount(total / 3600, 'hour') : amount(total / 86_400, 'day');
}

export function toClockNotice(
  { node_id, state, since, ahead_seconds, at }: ClockNews,
  { nodeName, link }: { nodeName: string; link: string | null },
): Notice {
  const isWrong = state === 'wrong';
  return {
    occasion: 'ingest_problem',
    about: 'sensor',
    incident_id: `clock-${node_id}`,
    alert_id: null,
    title: isWrong
      ? `The clock of ${nodeName} is ${amountOf(ahead_seconds)} ${ahead_seconds > 0 ? 'ahead' : 'behind'}`
      : `The clock of ${nodeName} is right again`,
    attack_type: 'Normal',
    risk_score: isWrong ? 5 : 1,
    confidence: 1,
    source_ip: '',
    service: '',
    node_id,
    node_name: nodeName,
    related_decoy: null,
    first_seen: since,
    last_seen: at,
    event_count: 1,
    reasons: isWrong
      ? [
          'Alerts and incidents go by the time of arrival, so none is missed; the times shown of its events are wrong.',
        ]
      : [],
    techniques: [],
    tactics: [],
    payload: '',
    advice: isWrong ? 'Set its clock (NTP), or the time zone of what it sends.' : '',
    link,
  };
}
