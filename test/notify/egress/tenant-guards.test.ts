import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { allowReceivers } from '../../../src/cases/receivers.ts';
import { everybody } from '../../../src/core/receiver-allowance.ts';
import { channels } from '../../../src/notify/channels/index.ts';
import { newWebhookSecret } from '../../../src/notify/channels/webhook.ts';
import { createSender } from '../../../src/notify/delivery/sender.ts';
import { parseAllowPrivate } from '../../../src/notify/egress/allow-list.ts';
import { createGuard, type GuardParts } from '../../../src/notify/egress/guard.ts';
import { createTenantGuards, hiddenAnswer } from '../../../src/notify/egress/tenant-guards.ts';
import { openSqliteStore } from '../../../src/store/sqlite/open.ts';
import { ordinary } from '../../support/notify/notices.ts';
import { answer, openReceiver } from '../../support/notify/receiver.ts';

const names = ['owner', 'listed', 'stranger'] as const;

async function open(t: TestContext, { isOpen, allow = '' }: { isOpen: boolean; allow?: string }) {
  const dir = mkdtempSync(join(tmpdir(), 'decoyverse-guards-'));
  t.after(() => rmSync(dir, { recursive: true }));
  const store = await openSqliteStore({ file: join(dir, 'a.db') });
  t.after(() => store.close());
  let nowMs = Date.parse('2026-11-24T10:00:00.000Z');
  for (const [n, id] of names.entries())
    await store.createUser({
      id,
      email: `${id}@example.org`,
      password_hash: '',
      token_version: 0,
      created_at: new Date(nowMs + n).toISOString(),
    });
  const makeGuard = (parts: GuardParts = {}) =>
    createGuard({ ...parts, refusalMs: 0, resolveName: async (host) => known[host] ?? [] });
  const known: Record<string, { address: string; family: 4 }[]> = {
    'db.corp.example.com': [{ address: '10.1.2.3', family: 4 }],
    'hooks.example.com': [{ address: '93.184.216.34', family: 4 }],
  };
  const guards = createTenantGuards({
    store,
    allow: parseAllowPrivate(allow),
    isOpen,
    clock: () => nowMs,
    makeGuard,
  });
  let ids = 0;
  const parts = { store, now: () => new Date(nowMs).toISOString(), randomHex: () => `entry-${ids++}` };
  return {
    store,
    guards,
    allow: (id: string, entries: string[]) => allowReceivers(parts, id, entries),
    later: () => {
      nowMs += 3000;
    },
    check: async (id: string, url: string): Promise<string> =>
      (await guards.of(id)).guard.checkUrl(url).then(
        () => 'goes',
        (error: Error) => error.message,
      ),
  };
}

describe('receivers inside, by tenant', () => {
  it('are for the owner alone where anybody may register', async (t) => {
    const { check } = await open(t, { isOpen: true, allow: '10.0.0.0/8' });
    assert.equal(await check('owner', 'http://10.1.2.3/'), 'goes');
    assert.match(await check('listed', 'http://10.1.2.3/'), /does not send to this address/);
    assert.match(await check('nobody', 'http://10.1.2.3/'), /does not send to this address/);
  });

  it('are for all where the operator makes the accounts', async (t) => {
    const { check } = await open(t, { isOpen: false, allow: '10.0.0.0/8' });
    for (const id of names) assert.equal(await check(id, 'http://10.1.2.3/'), 'goes');
  });

  it('are allowed and refused while the server runs, and it stands in the audit log', async (t) => {
    const { check, allow, later, store } = await open(t, { isOpen: true });
    assert.match(await check('listed', 'http://10.1.2.3/'), /does not send/);
    await allow('listed', ['10.1.2.0/24']);
    later();
    assert.equal(await check('listed', 'http://10.1.2.3/'), 'goes');
    assert.match(await check('stranger', 'http://10.1.2.3/'), /does not send/);
    await allow(everybody, ['10.1.2.3']);
    later();
    assert.equal(await check('stranger', 'http://10.1.2.3/'), 'goes');
    await allow('listed', []);
    await allow(everybody, []);
    later();
    assert.match(await check('listed', 'http://10.1.2.3/'), /does not send/);
    await assert.rejects(allow('listed', ['http://x/']), /invalid|NOTIFY/i);
    const { items } = await store.of('listed').journal('audit', { limit: 10 });
    assert.deepEqual(
      items
        .map(({ by, data }) => ({ by, data }))
        .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
      [
        { by: 'operator', data: { for: 'this account', before: ['10.1.2.0/24'], after: [] } },
        { by: 'operator', data: { for: 'this account', before: [], after: ['10.1.2.0/24'] } },
      ],
    );
    const ofAll = (await store.of('owner').journal('audit', { limit: 10 })).items;
    assert.deepEqual(
      ofAll.map(({ data }) => (data as { for: string }).for),
      ['all accounts', 'all accounts'],
      'the owner reads what all are allowed',
    );
  });

  it('are refused with the reason, but not to strangers', async (t) => {
    const { check } = await open(t, { isOpen: true });
    assert.match(await check('owner', 'http://10.1.2.3/'), /inside the network.*NOTIFY_ALLOW_PRIVATE/);
    assert.match(await check('owner', 'https://db.corp.example.com/'), /inside the network/);
    assert.match(await check('owner', 'https://nowhere.example.com/'), /cannot be resolved/);
    assert.doesNotMatch(await check('owner', 'https://nowhere.example.com/'), /inside|NOTIFY/);
    assert.match(await check('owner', 'http://hooks.example.com:22/'), /port/);
    assert.match(await check('owner', 'ftp://hooks.example.com/'), /no http or https address/);
    const told = await Promise.all(
      ['https://db.corp.example.com/', 'https://nowhere.example.com/', 'http://10.1.2.3/'].map((url) =>
        check('stranger', url),
      ),
    );
    assert.equal(new Set(told).size, 1, 'a network cannot be mapped by asking');
  });

  it('answer to those alone who were allowed them by name', async (t) => {
    const receiver = await openReceiver(answer(200, 'internal secret'));
    t.after(() => receiver.close());
    const { guards, allow, later } = await open(t, { isOpen: false, allow: '127.0.0.1' });
    const send = createSender({ channels, guard: createGuard(), guards });
    const sent = (user_id: string) =>
      send({
        config: { channel: 'webhook', settings: { url: receiver.url, secret: newWebhookSecret() } },
        notice: ordinary,
        delivery_id: 'msg_1',
        user_id,
      });
    assert.equal((await sent('owner')).answer, 'internal secret');
    const hidden = await sent('stranger');
    assert.deepEqual([hidden.ok, hidden.status, hidden.answer], [true, 200, hiddenAnswer]);
    await allow('stranger', ['127.0.0.1']);
    later();
    assert.equal((await sent('stranger')).answer, 'internal secret');
  });
});
