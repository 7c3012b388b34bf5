/** Deliveries when something goes wrong on the way, over the real store and to real receivers. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mostOpen, overflowOccasion } from '../../../src/core/outbox-bound.ts';
import { answer, openReceiver, type Receiver, type Seen, until } from '../../support/notify/receiver.ts';
import { openMailRig } from '../../support/notify/servers.ts';
import {
  addChannel,
  make,
  open,
  pagerTo,
  riskOf,
  untilAll,
  user,
  webhookTo,
} from '../../support/notify/trouble.ts';
import { makeIncident } from '../../support/store/contract/records.ts';

const hourMs = 3_600_000;

/** One message in `everyMs`; more are answered with 429. */
async function openStrictReceiver(everyMs: number) {
  const taken: { seen: Seen; atMs: number }[] = [];
  let refused = 0;
  let nextMs = 0;
  const receiver = await openReceiver((seen, response) => {
    const nowMs = performance.now();
    if (nowMs < nextMs) {
      refused++;
      return void response.writeHead(429, { 'retry-after': '1' }).end('slow down');
    }
    nextMs = nowMs + everyMs;
    taken.push({ seen, atMs: nowMs });
    response.writeHead(200).end('ok');
  });
  return { receiver, taken, refused: () => refused };
}

describe('60 messages to a receiver that takes one at a time', () => {
  it('all arrive, the worst first, and no request comes beyond its rate', async (t) => {
    // A second of the receiver is 50 ms here.
    const strict = await openStrictReceiver(50);
    t.after(() => strict.receiver.close());
    const scene = await open(t, { paceOf: () => ({ perSecond: 20, burst: 1 }) });
    await addChannel(scene.store, { id: 'hook', channel: 'webhook', settings: webhookTo(strict.receiver) });
    const risks = Array.from({ length: 60 }, (_, n) => 1 + ((n * 7) % 10));
    await scene.store.enqueueDeliveries(
      risks.map((risk_score, n) =>
        make(`m${n}`, { channel_id: 'hook' }, { risk_score, incident_id: `inc-${n}` }),
      ),
    );
    scene.deliverer.wake();
    const sent = await untilAll(scene.store, (found) => found.every(({ state }) => state === 'sent'));
    assert.equal(strict.taken.length, 60);
    assert.equal(strict.refused(), 0, 'requests beyond its rate');
    assert.deepEqual(
      strict.taken.map(({ seen }) => riskOf(seen)),
      risks.toSorted((a, b) => b - a),
    );
    assert.ok(sent.every(({ attempts, log: steps }) => attempts === 1 && steps.length === 1));
  });

  it('that documents no limit is asked little more often than it takes', async (t) => {
    const strict = await openStrictReceiver(1000);
    t.after(() => strict.receiver.close());
    const scene = await open(t, { paceOf: () => ({ perSecond: 20, burst: 40 }) });
    await addChannel(scene.store, { id: 'hook', channel: 'webhook', settings: webhookTo(strict.receiver) });
    await scene.store.enqueueDeliveries(
      Array.from({ length: 8 }, (_, n) => make(`m${n}`, { channel_id: 'hook' }, { incident_id: `inc-${n}` })),
    );
    scene.deliverer.wake();
    const sent = await untilAll(scene.store, (found) => found.every(({ state }) => state === 'sent'), 60_000);
    // Four begin together before its first answer is known.
    assert.ok(strict.refused() <= 6, `${strict.refused()} refused`);
    assert.ok(
      sent.every(({ attempts }) => attempts === 1),
      'a wait is no attempt',
    );
  });
});

