import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sessionKey, windowKey } from '../../../../src/core/effects.ts';
import { type Backend, useStore } from './backend.ts';
import {
  makeAgentEvent,
  makeCounts,
  makeEvent,
  makeIncident,
  makeIncidentFold,
  makeSession,
  newTenant,
  nothingAsked,
  record,
  write,
} from './records.ts';

export function contextContract(backend: Backend): void {
  describe(`${backend.name}: the context of a batch`, () => {
    const open = useStore(backend);
    const source_ip = '203.0.113.7';

    it('is empty where nothing is known', async () => {
      const user_id = newTenant();
      const context = await open.store.context({
        logIds: [{ user_id, log_id: 'log-none' }],
        windows: [{ user_id, source_ip, bucket: 100 }],
        sessions: [{ user_id, node_id: 'node-1', session: 's' }],
        openKeys: [`${user_id}|source:${source_ip}`],
      });
      const sizes = [context.known, context.windows, context.sessions, context.incidents].map((m) => m.size);
      assert.deepEqual(sizes, [0, 0, 0, 0]);
    });

    it('knows stored events of either collection, of the tenant that asks', async () => {
      const [user, other] = [newTenant(), newTenant()];
      const [log, agent] = [makeEvent({ user_id: user }), makeAgentEvent({ user_id: user })];
      await record(open.store, [log, agent]);
      const ask = (user_id: string) =>
        open.store.context({
          ...nothingAsked,
          logIds: [log, agent, log].map(({ log_id }) => ({ user_id, log_id })),
        });
      assert.deepEqual(
        (await ask(user)).known,
        new Map([
          [log.log_id, log],
          [agent.log_id, agent],
        ]),
      );
      assert.equal((await ask(other)).known.size, 0);
    });

    it('adds up the bucket of the event and the five before it', async () => {
      const [user, other] = [newTenant(), newTenant()];
      const put = (user_id: string, bucket: number, first_ms: number, last_ms: number) => ({
        user_id,
        source_ip,
        bucket,
        counts: makeCounts({ events: 2, failed_logins: 1, commands: 3, first_ms, last_ms }),
      });
      await write(open.store, user, {
        windows: [
          put(user, 94, 10, 20),
          put(user, 95, 30, 40),
          put(user, 97, 50, 60),
          put(user, 100, 70, 80),
          put(user, 101, 90, 99),
        ],
      });
      await write(open.store, other, { windows: [put(other, 99, 1, 999)] });
      await write(open.store, user, { windows: [put(user, 100, 65, 75)] });
      const context = await open.store.context({
        ...nothingAsked,
        windows: [
          { user_id: user, source_ip, bucket: 100 },
          { user_id: user, source_ip, bucket: 100 },
          { user_id: user, source_ip: '203.0.113.8', bucket: 100 },
        ],
      });
      const sum = makeCounts({ events: 8, failed_logins: 4, commands: 12, first_ms: 30, last_ms: 80 });
      assert.deepEqual(context.windows, new Map([[windowKey(user, source_ip, 100), sum]]));
    });

    it('leaves out counts of no event', async () => {
      const user = newTenant();
      const counts = makeCounts({ events: 0, failed_logins: 0, first_ms: 0, last_ms: 0 });
      await write(open.store, user, { windows: [{ user_id: user, source_ip, bucket: 100, counts }] });
      const windows = [{ user_id: user, source_ip, bucket: 100 }];
      assert.equal((await open.store.context({ ...nothingAsked, windows })).windows.size, 0);
    });

    it('gives sessions of the tenant and node that ask', async () => {
      const [user, other] = [newTenant(), newTenant()];
      const state = makeSession({ user_id: user, session: 's-1' });
      await write(open.store, user, { sessions: [state] });
      const ask = (user_id: string, node_id: string) =>
        open.store.context({ ...nothingAsked, sessions: [{ user_id, node_id, session: 's-1' }] });
      const key = sessionKey(user, 'node-1', 's-1');
      assert.deepEqual((await ask(user, 'node-1')).sessions, new Map([[key, state]]));
      assert.equal((await ask(other, 'node-1')).sessions.size, 0);
      assert.equal((await ask(user, 'node-2')).sessions.size, 0);
    });

    it('gives the incident that holds an open key', async () => {
      const user = newTenant();
      const open_key = `${user}|source:${source_ip}`;
      const incident = makeIncident({ user_id: user, open_key });
      await write(open.store, user, { incidents: [incident] });
      const openKeys = [open_key, open_key, `${newTenant()}|source:${source_ip}`];
      const context = await open.store.context({ ...nothingAsked, openKeys });
      assert.deepEqual(context.incidents, new Map([[open_key, incident]]));
    });

    it('shows incidents as they stand: grown by events, changed by people, closed by jobs', async () => {
      const user = newTenant();
      const open_key = `${user}|source:${source_ip}`;
      const incident = makeIncident({ user_id: user, open_key, last_seen: '1990-01-01T00:00:00.000Z' });
      const { incident_id } = incident;
      const holder = async () =>
        (await open.store.context({ ...nothingAsked, openKeys: [open_key] })).incidents.get(open_key);
      assert.equal(await holder(), undefined);
      await write(open.store, user, { incidents: [incident] });
      assert.deepEqual(await holder(), incident);
      for (let n = 0; n < 3; n++) {
        const fold = makeIncidentFold({
          user_id: user,
          incident_id,
          last_seen: incident.last_seen,
          events: 2,
        });
        await write(open.store, user, { incidentFolds: [fold] });
        assert.equal((await holder())?.event_count, 3 + 2 * n);
      }
      const touched = { ...incident.touched, nodes: ['node-1', 'node-2'] };
      const fold = makeIncidentFold({ user_id: user, incident_id, last_seen: incident.last_seen, touched });
      await write(open.store, user, { incidentFolds: [fold] });
      assert.deepEqual((await holder())?.touched, touched);
      await open.store.of(user).updateIncident(incident_id, null, { assignee: 'eve' });
      assert.equal((await holder())?.assignee, 'eve');
      const given = await holder();
      if (given) given.event_count = 99;
      assert.equal((await holder())?.event_count, 8, 'what is given away is a copy');
      await open.store.closeIdleIncidents('1990-01-02T00:00:00.000Z', 10);
      assert.equal(await holder(), undefined);
      const next = makeIncident({ user_id: user, open_key });
      await write(open.store, user, { incidents: [next] });
      await write(open.store, user, { closedIncidents: [{ user_id: user, incident_id: next.incident_id }] });
      assert.equal(await holder(), undefined);
    });

    it('shows an implied session, which no list shows', async () => {
      const user = newTenant();
      const implied = makeSession({ user_id: user, session: '~ssh~203.0.113.7', alert_id: 'ALERT-1' });
      const named = makeSession({ user_id: user, session: 'a1' });
      await write(open.store, user, { sessions: [implied, named] });
      const sessions = [{ user_id: user, node_id: 'node-1', session: implied.session }];
      const context = await open.store.context({ ...nothingAsked, sessions });
      assert.deepEqual([...context.sessions.values()], [implied]);
      const listed = await open.store.of(user).sessions({}, { limit: 10 });
      assert.deepEqual(listed.items, [named]);
    });

    it('keeps whether an import brought an event', async () => {
      const user = newTenant();
      const event = makeEvent({ user_id: user, history: true });
      await record(open.store, [event]);
      assert.deepEqual(await open.store.of(user).event(event.log_id), event);
      const agent = makeAgentEvent({ user_id: user, history: true, state: 'pending', verdict: null });
      await open.store.append([agent]);
      assert.equal((await open.store.of(user).event(agent.log_id))?.history, true);
    });
  });
}
