import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { noEffects } from '../../../../src/core/effects.ts';
import type { FeedItem } from '../../../../src/core/query.ts';
import { type Backend, useStore } from './backend.ts';
import { makeAgentEvent, makeEvent, makeVerdict, newTenant, nothingAsked, record, time } from './records.ts';

export function feedContract(backend: Backend): void {
  describe(`${backend.name}: the live stream`, () => {
    const open = useStore(backend);
    const now = async (user: string): Promise<string> => (await open.store.of(user).feed(null, 10)).cursor;
    const nameOf = (item: FeedItem): string =>
      item.type === 'event' ? item.event.log_id : `${item.change.kind} ${item.change.id}`;
    /** Reads on until nothing comes. */
    async function follow(user: string, from: string, limit: number): Promise<FeedItem[]> {
      const items: FeedItem[] = [];
      let cursor = from;
      for (let quiet = 0; quiet < 2; ) {
        const page = await open.store.of(user).feed(cursor, limit);
        assert.ok(page.items.length <= limit);
        quiet = page.items.length === 0 ? quiet + 1 : 0;
        items.push(...page.items);
        cursor = page.cursor;
      }
      return items;
    }

    it('starts from now, and shows what came after', async () => {
      const user = newTenant();
      await record(open.store, [makeEvent({ user_id: user })]);
      const start = await open.store.of(user).feed(null, 10);
      assert.deepEqual(start.items, []);
      const event = makeEvent({ user_id: user, timestamp: time(0) });
      await record(open.store, [event]);
      const items = await follow(user, start.cursor, 10);
      assert.deepEqual(
        items.map((item) => item.type === 'event' && item.event),
        [event],
      );
    });

    it('shows events and changes in the order of writing, in pieces of any size', async () => {
      const user = newTenant();
      const cursor = await now(user);
      const names: string[] = [];
      for (let at = 0; at < 6; at++) {
        const event = at % 2 ? makeEvent({ user_id: user }) : makeAgentEvent({ user_id: user });
        await record(open.store, [event], {
          changes: [{ user_id: user, kind: 'alert', id: `ALERT-${at}`, at: time(at) }],
        });
        await open.store.of(user).announce({ kind: 'node', id: `node-${at}`, at: time(at) });
        names.push(event.log_id, `alert ALERT-${at}`, `node node-${at}`);
      }
      for (const limit of [1, 2, 5, 100]) {
        const items = await follow(user, cursor, limit);
        assert.deepEqual(items.map(nameOf), names);
      }
      const change = (await follow(user, cursor, 100)).find((item) => item.type === 'change');
      assert.deepEqual(change?.type === 'change' && change.change, {
        user_id: user,
        kind: 'alert',
        id: 'ALERT-0',
        at: time(0),
      });
    });

    it('goes on after each item’s own cursor', async () => {
      const user = newTenant();
      const cursor = await now(user);
      const events = [1, 2, 3, 4].map(() => makeEvent({ user_id: user }));
      await record(open.store, events);
      const items = await follow(user, cursor, 100);
      for (const [at, item] of items.entries())
        assert.deepEqual((await follow(user, item.cursor, 100)).map(nameOf), items.slice(at + 1).map(nameOf));
    });

    it('shows nothing of another tenant', async () => {
      const [user, other] = [newTenant(), newTenant()];
      const cursor = await now(user);
      const event = makeEvent({ user_id: other });
      await record(open.store, [event], {
        changes: [{ user_id: other, kind: 'incident', id: 'inc-1', at: time(1) }],
      });
      await open.store.of(other).announce({ kind: 'node', id: 'node-1', at: time(1) });
      assert.deepEqual(await follow(user, cursor, 10), []);
      assert.equal((await follow(other, cursor, 10)).length, 3);
    });

    it('shows an event that was stored before it was judged once it is judged', async () => {
      const user = newTenant();
      const event = makeEvent({ user_id: user, state: 'pending', verdict: null });
      const cursor = await now(user);
      await open.store.append([event]);
      const judged = { ...event, state: 'done', verdict: makeVerdict() } as const;
      await open.store.apply([{ ...judged }], await open.store.context(nothingAsked), noEffects);
      const items = await follow(user, cursor, 10);
      const shown = items.filter((item) => item.type === 'event' && item.event.verdict !== null);
      assert.deepEqual(
        shown.map((item) => item.type === 'event' && item.event),
        [judged],
      );
    });

    it('starts from now for a cursor that cannot be read', async () => {
      const user = newTenant();
      await record(open.store, [makeEvent({ user_id: user })]);
      for (const cursor of [
        'x',
        '',
        '9'.repeat(40),
        'bnVsbA',
        '["a"]',
        Buffer.from('[-5]').toString('base64url'),
      ]) {
        const page = await open.store.of(user).feed(cursor, 10);
        assert.deepEqual(page.items, [], cursor);
        assert.deepEqual((await open.store.of(user).feed(page.cursor, 10)).items, []);
      }
    });

    it('goes on after the store was opened again', async () => {
      const user = newTenant();
      const cursor = await now(user);
      const event = makeEvent({ user_id: user });
      await record(open.store, [event]);
      await open.reopen();
      const next = makeEvent({ user_id: user });
      await record(open.store, [next]);
      assert.deepEqual((await follow(user, cursor, 10)).map(nameOf), [event.log_id, next.log_id]);
    });
  });
}
