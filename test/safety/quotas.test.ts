/** One tenant's flood is refused honestly, is seen coming, and is neither another's loss nor a way to blind its own decoys. */
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { createDiskShare } from '../../src/cases/disk-share.ts';
import type { QuotaUse } from '../../src/cases/quotas.ts';
import { createQuotas } from '../../src/cases/quotas.ts';
import { allowReceivers } from '../../src/cases/receivers.ts';
import { usageDocs } from '../../src/core/doc-kinds.ts';
import { ownQuotas } from '../../src/core/quota.ts';
import { sampleTenantOf } from '../../src/core/side-tenant.ts';
import { agentEvent, honeypotLog, openApi } from '../support/api-client.ts';
import { answer, openReceiver, until } from '../support/notify/receiver.ts';

const dayMs = 24 * 3_600_000;

/** The owner, then a tenant who registered, with the quotas of `given`. */
async function open(t: TestContext, given: string) {
  const time = { now: Date.parse('2026-11-30T10:00:00Z') };
  const api = await openApi(t, {
    env: {
      QUOTAS: given,
      PUBLIC_URL: 'https://example.org',
      METRICS_TOKEN: 'the-operator-reads-metrics-with-this',
    },
    overrides: { clock: () => time.now },
  });
  const owner = await api.createUser('owner@example.org');
  time.now += 1000;
  const user = await api.createUser('tenant@example.org');
  const node = await api.createNode(user, 'flooded');
  const send = async (count: number, to = node) => {
    const body = Array.from({ length: count }, () => honeypotLog);
    const answer = await api.call('POST', '/api/events', { headers: to.headers, body });
    return { status: answer.status, code: answer.body.code, retry: answer.headers.get('retry-after') };
  };
  const use = async (headers = user.headers): Promise<Record<string, QuotaUse>> => {
    const { body } = await api.call<QuotaUse[]>('GET', '/api/quotas', { headers });
    return Object.fromEntries(body.map((one) => [one.name, one]));
  };
  return { api, time, owner, user, node, send, use };
}

