import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import { newEntry } from '../../../../src/cases/journal.ts';
import { blockFeedDocs } from '../../../../src/core/doc-kinds.ts';
import { createGrowingHex, newLogId } from '../../../../src/core/ids.ts';
import { type Backend, useStore } from './backend.ts';
import { makeEvent, newTenant, readAll, record, time } from './records.ts';

/** Made as the product makes them, on a clock that stands still. */
export function orderContract(backend: Backend): void {
  describe(`${backend.name}: what is written within one millisecond`, () => {
    const open = useStore(backend);
    const now = (): string => time(0);
    const toGrowing = () => {
      const growing = createGrowingHex((bytes) => randomBytes(bytes).toString('hex'));
      return { growing, growingHex: () => growing(Date.parse(now())) };
    };
    const count = 120;
    const numbers = Array.from({ length: count }, (_, at) => at);

    it('stands in its journal in the order of writing', async () => {
      const [user, other] = [newTenant(), newTenant()];
      const parts = { now, ...toGrowing() };
      for (const at of numbers)
        for (const user_id of [user, other])
          for (const stream of ['tuning', 'incident:inc-1'])
            await open.store
              .of(user_id)
              .append(newEntry(parts, { user_id, stream, by: 'eve@example.org', kind: 'comment', data: at }));
      for (const stream of ['tuning', 'incident:inc-1'])
        for (const limit of [7, 1000]) {
          const entries = await readAll((page) => open.store.of(user).journal(stream, page), limit);
          assert.deepEqual(
            entries.map(({ data }) => data),
            numbers.toReversed(),
          );
        }
    });

    it('stands among the documents in the order of writing', async () => {
      const user_id = newTenant();
      const { growingHex } = toGrowing();
      for (const at of numbers)
        await open.store
          .of(user_id)
          .createDoc(
            blockFeedDocs.create(
              { id: `feed-${growingHex()}`, user_id },
              { name: String(at), last_pulled_at: null },
              now(),
            ),
          );
      const docs = await open.store.of(user_id).docs(blockFeedDocs.name, {}, count);
      assert.deepEqual(
        docs.map(({ body }) => Number(body.name)),
        numbers,
      );
    });

    it('stands among the events in the order of arrival', async () => {
      const user_id = newTenant();
      const { growing } = toGrowing();
      const made = numbers.map((at) =>
        makeEvent({
          user_id,
          log_id: newLogId(Date.parse(now()), growing),
          timestamp: now(),
          payload: String(at),
        }),
      );
      for (let from = 0; from < count; from += 40) await record(open.store, made.slice(from, from + 40));
      for (const limit of [7, 1000]) {
        const events = await readAll((page) => open.store.of(user_id).events({}, page), limit);
        assert.deepEqual(
          events.map(({ payload }) => Number(payload)),
          numbers.toReversed(),
        );
      }
    });
  });
}