describe('a channel that is down for a day', () => {
  it('gets everything that was due when it is back, one by one or counted, and others hear of it once each', async (t) => {
    const receiver = await openReceiver(answer(502));
    const other = await openReceiver(answer(204));
    t.after(() => Promise.all([receiver.close(), other.close()]));
    const scene = await open(t);
    await addChannel(scene.store, { id: 'down', channel: 'webhook', settings: webhookTo(receiver) });
    await addChannel(scene.store, { id: 'other', channel: 'webhook', settings: webhookTo(other) });
    // Those that keep alerts open, and those that did not ask for such news.
    const pager = await openReceiver(answer(202));
    const unasked = await openReceiver(answer(204));
    t.after(() => Promise.all([pager.close(), unasked.close()]));
    await addChannel(scene.store, { id: 'pager', channel: 'pagerduty', settings: pagerTo(pager) });
    await addChannel(scene.store, {
      id: 'unasked',
      channel: 'webhook',
      settings: webhookTo(unasked),
      events: ['opened', 'worse'],
    });
    const count = mostOpen + 40;
    await scene.store.enqueueDeliveries(
      Array.from({ length: count }, (_, n) =>
        make(`m${n}`, { channel_id: 'down' }, { incident_id: `inc-${n}`, risk_score: 5 }),
      ),
    );
    for (let minutes = 0; minutes < 24 * 60; minutes += 20) {
      scene.forward(20 * 60_000);
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
    await until(() => other.seen.length === 1);
    assert.match(other.seen[0]?.body ?? '', /The channel “down” \(webhook\) does not deliver messages/);
    receiver.reply = answer(200);
    const before = receiver.seen.length;
    scene.forward(10 * hourMs);
    await until(() => receiver.seen.length > before);
    for (let turns = 0; turns < 40; turns++) {
      scene.forward(60_000);
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    const found = await untilAll(scene.store, (list) =>
      list.filter(({ channel_id }) => channel_id === 'down').every(({ state }) => state !== 'due'),
    );
    const mine = found.filter(({ channel_id }) => channel_id === 'down');
    const single = mine.filter(({ occasion, state }) => occasion !== overflowOccasion && state === 'sent');
    const counted = mine
      .filter(({ occasion, state }) => occasion === overflowOccasion && state === 'sent')
      .reduce((sum, { notice }) => sum + (notice.folded?.count ?? 0), 0);
    assert.equal(single.length + counted, count);
    assert.equal(counted, 40);
    await until(() => other.seen.length === 2);
    assert.match(other.seen[1]?.body ?? '', /The channel “down” \(webhook\) works again/);
    const types = other.seen.map(({ body }) => (JSON.parse(body) as { type: string }).type);
    assert.deepEqual(types, ['channel.failing', 'channel.working']);
    await until(() => pager.seen.length === 2);
    const acts = pager.seen.map(
      ({ body }) => JSON.parse(body) as { event_action: string; dedup_key: string },
    );
    assert.deepEqual(
      acts.map(({ event_action }) => event_action),
      ['trigger', 'resolve'],
      'nobody is left with an alert about a channel that works',
    );
    assert.equal(acts[0]?.dedup_key, acts[1]?.dedup_key);
    assert.equal(unasked.seen.length, 0);
  });
});

describe('a receiver that keeps an alert open', () => {
  const kinds = {
    pagerduty: {
      settings: pagerTo,
      act: ({ body }: Seen): string => (JSON.parse(body) as { event_action: string }).event_action,
    },
    opsgenie: {
      settings: ({ url }: Receiver) => ({ url, api_key: '11112222-3333-4444-5555-666677778888' }),
      act: ({ url }: Seen): string => (url === '/v2/alerts' ? 'trigger' : 'resolve'),
    },
  };

  for (const [channel, { settings, act }] of Object.entries(kinds))
    it(`gets the end only after a trigger that had to be tried again: ${channel}`, async (t) => {
      const receiver = await openReceiver(answer(500));
      t.after(() => receiver.close());
      const scene = await open(t);
      await addChannel(scene.store, { id: 'pager', channel, settings: settings(receiver) });
      await scene.store.enqueueDeliveries([make('trigger', { channel_id: 'pager' })]);
      scene.deliverer.wake();
      await until(() => receiver.seen.length === 1);
      const end = new Date(Date.now() + 1000).toISOString();
      await scene.store.enqueueDeliveries([
        make('end', { channel_id: 'pager', occasion: 'resolved', created_at: end }),
      ]);
      scene.deliverer.wake();
      await new Promise((resolve) => setTimeout(resolve, 100));
      receiver.reply = answer(202);
      scene.forward(10_000);
      await untilAll(scene.store, (found) => found.every(({ state }) => state === 'sent'));
      assert.deepEqual(receiver.seen.map(act), ['trigger', 'trigger', 'resolve']);
    });

  it('is not told of the end of what it never took, nor of what was resolved before its turn came', async (t) => {
    const receiver = await openReceiver(answer(400));
    t.after(() => receiver.close());
    const scene = await open(t);
    await addChannel(scene.store, { id: 'pager', channel: 'pagerduty', settings: pagerTo(receiver) });
    const refused = { incident_id: 'inc-refused' };
    await scene.store.enqueueDeliveries([
      make(
        'trigger',
        { channel_id: 'pager', state: 'dead', created_at: '2026-01-01T00:00:00.000Z' },
        refused,
      ),
      make('end', { channel_id: 'pager', occasion: 'resolved' }, refused),
    ]);
    const late = makeIncident({ user_id: user, incident_id: 'inc-late', status: 'resolved' });
    await scene.store.of(user).createIncident(late);
    await scene.store.enqueueDeliveries([
      make(
        'late',
        { channel_id: 'pager', created_at: '2026-01-01T00:00:00.000Z' },
        { incident_id: 'inc-late' },
      ),
    ]);
    scene.deliverer.wake();
    const found = await untilAll(scene.store, (list) => list.every(({ state }) => state !== 'due'));
    assert.equal(receiver.seen.length, 0);
    const reasonOf = (id: string) => found.find(({ delivery_id }) => delivery_id === id)?.last_error ?? '';
    assert.match(reasonOf('end'), /never took/);
    assert.match(reasonOf('late'), /was resolved/);
    assert.equal(found.find(({ delivery_id }) => delivery_id === 'end')?.state, 'skipped');
  });
});

describe('what waited for the end of quiet hours', () => {
  it('goes when they are removed, but not what was resolved meanwhile', async (t) => {
    const receiver = await openReceiver(answer(204));
    t.after(() => receiver.close());
    const scene = await open(t);
    await addChannel(scene.store, { id: 'hook', channel: 'webhook', settings: webhookTo(receiver) });
    for (const status of ['open', 'resolved'] as const)
      await scene.store
        .of(user)
        .createIncident(
          makeIncident({ user_id: user, incident_id: `inc-${status}`, status, open_key: `key-${status}` }),
        );
    const held = { channel_id: 'hook', held: true, next_at_ms: Date.now() + 5 * hourMs };
    await scene.store.enqueueDeliveries([
      make('open', held, { incident_id: 'inc-open' }),
      make('resolved', held, { incident_id: 'inc-resolved' }),
    ]);
    assert.equal(await scene.store.of(user).releaseDeliveries('held', 'hook', scene.clock()), 2);
    scene.deliverer.wake();
    const found = await untilAll(scene.store, (list) => list.every(({ state }) => state !== 'due'));
    assert.deepEqual(found.map(({ delivery_id, state }) => [delivery_id, state]).sort(), [
      ['open', 'sent'],
      ['resolved', 'skipped'],
    ]);
    assert.equal(receiver.seen.length, 1);
  });

  it('waits on where they still hold', async (t) => {
    const receiver = await openReceiver(answer(204));
    t.after(() => receiver.close());
    const scene = await open(t);
    const quiet_hours = { from: '00:00', to: '23:59', timezone: 'UTC', override_risk: 10 };
    await addChannel(scene.store, {
      id: 'hook',
      channel: 'webhook',
      settings: webhookTo(receiver),
      quiet_hours,
    });
    await scene.store.enqueueDeliveries([make('m', { channel_id: 'hook', held: true })]);
    scene.deliverer.wake();
    const [one] = await untilAll(scene.store, ([found]) => (found?.next_at_ms ?? 0) > scene.clock() - 60_000);
    assert.equal(one?.state, 'due');
    assert.equal(receiver.seen.length, 0);
  });
});

describe('mail that one of two recipients refuses', () => {
  const scenes = { 'for good': 550, 'for now': 450 };
  for (const [how, responseCode] of Object.entries(scenes))
    it(`${how} is not “sent” before both have it, and the other gets it once`, async (t) => {
      const taken: string[] = [];
      let isRefusing = true;
      const rig = await openMailRig(
        { to: ['soc@example.com', 'boss@example.com'] },
        {
          onRcptTo({ address }, _session, callback) {
            if (address === 'boss@example.com' && isRefusing)
              return callback(Object.assign(new Error('no'), { responseCode }));
            taken.push(address);
            callback();
          },
        },
      );
      t.after(() => rig.close());
      const scene = await open(t);
      await addChannel(scene.store, { id: 'mail', channel: 'email', settings: rig.settings });
      await scene.store.enqueueDeliveries([make('m', { channel_id: 'mail' })]);
      scene.deliverer.wake();
      const [first] = await untilAll(scene.store, ([one]) => (one?.attempts ?? 0) > 0);
      assert.notEqual(first?.state, 'sent');
      assert.match(first?.last_error ?? '', /boss@example\.com/);
      assert.equal(first?.state, how === 'for good' ? 'dead' : 'due');
      isRefusing = false;
      scene.forward(10_000);
      if (how === 'for now') {
        const [last] = await untilAll(scene.store, ([one]) => one?.state === 'sent');
        assert.deepEqual(
          last?.recipients?.map(({ state }) => state),
          ['taken', 'taken'],
        );
        assert.deepEqual(taken, ['soc@example.com', 'boss@example.com']);
      } else assert.deepEqual(taken, ['soc@example.com']);
      assert.equal(rig.complaints.length, 0);
    });
});
