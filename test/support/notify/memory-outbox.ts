/** An outbox in memory, for tests of what the deliverer decides; what survives a crash is tested over the real store. */
import type { Delivery } from '../../../src/core/delivery.ts';
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
  claimed_until_ms: 0,
  claimed_by: '',
  last_attempt_at: null,
  last_status: null,
  last_error: null,
  last_answer: null,
  ...change,
});

export type MemoryOutbox = Outbox & { all: Map<string, Delivery> };

export function createMemoryOutbox(deliveries: readonly Delivery[]): MemoryOutbox {
  const all = new Map(deliveries.map((delivery) => [delivery.delivery_id, { ...delivery }]));
  return {
    all,
    claimDeliveries({ nowMs, limit, perChannel, worker, leaseMs }) {
      const counts = new Map<string, number>();
      const found: Delivery[] = [];
      const due = [...all.values()]
        .filter((one) => one.state === 'due' && one.next_at_ms <= nowMs && one.claimed_until_ms <= nowMs)
        .sort((a, b) => a.next_at_ms - b.next_at_ms);
      for (const one of due) {
        const count = counts.get(one.channel_id) ?? 0;
        if (found.length >= limit || count >= perChannel) continue;
        counts.set(one.channel_id, count + 1);
        one.claimed_by = worker;
        one.claimed_until_ms = nowMs + leaseMs;
        found.push({ ...one });
      }
      return Promise.resolve(found);
    },
    settleDelivery(id, worker, outcome) {
      const one = all.get(id);
      if (one?.claimed_by !== worker) return Promise.resolve(false);
      Object.assign(one, outcome, { claimed_by: '', claimed_until_ms: 0 });
      return Promise.resolve(true);
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
            enabled: !disabled.has(id),
            filter: {},
            disabled_reason: disabled.get(id) ?? null,
          },
    ),
  disable(_userId, id, reason) {
    disabled.set(id, reason);
    return Promise.resolve();
  },
});