describe('a quota of events', () => {
  it('is warned of, then refused with its own code, counted, and begins anew at midnight', async (t) => {
    const { api, time, owner, node, send, use } = await open(t, 'events_per_day=100');
    assert.equal((await send(15)).status, 200);
    assert.equal((await use()).events_per_day?.state, 'ok');
    // Of one node only the share that is not kept for the others.
    assert.equal((await send(70)).status, 200);
    assert.deepEqual(
      [(await use()).events_per_day?.state, (await use()).events_per_day?.used],
      ['warning', 85],
    );
    const refused = await send(7);
    assert.deepEqual(refused, { status: 429, code: 'quota_exceeded', retry: String(14 * 3600 - 1) });
    assert.equal((await use()).events_per_day?.refused, 7);
    const { body } = await api.call<string>('GET', '/metrics', {
      headers: { authorization: 'Bearer the-operator-reads-metrics-with-this' },
    });
    assert.match(body, /^decoyverse_events_refused_events_per_day_total 7$/m);
    // Another tenant is not concerned.
    const another = await api.createNode(owner);
    assert.equal((await send(500, another)).status, 200);
    time.now += dayMs;
    assert.equal((await send(10, node)).status, 200);
    const { used, refused: today } = (await use()).events_per_day!;
    assert.deepEqual([used, today], [10, 0]);
  });

  it('is told to the tenant over its channels, before it ends and when it is used up, each once', async (t) => {
    const receiver = await openReceiver(answer(200, '{"id":"x"}'));
    t.after(() => receiver.close());
    const opened = await open(t, 'events_per_day=100');
    const { api, user, node, send } = opened;
    const quiet = await api.createNode(user, 'quiet');
    const now = () => new Date().toISOString();
    await allowReceivers({ store: api.store, now, randomHex: (n) => 'a'.repeat(2 * n) }, user.id, [
      '127.0.0.1',
    ]);
    const settings = { url: receiver.url, topic: 'topic' };
    const body = { name: 'phone', channel: 'ntfy', settings };
    await api.call('POST', '/api/channels', { headers: user.headers, body });
    await send(85);
    await until(() => receiver.seen.length >= 1);
    await send(1);
    await send(15, quiet);
    await until(() => receiver.seen.length >= 2);
    for (let n = 0; n < 5; n++) await send(1, n % 2 ? quiet : node);
    const { body: all } = await api.call<{ items: { occasion: string; incident_id: string | null }[] }>(
      'GET',
      '/api/deliveries',
      { headers: user.headers },
    );
    const ofQuota = all.items.filter(({ occasion }) => occasion === 'quota');
    assert.deepEqual(
      ofQuota.map(({ incident_id }) => incident_id),
      [null, null],
    );
    const texts = receiver.seen.map(({ body: text }) => text).join('\n');
    assert.match(texts, /Four fifths of the quota of events a day are used/);
    assert.match(texts, /A node has used its share of the quota of events a day/);
  });

  it('that a flood at one decoy uses up leaves room for the others, and most for tokens and agents', async (t) => {
    const { api, user, node, send, use } = await open(t, 'events_per_day=100');
    const quiet = await api.createNode(user, 'quiet');
    for (let n = 0; n < 20 && (await send(10)).status === 200; n++);
    assert.equal((await use()).events_per_day?.used, 80);
    for (let n = 0; n < 2; n++) assert.equal((await send(10, quiet)).status, 200);
    assert.equal((await send(1, quiet)).status, 429);
    const inside = await api.call('POST', '/api/agent-alert', { headers: node.headers, body: agentEvent });
    assert.equal(inside.status, 200);
    const { body: token } = await api.call<{ url: string }>('POST', '/api/tokens', {
      headers: user.headers,
      body: { type: 'link', note: 'a wiki page', owner: '', answer: 'page' },
    });
    await api.call('GET', new URL(token.url).pathname);
    const kinds = async () =>
      (await api.store.of(user.id).events({}, { limit: 200 })).items.map(({ kind }) => kind);
    for (let n = 0; n < 100 && !(await kinds()).includes('token.hit'); n++) await sleep(20);
    assert.ok((await kinds()).includes('token.hit'));
  });

  it('survives a restart', async (t) => {
    const { api, node, send, user } = await open(t, 'events_per_day=100');
    const second = await api.createNode(user, 'second');
    for (let n = 0; n < 20 && (await send(40)).status === 200; n++);
    assert.equal((await send(20, second)).status, 200);
    const again = await api.restart();
    t.after(() => again.close());
    const answer = await again.call('POST', '/api/honeypot-log', {
      headers: node.headers,
      body: honeypotLog,
    });
    assert.equal(answer.status, 429);
    const { body } = await again.call<QuotaUse[]>('GET', '/api/quotas', { headers: user.headers });
    assert.equal(body[0]?.refused, 41);
  });
});

describe('a quota of bytes', () => {
  it('counts what is stored, and what retention deletes no longer', async (t) => {
    const { send, use, time } = await open(t, 'bytes_per_day=none, stored_bytes=20000');
    for (let n = 0; n < 99 && (await send(10)).status === 200; n++);
    const { used, state, refused } = (await use()).stored_bytes!;
    assert.ok(used >= 20_000 && used < 40_000, String(used));
    assert.deepEqual([state, refused], ['used_up', 10]);
    time.now += 2 * dayMs;
    assert.equal((await send(1)).code, 'quota_exceeded');
  });
});

describe('quotas of things', () => {
  it('bound nodes, decoys, channels, keys and streams of one account, not of the owner', async (t) => {
    const { api, owner, user, node, use } = await open(t, 'nodes=2, decoys=3, channels=0, keys=1, streams=1');
    const post = async (path: string, body: object, headers: Record<string, string> = user.headers) =>
      (await api.call('POST', path, { headers, body })).status;
    assert.equal(await post('/nodes', { name: 'second' }), 200);
    assert.equal(await post('/nodes', { name: 'third' }), 429);
    const register = (many: number) =>
      post(
        '/api/agent/register-decoys',
        { decoys: Array.from({ length: many }, (_, n) => ({ file_name: `f${n}`, file_path: `/f${n}` })) },
        node.headers,
      );
    assert.equal(await register(4), 429);
    assert.equal(await register(3), 200);
    assert.equal(await register(1), 429);
    const webhook = { name: 'w', channel: 'webhook', settings: { url: 'https://example.org/', secret: 'x' } };
    assert.equal(await post('/api/channels', webhook), 429);
    assert.equal(await post('/api/keys', { name: 'one', scopes: ['read'] }), 200);
    assert.equal(await post('/api/keys', { name: 'two', scopes: ['read'] }), 429);
    for (let n = 0; n < 3; n++) assert.equal(await post('/nodes', { name: `n${n}` }, owner.headers), 200);
    const ended = new AbortController();
    t.after(() => ended.abort());
    const stream = () => fetch(`${api.address}/api/live`, { headers: user.headers, signal: ended.signal });
    assert.equal((await stream()).status, 200);
    assert.equal((await stream()).status, 429);
    const { nodes, decoys, keys, streams } = await use();
    assert.deepEqual([nodes?.used, decoys?.used, keys?.used, streams?.used], [2, 3, 1, 1]);
  });

  it('are refused as settings where a name or a number is wrong', async () => {
    const { readConfig } = await import('../../src/config.ts');
    const read = (QUOTAS: string) => readConfig({ AUTH_ENABLED: 'False', QUOTAS }).quotas;
    assert.deepEqual(read('events_per_day=5 stored_bytes=none'), { events_per_day: 5, stored_bytes: null });
    for (const wrong of ['events=5', 'nodes=-1', 'nodes', 'nodes=1e9', '__proto__=1'])
      assert.throws(() => read(wrong), { code: 'invalid_request' }, wrong);
  });
});

