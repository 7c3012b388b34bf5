import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { channels } from '../../../src/notify/channels/index.ts';
import { createDeliverer } from '../../../src/notify/delivery/deliver.ts';
import { createSender } from '../../../src/notify/delivery/sender.ts';
import { createThreads, type Threads } from '../../../src/notify/delivery/threads.ts';
import { localGuard } from '../notify/contract.ts';
import { newDelivery } from '../notify/memory-outbox.ts';
import { ordinary } from '../notify/notices.ts';
import { openReceiver } from '../notify/receiver.ts';
import { type Backend, useStore } from '../store/contract/backend.ts';
import { createCaseRig } from './rig.ts';

const config = {
  channel: 'telegram',
  settings: { token: '123456789:AAtelegramSecretTokenValue-0123456', chat_id: '1' },
};

export function threadCases(backend: Backend): void {
  describe(`${backend.name}: the thread of an incident`, () => {
    const opened = useStore(backend);
    const placeOf = async (threads: Threads, key: Parameters<Threads['enter']>[0]) => {
      const turn = await threads.enter(key, config);
      if (turn === 'wait') return turn;
      turn.leave();
      return turn.thread;
    };

    it('is remembered for each channel and incident, and by no other tenant', async () => {
      const rig = createCaseRig(opened.store);
      const { user_id, store, clock } = rig;
      const threads = createThreads({ store, channels, clock });
      const key = { user_id, channel_id: 'ch-1', incident_id: 'inc-1' };
      assert.equal(await placeOf(threads, key), null);
      await threads.keep(key, { message: '5' });
      await threads.keep(key, { message: '6' });
      const again = createThreads({ store, channels, clock });
      assert.deepEqual(await placeOf(again, key), { message: '6' });
      assert.equal(await placeOf(again, { ...key, incident_id: 'inc-2' }), null);
      assert.equal(await placeOf(again, { ...key, channel_id: 'ch-2' }), null);
      assert.equal(await placeOf(again, { ...key, user_id: 'somebody-else' }), null);
      const [doc] = await rig.tenant.docs('message-thread', {}, 10);
      assert.ok(doc?.expires_at && doc.expires_at > rig.now(), 'it is forgotten some day');
    });

    it('is begun by one message where several come at once', async (t) => {
      const rig = createCaseRig(opened.store);
      const { user_id, store } = rig;
      const replies: (number | undefined)[] = [];
      const receiver = await openReceiver((seen, response) => {
        const { reply_parameters } = JSON.parse(seen.body) as { reply_parameters?: { message_id: number } };
        replies.push(reply_parameters?.message_id);
        const message_id = replies.length;
        setTimeout(() => response.end(JSON.stringify({ ok: true, result: { message_id } })), 50);
      });
      const id = `ch-${user_id}`;
      const channel = {
        ...config,
        id,
        settings: { ...config.settings, url: receiver.url },
        name: id,
        enabled: true,
        filter: {},
        disabled_reason: null,
      };
      const deliverer = createDeliverer({
        outbox: store,
        directory: {
          find: async (_user, of) => (of === id ? channel : null),
          disable: async () => undefined,
        },
        send: createSender({ channels, guard: localGuard }),
        paceOf: () => ({ perSecond: 100, burst: 100 }),
        threads: createThreads({ store, channels, clock: Date.now }),
        worker: user_id,
        log: { info: () => undefined, warn: () => undefined },
        pollMs: 5,
      });
      t.after(() => Promise.all([deliverer.close(0), receiver.close()]));
      await store.enqueueDeliveries(
        Array.from({ length: 6 }, (_, n) =>
          newDelivery(`msg-${user_id}-${n}`, {
            user_id,
            channel_id: id,
            incident_id: 'inc-1',
            created_at: new Date().toISOString(),
            notice: ordinary,
          }),
        ),
      );
      deliverer.start();
      for (;;) {
        const { items } = await rig.tenant.deliveries({}, { limit: 10 });
        if (items.every(({ state }) => state === 'sent')) break;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      assert.deepEqual(replies, [undefined, 1, 1, 1, 1, 1]);
    });
  });
}
