/** A rule must not be led to block the people, nodes and receivers of its own tenant. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { listBlocks } from '../../src/cases/block-list.ts';
import { applyBlockRule, decideBlock } from '../../src/cases/block-rule.ts';
import { channelDocs, ownAddressDocs } from '../../src/core/doc-kinds.ts';
import { mergeOwnAddresses, networksOf } from '../../src/core/own-addresses.ts';
import { createProtectedAddresses } from '../../src/server/protected-addresses.ts';
import { honeypotLog, openApi } from '../support/api-client.ts';
import { makeEvent, makeIncident, record } from '../support/store/contract/records.ts';

const settings = { never_block: ['192.0.2.53'], rule: { min_risk: 7, attack_types: [], minutes: 60 } };

describe('a rule that attackers feed with the addresses of its owner', () => {
  it('blocks neither people, nodes, receivers nor resolvers, in whatever notation, and blocks the attacker', async (t) => {
    const api = await openApi(t, { env: { TRUST_PROXY: '127.0.0.1' } });
    const user = await api.createUser();
    const node = await api.createNode(user);
    await api.call('GET', '/nodes', { headers: { ...user.headers, 'x-forwarded-for': '203.0.113.50' } });
    await api.call('GET', '/nodes', { headers: { ...user.headers, 'x-forwarded-for': '2001:db8:5:6::7' } });
    const sent = await api.call('POST', '/api/honeypot-log', {
      headers: { ...node.headers, 'x-forwarded-for': '198.51.100.7' },
      body: honeypotLog,
    });
    assert.equal(sent.status, 200);
    const tenant = api.store.of(user.id);
    // They are written a moment later, and not all with one write.
    const isKnown = async (): Promise<boolean> => {
      const known = JSON.stringify(await tenant.docs(ownAddressDocs.name, {}, 10));
      return ['203.0.113.50', '2001:db8:5:6', '198.51.100.7'].every((one) => known.includes(one));
    };
    for (let n = 0; n < 1000 && !(await isKnown()); n++)
      await new Promise((resolve) => setTimeout(resolve, 20));
    const channel = {
      ...{ id: 'ch-1', name: 'SOC', channel: 'webhook', settings: { url: 'https://hooks.example.org/x' } },
      ...{ enabled: true, filter: {}, disabled_reason: null },
    };
    const at = new Date().toISOString();
    await tenant.createDoc(channelDocs.create({ id: 'ch-1', user_id: user.id }, channel, at));
    const own = [
      ...['203.0.113.50', '::ffff:203.0.113.50', '64:ff9b::203.0.113.50', '2001:db8:5:6::99'],
      ...['198.51.100.7', '192.0.2.80', '192.0.2.53', '192.0.2.99'],
    ];
    const incidents = [...own, '198.51.100.66'].map((source_ip) =>
      makeIncident({ user_id: user.id, source_ip, risk_score: 9, last_seen: at }),
    );
    await record(api.store, [makeEvent({ user_id: user.id })], { incidents });
    const protectedOf = createProtectedAddresses({
      store: api.store,
      clock: Date.now,
      resolveHost: async (host) => (host === 'hooks.example.org' ? ['192.0.2.80'] : []),
      resolvers: ['192.0.2.99'],
    });
    assert.equal(await applyBlockRule(api.store, user.id, settings, Date.now(), new Map(), protectedOf), 1);
    const networks = async () =>
      (await listBlocks({ tenant, now: () => at }, user.id)).map(({ network }) => network);
    assert.deepEqual(await networks(), ['198.51.100.66']);
    // A person who names it themselves is obeyed.
    const named = await api.call('POST', '/api/block-ip', {
      headers: user.headers,
      body: { ip_address: '203.0.113.50' },
    });
    assert.equal(named.status, 200, JSON.stringify(named.body));
    assert.deepEqual(await networks(), ['198.51.100.66', '203.0.113.50']);
  });

  it('takes back what it blocked before its owner came from there', async (t) => {
    const api = await openApi(t, { env: { TRUST_PROXY: '127.0.0.1' } });
    const user = await api.createUser();
    const at = new Date().toISOString();
    const incidents = [
      makeIncident({ user_id: user.id, source_ip: '203.0.113.9', risk_score: 9, last_seen: at }),
    ];
    await record(api.store, [makeEvent({ user_id: user.id })], { incidents });
    await applyBlockRule(api.store, user.id, settings, Date.now());
    const tenant = api.store.of(user.id);
    const listed = async () => (await listBlocks({ tenant, now: () => at }, user.id)).length;
    assert.equal(await listed(), 1);
    await api.call('GET', '/nodes', { headers: { ...user.headers, 'x-forwarded-for': '203.0.113.9' } });
    for (let n = 0; n < 200 && (await listed()) > 0; n++)
      await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(await listed(), 0);
  });

  it('can wait for a proof that the source is real', () => {
    const nowMs = Date.now();
    const rule = { ...settings.rule, only_proven: true };
    const decide = (given: object, by = rule) =>
      decideBlock(
        makeIncident({
          user_id: 'user-1',
          source_ip: '203.0.113.9',
          risk_score: 9,
          last_seen: new Date(nowMs).toISOString(),
          ...given,
        }),
        by,
        nowMs,
      );
    assert.equal(decide({ service: 'snmp', event_count: 1 }), null);
    assert.notEqual(decide({ service: 'snmp', event_count: 1 }, settings.rule as typeof rule), null);
    assert.notEqual(decide({ service: 'snmp', event_count: 2 }), null);
    assert.notEqual(decide({ service: 'ssh', event_count: 1 }), null);
  });
});

describe('the addresses of people and nodes', () => {
  it('are few for each node, so that a stolen key protects few, and are forgotten', () => {
    let sum = { people: {}, nodes: {} };
    for (let n = 0; n < 200; n++)
      sum = mergeOwnAddresses(
        sum,
        { people: { [`203.0.113.${n}`]: '2026-11-30' }, nodes: { a: { [`198.51.100.${n}`]: '2026-11-30' } } },
        '2026-11-01',
      );
    assert.equal(networksOf(sum).length, 103);
    const later = mergeOwnAddresses(sum, { people: {}, nodes: {} }, '2026-12-01');
    assert.deepEqual(networksOf(later), []);
  });
});
