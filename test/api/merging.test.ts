import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type AlertView, type IncidentView, openScene, type PageView } from '../support/triage.ts';

interface Merged extends IncidentView {
  merged_into: string | null;
  merged_count: number;
  unread: boolean;
  seen_by: { by: string }[];
  merged: { incident_id: string; by: string }[];
  alerts: AlertView[];
  events: { source_ip: string }[];
  timeline: { kind: string; data: { incident_id?: string; text?: string } }[];
}
interface Answer {
  incident: Merged;
  results: { incident_id: string; result: string; why: string | null }[];
  undo: { incidents: string[] } | null;
}

const another = { file_path: '/srv/other/passwords.xlsx', file_accessed: 'other.xlsx' };

describe('merging incidents', () => {
  it('moves alerts, events, comments and what comes next to the one that remains; undo takes all of it back', async (t) => {
    const { as, touch } = await openScene(t);
    const [a, b] = [await touch('host-a'), await touch('host-b')];
    const [into, id] = [a.incident_id, b.incident_id];
    const get = async (one: string): Promise<Merged> =>
      (await as<Merged>('GET', `/api/incidents/${one}`)).body;
    const before = { a: await get(into), b: await get(id) };
    await as('POST', `/api/incidents/${id}/comments`, { text: 'looks the same' });
    const done = await as<Answer>('POST', '/api/incidents/merge', { into, incidents: [id, 'none', into] });
    assert.equal(done.status, 200, JSON.stringify(done.body));
    assert.deepEqual(
      done.body.results.map(({ result }) => result),
      ['merged', 'not_found', 'conflict'],
    );
    assert.match(done.body.results[2]?.why ?? '', /itself/);
    assert.equal(done.body.incident.merged_count, 1);
    assert.equal(done.body.incident.event_count, before.a.event_count + before.b.event_count);
    const listed = await as<PageView<Merged>>('GET', '/api/incidents');
    assert.deepEqual(
      listed.body.items.map(({ incident_id }) => incident_id),
      [into],
    );
    const gone = await get(id);
    assert.deepEqual([gone.merged_into, gone.status], [into, 'resolved']);
    const refused = await as('PATCH', `/api/incidents/${id}`, { status: 'open' });
    assert.equal(refused.status, 409, JSON.stringify(refused.body));

    const late = await touch('host-b', another);
    assert.equal(late.incident_id, into, 'what its source does next joins the one that remains');
    const detail = await get(into);
    assert.equal(detail.event_count, before.a.event_count + before.b.event_count + 1);
    assert.deepEqual(
      detail.merged.map(({ incident_id }) => incident_id),
      [id],
    );
    assert.equal(detail.alerts.length, 3);
    assert.deepEqual([...new Set(detail.events.map(({ source_ip }) => source_ip))].sort(), [
      'host-a',
      'host-b',
    ]);
    const paged = await as<PageView<{ source_ip: string }>>('GET', `/api/incidents/${into}/events`);
    assert.equal(paged.body.items.length, detail.events.length);
    assert.ok(detail.timeline.some(({ kind, data }) => kind === 'comment' && data.text === 'looks the same'));
    assert.ok(detail.timeline.some(({ kind, data }) => kind === 'merged' && data.incident_id === id));

    const undone = await as<Answer>('POST', '/api/incidents/split', done.body.undo);
    assert.deepEqual(undone.body.results, [{ incident_id: id, result: 'split', why: null }]);
    const after = { a: await get(into), b: await get(id) };
    const pick = ({ event_count, alert_count, title, status }: Merged) => ({
      ...{ event_count, alert_count, title, status },
    });
    assert.deepEqual(pick(after.a), pick(before.a));
    assert.equal(after.b.event_count, before.b.event_count + 1, 'what came meanwhile is its own');
    assert.deepEqual([after.b.status, after.b.merged_into, after.b.alerts.length], ['open', null, 2]);
    const next = await touch('host-b', { ...another, file_path: '/srv/third/passwords.xlsx' });
    assert.equal(next.incident_id, id, 'its source is its own again');
    assert.equal(
      (await as<Answer>('POST', '/api/incidents/split', done.body.undo)).body.results[0]?.result,
      'conflict',
    );
  });

  it('of a resolved one reopens nothing; once the one that remains is resolved, either source opens a new one', async (t) => {
    const { as, touch } = await openScene(t);
    const [a, b] = [await touch('host-a'), await touch('host-b')];
    await as('PATCH', `/api/incidents/${b.incident_id}`, { status: 'resolved' });
    const merged = await as<Answer>('POST', '/api/incidents/merge', {
      into: a.incident_id,
      incidents: [b.incident_id],
    });
    assert.equal(merged.body.results[0]?.result, 'merged');
    const joined = await touch('host-b', another);
    assert.equal(joined.incident_id, a.incident_id, 'also where it took no more events by itself');
    await as('PATCH', `/api/incidents/${a.incident_id}`, { status: 'resolved' });
    const stats = await as<{ active_alerts: number }>('GET', '/api/stats');
    assert.equal(stats.body.active_alerts, 0);
    const next = await touch('host-b', { ...another, file_path: '/srv/third/passwords.xlsx' });
    assert.ok(![a.incident_id, b.incident_id].includes(next.incident_id));
  });

  it('is refused where it would make chains, and says why', async (t) => {
    const { as, touch } = await openScene(t);
    const ids = [await touch('host-a'), await touch('host-b'), await touch('host-c')].map(
      ({ incident_id }) => incident_id,
    );
    const [first, second, third] = ids;
    await as('POST', '/api/incidents/merge', { into: first, incidents: [second] });
    const chain = await as<Answer>('POST', '/api/incidents/merge', { into: third, incidents: [first] });
    assert.equal(chain.body.results[0]?.result, 'conflict');
    assert.match(chain.body.results[0]?.why ?? '', /Others are merged into it/);
    const below = await as<Answer>('POST', '/api/incidents/merge', { into: second, incidents: [third] });
    assert.match(below.body.results[0]?.why ?? '', /itself merged into/);
    assert.equal(
      (await as('POST', '/api/incidents/merge', { into: 'none', incidents: [third] })).status,
      404,
    );
    assert.equal((await as('POST', '/api/incidents/merge', { into: first, incidents: [] })).status, 422);
  });

  it('some alerts become an incident of their own, and are merged back', async (t) => {
    const { as, touch } = await openScene(t);
    const first = await touch('host-a');
    const second = await touch('host-a', another);
    assert.equal(second.incident_id, first.incident_id);
    const url = `/api/incidents/${first.incident_id}`;
    const before = (await as<Merged>('GET', url)).body;
    const apart = await as<{ incident: Merged; from: Merged; undo: object }>('POST', `${url}/split`, {
      alert_ids: [second.alert_id],
    });
    assert.equal(apart.status, 200, JSON.stringify(apart.body));
    assert.match(apart.body.incident.title, /the decoy \/srv\/other\/passwords\.xlsx on host-a/);
    assert.equal(apart.body.from.alert_count, before.alert_count - 1);
    const moved = await as<AlertView>('GET', `/api/alerts/${second.alert_id}`);
    assert.equal(moved.body.incident_id, apart.body.incident.incident_id);
    const emptied = await as('POST', `${url}/split`, { alert_ids: [first.alert_id] });
    assert.equal(emptied.status, 409);
    assert.equal((await as('POST', `${url}/split`, { alert_ids: ['none'] })).status, 409);
    await as('POST', '/api/incidents/merge', apart.body.undo);
    const after = (await as<Merged>('GET', url)).body;
    assert.deepEqual([after.event_count, after.alert_count], [before.event_count, before.alert_count]);
  });
});

describe('an incident that was opened', () => {
  it('is read by that person alone, and says who', async (t) => {
    const { as, touch, user } = await openScene(t);
    const { incident_id: id } = await touch('host-a');
    const unread = async (): Promise<number> =>
      (await as<PageView<Merged>>('GET', '/api/incidents?unread=true')).body.items.length;
    assert.equal(await unread(), 1);
    const before = (await as<Merged>('GET', `/api/incidents/${id}`)).body;
    assert.deepEqual([before.unread, before.seen_by], [true, []]);
    await as('POST', '/api/incidents/seen', { incidents: [id], seen: true });
    const after = (await as<Merged>('GET', `/api/incidents/${id}`)).body;
    assert.deepEqual([after.unread, after.seen_by.map(({ by }) => by)], [false, [user.email]]);
    assert.equal(after.version, before.version);
    assert.equal(await unread(), 0);
    await as('POST', '/api/incidents/seen', { incidents: [id], seen: false });
    assert.equal(await unread(), 1);
  });
});
