import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RollupDelta } from '../../../../src/core/effects.ts';
import { partsOf, rollupPart } from '../../../../src/core/rollup-parts.ts';
import { mostTop, readTopCounts } from '../../../../src/core/top-counts.ts';
import type { VulnerabilityDelta } from '../../../../src/core/vulnerability-sum.ts';
import { type Backend, useStore } from './backend.ts';
import { makeRollupDelta, newTenant, time, write } from './records.ts';

export function sumsContract(backend: Backend): void {
  describe(`${backend.name}: sums`, () => {
    const open = useStore(backend);
    const [from, to] = ['2026-10-05T00:00:00.000Z', '2026-10-06T00:00:00.000Z'];

    it('count countries, techniques, exposures, suppressed events and sources by the hour', async () => {
      const [user, other] = [newTenant(), newTenant()];
      const delta = makeRollupDelta({
        user_id: user,
        countries: { DE: 2, FR: 1 },
        techniques: { 'T1110.001': 3 },
        exposures: { internet: 3 },
        suppressed: { 'node-1': 2 },
        sources: { '203.0.113.1': 2, 'a.b$': 1 },
      });
      await write(open.store, user, { rollups: [delta] });
      await write(open.store, user, {
        rollups: [{ ...delta, techniques: { 'T1110.001': -1, T1059: 1 }, countries: { DE: 1 } }],
      });
      const [rollup] = await open.store.of(user).rollups(from, to);
      assert.deepEqual(rollup?.countries, { DE: 3, FR: 1 });
      assert.deepEqual(rollup?.techniques, { 'T1110.001': 2, T1059: 1 });
      assert.deepEqual(rollup?.exposures, { internet: 6 });
      assert.deepEqual(rollup?.suppressed, { 'node-1': 4 });
      assert.deepEqual(rollup?.sources, { '203.0.113.1': 4, 'a.b$': 2 });
      const [only] = await open.store.of(user).rollups(from, to, 'countries');
      const { attack_types, services, nodes, techniques, exposures, suppressed, sources } =
        only ?? assert.fail();
      assert.deepEqual(only?.countries, { DE: 3, FR: 1 });
      for (const empty of [attack_types, services, nodes, techniques, exposures, suppressed, sources])
        assert.deepEqual(empty, {});
      assert.deepEqual(await open.store.of(other).rollups(from, to), []);
    });

    it('are kept for the tenant and for each node and exposure', async () => {
      const [user, other] = [newTenant(), newTenant()];
      const of = (node: string, exposure: 'internal' | 'internet', given: Partial<RollupDelta> = {}) =>
        makeRollupDelta({
          ...{ user_id: user, part: rollupPart(node, exposure), nodes: { [node]: 1 } },
          ...{ exposures: { [exposure]: 1 }, networks: { 'AS64496 A.B $C': 1 }, risks: { 5: 1 } },
          ...{
            techniques: { T1110: 1 },
            examples: { T1110: `log-${node}` },
            vulnerabilities: { 'CVE-1': 1 },
            suppressed: { [node]: 1 },
          },
          ...given,
        });
      await write(open.store, user, { rollups: [of('n1', 'internet'), of('n2', 'internet')] });
      await write(open.store, user, {
        rollups: [of('n1', 'internal', { alerts: 2 }), of('n1', 'internet', { events: 4 })],
      });
      await write(open.store, other, { rollups: [{ ...of('n1', 'internet'), user_id: other }] });
      const store = open.store.of(user);
      const eventsOf = async (parts: readonly string[] | null) =>
        (await store.rollups(from, to, undefined, parts)).reduce((sum, { events }) => sum + events, 0);
      assert.equal(await eventsOf(null), 7);
      assert.equal((await store.rollups(from, to)).length, 1);
      assert.equal(await eventsOf(partsOf(['n1'], undefined)), 6);
      assert.equal(await eventsOf(partsOf(['n1'], 'internet')), 5);
      assert.equal(await eventsOf(partsOf(['n1', 'n2'], 'internet')), 6);
      assert.equal(await eventsOf(partsOf(null, 'internet')), 6);
      assert.equal(await eventsOf(partsOf(null, 'internal')), 1);
      assert.equal(await eventsOf(partsOf(['n3'], undefined)), 0);
      assert.equal(await eventsOf([]), 0);
      const [inside] = await store.rollups(from, to, 'techniques', partsOf(null, 'internal'));
      assert.deepEqual(inside?.techniques, { T1110: 1 });
      assert.deepEqual(inside?.examples, { T1110: 'log-n1' });
      assert.deepEqual(inside?.networks, {});
      assert.equal(inside?.alerts, 2);
      const [ofNode] = await store.rollups(from, to, 'suppressed', partsOf(['n1'], 'internet'));
      assert.deepEqual(ofNode?.suppressed, { n1: 2 });
      const [whole] = await store.rollups(from, to);
      assert.deepEqual(whole?.suppressed, { n1: 3, n2: 1 });
      assert.deepEqual(whole?.networks, { 'AS64496 A.B $C': 4 });
      assert.deepEqual(whole?.risks, { 5: 4 });
      assert.deepEqual(whole?.vulnerabilities, { 'CVE-1': 4 });
      assert.deepEqual(whole?.examples, { T1110: 'log-n1' });
      assert.equal((await store.stats()).total_attacks, 7);
      assert.equal((await open.store.of(other).stats()).total_attacks, 1);
    });

    it('outlive the events they count as those of the tenant, and go with them as those of a node', async () => {
      const [user, other] = [newTenant(), newTenant()];
      const old = '2026-01-05T08:00:00.000Z';
      const part = rollupPart('n1', 'internet');
      for (const user_id of [user, other])
        await write(open.store, user_id, {
          rollups: [old, from].map((hour) =>
            makeRollupDelta({ user_id, part, hour, sources: { '203.0.113.9': 1 } }),
          ),
        });
      await open.store.sweep('2026-03-01T00:00:00.000Z', Date.parse(to));
      for (const user_id of [user, other]) {
        const store = open.store.of(user_id);
        const parts = partsOf(['n1'], 'internet');
        assert.deepEqual(
          (await store.rollups(old, to, undefined, parts)).map(({ hour }) => hour),
          [from],
        );
        const [first, second] = await store.rollups(old, to);
        assert.deepEqual([first?.hour, first?.events, first?.sources], [old, 1, {}]);
        assert.deepEqual([second?.hour, second?.sources], [from, { '203.0.113.9': 1 }]);
      }
    });

    it('keep the greatest of very many sources, and say how much may be missing', async () => {
      const user = newTenant();
      let sent = 0;
      for (let step = 0; step < 5; step++) {
        const many = Array.from({ length: 150 }, (_, n) => [`10.${step}.0.${n}`, 1] as const);
        const sources = Object.fromEntries([...many, ['203.0.113.9', 40]]);
        sent += 190;
        await write(open.store, user, { rollups: [makeRollupDelta({ user_id: user, sources })] });
      }
      const [rollup] = await open.store.of(user).rollups(from, to);
      const { counts, missed } = readTopCounts(rollup?.sources ?? {});
      assert.ok(counts.size <= mostTop);
      assert.ok(missed > 0 && missed <= sent / mostTop, String(missed));
      const loud = counts.get('203.0.113.9') ?? 0;
      assert.ok(loud <= 200 && loud + missed >= 200, `${loud} + ${missed}`);
    });

    it('add up vulnerabilities with their sources, the most often tried first', async () => {
      const [user, other] = [newTenant(), newTenant()];
      const tried = (given: Partial<VulnerabilityDelta>): VulnerabilityDelta => ({
        ...{ user_id: user, id: 'CVE-2021-44228', title: 'Log4Shell', product: 'Log4j', events: 1 },
        ...{ first_seen: time(5), last_seen: time(5), sources: { '203.0.113.1': 1 } },
        ...given,
      });
      const second = tried({ id: 'CVE-2017-17215', events: 5 });
      await write(open.store, user, { vulnerabilities: [tried({}), second] });
      await write(open.store, user, {
        vulnerabilities: [
          tried({ events: 9, first_seen: time(2), last_seen: time(2), sources: { 'fe80::1': 9 } }),
        ],
      });
      await write(open.store, other, { vulnerabilities: [tried({ user_id: other })] });
      assert.deepEqual(await open.store.of(user).vulnerabilities(), [
        tried({ events: 10, first_seen: time(2), sources: { '203.0.113.1': 1, 'fe80::1': 9 } }),
        second,
      ]);
      await write(open.store, user, { vulnerabilities: [tried({ id: second.id, events: -5, sources: {} })] });
      assert.equal((await open.store.of(user).vulnerabilities()).length, 1);
      assert.equal((await open.store.of(other).vulnerabilities()).length, 1);
    });

    it('forget sources that are older than what is kept, and vulnerabilities last tried before', async () => {
      const user = newTenant();
      const old = makeRollupDelta({ user_id: user, hour: '2020-01-01T00:00:00.000Z', sources: { a: 1 } });
      const sum = {
        ...{ user_id: user, id: 'CVE-1', title: 't', product: 'p', events: 1, sources: { a: 1 } },
        ...{ first_seen: old.hour, last_seen: old.hour },
      };
      const kept = makeRollupDelta({ user_id: user, sources: { b: 1 } });
      await write(open.store, user, { rollups: [old, kept], vulnerabilities: [sum] });
      await open.store.sweep('2020-06-01T00:00:00.000Z', Date.now());
      const found = await open.store.of(user).rollups(old.hour, to);
      assert.deepEqual(
        found.map(({ sources, events }) => [sources, events]),
        [
          [{}, 1],
          [{ b: 1 }, 1],
        ],
      );
      assert.deepEqual(await open.store.of(user).vulnerabilities(), []);
    });
  });
}
