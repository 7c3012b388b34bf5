import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Webhook } from 'standardwebhooks';
import { newWebhookSecret } from '../../src/notify/channels/webhook.ts';
import { answer, openReceiver, until } from '../support/notify/receiver.ts';
import { openTestServer } from '../support/server.ts';

interface Told {
  type: string;
  data: {
    incident_id: string;
    attack_type: string;
    risk_score: number;
    source_ip: string;
    node_name: string;
    event_count: number;
    link: string;
    reasons: string[];
  };
}

describe('an SSH brute force', () => {
  it('becomes one signed webhook, and a sign-in after it another one at once', async (t) => {
    const receiver = await openReceiver(answer(204));
    t.after(() => receiver.close());
    const server = await openTestServer({
      env: { NOTIFY_ALLOW_PRIVATE: '127.0.0.1', PUBLIC_URL: 'https://decoys.example.com' },
    });
    t.after(() => server.close());
    const user = await server.createUser();
    const node = await server.createNode(user, 'gateway');
    const secret = newWebhookSecret();
    const settings = { url: `${receiver.url}/hook`, secret };
    const made = await server.call('POST', '/api/channels', {
      headers: user.headers,
      body: { name: 'SOC', channel: 'webhook', settings },
    });
    assert.equal(made.status, 200);

    const startMs = Date.now() - 600_000;
    const log = (n: number, activity: string, extra: object) => ({
      service: 'ssh',
      source_ip: '203.0.113.50',
      activity,
      payload: `root:password${n}`,
      timestamp: new Date(startMs + n * 100).toISOString(),
      extra: { username: 'root', password: `password${n}`, ...extra },
    });
    const send = async (events: object[]): Promise<void> => {
      const { status } = await server.call('POST', '/api/events', { headers: node.headers, body: events });
      assert.equal(status, 200);
    };
    for (let from = 0; from < 900; from += 100)
      await send(Array.from({ length: 100 }, (_, n) => log(from + n, 'login failed', { success: false })));
    await until(() => receiver.seen.length > 0);
    const read = (index: number): Told => {
      const { body, headers } = receiver.seen[index] ?? assert.fail('no message');
      return new Webhook(secret).verify(body, headers as Record<string, string>) as Told;
    };
    const first = read(0);
    assert.equal(first.type, 'incident.opened');
    assert.equal(first.data.attack_type, 'BruteForce');
    assert.equal(first.data.source_ip, '203.0.113.50');
    assert.equal(first.data.node_name, 'gateway');
    assert.ok(first.data.reasons.length > 0);
    assert.equal(first.data.link, `https://decoys.example.com/console/incidents/${first.data.incident_id}`);
    const before = receiver.seen.length;
    assert.ok(before <= 2, `${before} messages of 900 guesses`);

    await send([log(900, 'login succeeded', { success: true })]);
    await until(() => receiver.seen.length > before);
    const worse = read(receiver.seen.length - 1);
    assert.equal(worse.type, 'incident.worse');
    assert.equal(worse.data.attack_type, 'CredentialAccess');
    assert.equal(worse.data.incident_id, first.data.incident_id);
    const ids = receiver.seen.map(({ headers }) => headers['webhook-id']);
    assert.equal(new Set(ids).size, ids.length, 'each message once');
    const incidents = await server.store.of(user.id).incidents({}, { limit: 10 });
    assert.equal(incidents.items.length, 1);
  });
});
