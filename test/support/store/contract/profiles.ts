import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Backend, useStore } from './backend.ts';
import { makeProfileDelta, newTenant, readAll, time, write } from './records.ts';

export function profilesContract(backend: Backend): void {
  describe(`${backend.name}: attacker profiles`, () => {
    const open = useStore(backend);

    it('add up what batches say of a source', async () => {
      const [user, other] = [newTenant(), newTenant()];
      await write(open.store, user, {
        profiles: [
          makeProfileDelta({
            user_id: user,
            events: 3,
            risk_sum: 10,
            max_risk: 6,
            first_seen: time(5),
            last_seen: time(7),
            attack_types: { BruteForce: 2, Recon: 1 },
            services: { ssh: 3 },
          }),
        ],
      });
      await write(open.store, user, {
        profiles: [
          makeProfileDelta({
            user_id: user,
            events: 3,
            risk_sum: 9,
            max_risk: 4,
            first_seen: time(2),
            last_seen: time(6),
            attack_types: { Recon: 3 },
            services: { http: 3 },
          }),
          makeProfileDelta({ user_id: user, source_ip: 'pc-17' }),
        ],
      });
      assert.deepEqual(await open.store.of(user).profile('203.0.113.7'), {
        user_id: user,
        source_ip: '203.0.113.7',
        total_attacks: 6,
        most_common_attack: 'Recon',
        average_risk_score: 3.2,
        story: '4 looks around, 2 password guesses in 5 minutes',
        max_risk_score: 6,
        first_seen: time(2),
        last_seen: time(7),
        attack_types: { BruteForce: 2, Recon: 4 },
        services_targeted: { ssh: 3, http: 3 },
        nodes: { 'node-1': 2 },
        exposures: {},
      });
      assert.equal((await open.store.of(user).stats()).unique_attackers, 2);
      assert.equal(await open.store.of(other).profile('203.0.113.7'), null);
      assert.equal((await open.store.of(other).stats()).unique_attackers, 0);
      assert.equal(await open.store.of(user).profile('203.0.113.8'), null);
    });

    it('take back what a second look corrected, and leave no names without a count', async () => {
      const user = newTenant();
      const none = { events: 0, services: {}, first_seen: time(0), last_seen: time(0) };
      await write(open.store, user, {
        profiles: [
          makeProfileDelta({ user_id: user, risk_sum: 0, max_risk: 0, attack_types: { unknown: 1 } }),
        ],
      });
      await write(open.store, user, {
        profiles: [
          makeProfileDelta({
            user_id: user,
            ...none,
            risk_sum: 9,
            max_risk: 9,
            attack_types: { unknown: -1, SqlInjection: 1 },
          }),
        ],
      });
      const profile = await open.store.of(user).profile('203.0.113.7');
      assert.deepEqual(profile?.attack_types, { SqlInjection: 1 });
      assert.equal(profile?.total_attacks, 1);
      assert.equal(profile?.max_risk_score, 9);
      assert.equal(profile?.average_risk_score, 9);
      assert.equal(profile?.most_common_attack, 'SqlInjection');
      assert.equal((await open.store.of(user).stats()).unique_attackers, 1);
    });

    it('give a tie to the name that sorts first', async () => {
      const user = newTenant();
      const attack_types = { Recon: 2, BruteForce: 2 };
      await write(open.store, user, { profiles: [makeProfileDelta({ user_id: user, attack_types })] });
      assert.equal((await open.store.of(user).profile('203.0.113.7'))?.most_common_attack, 'BruteForce');
    });

    it('count names of any kind', async () => {
      const user = newTenant();
      const names = ['__proto__', 'constructor', 'a.b', '$inc', '', 'hasOwnProperty', 'ü\u202e', 'x\u0000y'];
      const services = Object.fromEntries(names.map((name) => [name, 2]));
      for (let times = 0; times < 2; times++)
        await write(open.store, user, { profiles: [makeProfileDelta({ user_id: user, services })] });
      const targeted = (await open.store.of(user).profile('203.0.113.7'))?.services_targeted ?? {};
      assert.deepEqual(
        Object.entries(targeted).sort(),
        names.map((name): [string, number] => [name, 4]).sort(),
      );
    });

    it('are listed by latest, busiest or riskiest, in pages of any size', async () => {
      const [user, other] = [newTenant(), newTenant()];
      const deltas = Array.from({ length: 25 }, (_, at) =>
        makeProfileDelta({
          user_id: user,
          source_ip: `203.0.113.${at}`,
          events: (at * 7) % 5,
          max_risk: at % 11,
          last_seen: time((at * 3) % 8),
        }),
      );
      await write(open.store, user, { profiles: deltas });
      await write(open.store, other, { profiles: [makeProfileDelta({ user_id: other })] });
      const values = {
        last_seen: (at: number) => time((at * 3) % 8),
        total_attacks: (at: number) => (at * 7) % 5,
        max_risk_score: (at: number) => at % 11,
      };
      for (const order of ['last_seen', 'total_attacks', 'max_risk_score'] as const) {
        const expected = deltas
          .map((delta, at) => ({ source: delta.source_ip, value: values[order](at) }))
          .sort((a, b) => (a.value === b.value ? (a.source < b.source ? 1 : -1) : a.value < b.value ? 1 : -1))
          .map(({ source }) => source);
        for (const limit of [1, 4, 100]) {
          const listed = await readAll((page) => open.store.of(user).profiles(order, page), limit);
          assert.deepEqual(
            listed.map((profile) => profile.source_ip),
            expected,
          );
        }
        assert.equal((await open.store.of(other).profiles(order, { limit: 10 })).items.length, 1);
      }
    });
  });
}
