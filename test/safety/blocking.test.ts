/** Blocking by rule must not stop the server, pass over the real attacker, or be turned against its owner. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { confirmBlock, createPendingBlocks } from '../../src/cases/block-agents.ts';
import { addBlock, listBlocks } from '../../src/cases/block-list.ts';
import { applyBlockRule, type BlockRuleCursors, decideBlock } from '../../src/cases/block-rule.ts';
import type { BlockSettings } from '../../src/core/block.ts';
import type { Store } from '../../src/core/store.ts';
import { openSqliteStore } from '../../src/store/sqlite/open.ts';
import { makeEvent, makeIncident, record } from '../support/store/contract/records.ts';

const user = 'user-1';
const nowMs = Date.parse('2026-11-30T10:00:00.000Z');
const now = (): string => new Date(nowMs).toISOString();
const settings: BlockSettings = {
  never_block: [],
  rule: { min_risk: 7, attack_types: [], minutes: 60 },
};

async function open(t: TestContext): Promise<Store> {
  const folder = mkdtempSync(join(tmpdir(), 'decoyverse-blocking-'));
  const store = await openSqliteStore({ file: join(folder, 'test.db') });
  t.after(async () => {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return store;
}

/** One incident of each source, the first of them the oldest. */
async function storeIncidents(store: Store, sources: readonly string[]): Promise<void> {
  const incidents = sources.map((source_ip, at) =>
    makeIncident({
      user_id: user,
      source_ip,
      risk_score: 9,
      last_seen: new Date(nowMs - (sources.length - at) * 500).toISOString(),
    }),
  );
  for (let from = 0; from < incidents.length; from += 500)
    await record(store, [makeEvent({ user_id: user })], { incidents: incidents.slice(from, from + 500) });
}

describe('blocking by rule', () => {
  it('makes one entry of a /64 with 6,000 addresses, and reads the list for none of them', async (t) => {
    const store = await open(t);
    const sources = Array.from({ length: 6000 }, (_, at) => `2001:db8:1:2::${(at + 1).toString(16)}`);
    await storeIncidents(store, sources);
    let lists = 0;
    const watched: Pick<Store, 'of'> = {
      of(userId) {
        const tenant = store.of(userId);
        return {
          ...tenant,
          docs(...args) {
            lists++;
            return tenant.docs(...args);
          },
        };
      },
    };
    const cursors: BlockRuleCursors = new Map();
    let rounds = 0;
    do await applyBlockRule(watched, user, settings, nowMs, cursors);
    while (cursors.size > 0 && ++rounds < 20);
    assert.equal(lists, 0);
    const blocks = await listBlocks({ tenant: store.of(user), now }, user);
    assert.deepEqual(
      blocks.map(({ network }) => network),
      ['2001:db8:1:2::/64'],
    );
    const pending = createPendingBlocks({ store, now });
    const [address] = await pending({ user_id: user, node_id: 'node-1' });
    assert.equal(address, sources.at(-1), 'an agent blocks the address that was seen');
    const parts = { tenant: store.of(user), now };
    assert.equal(await confirmBlock(parts, { user_id: user, node_id: 'node-1' }, address ?? ''), true);
    assert.deepEqual(await pending({ user_id: user, node_id: 'node-1' }), []);
  });

  it('reaches the real attacker, the first of 3,000', async (t) => {
    const store = await open(t);
    const flood = Array.from({ length: 2999 }, (_, at) => `198.51.${at >> 8}.${at & 255}`);
    await storeIncidents(store, ['203.0.113.66', ...flood]);
    const cursors: BlockRuleCursors = new Map();
    let rounds = 0;
    do await applyBlockRule(store, user, settings, nowMs, cursors);
    while (cursors.size > 0 && ++rounds < 20);
    const blocks = await listBlocks({ tenant: store.of(user), now }, user);
    assert.ok(blocks.some(({ network }) => network === '203.0.113.66'));
    assert.equal(blocks.length, 3000);
  });

  it('lets an entry made by rule give way when the list is full, never one that a person made', async (t) => {
    const store = await open(t);
    const parts = { tenant: store.of(user), now };
    const counting = { ...parts.tenant, countDocs: async () => 10_000 };
    const full = { ...parts, tenant: counting };
    const expires_at = (minutes: number): string => new Date(nowMs + minutes * 60_000).toISOString();
    await addBlock(parts, user, { network: '192.0.2.1', source: 'manual', added_by: 'ada' });
    for (const [at, minutes] of [30, 5, 60].entries())
      await addBlock(parts, user, {
        network: `198.51.100.${at}`,
        source: 'rule',
        added_by: 'rule',
        expires_at: expires_at(minutes),
      });
    await addBlock(full, user, {
      network: '203.0.113.66',
      source: 'rule',
      added_by: 'rule',
      expires_at: expires_at(60),
    });
    const networks = (await listBlocks(parts, user)).map(({ network }) => network);
    assert.deepEqual(networks, ['192.0.2.1', '198.51.100.0', '198.51.100.2', '203.0.113.66']);
    for (const network of ['198.51.100.0', '198.51.100.2', '203.0.113.66'])
      await parts.tenant.removeDoc(
        'blocked',
        (await listBlocks(parts, user)).find((b) => b.network === network)!.id,
      );
    const refused = addBlock(full, user, { network: '203.0.113.7', source: 'rule', added_by: 'rule' });
    await assert.rejects(refused, { code: 'conflict' });
  });

  it('is not led behind a translator to a network of its owner', async (t) => {
    const store = await open(t);
    const parts = { tenant: store.of(user), now };
    for (const source_ip of ['64:ff9b::10.0.0.1', '2002:a00:1::1', '::ffff:0:10.0.0.1', '::10.0.0.1'])
      assert.equal(
        decideBlock(
          makeIncident({ user_id: user, source_ip, risk_score: 9, last_seen: now() }),
          settings.rule!,
          nowMs,
        ),
        null,
        source_ip,
      );
    for (const network of ['64:ff9b::/96', '2002:7f00:1::/48', '::ffff:0:0/96', '64:ff9b::/64', '2002::/19'])
      await assert.rejects(
        addBlock(parts, user, { network, source: 'manual', added_by: 'ada' }),
        { code: 'invalid_request' },
        network,
      );
    const never = { never_block: ['203.0.113.0/24'], rule: null };
    await parts.tenant.createDoc({
      kind: 'block-settings',
      id: user,
      user_id: user,
      lookup: null,
      tag: null,
      created_at: now(),
      updated_at: now(),
      expires_at: null,
      version: 1,
      body: never,
    });
    await assert.rejects(
      addBlock(parts, user, { network: '64:ff9b::203.0.113.9', source: 'manual', added_by: 'ada' }),
      { code: 'invalid_request' },
    );
  });
});
