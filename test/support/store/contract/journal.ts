import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Backend, useStore } from './backend.ts';
import { makeEntry, newTenant, readAll, time } from './records.ts';

export function journalContract(backend: Backend): void {
  describe(`${backend.name}: journals`, () => {
    const open = useStore(backend);

    it('keep entries as they are, newest first, by stream and tenant', async () => {
      const [user, other] = [newTenant(), newTenant()];
      const made = Array.from({ length: 20 }, (_, at) =>
        makeEntry({
          user_id: user,
          id: `entry-${String((at * 7) % 20).padStart(2, '0')}`,
          stream: at % 2 ? 'audit' : 'incident:inc-1',
          at: time(Math.floor(at / 4)),
          data: at % 5 ? { 'a.b': at } : null,
        }),
      );
      for (const entry of made) await open.store.of(user).append(entry);
      await open.store.of(other).append(makeEntry({ user_id: other }));
      const sorted = [...made].sort((a, b) =>
        a.at === b.at ? (a.id < b.id ? 1 : -1) : a.at < b.at ? 1 : -1,
      );
      for (const stream of ['audit', 'incident:inc-1'])
        for (const limit of [1, 3, 100])
          assert.deepEqual(
            await readAll((page) => open.store.of(user).journal(stream, page), limit),
            sorted.filter((entry) => entry.stream === stream),
          );
      assert.deepEqual((await open.store.of(user).journal('tuning', { limit: 9 })).items, []);
      assert.equal((await open.store.of(other).journal('audit', { limit: 9 })).items.length, 1);
    });

    it('are read within a range of time, page by page', async () => {
      const user = newTenant();
      for (let at = 0; at < 12; at++)
        await open.store
          .of(user)
          .append(makeEntry({ user_id: user, id: `entry-${String(at).padStart(2, '0')}`, at: time(at) }));
      const ids = async (range: { from?: string; to?: string }) =>
        (await readAll((page) => open.store.of(user).journal('audit', page, range), 2)).map(({ id }) => id);
      assert.deepEqual(await ids({ from: time(3), to: time(6) }), ['entry-05', 'entry-04', 'entry-03']);
      assert.equal((await ids({ from: time(3) })).length, 9);
      assert.equal((await ids({ to: time(3) })).length, 3);
      assert.deepEqual(await ids({ from: time(6), to: time(6) }), []);
    });

    it('take an entry once', async () => {
      const user = newTenant();
      const entry = makeEntry({ user_id: user });
      await open.store.of(user).append(entry);
      await open.store.of(user).append({ ...entry, by: 'somebody else' });
      assert.deepEqual((await open.store.of(user).journal('audit', { limit: 9 })).items, [entry]);
    });
  });
}
