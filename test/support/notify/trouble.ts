/** A store with its deliverer and a clock that the test turns, for deliveries when something goes wrong on the way. */
import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { ChannelConfig, Notice, Pace } from '../../../src/core/channel.ts';
import type { Delivery } from '../../../src/core/delivery.ts';
import { channelDocs } from '../../../src/core/doc-kinds.ts';
import type { Store } from '../../../src/core/store.ts';
import { channels } from '../../../src/notify/channels/index.ts';
import { newWebhookSecret } from '../../../src/notify/channels/webhook.ts';
import { createChannelDirectory } from '../../../src/notify/delivery/channel-directory.ts';
import { createChannelHealth } from '../../../src/notify/delivery/channel-health.ts';
import { createDeliverer } from '../../../src/notify/delivery/deliver.ts';
import { createRelevance } from '../../../src/notify/delivery/relevance.ts';
import { createSender } from '../../../src/notify/delivery/sender.ts';
import { openSqliteStore } from '../../../src/store/sqlite/open.ts';
import { localGuard } from './contract.ts';
import { newDelivery } from './memory-outbox.ts';
import { ordinary } from './notices.ts';
import type { Receiver, Seen } from './receiver.ts';

export const user = 'user-1';
const log = { info: () => undefined, warn: () => undefined };
const sha256 = (text: string): string => hash('sha256', text, 'hex');

export async function open(t: TestContext, { paceOf }: { paceOf?: (channel: string) => Pace } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'decoyverse-trouble-'));
  const store = await openSqliteStore({ file: join(folder, 'a.db') });
  let offsetMs = 0;
  const clock = (): number => Date.now() + offsetMs;
  const health = createChannelHealth({
    store,
    linkTo: () => null,
    clock,
    sha256,
    wake: () => deliverer.wake(),
  });
  const deliverer = createDeliverer({
    outbox: store,
    directory: createChannelDirectory(store, clock),
    send: createSender({ channels, guard: localGuard, clock }),
    paceOf:
      paceOf ?? ((name) => channels.find((one) => one.name === name)?.pace ?? { perSecond: 50, burst: 50 }),
    relevanceOf: createRelevance({ store, quietHoursOf: () => Promise.resolve(null), clock }),
    health,
    async release(userId, channelId) {
      await store.of(userId).releaseDeliveries('waiting', channelId, clock());
    },
    worker: 'w',
    log,
    clock,
    pollMs: 5,
  });
  deliverer.start();
  t.after(async () => {
    await deliverer.close(0);
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    store,
    deliverer,
    clock,
    forward(ms: number) {
      offsetMs += ms;
      deliverer.wake();
    },
  };
}

export async function addChannel(
  store: Store,
  channel: Partial<ChannelConfig> & Pick<ChannelConfig, 'id' | 'channel' | 'settings'>,
): Promise<void> {
  const config: ChannelConfig = {
    name: channel.id,
    enabled: true,
    filter: {},
    disabled_reason: null,
    ...channel,
  };
  await store.of(user).createDoc(channelDocs.create({ id: config.id, user_id: user }, config, '2026-01-01'));
}

export const webhookTo = ({ url }: Receiver) => ({ url: `${url}/hook`, secret: newWebhookSecret() });
export const pagerTo = ({ url }: Receiver) => ({ url, routing_key: 'R0123456789ABCDEF0123456789ABCDE' });

export const riskOf = ({ body }: Seen): number =>
  (JSON.parse(body) as { data: { risk_score: number } }).data.risk_score;

export function make(id: string, change: Partial<Delivery> = {}, notice: Partial<Notice> = {}): Delivery {
  return newDelivery(id, {
    user_id: user,
    incident_id: notice.incident_id ?? ordinary.incident_id,
    created_at: new Date().toISOString(),
    ...change,
    notice: { ...ordinary, occasion: (change.occasion ?? 'opened') as Notice['occasion'], ...notice },
  });
}

const all = async (store: Store, filter: Parameters<ReturnType<Store['of']>['deliveries']>[0] = {}) =>
  (await store.of(user).deliveries(filter, { limit: 1000 })).items;

export async function untilAll(
  store: Store,
  holds: (deliveries: Delivery[]) => boolean,
  limitMs = 20_000,
): Promise<Delivery[]> {
  const endMs = performance.now() + limitMs;
  for (;;) {
    const found = await all(store);
    if (holds(found)) return found;
    if (performance.now() > endMs) assert.fail(`waited in vain; ${JSON.stringify(found.slice(0, 3))}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
