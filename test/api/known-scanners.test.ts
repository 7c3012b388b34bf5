import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fieldsOf, openApi } from '../support/api-client.ts';

interface ScannerView {
  id: string;
  name: string;
  networks: string[];
  may: string[];
  hours: object | null;
  version: number;
}

describe('known scanners', () => {
  it('are made, changed, listed and deleted', async (t) => {
    const api = await openApi(t);
    const { headers, email } = await api.createUser();
    const hours = { from: '22:00', to: '24:00', timezone: 'Europe/Paris', weekdays: ['sat', 'sun'] };
    const made = await api.call<ScannerView>('POST', '/api/known-scanners', {
      headers,
      body: {
        name: 'Nessus',
        owner: 'ada',
        networks: ['10.0.0.9/24', '10.0.0.1/24'],
        may: ['connect'],
        hours,
      },
    });
    assert.equal(made.status, 200);
    assert.match(made.body.id, /^scanner-[0-9a-f]{24}$/);
    assert.deepEqual(
      { ...made.body, id: '', created_at: '', updated_at: '' },
      {
        id: '',
        name: 'Nessus',
        owner: 'ada',
        enabled: true,
        networks: ['10.0.0.0/24'],
        services: [],
        nodes: [],
        hours,
        may: ['connect'],
        hits: 0,
        last_hit_at: null,
        created_by: email,
        created_at: '',
        updated_at: '',
        version: 1,
      },
    );
    const path = `/api/known-scanners/${made.body.id}`;
    const changed = await api.call<ScannerView>('PATCH', path, {
      headers,
      body: { hours: null, version: 1 },
    });
    assert.deepEqual([changed.body.hours, changed.body.version, changed.body.name], [null, 2, 'Nessus']);
    assert.equal((await api.call('PATCH', path, { headers, body: { name: 'x', version: 1 } })).status, 409);
    assert.deepEqual((await api.call('GET', '/api/known-scanners', { headers })).body, [changed.body]);
    assert.deepEqual((await api.call('GET', path, { headers })).body, changed.body);
    assert.deepEqual((await api.call('DELETE', path, { headers })).body, { status: 'success' });
    assert.equal((await api.call('DELETE', path, { headers })).status, 404);
  });

  it('name every wrong field', async (t) => {
    const api = await openApi(t);
    const { headers } = await api.createUser();
    const others = await api.createNode(await api.createUser());
    const good = { name: 'n', networks: ['10.0.0.9'], may: ['connect'] };
    const hours = { from: '22:00', to: '06:00', timezone: 'UTC', weekdays: [] };
    for (const [field, change] of [
      ['networks', { networks: [] }],
      ['networks.1', { networks: ['10.0.0.9', 'office'] }],
      ['networks.0', { networks: ['0.0.0.0/0'] }],
      ['networks.0', { networks: ['2000::/3'] }],
      ['may', { may: [] }],
      ['may.0', { may: ['everything'] }],
      ['nodes.0', { nodes: [others.id] }],
      ['hours.from', { hours: { ...hours, from: '24:00' } }],
      ['hours.to', { hours: { ...hours, to: '22:00' } }],
      ['hours.timezone', { hours: { ...hours, timezone: 'Mars' } }],
      ['hours.weekdays.0', { hours: { ...hours, weekdays: ['monday'] } }],
      ['hits', { hits: 5 }],
    ] as const) {
      const answer = await api.call('POST', '/api/known-scanners', { headers, body: { ...good, ...change } });
      assert.equal(answer.status, 422, JSON.stringify(change));
      assert.deepEqual(fieldsOf(answer.body), [field]);
    }
    assert.deepEqual((await api.call('GET', '/api/known-scanners', { headers })).body, []);
  });
});
