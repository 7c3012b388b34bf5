import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { AppError } from '../../../../src/core/errors.ts';
import type { StoredEvent } from '../../../../src/core/event.ts';
import type { EventFilter } from '../../../../src/core/query.ts';
import { type Backend, useStore } from './backend.ts';
import { makeAgentEvent, makeEvent, makeVerdict, newTenant, readAll, record, time } from './records.ts';

export function eventsContract(backend: Backend): void {
  describe(`${backend.name}: lists of events`, () => {
    const open = useStore(backend);
    const user = newTenant();
    const other = newTenant();
    let all: StoredEvent[] = [];

    before(async () => {
      const services = ['ssh', 'http', 'mysql'];
      const types = ['Normal', 'BruteForce', 'SqlInjection'] as const;
      const made = Array.from({ length: 60 }, (_, at): StoredEvent => {
        const make = at % 4 === 3 ? makeAgentEvent : makeEvent;
        return make({
          user_id: user,
          // Five events share each time, in no order of their ids.
          timestamp: time(Math.floor(at / 5)),
          log_id: `log-${String((at * 37) % 60).padStart(3, '0')}`,
          node_id: `node-${at % 2}`,
          source_ip: `203.0.113.${at % 6}`,
          service: services[at % 3] ?? '',
          session: at % 10 === 0 ? null : `s-${at % 10}`,
          alert_id: at % 9 === 0 ? 'ALERT-1' : null,
          payload: at === 17 ? 'SELECT Password FROM Users' : `try ${at}`,
          activity: at === 18 ? 'ÜBERRASCHUNG 50%_' : 'login attempt',
          verdict: makeVerdict({ risk_score: at % 11, attack_type: types[at % 3] ?? 'unknown' }),
        });
      });
      await record(open.store, made);
      await record(open.store, [
        makeEvent({ user_id: other, alert_id: 'ALERT-1', session: 's-1', log_id: 'log-001' }),
      ]);
      all = made.sort((a, b) =>
        a.timestamp === b.timestamp ? (a.log_id < b.log_id ? 1 : -1) : a.timestamp < b.timestamp ? 1 : -1,
      );
    });

    const ids = (events: readonly StoredEvent[]): string[] => events.map((event) => event.log_id);
    const list = (filter: EventFilter, limit: number): Promise<StoredEvent[]> =>
      readAll((page) => open.store.of(user).events(filter, page), limit);

    it('are newest first over both collections, equal times by id, in pages of any size', async () => {
      for (const limit of [1, 2, 7, 59, 60, 61, 1000]) assert.deepEqual(ids(await list({}, limit)), ids(all));
      assert.deepEqual(await list({}, 1000), all);
    });

    it('end where there is nothing more', async () => {
      const page = await open.store.of(user).events({}, { limit: 60 });
      assert.equal(page.items.length, 60);
      assert.equal(page.next_cursor, null);
      assert.deepEqual(await open.store.of(newTenant()).events({}, { limit: 5 }), {
        items: [],
        next_cursor: null,
      });
    });

    const filters: [string, EventFilter, (event: StoredEvent) => boolean][] = [
      ['node', { node_id: 'node-1' }, (e) => e.node_id === 'node-1'],
      ['service', { service: 'http' }, (e) => e.service === 'http'],
      ['source', { source: '203.0.113.4' }, (e) => e.source_ip === '203.0.113.4'],
      ['attack type', { attack_type: 'SqlInjection' }, (e) => e.verdict?.attack_type === 'SqlInjection'],
      ['session', { session: 's-3' }, (e) => e.session === 's-3'],
      ['alert', { alert_id: 'ALERT-1' }, (e) => e.alert_id === 'ALERT-1'],
      ['collection', { collection: 'agent_events' }, (e) => e.collection === 'agent_events'],
      ['least risk', { min_risk: 7 }, (e) => (e.verdict?.risk_score ?? 0) >= 7],
      ['first time, inclusive', { from: time(6) }, (e) => e.timestamp >= time(6)],
      ['last time, exclusive', { to: time(6) }, (e) => e.timestamp < time(6)],
      ['a text in the payload', { q: 'password' }, (e) => e.payload.includes('Password')],
      ['a text in the activity, beyond ASCII', { q: 'überraschung' }, (e) => e.activity.startsWith('Ü')],
      ['a text in the source', { q: '113.5' }, (e) => e.source_ip === '203.0.113.5'],
      ['a text in the service', { q: 'YSQ' }, (e) => e.service === 'mysql'],
      [
        'all of it at once',
        { node_id: 'node-0', service: 'ssh', source: '203.0.113.0', min_risk: 2, from: time(1), q: 'try' },
        (e) =>
          e.node_id === 'node-0' &&
          e.service === 'ssh' &&
          e.source_ip === '203.0.113.0' &&
          (e.verdict?.risk_score ?? 0) >= 2 &&
          e.timestamp >= time(1),
      ],
    ];
    for (const [name, filter, holds] of filters)
      it(`are filtered by ${name}`, async () => {
        const expected = ids(all.filter(holds));
        assert.ok(expected.length > 0 && expected.length < all.length, 'the case tells nothing apart');
        for (const limit of [1, 3, 100]) assert.deepEqual(ids(await list(filter, limit)), expected);
      });

    it('take no letter of a text for a wildcard', async () => {
      assert.equal((await list({ q: '50%_' }, 10)).length, 1);
      for (const q of ['5%_', '%', '_', 't.y', '.*', '\\', '(', '[t]ry'])
        assert.deepEqual(
          ids(await list({ q }, 100)),
          ids(all.filter((e) => `${e.payload}\n${e.activity}\n${e.source_ip}\n${e.service}`.includes(q))),
        );
    });

    it('hold nothing of another tenant, whatever is asked', async () => {
      for (const filter of [
        {},
        { alert_id: 'ALERT-1' },
        { session: 's-1' },
        { node_id: 'node-1' },
        { q: 'root' },
      ]) {
        const page = await open.store.of(other).events(filter, { limit: 100 });
        assert.deepEqual(ids(page.items), ['log-001']);
        assert.deepEqual((await open.store.of(newTenant()).events(filter, { limit: 100 })).items, []);
      }
    });

    it('refuse a cursor that no page gave', async () => {
      const cursors = ['x', 'W10', '', 'bnVsbA', Buffer.from('[1,2]').toString('base64url')];
      for (const cursor of cursors)
        await assert.rejects(
          open.store.of(user).events({}, { limit: 5, cursor }),
          (error) => error instanceof AppError && error.code === 'bad_request',
          cursor,
        );
    });

    it('go on with a text search where the page before ended, and refuse its broken cursor too', async () => {
      const page = await open.store.of(user).events({ q: 'try' }, { limit: 5 });
      assert.equal(page.items.length, 5);
      assert.notEqual(page.next_cursor, null);
      await assert.rejects(
        open.store.of(user).events({ q: 'try' }, { limit: 5, cursor: 'x' }),
        (error) => error instanceof AppError && error.code === 'bad_request',
      );
    });

    it('come to a rare match through many events that do not match', async () => {
      const lonely = newTenant();
      const rare = makeEvent({
        user_id: lonely,
        timestamp: time(0),
        verdict: makeVerdict({ risk_score: 10 }),
      });
      await record(open.store, [rare]);
      for (let batch = 0; batch < 13; batch++)
        await record(
          open.store,
          Array.from({ length: 500 }, (_, at) =>
            makeEvent({
              user_id: lonely,
              timestamp: time(1 + batch, 0, at),
              verdict: null,
              state: 'pending',
            }),
          ),
        );
      const found = await readAll((page) => open.store.of(lonely).events({ min_risk: 10 }, page), 10);
      assert.deepEqual(found, [rare]);
    });
  });
}
