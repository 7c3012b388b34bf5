import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { toPending } from '../../src/cases/block-agents.ts';
import { withoutCovered } from '../../src/cases/block-feeds.ts';
import { toBlock, toRenewal } from '../../src/cases/block-list.ts';
import type { BlockedBody, NewBlock } from '../../src/core/block.ts';
import type { DocOf } from '../../src/core/doc-kind.ts';
import { blockedDocs } from '../../src/core/doc-kinds.ts';

const now = '2026-11-24T10:00:00.000Z';
const later = '2026-11-24T11:00:00.000Z';
const latest = '2026-11-24T12:00:00.000Z';
const earlier = '2026-11-24T09:00:00.000Z';

function existing(body: Partial<BlockedBody> = {}, expires_at: string | null = later): DocOf<BlockedBody> {
  const stored: BlockedBody = {
    network: '203.0.113.9',
    family: 4,
    note: 'by hand',
    source: 'manual',
    incident_id: null,
    alert_id: null,
    node_id: null,
    added_by: 'ada',
    confirmed: [{ node_id: 'node-a', at: earlier }],
    ...body,
  };
  return blockedDocs.read(
    blockedDocs.create({ id: 'block-1', user_id: 'user-1', expires_at }, stored, earlier),
  );
}
const asked = (block: Partial<NewBlock>): NewBlock => ({
  network: '203.0.113.9',
  source: 'manual',
  added_by: 'bob',
  ...block,
});

describe('blocking a network again', () => {
  it('by a person replaces note and end; confirmations stay', () => {
    const change = toRenewal(existing(), asked({ note: 'again', expires_at: null }), now);
    assert.equal(change?.expires_at, null);
    assert.deepEqual(
      [change?.body?.note, change?.body?.added_by, change?.body?.confirmed.length],
      ['again', 'bob', 1],
    );
    assert.equal(
      toRenewal(existing(), asked({ expires_at: now }), now)?.expires_at,
      now,
      'also a sooner end',
    );
    assert.equal(toRenewal(existing(), asked({}), now)?.body?.note, 'by hand');
  });

  it('by rule leaves what a person asked for, and prolongs what a rule or an incident did', () => {
    const byRule = asked({ source: 'rule', added_by: 'rule', expires_at: latest });
    assert.equal(toRenewal(existing(), byRule, now), null);
    assert.equal(toRenewal(existing({ source: 'rule' }), byRule, now)?.expires_at, latest);
    const sooner = { ...byRule, expires_at: now };
    assert.equal(toRenewal(existing({ source: 'rule' }), sooner, now)?.expires_at, later);
    const forEver = existing({ source: 'rule' }, null);
    assert.equal(toRenewal(forEver, byRule, now)?.expires_at, null);
  });

  it('keeps the link to an alert until another one is named', () => {
    const linked = existing({ incident_id: 'inc-1', alert_id: 'alert-1' });
    const links = (block: Partial<NewBlock>) => {
      const { incident_id, alert_id } = toRenewal(linked, asked(block), now)?.body ?? {};
      return [incident_id, alert_id];
    };
    assert.deepEqual(links({}), ['inc-1', 'alert-1']);
    assert.deepEqual(links({ incident_id: null, alert_id: null }), ['inc-1', 'alert-1']);
    assert.deepEqual(links({ incident_id: 'inc-2', alert_id: 'alert-2' }), ['inc-2', 'alert-2']);
  });

  it('reads an entry of an earlier version, which has no link to an alert', () => {
    const { body, ...doc } = blockedDocs.create({ id: 'block-1', user_id: 'user-1' }, existing().body, now);
    const { alert_id: _, ...old } = body;
    assert.equal(blockedDocs.read({ ...doc, body: old }).body.alert_id, null);
  });

  it('for another node asks every node', () => {
    const forA = existing({ node_id: 'node-a' });
    assert.equal(toRenewal(forA, asked({ node_id: 'node-a' }), now)?.body?.node_id, 'node-a');
    assert.equal(toRenewal(forA, asked({ node_id: 'node-b' }), now)?.body?.node_id, null);
  });

  it('starts anew where its time was over', () => {
    const over = existing({ node_id: 'node-a' }, now);
    const change = toRenewal(over, asked({ source: 'rule', node_id: 'node-b', expires_at: later }), now);
    assert.equal(change?.expires_at, later);
    assert.deepEqual(
      [change?.body?.source, change?.body?.node_id, change?.body?.confirmed],
      ['rule', 'node-b', []],
    );
  });
});

describe('what an agent still has to block', () => {
  it('is in force, one address, for this node, and not confirmed by it', () => {
    const blocks = [
      existing(),
      existing({ network: '203.0.113.1', confirmed: [] }),
      existing({ network: '203.0.113.2', confirmed: [], node_id: 'node-b' }),
      existing({ network: '198.51.100.0/24', confirmed: [] }),
      existing({ network: '203.0.113.3', confirmed: [] }, now),
    ].map(toBlock);
    assert.deepEqual(toPending(blocks, 'node-a', now), ['203.0.113.1']);
    assert.deepEqual(toPending(blocks, 'node-b', now), ['203.0.113.9', '203.0.113.1', '203.0.113.2']);
  });

  it('is at most a thousand addresses a heartbeat', () => {
    const [block] = [existing({ confirmed: [] })].map(toBlock);
    const many = Array.from({ length: 1500 }, (_, n) => ({
      ...block!,
      network: `198.51.${n >> 8}.${n & 255}`,
    }));
    assert.equal(toPending(many, 'node-a', now).length, 1000);
  });
});

describe('the list that firewalls pull', () => {
  it('leaves out what a wider entry holds', () => {
    const blocks = [
      '198.51.100.0/24',
      '198.51.100.0/25',
      '198.51.100.7',
      '203.0.113.9',
      '2001:db8::/32',
      '2001:db8::1',
    ];
    assert.deepEqual(
      withoutCovered(blocks.map((network) => toBlock(existing({ network })))).map(({ network }) => network),
      ['198.51.100.0/24', '203.0.113.9', '2001:db8::/32'],
    );
  });
});
