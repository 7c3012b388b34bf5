/** 5,001 messages to a receiver that takes one a second; a second of it is 50 ms here. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mostOpen, overflowOccasion } from '../../../src/core/outbox-bound.ts';
import { openReceiver } from '../../support/notify/receiver.ts';
import { addChannel, make, open, untilAll, webhookTo } from '../../support/notify/trouble.ts';

const secondMs = 50;
const count = 5001;
const batch = 500;

describe('5,001 messages to a receiver that takes one a second', () => {
  it('arrive one by one or counted in one that names the worst, which comes first; none is refused or lost', async (t) => {
    const bodies: string[] = [];
    let refused = 0;
    let nextMs = 0;
    const receiver = await openReceiver((seen, response) => {
      const nowMs = performance.now();
      if (nowMs < nextMs) {
        refused++;
        return void response.writeHead(429, { 'retry-after': '1' }).end();
      }
      nextMs = nowMs + secondMs;
      bodies.push(seen.body);
      response.writeHead(200).end('ok');
    });
    t.after(() => receiver.close());
    const scene = await open(t, { paceOf: () => ({ perSecond: 1000 / secondMs, burst: 1 }) });
    await addChannel(scene.store, { id: 'hook', channel: 'webhook', settings: webhookTo(receiver) });
    const all = Array.from({ length: count }, (_, n) =>
      make(
        `m${n}`,
        { channel_id: 'hook' },
        { incident_id: `inc-${n}`, risk_score: n === count - 1 ? 8 : 5, title: `attack ${n}` },
      ),
    );
    for (let n = 0; n < count; n += batch) await scene.store.enqueueDeliveries(all.slice(n, n + batch));
    const sentBefore = bodies.length;
    scene.deliverer.wake();
    const found = await untilAll(scene.store, (list) => list.every(({ state }) => state !== 'due'), 60_000);
    assert.equal(refused, 0, 'requests beyond its rate');
    assert.ok(found.every(({ state, attempts }) => state === 'sent' && attempts === 1));
    const counted = found
      .filter(({ occasion }) => occasion === overflowOccasion)
      .reduce((sum, { notice }) => sum + (notice.folded?.count ?? 0), 0);
    const singles = found.filter(({ occasion }) => occasion !== overflowOccasion).length;
    assert.equal(singles + counted, count);
    // The bound, and what was sent while the others were being written.
    assert.ok(singles <= mostOpen + sentBefore + 5, `${singles} one by one`);
    assert.equal(bodies.length, found.length, 'one request for each message');
    const worstAt = bodies.findIndex((body) => body.includes(`attack ${count - 1}`));
    assert.ok(worstAt >= 0, 'the worst was told');
    assert.ok(worstAt <= sentBefore + 2, `the worst came as message ${worstAt - sentBefore}`);
  });
});
