import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Wallboard, WallboardCreated, WallboardData } from '../../src/contract/wallboard.ts';
import { type Api, fieldsOf, openApi, type TestUser } from '../support/api-client.ts';
import { aDraft } from '../support/drafts.ts';

const create = (api: Api, user: TestUser, body: unknown) =>
  api.call<WallboardCreated>('POST', '/api/wallboards', { headers: user.headers, body });
const show = (api: Api, key: string, path = '/api/wallboard') =>
  api.call<WallboardData>('GET', path, { headers: { authorization: `Bearer ${key}` } });
const keyOf = ({ path }: WallboardCreated): string => path.split('#')[1] ?? '';

const secretText = 'hunter2-of-anna';

async function attacked(api: Api, user: TestUser): Promise<void> {
  const node = await api.createNode(user, 'ssh-dmz-1');
  const sender = { user_id: user.id, node_id: node.id };
  const login = (n: number) =>
    aDraft({
      event_id: `e-${n}`,
      source_ip: '203.0.113.50',
      session: 's-1',
      payload: `anna.smith:${secretText}`,
      timestamp: new Date(Date.now() - 60_000 + n * 100).toISOString(),
      extra: { username: 'anna.smith', password: secretText },
    });
  await api.pipeline.accept(
    sender,
    Array.from({ length: 40 }, (_, n) => login(n)),
  );
}

describe('a wallboard', () => {
  it('shows the numbers of the overview to whoever has its link, and nothing that an attacker wrote', async (t) => {
    const api = await openApi(t);
    const user = await api.createUser();
    const other = await api.createUser('other@example.org');
    await attacked(api, user);
    const made = await create(api, user, { name: 'SOC, north wall' });
    assert.equal(made.status, 200);
    assert.match(made.body.path, /^\/console\/wallboard#dvw_[\w-]{43}$/);
    assert.equal(made.body.wallboard.show_sources, false);
    const lifeMs =
      Date.parse(made.body.wallboard.expires_at ?? '') - Date.parse(made.body.wallboard.created_at);
    assert.equal(Math.round(lifeMs / 86_400_000), 90);

    const { status, body } = await show(api, keyOf(made.body));
    assert.equal(status, 200);
    assert.equal(body.name, 'SOC, north wall');
    assert.deepEqual(
      [body.totals.total_attacks, body.incidents.open, body.nodes.total, body.activity.length],
      [40, 1, 1, 24],
    );
    assert.equal(
      body.activity.reduce((sum, { events }) => sum + events, 0),
      40,
    );
    const [worst] = body.incidents.worst;
    assert.deepEqual(
      [worst?.node_name, worst?.attack_type, worst?.source],
      ['ssh-dmz-1', 'BruteForce', null],
    );
    assert.equal(
      Object.values(body.incidents.by_risk).reduce((a, b) => a + b),
      1,
    );
    assert.equal(body.top.sources, null);
    const said = JSON.stringify(body);
    for (const hidden of [secretText, 'anna', '203.0.113.50', user.id])
      assert.ok(!said.includes(hidden), hidden);

    const open = await create(api, user, { name: 'inner room', show_sources: true });
    const shown = await show(api, keyOf(open.body));
    assert.equal(shown.body.incidents.worst[0]?.source, '203.0.113.50');
    assert.deepEqual(shown.body.top.sources, [{ name: '203.0.113.50', events: 40 }]);
    assert.ok(!JSON.stringify(shown.body).includes(secretText));

    // Another tenant's shows another tenant's.
    const theirs = await create(api, other, { name: 'theirs', show_sources: true });
    const empty = await show(api, keyOf(theirs.body));
    assert.deepEqual([empty.body.totals.total_attacks, empty.body.incidents.worst], [0, []]);
  });

  it('is listed without its secret, and shows nothing any more once it is revoked, or its end has come', async (t) => {
    let nowMs = Date.now();
    const api = await openApi(t, { overrides: { clock: () => nowMs } });
    const user = await api.createUser();
    const other = await api.createUser('other@example.org');
    const end = new Date(nowMs + 3_600_000).toISOString();
    const short = await create(api, user, { name: 'short', expires_at: end });
    const endless = await create(api, user, { name: 'endless', expires_at: null });
    assert.equal(endless.body.wallboard.expires_at, null);
    await show(api, keyOf(short.body));
    const list = (who: TestUser) => api.call<Wallboard[]>('GET', '/api/wallboards', { headers: who.headers });
    const listed = await list(user);
    assert.deepEqual(
      listed.body.map(({ name, last_seen_at }) => [name, last_seen_at !== null]),
      [
        ['short', true],
        ['endless', false],
      ],
    );
    assert.ok(!JSON.stringify(listed.body).includes('dvw_'));
    assert.deepEqual((await list(other)).body, []);

    const revoke = (who: TestUser, id: string) =>
      api.call('DELETE', `/api/wallboards/${id}`, { headers: who.headers });
    assert.equal((await revoke(other, endless.body.wallboard.id)).status, 404);
    assert.equal((await show(api, keyOf(endless.body))).status, 200);
    assert.equal((await revoke(user, endless.body.wallboard.id)).status, 200);
    assert.equal((await show(api, keyOf(endless.body))).status, 401);
    const audit = await api.call<{ items: { data: { method: string; path: string } }[] }>(
      'GET',
      '/api/audit',
      {
        headers: user.headers,
      },
    );
    assert.deepEqual(
      audit.body.items.map(({ data }) => `${data.method} ${data.path}`),
      ['DELETE /api/wallboards/:id', 'POST /api/wallboards', 'POST /api/wallboards'],
    );
    nowMs += 3_600_001;
    assert.equal((await show(api, keyOf(short.body))).status, 401);
  });

  it('opens nothing else, and nothing else opens it', async (t) => {
    const api = await openApi(t);
    const user = await api.createUser();
    const made = await create(api, user, { name: 'x' });
    const key = keyOf(made.body);
    for (const path of [
      '/api/stats',
      '/api/incidents',
      '/api/events',
      '/auth/me',
      '/api/wallboards',
      '/api/live',
    ])
      assert.equal((await show(api, key, path)).status, 401, path);
    const token = user.headers.authorization?.replace('Bearer ', '') ?? '';
    for (const wrong of [token, 'dvw_', `dvw_${'a'.repeat(43)}`, `${key}a`, 'x'.repeat(9000)]) {
      const refused = await show(api, wrong);
      assert.equal(refused.status, 401, wrong.slice(0, 20));
    }
    assert.equal((await api.call('GET', '/api/wallboard')).status, 401);
    assert.deepEqual(fieldsOf((await create(api, user, {})).body), ['name']);
    assert.deepEqual(
      fieldsOf((await create(api, user, { name: 'x', expires_at: '2020-01-01T00:00:00Z' })).body),
      ['expires_at'],
    );
    for (let n = 1; n < 20; n++) assert.equal((await create(api, user, { name: `n${n}` })).status, 200);
    assert.equal((await create(api, user, { name: 'one too many' })).status, 409);
    // A key that may only read makes no link that reads for ever.
    const reader = await api.call<{ key: string }>('POST', '/api/keys', {
      headers: user.headers,
      body: { name: 'r', scopes: ['read'] },
    });
    const tried = await api.call('POST', '/api/wallboards', {
      headers: { authorization: `Bearer ${reader.body.key}` },
      body: { name: 'mine' },
    });
    assert.equal(tried.status, 403);
  });
});
