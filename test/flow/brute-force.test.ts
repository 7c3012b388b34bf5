import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openTestServer, type TestNode, type TestServer, type TestUser } from '../support/server.ts';

describe('an SSH brute force', () => {
  let server: TestServer;
  let user: TestUser;
  let node: TestNode;
  before(async () => {
    server = await openTestServer();
    user = await server.createUser();
    node = await server.createNode(user, 'gateway');
  });
  after(() => server.close());

  const attempt = (source_ip: string, i: number) =>
    server.call<{ status: string; log_id: string; alert_created: boolean }>('POST', '/api/honeypot-log', {
      headers: node.headers,
      body: {
        service: 'SSH',
        source_ip,
        activity: 'login_attempt',
        payload: `root:password${i}`,
        timestamp: new Date(Date.now() - 120_000 + i * 1000).toISOString(),
        extra: { username: 'root', password: `password${i}`, success: false },
      },
    });

  it('becomes an alert, one incident, and a profile that counts every attempt', async () => {
    let alerts = 0;
    for (let i = 0; i < 60; i++) {
      const { status, body } = await attempt('203.0.113.50', i);
      assert.equal(status, 200);
      assert.equal(body.status, 'success');
      if (body.alert_created) alerts++;
    }
    assert.ok(alerts > 0, 'no alert came of 60 attempts');

    const headers = user.headers;
    const list = await server.call<{ source_ip: string; risk_score: number; attack_type: string }[]>(
      'GET',
      '/api/alerts?limit=100',
      { headers },
    );
    assert.equal(list.body.length, alerts);
    for (const alert of list.body) {
      assert.equal(alert.source_ip, '203.0.113.50');
      assert.ok(alert.risk_score > 7);
    }
    const incidents = await server.store.of(user.id).incidents({}, { limit: 10 });
    assert.equal(incidents.items.length, 1);
    assert.match(incidents.items[0]?.title ?? '', /203\.0\.113\.50 .* SSH of gateway/);

    const profile = await server.call<{ total_attacks: number }>(
      'GET',
      '/api/attacker-profile/203.0.113.50',
      {
        headers,
      },
    );
    assert.equal(profile.body.total_attacks, 60);
    const stats = await server.call<{ total_attacks: number; active_alerts: number }>('GET', '/api/stats', {
      headers,
    });
    assert.equal(stats.body.total_attacks, 60);
    assert.equal(stats.body.active_alerts, alerts);
  });

  it('is not what a single probe is taken for', async () => {
    const { body } = await attempt('198.51.100.9', 0);
    assert.equal(body.alert_created, false);
  });
});
