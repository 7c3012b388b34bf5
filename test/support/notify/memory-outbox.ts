/** An outbox in memory, for tests of what the deliverer decides; what survives a crash is tested over the real store. */
import type { ChannelKey, Delivery } from '../../../src/core/delivery.ts';
import type { ChannelDirectory } from '../../../src/notify/delivery/channel-directory.ts';
import type { Outbox } from '../../../src/notify/delivery/deliver.ts';
import { ordinary } from './notices.ts';

export const newDelivery = (id: string, change: Partial<Delivery> = {}): Delivery => ({
  delivery_id: id,
  user_id: 'user-1',
  channel_id: 'channel-1',
  incident_id: ordinary.incident_id,
  occasion: 'opened',
  notice: ordinary,
  state: 'due',
  attempts: 0,
  created_at: '2026-11-24T10:00:00.000Z',
  next_at_ms: 0,
  held: false,
  claimed_until_ms: 0,
  claimed_by: '',
  last_attempt_at: null,
  last_status: null,
  last_error: null,
  last_answer: null,
  log: [],
  recipients: null,
  ...change,
});

export type MemoryOutbox = Outbox & { all: Map<string, Delivery> };

export function createMemoryOutbox(deliveries: readonly Delivery[]): MemoryOutbox {
  const all = new Map(deliveries.map((delivery) => [delivery.delivery_id, { ...delivery }]));
  const isReady = (one: Delivery, nowMs: number): boolean =>
    one.state === 'due' && one.next_at_ms <= nowMs && one.claimed_until_ms <= nowMs;
  return {
    all,
    dueChannels({ nowMs }) {
      const channels = new Map<string, ChannelKey>();
      for (const one of all.values()) {
        const { user_id, channel_id } = one;
        if (isReady(one, nowMs)) channels.set(`${user_id}|${channel_id}`, { user_id, channel_id });
      }
      return Promise.resolve({ channels: [...channels.values()], next: null });
    },
    claimDeliveries({ nowMs, channels, worker, leaseMs }) {
      const found: Delivery[] = [];
      for (const { user_id, channel_id, count } of channels) {
        const due = [...all.values()]
          .filter((one) => one.user_id === user_id && one.channel_id === channel_id && isReady(one, nowMs))
          .sort(
            (a, b) =>
              b.notice.risk_score - a.notice.risk_score ||
              b.created_at.localeCompare(a.created_at) ||
              a.delivery_id.localeCompare(b.delivery_id),
          );
        for (const one of due.slice(0, count)) {
          one.claimed_by = worker;
          one.claimed_until_ms = nowMs + leaseMs;
          found.push({ ...one });
        }
      }
      return Promise.resolve(found);
    },
    settleDeliveries(worker, outcomes) {
      const ours: string[] = [];
      for (const { delivery_id, outcome } of outcomes) {
        const one = all.get(delivery_id);
        if (!one || one.claimed_by !== worker) continue;
        Object.assign(one, outcome, { claimed_by: '', claimed_until_ms: 0 });
        ours.push(delivery_id);
      }
      return Promise.resolve(ours);
    },
    nextDeliveryMs() {
      const due = [...all.values()].filter(({ state }) => state === 'due');
      return Promise.resolve(due.length === 0 ? null : Math.min(...due.map(({ next_at_ms }) => next_at_ms)));
    },
  };
}

export const openBook = (disabled: Map<string, string> = new Map()): ChannelDirectory => ({
  find: (_userId, id) =>
    Promise.resolve(
      id === 'gone'
        ? null
        : {
            id,
            name: id,
            channel: 'webhook',
            settings: {},
            enabled: id !== 'off' && !disabled.has(id),
            filter: {},
            disabled_reason: disabled.get(id) ?? null,
          },
    ),
  disable(_userId, id, reason) {
    disabled.set(id, reason);
    return Promise.resolve();
  },
});
