import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fieldsOf } from '../support/api-client.ts';
import { type IncidentView, openScene, type PageView } from '../support/triage.ts';

interface Snoozed extends IncidentView {
  asleep: boolean;
  snooze: { until: string; events: number | null; by: string } | null;
}
const hour = (count: number): string => new Date(Date.now() + count * 3_600_000).toISOString();

describe('a snoozed incident', () => {
  it('leaves the list until it happens again, and says who snoozed it', async (t) => {
    const { as, touch } = await openScene(t);
    const { incident_id: id } = await touch('host-a');
    await touch('host-b');
    const list = async (query: string): Promise<string[]> =>
      (await as<PageView<Snoozed>>('GET', `/api/incidents?${query}`)).body.items.map(
        ({ source_ip }) => source_ip,
      );
    const done = await as<Snoozed>('PATCH', `/api/incidents/${id}`, {
      snooze: { until: hour(1), after_events: 1 },
    });
    assert.equal(done.status, 200, JSON.stringify(done.body));
    assert.equal(done.body.asleep, true);
    assert.equal(done.body.snooze?.events, done.body.event_count + 1);
    assert.deepEqual(await list('snoozed=false'), ['host-b']);
    assert.deepEqual(await list('snoozed=true'), ['host-a']);
    assert.equal((await list('')).length, 2);
    const { body } = await as<{ timeline: { kind: string; by: string; data: { to?: object } }[] }>(
      'GET',
      `/api/incidents/${id}`,
    );
    const entry = body.timeline.find(({ kind }) => kind === 'changed');
    assert.deepEqual(entry?.data.to, { snoozed_until: done.body.snooze?.until });

    await touch('host-a', { file_path: '/srv/other/passwords.xlsx', file_accessed: 'other.xlsx' });
    assert.deepEqual((await list('snoozed=false')).sort(), ['host-a', 'host-b']);
    const after = await as<Snoozed>('GET', `/api/incidents/${id}`);
    assert.equal(after.body.asleep, false);
    assert.notEqual(after.body.snooze, null, 'it says that it came back');
  });

  it('wakes when it is answered; many are snoozed at once, and that is undone', async (t) => {
    const { as, touch } = await openScene(t);
    const ids = [await touch('host-a'), await touch('host-b')].map(({ incident_id }) => incident_id);
    const done = await as<{ changed: number; undo: object }>('POST', '/api/incidents/bulk', {
      incidents: ids.map((incident_id) => ({ incident_id })),
      snooze: { until: hour(5) },
    });
    assert.equal(done.body.changed, 2);
    const asleep = async (): Promise<number> =>
      (await as<PageView<Snoozed>>('GET', '/api/incidents?snoozed=true')).body.items.length;
    assert.equal(await asleep(), 2);
    assert.equal(
      (await as<{ changed: number }>('POST', '/api/incidents/bulk', done.body.undo)).body.changed,
      2,
    );
    assert.equal(await asleep(), 0);

    const url = `/api/incidents/${ids[0]}`;
    await as('PATCH', url, { snooze: { until: hour(5) } });
    assert.equal(await asleep(), 1);
    const answered = await as<Snoozed>('PATCH', url, { status: 'acknowledged' });
    assert.deepEqual([answered.body.asleep, answered.body.snooze], [false, null]);
    await as('PATCH', url, { snooze: { until: hour(5) } });
    assert.equal((await as<Snoozed>('PATCH', url, { snooze: null })).body.snooze, null);
  });

  it('needs a time ahead of now and within a year', async (t) => {
    const { as, touch } = await openScene(t);
    const { incident_id } = await touch('host-a');
    for (const snooze of [
      { until: hour(-1) },
      { until: hour(24 * 400) },
      { until: 'tomorrow' },
      { until: hour(1), after_events: 0 },
    ]) {
      const refused = await as('PATCH', `/api/incidents/${incident_id}`, { snooze });
      assert.equal(refused.status, 422, JSON.stringify(snooze));
      assert.match(fieldsOf(refused.body)[0] ?? '', /^snooze/);
    }
  });
});
