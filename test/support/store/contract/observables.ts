import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { noEffects } from '../../../../src/core/effects.ts';
import type { StoredEvent } from '../../../../src/core/event.ts';
import type { Observable, ObservableKind } from '../../../../src/core/observable.ts';
import type { Store } from '../../../../src/core/store.ts';
import { type Backend, useStore } from './backend.ts';
import { makeEvent, makeRollupDelta, makeVerdict, newTenant, nothingAsked, record, time } from './records.ts';

const page = { limit: 100 };
const short = ({ value, events, sources, sessions, nodes }: Observable) =>
  `${value}: ${events} events, ${sources} sources, ${sessions} sessions, ${nodes} nodes`;

export function observablesContract(backend: Backend): void {
  describe(`${backend.name}: observables`, () => {
    const open = useStore(backend);
    const guess = (user: string, password: string, given: Partial<StoredEvent> = {}): StoredEvent =>
      makeEvent({
        user_id: user,
        payload: `root:${password}`,
        extra: { username: 'root', password },
        ...given,
      });
    const list = async (user: string, kind: ObservableKind, store: Store = open.store) =>
      (await store.of(user).observables({ kind }, 'events', page)).items;

    it('count events, sources, sessions and nodes of each value, the most frequent first', async () => {
      const [user, other] = [newTenant(), newTenant()];
      await record(open.store, [
        guess(user, 'abc', { session: 's1', source_ip: '203.0.113.1', timestamp: time(5) }),
        guess(user, 'abc', { session: 's1', source_ip: '203.0.113.1', timestamp: time(2) }),
        guess(user, 'xyz', { session: 's2', source_ip: '203.0.113.2' }),
      ]);
      await record(open.store, [
        guess(user, 'abc', {
          session: 's1',
          source_ip: '198.51.100.9',
          node_id: 'node-2',
          timestamp: time(9),
        }),
      ]);
      await record(open.store, [guess(other, 'theirs')]);
      const passwords = await list(user, 'password');
      assert.deepEqual(passwords.map(short), [
        'abc: 3 events, 2 sources, 2 sessions, 2 nodes',
        'xyz: 1 events, 1 sources, 1 sessions, 1 nodes',
      ]);
      const [abc] = passwords;
      assert.equal(abc?.first_seen, time(2));
      assert.equal(abc?.last_seen, time(9));
      assert.equal(abc?.refs.length, 3);
      assert.deepEqual((await list(user, 'network')).map(({ value }) => value).sort(), [
        '198.51.100.0/24',
        '203.0.113.0/24',
      ]);
      assert.deepEqual(
        (await list(other, 'password')).map(({ value }) => value),
        ['theirs'],
      );
      const tenant = open.store.of(other);
      const mine = { kind: 'password', value: 'abc' } as const;
      assert.deepEqual(await open.store.of(user).observablesOf([mine]), [abc]);
      assert.deepEqual(await tenant.observablesOf([mine]), []);
      assert.deepEqual(await tenant.observablesById([abc?.id ?? '']), []);
      assert.equal((await tenant.observableSums('password', time(0), time(30))).counts.size, 1);
    });

    it('find values by id, and part of one in whatever case', async () => {
      const user = newTenant();
      await record(open.store, [guess(user, 'Sommer2026!'), guess(user, 'winter'), guess(user, 'a\0b$.%')]);
      const tenant = open.store.of(user);
      const asked = ['winter', 'missing', 'a\0b$.%'].map((value) => ({ kind: 'password' as const, value }));
      const known = await tenant.observablesOf(asked);
      assert.deepEqual(
        known.map(({ value }) => value),
        ['winter', 'a\0b$.%'],
      );
      assert.deepEqual(await tenant.observablesById(known.map(({ id }) => id)), known);
      const found = await tenant.observables({ kind: 'password', q: 'sOMMER' }, 'events', page);
      assert.deepEqual(
        found.items.map(({ value }) => value),
        ['Sommer2026!'],
      );
      assert.deepEqual(await tenant.observables({ kind: 'hassh' }, 'events', page), {
        items: [],
        next_cursor: null,
      });
      await assert.rejects(tenant.observables({ kind: 'password' }, 'events', { limit: 1, cursor: 'x' }), {
        code: 'bad_request',
      });
    });

    it('are paged without a gap, by frequency and by when they were first seen', async () => {
      const user = newTenant();
      const events = Array.from({ length: 23 }, (_, n) =>
        Array.from({ length: 1 + (n % 4) }, () => guess(user, `p${n}`, { timestamp: time(n) })),
      ).flat();
      await record(open.store, events);
      const tenant = open.store.of(user);
      for (const order of ['events', 'first_seen'] as const) {
        const seen: Observable[] = [];
        for (let cursor: string | null = null, pages = 0; pages < 10; pages++) {
          const one = await tenant.observables({ kind: 'password' }, order, { limit: 5, cursor });
          seen.push(...one.items);
          cursor = one.next_cursor;
          if (cursor === null) break;
        }
        assert.equal(new Set(seen.map(({ id }) => id)).size, 23, order);
        const keys = seen.map((one) => (order === 'events' ? one.events : Date.parse(one.first_seen)));
        assert.deepEqual(
          keys,
          keys.toSorted((a, b) => b - a),
        );
      }
      const within = await tenant.observables(
        { kind: 'password', from: time(3), to: time(6) },
        'first_seen',
        page,
      );
      assert.deepEqual(
        within.items.map(({ value }) => value),
        ['p5', 'p4', 'p3'],
      );
    });

    it('are summed by quarters of a day', async () => {
      const user = newTenant();
      await record(open.store, [
        guess(user, 'abc', { timestamp: '2026-10-05T05:59:59.999Z' }),
        guess(user, 'abc', { timestamp: '2026-10-05T06:00:00.000Z' }),
        guess(user, 'abc', { timestamp: '2026-10-05T11:00:00.000Z' }),
        guess(user, 'xyz', { timestamp: '2026-10-05T11:00:00.000Z' }),
      ]);
      const sums = await open.store
        .of(user)
        .observableSums('password', '2026-10-05T06:00:00.000Z', '2026-10-05T12:00:00.000Z');
      assert.equal(sums.missed, 0);
      const known = await open.store.of(user).observablesById([...sums.counts.keys()]);
      assert.deepEqual(known.map(({ id, value }) => [value, sums.counts.get(id)]).sort(), [
        ['abc', 2],
        ['xyz', 1],
      ]);
    });

    it('count an event once, whatever is repeated and however late its verdict comes', async () => {
      const user = newTenant();
      const event = guess(user, 'abc');
      await record(open.store, [event, event]);
      await record(open.store, [event]);
      assert.equal((await list(user, 'password'))[0]?.events, 1);
      const pending: StoredEvent = { ...guess(user, 'late'), state: 'pending', verdict: null };
      await open.store.append([pending]);
      const vulnerability = { id: 'CVE-2021-44228', title: 't', product: 'p', strength: 'exploit' } as const;
      const judged: StoredEvent = { ...pending, state: 'done', verdict: makeVerdict({ vulnerability }) };
      const apply = async () =>
        open.store.apply([judged], await open.store.context(nothingAsked), () => noEffects());
      await apply();
      await apply();
      assert.deepEqual((await list(user, 'cve')).map(short), [
        'CVE-2021-44228: 1 events, 1 sources, 0 sessions, 1 nodes',
      ]);
      assert.deepEqual((await list(user, 'password')).map(({ value, events }) => [value, events]).sort(), [
        ['abc', 1],
        ['late', 1],
      ]);
    });

    it('are still there, and none twice, after the store was closed and opened', async () => {
      const user = newTenant();
      await record(open.store, [guess(user, 'abc'), guess(user, 'abc')]);
      await open.reopen();
      await record(open.store, [guess(user, 'abc')]);
      assert.equal((await list(user, 'password'))[0]?.events, 3);
    });

    it('last seen before what is kept are removed, with their sums', async () => {
      const user = newTenant();
      const old = '2020-01-01T00:00:00.000Z';
      await record(open.store, [guess(user, 'old', { timestamp: old }), guess(user, 'young')], {
        rollups: [makeRollupDelta({ user_id: user })],
      });
      await open.store.sweep('2020-06-01T00:00:00.000Z', Date.now());
      assert.deepEqual(
        (await list(user, 'password')).map(({ value }) => value),
        ['young'],
      );
      const tenant = open.store.of(user);
      assert.equal((await tenant.observableSums('password', old, '2020-01-02T00:00:00.000Z')).counts.size, 0);
      const kinds = await tenant.observableKinds();
      assert.equal(kinds.find(({ kind }) => kind === 'password')?.kept, 1);
      const other = newTenant();
      await record(open.store, [guess(other, 'x')]);
      assert.ok((await open.store.of(other).observableKinds()).every(({ kept }) => kept === 1));
    });

    it('let no estimate of very many sources go far wrong', async () => {
      const user = newTenant();
      const many = Array.from({ length: 400 }, (_, n) =>
        guess(user, 'abc', { source_ip: `10.1.${n >> 8}.${n & 255}` }),
      );
      await record(open.store, many.slice(0, 200));
      await record(open.store, many.slice(200));
      const sources = (await list(user, 'password'))[0]?.sources ?? 0;
      assert.ok(sources > 280 && sources < 560, String(sources));
    });
  });
}

/** A store that keeps 20 values of a kind. */
export function observableLimitContract(name: string, openSmall: () => Promise<Store>): void {
  it(`${name}: whoever invents values pushes out their own, and what was dropped is counted`, async (t) => {
    const store = await openSmall();
    t.after(() => store.close());
    const user = newTenant();
    const send = (passwords: string[]) =>
      record(
        store,
        passwords.map((password) => makeEvent({ user_id: user, extra: { username: 'root', password } })),
      );
    await send(['often', 'often', 'often']);
    for (let step = 0; step < 6; step++)
      await send(Array.from({ length: 30 }, (_, n) => `made-${step}-${n}`));
    const tenant = store.of(user);
    const { items } = await tenant.observables({ kind: 'password' }, 'events', page);
    assert.equal(items.length, 20);
    assert.equal(items[0]?.value, 'often');
    assert.equal(items[0]?.events, 3);
    const sum = (await tenant.observableKinds()).find(({ kind }) => kind === 'password');
    assert.deepEqual(sum, { kind: 'password', kept: 20, dropped_values: 161, dropped_events: 161 });
  });
}
