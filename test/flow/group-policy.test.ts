/** What a group sets holds for its nodes' next event, and what it leaves out is as the tenant has it. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openTestServer } from '../support/server.ts';

describe('the policy of a group', () => {
  it('decides exposure, threshold, channels and quiet hours of its nodes, and of no others', async (t) => {
    const server = await openTestServer({ env: { NOTIFY_ALLOW_PRIVATE: '127.0.0.1' } });
    t.after(() => server.close());
    const user = await server.createUser();
    const as = async <T>(method: string, path: string, body?: object): Promise<T> => {
      const answer = await server.call<T>(method, path, { headers: user.headers, body });
      assert.equal(answer.status, 200, JSON.stringify(answer.body));
      return answer.body;
    };
    const [inGroup, alone] = [await server.createNode(user, 'in'), await server.createNode(user, 'alone')];
    const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
    const hook = (name: string) =>
      as<{ id: string }>('POST', '/api/channels', {
        name,
        channel: 'webhook',
        settings: { url: 'http://127.0.0.1:1024/', secret },
      });
    const [everybody, site] = [await hook('everybody'), await hook('site')];
    const quiet_hours = { from: '00:00', to: '23:59', timezone: 'UTC', override_risk: 10 };
    const group = await as<{ id: string }>('POST', '/api/groups', { name: 'Lyon' });
    await as('PATCH', `/nodes/${inGroup.id}`, { group_id: group.id });
    let last = 0;
    const touch = async (
      node: typeof alone,
      network: string,
    ): Promise<{ alert: boolean; source: string }> => {
      last += 1;
      const source = `${network}.${last}`;
      const { body } = await server.call<{ alert_created: boolean }>('POST', '/api/honeypot-log', {
        headers: node.headers,
        body: {
          timestamp: new Date().toISOString(),
          service: 'ssh',
          source_ip: source,
          activity: 'login failed',
          payload: 'root:root',
        },
      });
      return { alert: body.alert_created, source };
    };
    const told = async (source: string): Promise<string[]> => {
      const { items } = await server.store.of(user.id).deliveries({}, { limit: 100 });
      return items
        .filter(({ notice }) => notice.source_ip === source)
        .map(({ channel_id }) => channel_id)
        .sort();
    };
    const both = [everybody.id, site.id].sort();

    // It sets nothing: all is as the tenant has it.
    const first = await touch(inGroup, '10.1.0');
    assert.equal(first.alert, true);
    assert.deepEqual(await told(first.source), both);
    assert.equal((await touch(inGroup, '8.1.0')).alert, false);

    await as('PATCH', `/api/groups/${group.id}`, { exposure: 'internal', channels: [site.id], quiet_hours });
    const outside = await touch(inGroup, '8.1.0');
    assert.equal(outside.alert, true);
    assert.deepEqual(await told(outside.source), [site.id]);
    const { items } = await server.store.of(user.id).deliveries({}, { limit: 100 });
    const held = items.find(({ notice }) => notice.source_ip === outside.source);
    assert.ok(held && held.next_at_ms > Date.now() + 1000, 'the group has quiet hours');
    const { items: events } = await server.store.of(user.id).events({ source: outside.source }, { limit: 1 });
    assert.equal(events[0]?.verdict?.exposure_reason, 'its group is set to internal');
    assert.equal((await touch(alone, '8.1.0')).alert, false, 'no node of the group');
    assert.deepEqual(await told((await touch(alone, '10.1.0')).source), both);

    await as('PATCH', `/api/groups/${group.id}`, { threshold: 9 });
    assert.equal((await touch(inGroup, '10.1.0')).alert, false);
    assert.equal((await touch(alone, '10.1.0')).alert, true);

    // The node's own setting is nearer than its group's.
    await as('PATCH', `/api/groups/${group.id}`, { threshold: null });
    await as('PATCH', `/nodes/${inGroup.id}`, { exposure: 'internet' });
    assert.equal((await touch(inGroup, '10.1.0')).alert, false);
    await as('PATCH', `/nodes/${inGroup.id}`, { exposure: 'auto' });

    // Whoever removes the only channel of a site does not silence the site.
    await as('DELETE', `/api/channels/${site.id}`);
    assert.deepEqual(await told((await touch(inGroup, '10.1.0')).source), [everybody.id]);

    await as('DELETE', `/api/groups/${group.id}?force=true`);
    assert.equal((await touch(inGroup, '8.1.0')).alert, false);
  });
});
