import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
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
