/** Whether and when a channel takes a notice. Pure: the time is an argument. */
import {
  type ChannelConfig,
  type Filterable,
  meetsFilter,
  type Notice,
  type QuietHours,
  takesMessages,
} from '../../core/channel.ts';
import { minuteMs } from '../../lib/duration.ts';

export type DeliveryTime = { wanted: false } | { wanted: true; notBeforeMs: number };

const dayMinutes = 24 * 60;

/** Minutes since midnight of `HH:MM`. */
export const toMinutes = (clock: string): number =>
  Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));

const clockOf = (timezone: string): ((ms: number) => number) => {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: timezone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return (ms) => toMinutes(format.format(ms));
};

const after = (from: number, to: number): number => (to - from + dayMinutes) % dayMinutes;

/** End of the quiet hours that `nowMs` lies in, epoch ms, or null where it lies in none. Follows daylight saving. */
export function quietUntil(quiet: QuietHours, nowMs: number): number | null {
  const clock = clockOf(quiet.timezone);
  const from = toMinutes(quiet.from);
  const to = toMinutes(quiet.to);
  const holds = (ms: number): boolean => after(from, clock(ms)) < after(from, to);
  if (!holds(nowMs)) return null;
  let end = Math.floor(nowMs / minuteMs) * minuteMs;
  // One step without a clock change, two or three with one; a window that is never left cannot be (see config.ts).
  for (let steps = 0; steps < 4 && holds(end); steps++) end += after(clock(end), to) * minuteMs;
  // Clocks that went forward in between carried the step past the end.
  const over = after(to, clock(end));
  return over > 0 && over <= 180 && !holds(end - over * minuteMs) && end - over * minuteMs > nowMs
    ? end - over * minuteMs
    : end;
}

/** Quiet hours hold a notice back until they end, unless its risk is as great as their override. Epoch ms. */
export function notBeforeMs(
  quiet: QuietHours | null | undefined,
  notice: Pick<Notice, 'occasion' | 'risk_score'>,
  nowMs: number,
): number {
  const isHeld = quiet && notice.occasion !== 'test' && notice.risk_score < quiet.override_risk;
  return (isHeld ? quietUntil(quiet, nowMs) : null) ?? nowMs;
}

/** A test is wanted always and at once. `touched` is what the notice's incident touched. */
export function decideDelivery(
  channel: ChannelConfig,
  notice: Notice,
  nowMs: number,
  touched?: Omit<Filterable, 'risk_score'>,
): DeliveryTime {
  const { filter, quiet_hours } = channel;
  const { node_id, service, attack_type, risk_score } = notice;
  const found = touched ?? { nodes: [node_id], services: [service], attack_types: [attack_type] };
  const fits =
    notice.occasion === 'test' || (takesMessages(channel) && meetsFilter(filter, { ...found, risk_score }));
  return fits ? { wanted: true, notBeforeMs: notBeforeMs(quiet_hours, notice, nowMs) } : { wanted: false };
}
