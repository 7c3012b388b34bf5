import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Backend, useStore } from './backend.ts';
import {
  makeAlert,
  makeCounts,
  makeNode,
  makeProfileDelta,
  makeRollupDelta,
  newTenant,
  time,
  write,
} from './records.ts';

export function statsContract(backend: Backend): void {
  describe(`${backend.name}: statistics`, () => {
    const open = useStore(backend);
    const hour = (at: number): string => new Date(Date.UTC(2026, 9, 5, at)).toISOString();

    it('are zero where nothing was', async () => {
      assert.deepEqual(await open.store.of(newTenant()).stats(), {
        total_attacks: 0,
        risk_sum: 0,
        high_risk_count: 0,
        active_alerts: 0,
        unique_attackers: 0,
        total_nodes: 0,
        active_nodes: 0,
        recent_risk_average: 0,
      });
    });

    it('add up a tenant’s own', async () => {
      const [user, other] = [newTenant(), newTenant()];
      const nodes = [1, 2, 3].map(() => makeNode({ user_id: user }));
      for (const node of nodes) await open.store.of(user).createNode(node);
      await open.store.of(user).updateNode(nodes[0]?.node_id ?? '', { status: 'inactive' });
      await open.store
        .of(user)
        .updateNode(nodes[1]?.node_id ?? '', { deleted_at: time(5), uninstall_grace_until: null });
      const batch = {
        rollups: [
          makeRollupDelta({ user_id: user, hour: hour(1), events: 10, risk_sum: 33, high_risk: 2 }),
          makeRollupDelta({ user_id: user, hour: hour(2), events: 5, risk_sum: 7, high_risk: 1 }),
        ],
        profiles: [
          makeProfileDelta({ user_id: user, source_ip: '203.0.113.1' }),
          makeProfileDelta({ user_id: user, source_ip: '203.0.113.2' }),
        ],
        alerts: [makeAlert({ user_id: user })],
      };
      await write(open.store, user, batch);
      await write(open.store, other, { rollups: [makeRollupDelta({ user_id: other })] });
      await write(open.store, user, {
        rollups: [makeRollupDelta({ user_id: user, hour: hour(1), events: 0, risk_sum: -3, high_risk: -1 })],
      });
      assert.deepEqual(await open.store.of(user).stats(), {
        total_attacks: 15,
        risk_sum: 37,
        high_risk_count: 2,
        active_alerts: 1,
        unique_attackers: 2,
        total_nodes: 2,
        active_nodes: 1,
        recent_risk_average: 8,
      });
    });

    it('average the risk of the latest ten alerts, unrounded', async () => {
      const user = newTenant();
      const alerts = Array.from({ length: 13 }, (_, at) =>
        makeAlert({ user_id: user, timestamp: time(at), risk_score: at < 3 ? 0 : at % 2 ? 8 : 9 }),
      );
      alerts[12] = makeAlert({ user_id: user, timestamp: time(40), risk_score: 10, status: 'resolved' });
      await write(open.store, user, { alerts });
      const expected = (8 + 9 + 8 + 9 + 8 + 9 + 8 + 9 + 8 + 10) / 10;
      const { recent_risk_average } = await open.store.of(user).stats();
      assert.ok(Math.abs(recent_risk_average - expected) < 1e-9, String(recent_risk_average));
    });

    it('come by the hour, ascending, from inclusive to exclusive', async () => {
      const [user, other] = [newTenant(), newTenant()];
      const at = (h: number, events: number) =>
        makeRollupDelta({ user_id: user, hour: hour(h), events, alerts: 1, nodes: { 'node-1': events } });
      await write(open.store, user, { rollups: [at(4, 1), at(2, 2), at(3, 3)] });
      await write(open.store, user, {
        rollups: [{ ...at(3, 4), attack_types: { BruteForce: -1, Recon: 2 }, services: { http: 1 } }],
      });
      await write(open.store, other, { rollups: [makeRollupDelta({ user_id: other, hour: hour(3) })] });
      const rollups = await open.store.of(user).rollups(hour(2), hour(4));
      assert.deepEqual(rollups, [
        {
          user_id: user,
          hour: hour(2),
          events: 2,
          risk_sum: 5,
          high_risk: 0,
          alerts: 1,
          attack_types: { BruteForce: 1 },
          services: { ssh: 1 },
          nodes: { 'node-1': 2 },
          countries: {},
          techniques: {},
          exposures: {},
          suppressed: {},
          ...{ part: '', networks: {}, risks: {}, vulnerabilities: {}, examples: {} },
          sources: {},
        },
        {
          user_id: user,
          hour: hour(3),
          events: 7,
          risk_sum: 10,
          high_risk: 0,
          alerts: 2,
          attack_types: { Recon: 2 },
          services: { ssh: 1, http: 1 },
          nodes: { 'node-1': 7 },
          countries: {},
          techniques: {},
          exposures: {},
          suppressed: {},
          ...{ part: '', networks: {}, risks: {}, vulnerabilities: {}, examples: {} },
          sources: {},
        },
      ]);
      assert.deepEqual(await open.store.of(user).rollups(hour(5), hour(9)), []);
      assert.equal((await open.store.of(other).rollups(hour(0), hour(9))).length, 1);
    });

    it('know what is ordinary once enough sources were seen', async () => {
      const [user, other] = [newTenant(), newTenant()];
      const window = (at: number, events: number) => ({
        user_id: user,
        source_ip: `203.0.113.${at}`,
        bucket: 2_900_000 + (at % 3),
        counts: makeCounts({ events }),
      });
      assert.equal(await open.store.of(user).baseline(), null);
      await write(open.store, user, { windows: [window(0, 1), window(1, 5)] });
      assert.equal(await open.store.of(user).baseline(), null);
      await write(open.store, user, {
        windows: Array.from({ length: 38 }, (_, at) => window(at + 2, at % 2 ? 5 : 1)),
      });
      const level = await open.store.of(user).baseline();
      assert.ok(level);
      assert.equal(level.samples, 40);
      assert.ok(Math.abs(level.mean_events - 3) < 1e-9, String(level.mean_events));
      assert.ok(Math.abs(level.deviation_events - 2) < 0.1, String(level.deviation_events));
      assert.equal(await open.store.of(other).baseline(), null);
    });
  });
}
