import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { describe, it } from 'node:test';
import type { Decoy } from '../../../../src/core/decoy.ts';
import { decoyId } from '../../../../src/core/ids.ts';
import type { Page } from '../../../../src/core/query.ts';
import { type Backend, useStore } from './backend.ts';
import { fresh, makeDecoy, newTenant, time, write } from './records.ts';

const sha256 = (text: string): string => hash('sha256', text, 'hex');

export function decoysContract(backend: Backend): void {
  describe(`${backend.name}: decoys`, () => {
    const open = useStore(backend);

    it('keeps registered decoys, by node and by tenant', async () => {
      const [mine, other] = [newTenant(), newTenant()];
      const [node, next] = [fresh('node'), fresh('node')];
      const here = makeDecoy({ user_id: mine, node_id: node });
      const there = makeDecoy({ user_id: mine, node_id: next, file_path: null, extra: null });
      await open.store.of(mine).registerDecoys([here, there]);
      await open.store.of(mine).registerDecoys([]);
      assert.deepEqual((await open.store.of(mine).decoys({ node_id: node }, { limit: 10 })).items, [here]);
      assert.deepEqual((await open.store.of(mine).decoys({ node_id: next }, { limit: 10 })).items, [there]);
      assert.equal((await open.store.of(mine).decoys({}, { limit: 10 })).items.length, 2);
      assert.equal((await open.store.of(mine).decoys({}, { limit: 1 })).items.length, 1);
      assert.deepEqual((await open.store.of(other).decoys({}, { limit: 10 })).items, []);
      assert.deepEqual((await open.store.of(other).decoys({ node_id: node }, { limit: 10 })).items, []);
    });

    it('counts touches, keeps the latest time, and makes known what nobody registered', async () => {
      const user = newTenant();
      const node = fresh('node');
      const touch = { user_id: user, node_id: node, file_name: 'a.txt', file_path: '/a.txt' };
      await write(open.store, user, { touches: [{ ...touch, at: time(5), count: 2 }] });
      await write(open.store, user, { touches: [{ ...touch, at: time(3), count: 1 }] });
      const [decoy, ...rest] = (await open.store.of(user).decoys({ node_id: node }, { limit: 10 })).items;
      assert.deepEqual(rest, []);
      assert.equal(decoy?.triggers_count, 3);
      assert.equal(decoy?.last_accessed, time(5));
      assert.equal(decoy?.id, decoyId(node, touch, sha256));
      assert.equal(decoy?.file_name, 'a.txt');
      assert.equal(decoy?.user_id, user);
    });

    it('keeps counters and access times when a touched decoy is registered, and again', async () => {
      const user = newTenant();
      const node = fresh('node');
      const touch = { user_id: user, node_id: node, file_name: 'a.txt', file_path: null };
      await write(open.store, user, { touches: [{ ...touch, at: time(5), count: 4 }] });
      const id = decoyId(node, touch, sha256);
      const registered = makeDecoy({ user_id: user, node_id: node, id, file_name: 'a.txt', file_path: null });
      for (const type of ['credential', 'document']) {
        await open.store.of(user).registerDecoys([{ ...registered, type }]);
        assert.deepEqual((await open.store.of(user).decoys({ node_id: node }, { limit: 10 })).items, [
          { ...registered, type, triggers_count: 4, last_accessed: time(5) },
        ]);
      }
    });

    it('lists the latest touched or registered first, page by page, and counts them', async () => {
      const [mine, other] = [newTenant(), newTenant()];
      const [node, next] = [fresh('node'), fresh('node')];
      const decoys = Array.from({ length: 7 }, (_, n) =>
        makeDecoy({
          user_id: mine,
          node_id: n % 2 === 0 ? node : next,
          registered_at: n === 6 ? null : time(1),
          last_accessed: n < 2 ? time(n + 2) : null,
        }),
      );
      await open.store.of(mine).registerDecoys(decoys);
      await open.store.of(other).registerDecoys([makeDecoy({ user_id: other, node_id: fresh('node') })]);
      const [first, second, ...rest] = decoys;
      const last = rest.pop();
      const sorted = [second, first, ...rest.sort((a, b) => (a.id < b.id ? 1 : -1)), last];
      const tenant = open.store.of(mine);
      for (const filter of [{}, { node_id: node }, { node_id: next }]) {
        const seen: Decoy[] = [];
        let cursor: string | null = null;
        do {
          const page: Page<Decoy> = await tenant.decoys(filter, { limit: 2, cursor });
          assert.ok(page.items.length <= 2);
          seen.push(...page.items);
          cursor = page.next_cursor;
        } while (cursor !== null);
        assert.deepEqual(
          seen,
          sorted.filter((one) => filter.node_id === undefined || one?.node_id === filter.node_id),
        );
      }
      const within = async (filter: Parameters<typeof tenant.decoys>[0]) =>
        (await tenant.decoys(filter, { limit: 10 })).items;
      assert.deepEqual(await within({ from: time(2) }), [second, first]);
      assert.deepEqual(await within({ from: time(2), to: time(3) }), [first]);
      assert.deepEqual(await within({ node_id: next, from: time(2) }), [second]);
      assert.deepEqual(await within({ to: time(1) }), [last]);
      assert.deepEqual([await tenant.countDecoys(100), await tenant.countDecoys(3)], [7, 3]);
      assert.equal(await open.store.of(newTenant()).countDecoys(100), 0);
      await assert.rejects(tenant.decoys({}, { limit: 2, cursor: 'broken' }), { code: 'bad_request' });
    });

    it('lets no tenant change another’s decoy', async () => {
      const [mine, other] = [newTenant(), newTenant()];
      const decoy = makeDecoy({ user_id: mine, node_id: fresh('node') });
      await open.store.of(mine).registerDecoys([decoy]);
      await open.store
        .of(other)
        .registerDecoys([{ ...decoy, user_id: other, status: 'gone' }])
        .catch(() => undefined);
      assert.deepEqual((await open.store.of(mine).decoys({ node_id: decoy.node_id }, { limit: 10 })).items, [
        decoy,
      ]);
    });
  });
}
