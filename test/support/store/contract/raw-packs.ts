import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { noEffects } from '../../../../src/core/effects.ts';
import type { StoredEvent } from '../../../../src/core/event.ts';
import { mostPacks, type RawPack } from '../../../../src/core/raw-record.ts';
import { type Backend, useStore } from './backend.ts';
import { makeEvent, makeRollupDelta, newTenant, nothingAsked, time } from './records.ts';

const packOf = (event: StoredEvent, data: string): RawPack => ({
  log_id: event.log_id,
  user_id: event.user_id,
  received_at: event.received_at,
  newest: event.timestamp,
  data: Buffer.from(data),
});

export function rawPacksContract(backend: Backend): void {
  describe(`${backend.name}: raw records`, () => {
    const open = useStore(backend);
    const record = async (events: StoredEvent[], packs: RawPack[]): Promise<void> => {
      const context = await open.store.context(nothingAsked);
      const [first] = events;
      const rollups = first ? [makeRollupDelta({ user_id: first.user_id })] : [];
      await open.store.record(events, context, () => ({ ...noEffects(), rollups }), packs);
    };
    const packsOf = async (user: string, at: string): Promise<string[]> =>
      (await open.store.of(user).rawPacks(at)).map((data) => Buffer.from(data).toString()).sort();

    it('are found by the arrival of their events, by their tenant alone, also after a restart', async () => {
      const [user, other] = [newTenant(), newTenant()];
      const [first, second, later] = [
        makeEvent({ user_id: user }),
        makeEvent({ user_id: user }),
        makeEvent({ user_id: user, received_at: time(50) }),
      ];
      await record([first, later], [packOf(first, 'one'), packOf(later, 'later')]);
      await record([second], [packOf(second, '\0\xff two')]);
      const context = await open.store.context(nothingAsked);
      const mine = makeEvent({ user_id: other });
      await open.store.record([mine], context, () => noEffects(), [packOf(mine, "another's")]);
      await open.reopen();
      assert.deepEqual(await packsOf(user, first.received_at), ['\0\xff two', 'one']);
      assert.deepEqual(await packsOf(user, time(50)), ['later']);
      assert.deepEqual(await packsOf(other, first.received_at), ["another's"]);
      assert.deepEqual(await packsOf(user, time(99)), []);
    });

    it('come with events that are not judged yet', async () => {
      const user = newTenant();
      const event = makeEvent({ user_id: user });
      await open.store.append([event], [packOf(event, 'pending')]);
      assert.deepEqual(await packsOf(user, event.received_at), ['pending']);
    });

    it('are read up to a bound', async () => {
      const user = newTenant();
      const events = Array.from({ length: mostPacks + 5 }, () => makeEvent({ user_id: user }));
      await record(
        events,
        events.map((event) => packOf(event, event.log_id)),
      );
      assert.equal((await packsOf(user, events[0]?.received_at ?? '')).length, mostPacks);
    });

    it('go with their events, also those of an import that came late', async () => {
      const user = newTenant();
      const old = '2020-01-01T00:00:00.000Z';
      const long = makeEvent({ user_id: user, timestamp: old, received_at: old });
      const imported = makeEvent({ user_id: user, timestamp: old, received_at: time(2) });
      const kept = makeEvent({ user_id: user, received_at: time(2) });
      await record(
        [long, imported, kept],
        [packOf(long, 'long ago'), packOf(imported, 'imported'), packOf(kept, 'kept')],
      );
      await open.store.sweep('2026-01-01T00:00:00.000Z', Date.UTC(2026, 9, 6));
      assert.deepEqual(await packsOf(user, old), []);
      assert.deepEqual(await packsOf(user, time(2)), ['kept']);
    });
  });
}
