import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Decide, noEffects } from '../../../../src/core/effects.ts';
import { AppError } from '../../../../src/core/errors.ts';
import type { StoredEvent } from '../../../../src/core/event.ts';
import { type Backend, useStore } from './backend.ts';
import {
  makeAgentEvent,
  makeEvent,
  makeRollupDelta,
  makeSession,
  makeVerdict,
  newTenant,
  nothingAsked,
  record,
} from './records.ts';

export function commitContract(backend: Backend): void {
  describe(`${backend.name}: recording events`, () => {
    const open = useStore(backend);
    const counting = (user: string): Decide => {
      return (accepted) => ({
        ...noEffects(),
        rollups: [makeRollupDelta({ user_id: user, events: accepted.length, risk_sum: 0 })],
      });
    };
    const total = async (user: string): Promise<number> => (await open.store.of(user).stats()).total_attacks;

    it('stores events of both collections as they are', async () => {
      const user = newTenant();
      const events = [
        makeEvent({ user_id: user }),
        makeAgentEvent({ user_id: user, event_id: 'e-1', session: 's-1' }),
        makeEvent({
          user_id: user,
          extra: null,
          suppressed_by: 'rule-1',
          alert_id: 'a',
          alert_created: true,
        }),
        makeEvent({ user_id: user, extra: { 'a.b': { $c: [1, null, 'x'], '': true } }, payload: '' }),
      ];
      const outcome = await record(open.store, events);
      assert.deepEqual(outcome.accepted, new Set(events.map((event) => event.log_id)));
      assert.equal(outcome.duplicates.size, 0);
      for (const event of events) {
        assert.deepEqual(await open.store.of(user).event(event.log_id), event);
        assert.equal(await open.store.of(newTenant()).event(event.log_id), null);
      }
    });

    it('asks for effects once, of the new events, before they are written', async () => {
      const user = newTenant();
      const event = makeEvent({ user_id: user });
      const seen: StoredEvent[][] = [];
      const context = await open.store.context(nothingAsked);
      const outcome = await open.store.record([event], context, (accepted) => {
        seen.push([...accepted]);
        for (const one of accepted) Object.assign(one, { alert_id: 'ALERT-1', alert_created: true });
        return { ...noEffects(), rollups: [makeRollupDelta({ user_id: user })] };
      });
      assert.deepEqual(
        seen.map((events) => events.map((one) => one.log_id)),
        [[event.log_id]],
      );
      assert.equal(outcome.effects.rollups.length, 1);
      const stored = await open.store.of(user).event(event.log_id);
      assert.equal(stored?.alert_id, 'ALERT-1');
      assert.equal(stored?.alert_created, true);
    });

    it('takes a repeated event for ever as the first one, without effects', async () => {
      const user = newTenant();
      const event = makeEvent({ user_id: user, payload: 'first' });
      const context = await open.store.context(nothingAsked);
      await open.store.record([event], context, counting(user));
      const again = { ...event, payload: 'second' };
      const outcome = await open.store.record([again], context, counting(user));
      assert.equal(outcome.accepted.size, 0);
      assert.deepEqual(outcome.duplicates.get(event.log_id), event);
      assert.equal((await open.store.of(user).event(event.log_id))?.payload, 'first');
      assert.equal(await total(user), 1);
    });

    it('counts only what is new of a batch that was partly there', async () => {
      const user = newTenant();
      const [a, b, c] = [1, 2, 3].map(() => makeEvent({ user_id: user })) as [
        StoredEvent,
        StoredEvent,
        StoredEvent,
      ];
      await open.store.record([a, b], await open.store.context(nothingAsked), counting(user));
      const outcome = await open.store.record(
        [b, c, a],
        await open.store.context(nothingAsked),
        counting(user),
      );
      assert.deepEqual([...outcome.accepted], [c.log_id]);
      assert.deepEqual([...outcome.duplicates.keys()].sort(), [a.log_id, b.log_id].sort());
      assert.equal(await total(user), 3);
    });

    it('keeps the first of two events with one id in a call', async () => {
      const user = newTenant();
      const event = makeEvent({ user_id: user, payload: 'first' });
      const outcome = await open.store.record(
        [event, { ...event, payload: 'second' }],
        await open.store.context(nothingAsked),
        counting(user),
      );
      assert.deepEqual([...outcome.accepted], [event.log_id]);
      assert.equal((await open.store.of(user).event(event.log_id))?.payload, 'first');
      assert.equal(await total(user), 1);
    });

    it('knows an id in whichever collection it is', async () => {
      const user = newTenant();
      const event = makeEvent({ user_id: user });
      await record(open.store, [event]);
      const outcome = await record(open.store, [makeAgentEvent({ user_id: user, log_id: event.log_id })]);
      assert.equal(outcome.accepted.size, 0);
      assert.deepEqual(outcome.duplicates.get(event.log_id), event);
    });

    it('keeps two tenants’ events with one id apart', async () => {
      const [mine, other] = [newTenant(), newTenant()];
      const event = makeEvent({ user_id: mine });
      const twin = { ...event, user_id: other, payload: 'of another' };
      await record(open.store, [event]);
      const outcome = await record(open.store, [twin]);
      assert.equal(outcome.duplicates.size, 0);
      assert.deepEqual(await open.store.of(mine).event(event.log_id), event);
      assert.deepEqual(await open.store.of(other).event(event.log_id), twin);
    });

    it('stores one of many that come with one id at the same time, with one set of effects', async () => {
      const user = newTenant();
      const event = makeEvent({ user_id: user });
      const outcomes = await Promise.all(
        Array.from({ length: 12 }, async () =>
          open.store.record([{ ...event }], await open.store.context(nothingAsked), counting(user)),
        ),
      );
      assert.equal(outcomes.filter((outcome) => outcome.accepted.size === 1).length, 1);
      assert.equal(await total(user), 1);
    });

    it('loses and doubles nothing of many batches at the same time', async () => {
      const user = newTenant();
      const batches = Array.from({ length: 10 }, () =>
        Array.from({ length: 20 }, () => makeEvent({ user_id: user })),
      );
      await Promise.all(
        [...batches, ...batches].map(async (batch) =>
          open.store.record(
            batch.map((event) => ({ ...event })),
            await open.store.context(nothingAsked),
            counting(user),
          ),
        ),
      );
      assert.equal(await total(user), 200);
    });

    it('writes nothing at all where the decision fails', async () => {
      const user = newTenant();
      const event = makeEvent({ user_id: user });
      const context = await open.store.context(nothingAsked);
      const failing = open.store.record([event], context, () => {
        throw new RangeError('no decision');
      });
      await assert.rejects(failing, RangeError);
      assert.equal(await total(user), 0);
      const outcome = await open.store.record([event], context, counting(user));
      assert.deepEqual([...outcome.accepted], [event.log_id]);
      assert.equal(await total(user), 1);
    });

    it('decides on what stands, although another batch came between', async () => {
      const user = newTenant();
      const request = { ...nothingAsked, sessions: [{ user_id: user, node_id: 'node-1', session: 's' }] };
      const decide: Decide = (accepted, context) => {
        const [standing] = context.sessions.values();
        const session = standing ?? makeSession({ user_id: user, session: 's', events: 0, version: 0 });
        const events = session.events + accepted.length;
        return { ...noEffects(), sessions: [{ ...session, events, version: session.version + 1 }] };
      };
      const contexts = [await open.store.context(request), await open.store.context(request)];
      for (const early of contexts) {
        const event = makeEvent({ user_id: user, session: 's' });
        try {
          await open.store.record([event], early, decide);
        } catch (error) {
          // Refusing is as good, as long as sending again works.
          assert.ok(error instanceof AppError && error.code === 'unavailable', String(error));
          await open.store.record([event], await open.store.context(request), decide);
        }
      }
      const session = await open.store.of(user).session('node-1', 's');
      assert.equal(session?.events, 2);
      assert.equal(session?.version, 2);
    });

    it('does nothing with no events', async () => {
      const outcome = await record(open.store, []);
      assert.equal(outcome.accepted.size + outcome.duplicates.size, 0);
    });

    it('takes batches of 500', async () => {
      const user = newTenant();
      const events = Array.from({ length: 500 }, () => makeEvent({ user_id: user }));
      const outcome = await open.store.record(events, await open.store.context(nothingAsked), counting(user));
      assert.equal(outcome.accepted.size, 500);
      assert.equal(await total(user), 500);
    });

    it('has nothing left to complete after whole calls', async () => {
      assert.equal(await open.store.recover(() => noEffects()), 0);
    });

    it('still has everything after it was closed and opened again', async () => {
      const user = newTenant();
      const event = makeEvent({ user_id: user, verdict: makeVerdict({ risk_score: 9 }) });
      await open.store.record([event], await open.store.context(nothingAsked), counting(user));
      await open.reopen();
      assert.deepEqual(await open.store.of(user).event(event.log_id), event);
      assert.equal(await total(user), 1);
      assert.equal((await record(open.store, [event])).accepted.size, 0);
    });
  });
}
