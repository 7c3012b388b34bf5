import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { Notice, ThreadPlace } from '../../../src/core/channel.ts';
import { channels } from '../../../src/notify/channels/index.ts';
import { createSender } from '../../../src/notify/delivery/sender.ts';
import { localGuard } from '../../support/notify/contract.ts';
import { ordinary } from '../../support/notify/notices.ts';
import { openReceiver } from '../../support/notify/receiver.ts';
import {
  type Placed,
  type ThreadReceiver,
  threadReceivers,
  type World,
} from '../../support/notify/thread-receivers.ts';

/** What is sent to one receiver, with what the last answers said of each incident. */
async function open(t: TestContext, { channel, settings, take }: ThreadReceiver) {
  let count = 0;
  const world: World = { firsts: new Set(), next: () => String(++count) };
  const placed: (Placed | 'refused')[] = [];
  const complaints: string[] = [];
  const receiver = await openReceiver((seen, response) => {
    try {
      const answer = take(seen, world);
      placed.push(answer.placed ?? 'refused');
      response.writeHead(answer.status).end(JSON.stringify(answer.body));
    } catch (error) {
      complaints.push((error as Error).message);
      response.writeHead(400).end();
    }
  });
  t.after(() => receiver.close());
  const threads = new Map<string, ThreadPlace>();
  const send = createSender({ channels, guard: localGuard });
  let sent = 0;
  return {
    placed,
    world,
    async tell(incident_id: string, occasion: Notice['occasion']): Promise<void> {
      const outcome = await send({
        config: { channel, settings: settings(receiver.url) },
        notice: { ...ordinary, incident_id, occasion },
        delivery_id: `msg_${++sent}`,
        thread: threads.get(incident_id) ?? null,
      });
      assert.deepEqual(complaints, []);
      assert.equal(outcome.error, null, String(outcome.answer));
      if (outcome.thread === null) return;
      threads.set(incident_id, outcome.thread);
      for (const id of Object.values(outcome.thread)) world.firsts.add(id);
    },
  };
}

for (const [name, receiver] of Object.entries(threadReceivers))
  describe(`messages to ${name}`, () => {
    it('follow the first one about their incident', async (t) => {
      const scene = await open(t, receiver);
      await scene.tell('inc-a', 'opened');
      await scene.tell('inc-a', 'worse');
      await scene.tell('inc-b', 'opened');
      await scene.tell('inc-a', 'acknowledged');
      await scene.tell('inc-b', 'worse');
      const { worse = 'thread', acknowledged = 'thread' } = receiver;
      assert.deepEqual(scene.placed, ['new', worse, 'new', acknowledged, worse]);
    });

    it('begin anew where the first one is gone', async (t) => {
      const scene = await open(t, receiver);
      await scene.tell('inc-a', 'opened');
      scene.world.firsts.clear();
      await scene.tell('inc-a', 'acknowledged');
      const { losesFirst, acknowledged = 'thread' } = receiver;
      assert.deepEqual(scene.placed, losesFirst ? ['new', 'refused', 'new'] : ['new', 'new']);
      await scene.tell('inc-a', 'resolved');
      // Who does not say that it is gone is not asked for another place.
      if (losesFirst) assert.equal(scene.placed.at(-1), acknowledged);
    });
  });

describe('channels that cannot answer in a thread', () => {
  it('send each message on its own, and remember nothing', async (t) => {
    const receiver = await openReceiver((_seen, response) => response.writeHead(200).end('ok'));
    t.after(() => receiver.close());
    const send = createSender({ channels, guard: localGuard });
    for (const channel of ['slack', 'mattermost']) {
      const settings = { url: `${receiver.url}/hooks/abcdefghij` };
      const kind = channels.find((one) => one.name === channel);
      assert.equal(kind?.keepsThreads?.(settings), false);
      const outcome = await send({
        config: { channel, settings },
        notice: ordinary,
        delivery_id: 'msg_1',
        thread: { channel: '', ts: '1.000100', post: 'x' },
      });
      assert.equal(outcome.ok, true);
      assert.equal(outcome.thread, null);
    }
    for (const { body } of receiver.seen) assert.doesNotMatch(body, /thread_ts|root_id/);
  });
});
