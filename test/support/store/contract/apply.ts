import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Decide, noEffects } from '../../../../src/core/effects.ts';
import type { StoredEvent } from '../../../../src/core/event.ts';
import { fallbackVerdict } from '../../../../src/core/verdict.ts';
import { type Backend, useStore } from './backend.ts';
import {
  makeAgentEvent,
  makeEvent,
  makeRollupDelta,
  makeVerdict,
  newTenant,
  nothingAsked,
  record,
} from './records.ts';

export function applyContract(backend: Backend): void {
  describe(`${backend.name}: events that are judged after they are stored`, () => {
    const open = useStore(backend);
    const pending = (given: Partial<StoredEvent> & { user_id: string }): StoredEvent =>
      makeEvent({ state: 'pending', verdict: null, ...given });
    const counting =
      (user: string): Decide =>
      (accepted) => ({
        ...noEffects(),
        rollups: [makeRollupDelta({ user_id: user, events: accepted.length })],
      });
    const total = async (user: string): Promise<number> => (await open.store.of(user).stats()).total_attacks;
    const apply = async (user: string, updates: StoredEvent[]) =>
      open.store.apply(updates, await open.store.context(nothingAsked), counting(user));

    it('stores them pending and without effects', async () => {
      const user = newTenant();
      const event = pending({ user_id: user });
      const outcome = await open.store.append([event, { ...event, payload: 'again' }]);
      assert.deepEqual([...outcome.accepted], [event.log_id]);
      assert.deepEqual(await open.store.of(user).event(event.log_id), event);
      assert.equal(await total(user), 0);
      const again = await open.store.append([event]);
      assert.equal(again.accepted.size, 0);
      assert.deepEqual(again.duplicates.get(event.log_id), event);
    });

    it('completes each once, with its effects, whatever is repeated', async () => {
      const user = newTenant();
      const event = pending({ user_id: user });
      await open.store.append([event]);
      const judged: StoredEvent = { ...event, state: 'done', verdict: makeVerdict(), alert_id: 'ALERT-1' };
      const effects = await apply(user, [judged]);
      assert.equal(effects.rollups.length, 1);
      assert.deepEqual(await open.store.of(user).event(event.log_id), judged);
      const again = await apply(user, [{ ...judged, verdict: makeVerdict({ risk_score: 1 }) }]);
      assert.equal(again.rollups.length, 0);
      assert.deepEqual(await open.store.of(user).event(event.log_id), judged);
      assert.equal(await total(user), 1);
    });

    it('completes each once when two do it at the same time', async () => {
      const user = newTenant();
      const events = Array.from({ length: 10 }, () => pending({ user_id: user }));
      await open.store.append(events);
      const judged = (): StoredEvent[] =>
        events.map((event) => ({ ...event, state: 'done', verdict: makeVerdict() }));
      await Promise.all(Array.from({ length: 6 }, () => apply(user, judged())));
      assert.equal(await total(user), 10);
    });

    it('keeps what the decision says of alerts', async () => {
      const user = newTenant();
      const event = pending({ user_id: user });
      await open.store.append([event]);
      const judged: StoredEvent = { ...event, state: 'done', verdict: makeVerdict() };
      await open.store.apply([judged], await open.store.context(nothingAsked), (accepted) => {
        for (const one of accepted)
          Object.assign(one, { alert_id: 'ALERT-9', alert_created: true, suppressed_by: 'rule-9' });
        return noEffects();
      });
      const stored = await open.store.of(user).event(event.log_id);
      assert.equal(stored?.alert_id, 'ALERT-9');
      assert.equal(stored?.alert_created, true);
      assert.equal(stored?.suppressed_by, 'rule-9');
      assert.deepEqual((await open.store.of(user).events({ alert_id: 'ALERT-9' }, { limit: 5 })).items, [
        stored,
      ]);
    });

    it('goes from pending to fallback to done and no other way', async () => {
      const user = newTenant();
      const event = pending({ user_id: user });
      await open.store.append([event]);
      const as = (state: StoredEvent['state'], risk: number): StoredEvent => ({
        ...event,
        state,
        verdict: state === 'fallback' ? fallbackVerdict : makeVerdict({ risk_score: risk }),
      });
      const stateNow = async () => (await open.store.of(user).event(event.log_id))?.state;
      assert.equal((await apply(user, [as('fallback', 0)])).rollups.length, 1);
      assert.equal(await stateNow(), 'fallback');
      assert.equal((await apply(user, [as('fallback', 0)])).rollups.length, 0);
      assert.equal((await apply(user, [as('done', 9)])).rollups.length, 1);
      assert.equal(await stateNow(), 'done');
      assert.equal((await apply(user, [as('fallback', 0)])).rollups.length, 0);
      assert.equal((await open.store.of(user).event(event.log_id))?.verdict?.risk_score, 9);
      assert.equal((await open.store.of(user).events({ min_risk: 9 }, { limit: 5 })).items.length, 1);
    });

    it('leaves alone what is not stored, and another tenant’s event with the same id', async () => {
      const [mine, other] = [newTenant(), newTenant()];
      const event = pending({ user_id: mine });
      await open.store.append([event]);
      const judged: StoredEvent = { ...event, user_id: other, state: 'done', verdict: makeVerdict() };
      assert.equal((await apply(other, [judged])).rollups.length, 0);
      assert.deepEqual(await open.store.of(mine).event(event.log_id), event);
      assert.equal(await open.store.of(other).event(event.log_id), null);
    });

    it('changes nothing where the decision fails', async () => {
      const user = newTenant();
      const event = pending({ user_id: user });
      await open.store.append([event]);
      const judged: StoredEvent = { ...event, state: 'done', verdict: makeVerdict() };
      const failing = open.store.apply([judged], await open.store.context(nothingAsked), () => {
        throw new RangeError('no decision');
      });
      await assert.rejects(failing, RangeError);
      assert.equal((await open.store.of(user).event(event.log_id))?.state, 'pending');
      assert.equal((await apply(user, [judged])).rollups.length, 1);
    });

    it('lists the unfinished of all tenants and collections, the oldest first', async () => {
      const [mine, other] = [newTenant(), newTenant()];
      const at = (minute: number, given: Partial<StoredEvent> = {}): StoredEvent =>
        pending({ user_id: mine, received_at: `1999-01-01T00:0${minute}:00.000Z`, ...given });
      const first = at(1);
      const second = at(2, { user_id: other });
      const third: StoredEvent = {
        ...makeAgentEvent({ user_id: mine }),
        state: 'pending',
        verdict: null,
        received_at: '1999-01-01T00:03:00.000Z',
      };
      const late = at(9);
      const spare = makeEvent({ user_id: mine, state: 'fallback', received_at: '1999-01-01T00:01:30.000Z' });
      await open.store.append([late, third, second, first]);
      await record(open.store, [spare]);
      const before = '1999-01-01T00:09:00.000Z';
      assert.deepEqual(await open.store.unfinished('pending', before, 10), [first, second, third]);
      assert.deepEqual(await open.store.unfinished('pending', before, 2), [first, second]);
      assert.deepEqual(await open.store.unfinished('fallback', before, 10), [spare]);
      await apply(mine, [{ ...first, state: 'done', verdict: makeVerdict() }]);
      assert.deepEqual(await open.store.unfinished('pending', before, 1), [second]);
    });
  });
}
