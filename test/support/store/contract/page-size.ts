/** Large records end a page early; none is left out, and a record larger than a page still comes. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type FeedItem, pageBytes } from '../../../../src/core/query.ts';
import { type Backend, useStore } from './backend.ts';
import { makeAgentEvent, makeAlert, makeEvent, newTenant, readAll, record, time } from './records.ts';

const count = 9;
/** Three of them fill a page. */
const extra = { body: 'x'.repeat(Math.ceil(pageBytes / 3)) };

export function pageSizeContract(backend: Backend): void {
  describe(`${backend.name}: pages of large records`, () => {
    const open = useStore(backend);

    it('end early for events of both collections, and go on without a gap', async () => {
      const user = newTenant();
      const events = Array.from({ length: count }, (_, at) =>
        (at % 2 ? makeEvent : makeAgentEvent)({ user_id: user, timestamp: time(at), extra }),
      );
      for (const event of events) await record(open.store, [event]);
      const sizes: number[] = [];
      const read = await readAll(async (page) => {
        const found = await open.store.of(user).events({}, page);
        sizes.push(found.items.length);
        return found;
      }, 100);
      assert.deepEqual(
        read.map(({ log_id }) => log_id),
        events.map(({ log_id }) => log_id).reverse(),
      );
      assert.ok(
        sizes.every((size) => size <= 4),
        `pages of ${sizes.join(', ')}`,
      );
    });

    it('end early for alerts', async () => {
      const user = newTenant();
      const alerts = Array.from({ length: count }, (_, at) =>
        makeAlert({ user_id: user, timestamp: time(at), extra }),
      );
      await record(open.store, [makeEvent({ user_id: user })], { alerts });
      const first = await open.store.of(user).alerts({}, { limit: 100 });
      assert.ok(first.items.length <= 4 && first.next_cursor !== null, `${first.items.length} at once`);
      const read = await readAll((page) => open.store.of(user).alerts({}, page), 100);
      assert.equal(new Set(read.map(({ alert_id }) => alert_id)).size, count);
    });

    it('end early for the live stream, which says that there is more', async () => {
      const user = newTenant();
      let { cursor } = await open.store.of(user).feed(null, 100);
      // Small ones of the other collection between them: none of those may be passed over.
      const events = Array.from({ length: 60 }, (_, at) =>
        at % 6 === 0
          ? makeEvent({ user_id: user, timestamp: time(at), extra })
          : makeAgentEvent({ user_id: user, timestamp: time(at) }),
      );
      for (const event of events) await record(open.store, [event]);
      const items: FeedItem[] = [];
      let pieces = 0;
      for (let more = true; more; pieces++) {
        const piece = await open.store.of(user).feed(cursor, 200);
        items.push(...piece.items);
        ({ cursor, more } = piece);
      }
      assert.ok(pieces > 1, 'all at once');
      assert.deepEqual(
        items.map((item) => item.type === 'event' && item.event.log_id),
        events.map(({ log_id }) => log_id),
      );
    });
  });
}
