import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sampleTenantOf, testTenantOf } from '../../../../src/core/side-tenant.ts';
import type { TenantStore } from '../../../../src/core/store.ts';
import { type Backend, useStore } from './backend.ts';
import {
  fresh,
  makeAgentEvent,
  makeAlert,
  makeCounts,
  makeDoc,
  makeEvent,
  makeIncident,
  makeNode,
  makeRollupDelta,
  makeSession,
  newTenant,
  record,
  time,
} from './records.ts';

const all = { limit: 100 };

/** What every part of a tenant's view says. */
async function seen(tenant: TenantStore, node: string): Promise<Record<string, unknown>> {
  return {
    nodes: await tenant.nodes(),
    decoys: (await tenant.decoys({}, { limit: 10 })).items,
    events: await tenant.events({}, all),
    alerts: await tenant.alerts({}, all),
    incidents: await tenant.incidents({}, all),
    sessions: await tenant.sessions({}, all),
    profiles: await tenant.profiles('last_seen', all),
    stats: await tenant.stats(),
    rollups: await tenant.rollups('2026', '2027'),
    vulnerabilities: await tenant.vulnerabilities(),
    kinds: await tenant.observableKinds(),
    docs: await tenant.docs('note', {}, 10),
    journal: await tenant.journal('audit', all),
    node: await tenant.node(node),
  };
}

export function sideTenantContract(backend: Backend): void {
  describe(`${backend.name}: side tenants`, () => {
    const open = useStore(backend);

    async function fill(user_id: string): Promise<string> {
      const tenant = open.store.of(user_id);
      const node = makeNode({ user_id });
      await tenant.createNode(node);
      await tenant.createDoc(makeDoc({ user_id }));
      await tenant.append({
        id: fresh('entry'),
        user_id,
        stream: 'audit',
        at: time(0),
        by: 'ada',
        kind: 'x',
        data: {},
      });
      const id = fresh('inc');
      const events = Array.from({ length: 450 }, () => makeEvent({ user_id, node_id: node.node_id }));
      await record(open.store, [...events, makeAgentEvent({ user_id })], {
        rollups: [makeRollupDelta({ user_id, events: 451 })],
        alerts: [makeAlert({ user_id, incident_id: id })],
        incidents: [makeIncident({ user_id, incident_id: id, open_key: fresh('key') })],
        sessions: [makeSession({ user_id })],
        windows: [
          { user_id, source_ip: '203.0.113.7', bucket: 3_000_000, counts: makeCounts({ events: 1 }) },
        ],
        touches: [{ user_id, node_id: node.node_id, file_name: 'a', file_path: '/a', at: time(0), count: 1 }],
      });
      return node.node_id;
    }

    it('are removed as a whole, and nothing of any other tenant', async () => {
      const owner = newTenant();
      const [gone, stays] = [sampleTenantOf(owner, 'one'), testTenantOf(owner)];
      const [goneNode, ownNode, staysNode] = [await fill(gone), await fill(owner), await fill(stays)];
      const own = await seen(open.store.of(owner), ownNode);
      const beside = await seen(open.store.of(stays), staysNode);
      assert.ok((await open.store.removeSideTenant(gone)) >= 450);
      const never = await seen(open.store.of(sampleTenantOf(owner, 'never')), goneNode);
      assert.deepEqual(await seen(open.store.of(gone), goneNode), never);
      assert.deepEqual(await seen(open.store.of(owner), ownNode), own);
      assert.deepEqual(await seen(open.store.of(stays), staysNode), beside);
      assert.equal(await open.store.removeSideTenant(gone), 0);
    });

    it('are the only ones that can be', async () => {
      const owner = newTenant();
      const node = await fill(owner);
      await assert.rejects(open.store.removeSideTenant(owner), TypeError);
      await assert.rejects(open.store.removeSideTenant(''), TypeError);
      assert.ok(await open.store.of(owner).node(node));
    });
  });
}