describe('a disk that one tenant filled', () => {
  it('refuses that tenant, and not the others', async (t) => {
    const { api, owner, user, node } = await open(t, '');
    const stored = (bytes: number) => ({
      day: '2026-11-30',
      events: 1,
      bytes,
      refused: {},
      stored: { '2026-11-30': bytes },
    });
    const at = '2026-11-30T09:00:00.000Z';
    for (const [id, bytes] of [
      [user.id, 9e9],
      [owner.id, 1e6],
      ['third', 2e6],
      ['fourth', 3e6],
    ] as const)
      await api.store.of(id).createDoc(usageDocs.create({ id, user_id: id }, stored(bytes), at));
    const { clock = Date.now } = { clock: () => Date.parse('2026-11-30T10:00:00Z') };
    const quotas = createQuotas({
      store: api.store,
      limitsOf: () => ownQuotas,
      sizeOf: () => 1000,
      disk: createDiskShare({ store: api.store, clock, freeBytes: async () => 10e9 }),
      retentionDays: null,
      log: { warn: () => undefined },
      clock,
    });
    const full = createQuotas({
      store: api.store,
      limitsOf: () => ownQuotas,
      sizeOf: () => 1000,
      disk: createDiskShare({ store: api.store, clock, freeBytes: async () => 1e6 }),
      retentionDays: null,
      log: { warn: () => undefined },
      clock,
    });
    const { parseHoneypotLog } = await import('../../src/ingest/native.ts');
    const drafts = [parseHoneypotLog(honeypotLog)];
    const own = await api.createNode(owner);
    assert.equal(
      (await quotas.guard(api.pipeline).accept({ user_id: user.id, node_id: node.id }, drafts)).length,
      1,
    );
    const guarded = full.guard(api.pipeline);
    await assert.rejects(guarded.accept({ user_id: user.id, node_id: node.id }, drafts), {
      code: 'quota_exceeded',
    });
    assert.equal((await guarded.accept({ user_id: owner.id, node_id: own.id }, drafts)).length, 1);
    assert.equal(full.refused().disk, 1);
    await quotas.close();
    await full.close();
  });

  it('leaves nothing of sample data, which are removed without a trace', async (t) => {
    const { api, user } = await open(t, '');
    const clock = (): number => Date.parse('2026-11-30T10:00:00Z');
    const quotas = createQuotas({
      store: api.store,
      limitsOf: () => ownQuotas,
      sizeOf: () => 1000,
      disk: createDiskShare({ store: api.store, clock, freeBytes: async () => 10e9 }),
      retentionDays: null,
      log: { warn: () => undefined },
      clock,
    });
    const { parseHoneypotLog } = await import('../../src/ingest/native.ts');
    const guarded = quotas.guard(api.pipeline);
    for (const [user_id, kept] of [
      [sampleTenantOf(user.id, 'a1'), 0],
      [user.id, 1],
    ] as const) {
      await guarded.accept({ user_id, node_id: 'node-1' }, [parseHoneypotLog(honeypotLog)]);
      await quotas.flush();
      const doc = await api.store.of(user_id).doc(usageDocs.name, user_id);
      assert.equal(doc === null ? 0 : 1, kept, user_id);
    }
    await quotas.close();
  });
});
