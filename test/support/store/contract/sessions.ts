import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { SessionState } from '../../../../src/core/history.ts';
import { type Backend, useStore } from './backend.ts';
import { makeSession, newTenant, readAll, time, write } from './records.ts';

export function sessionsContract(backend: Backend): void {
  describe(`${backend.name}: sessions`, () => {
    const open = useStore(backend);
    const user = newTenant();
    const other = newTenant();
    let all: SessionState[] = [];

    before(async () => {
      all = Array.from({ length: 20 }, (_, at) =>
        makeSession({
          user_id: user,
          session: `s-${String((at * 7) % 20).padStart(2, '0')}`,
          node_id: `node-${at % 2}`,
          source_ip: `203.0.113.${at % 3}`,
          last_at: time(Math.floor(at / 4)),
        }),
      );
      await write(open.store, user, { sessions: all });
      await write(open.store, other, {
        sessions: [makeSession({ user_id: other, source_ip: '203.0.113.1' })],
      });
    });

    it('are listed within a range of time, page by page', async () => {
      for (const range of [
        { from: time(1), to: time(3) },
        { from: time(3) },
        { to: time(2) },
        { to: time(0) },
      ]) {
        const { from = '', to = '9' } = range;
        const listed = await readAll((page) => open.store.of(user).sessions(range, page), 3);
        assert.deepEqual(
          listed.map(({ session }) => session).sort(),
          all
            .filter(({ last_at }) => last_at >= from && last_at < to)
            .map(({ session }) => session)
            .sort(),
        );
      }
    });

    it('are kept as they are, by tenant, node and name', async () => {
      const mine = newTenant();
      const state = makeSession({ user_id: mine, session: 'a|b.c$', alert_id: 'ALERT-1', memo: {} });
      const twin = makeSession({ user_id: mine, session: 'a|b.c$', node_id: 'node-2', events: 9 });
      await write(open.store, mine, { sessions: [state, twin] });
      assert.deepEqual(await open.store.of(mine).session('node-1', 'a|b.c$'), state);
      assert.deepEqual(await open.store.of(mine).session('node-2', 'a|b.c$'), twin);
      assert.equal(await open.store.of(mine).session('node-3', 'a|b.c$'), null);
      assert.equal(await open.store.of(newTenant()).session('node-1', 'a|b.c$'), null);
    });

    it('are replaced by their next version', async () => {
      const mine = newTenant();
      const state = makeSession({ user_id: mine });
      await write(open.store, mine, { sessions: [state] });
      const next = { ...state, events: 2, commands: 1, version: 2, story: [...state.story, ...state.story] };
      await write(open.store, mine, { sessions: [next] });
      assert.deepEqual(await open.store.of(mine).session('node-1', state.session), next);
    });

    it('are listed by the latest event first, in pages of any size', async () => {
      for (const limit of [1, 3, 100]) {
        const listed = await readAll((page) => open.store.of(user).sessions({}, page), limit);
        assert.equal(listed.length, all.length);
        assert.equal(new Set(listed.map((state) => state.session)).size, all.length);
        const times = listed.map((state) => state.last_at);
        assert.deepEqual(times, [...times].sort().reverse());
      }
    });

    it('are filtered by source, by node and by both', async () => {
      const count = async (filter: { source?: string; node_id?: string }): Promise<number> =>
        (await readAll((page) => open.store.of(user).sessions(filter, page), 4)).length;
      const expected = (source: string | null, node: string | null): number =>
        all.filter(
          (s) => (source === null || s.source_ip === source) && (node === null || s.node_id === node),
        ).length;
      assert.equal(await count({ source: '203.0.113.1' }), expected('203.0.113.1', null));
      assert.equal(await count({ node_id: 'node-1' }), expected(null, 'node-1'));
      assert.equal(
        await count({ source: '203.0.113.1', node_id: 'node-1' }),
        expected('203.0.113.1', 'node-1'),
      );
      assert.equal(await count({ source: '203.0.113.99' }), 0);
      const page = await open.store.of(other).sessions({ source: '203.0.113.1' }, { limit: 10 });
      assert.deepEqual(
        page.items.map((state) => state.user_id),
        [other],
      );
    });
  });
}
