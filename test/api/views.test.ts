import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { changeView, deleteView, listViews } from '../../src/cases/views.ts';
import type { DocOf } from '../../src/core/doc-kind.ts';
import type { ViewBody } from '../../src/core/view.ts';
import { fieldsOf, openApi } from '../support/api-client.ts';

interface View {
  id: string;
  name: string;
  search: string;
  shared: boolean;
  version: number;
}

describe('saved views', () => {
  it('are made, changed, shared and deleted', async (t) => {
    const api = await openApi(t);
    const user = await api.createUser();
    const as = <T>(method: string, path: string, body?: unknown) =>
      api.call<T>(method, path, { headers: user.headers, body });
    const made = await as<View>('POST', '/api/views', {
      page: 'events',
      name: 'Web',
      search: 'service=http',
    });
    assert.equal(made.status, 200, JSON.stringify(made.body));
    assert.equal(made.body.shared, false);
    const url = `/api/views/${made.body.id}`;
    const changed = await as<View>('PATCH', url, { shared: true, search: 'service=https', version: 1 });
    assert.deepEqual(
      [changed.body.shared, changed.body.search, changed.body.version],
      [true, 'service=https', 2],
    );
    assert.equal((await as('PATCH', url, { name: 'x', version: 1 })).status, 409);
    assert.deepEqual((await as<View[]>('GET', '/api/views')).body, [changed.body]);
    assert.deepEqual(
      fieldsOf((await as('POST', '/api/views', { page: '', name: 'x'.repeat(61), search: 1 })).body).sort(),
      ['name', 'page', 'search'],
    );
    assert.equal((await as('DELETE', url)).status, 200);
    assert.equal((await as('DELETE', url)).status, 404);
    assert.equal((await api.call('GET', '/api/views')).status, 401);
  });

  it('of another person are not there unless they are shared', async () => {
    const view = (id: string, created_by: string, shared: boolean) =>
      ({
        kind: 'view',
        id,
        user_id: 'user-1',
        lookup: null,
        tag: null,
        expires_at: null,
        created_at: '',
        updated_at: '',
        version: 1,
        body: { page: 'events', name: id, search: '', shared, created_by },
      }) satisfies DocOf<ViewBody>;
    const docs = [view('a', 'ada', false), view('b', 'bob', false), view('c', 'bob', true)].map((doc) => ({
      ...doc,
      body: { ...doc.body },
    }));
    const nothing = () => Promise.reject(new Error('must not be reached'));
    const tenant = {
      docs: () => Promise.resolve(docs),
      doc: (_kind: string, id: string) => Promise.resolve(docs.find((doc) => doc.id === id) ?? null),
      countDocs: nothing,
      createDoc: nothing,
      updateDoc: nothing,
      removeDoc: nothing,
    };
    const ada = { user_id: 'user-1', email: 'ada' };
    assert.deepEqual(
      (await listViews(tenant, ada)).map(({ id }) => id),
      ['a', 'c'],
    );
    const parts = { tenant, now: () => '' };
    await assert.rejects(deleteView(parts, 'b', ada), { code: 'not_found' });
    await assert.rejects(changeView(parts, { id: 'b', version: null, person: ada }, { name: 'x' }), {
      code: 'not_found',
    });
  });
});

describe('preferences', () => {
  const chosen = {
    theme: 'dark',
    density: 'comfortable',
    language: 'de',
    clock: '24',
    hidden: { events: ['node'] },
    order: { events: ['time', 'node'] },
    widths: { events: { node: 140 } },
    sorts: { events: { id: 'time', desc: true } },
  } as const;

  it('are kept for a person, and nothing else is', async (t) => {
    const api = await openApi(t);
    const [user, other] = [await api.createUser(), await api.createUser()];
    const read = async (who: typeof user) =>
      (await api.call<{ preferences: object | null }>('GET', '/api/preferences', { headers: who.headers }))
        .body.preferences;
    assert.equal(await read(user), null);
    const put = (body: unknown) => api.call('PUT', '/api/preferences', { headers: user.headers, body });
    assert.equal((await put(chosen)).status, 200);
    assert.equal((await put({ ...chosen, theme: 'light' })).status, 200);
    assert.deepEqual(await read(user), { ...chosen, theme: 'light' });
    assert.equal(await read(other), null);
    assert.deepEqual(
      fieldsOf((await put({ ...chosen, theme: 'pink', hidden: { events: [1] } })).body).length,
      2,
    );
    const many = Object.fromEntries(Array.from({ length: 101 }, (_, n) => [`list-${n}`, []]));
    for (const field of ['hidden', 'order'])
      assert.deepEqual(fieldsOf((await put({ ...chosen, [field]: many })).body), [field]);
    const wide = { events: Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`c${n}`, 100])) };
    assert.deepEqual(fieldsOf((await put({ ...chosen, widths: wide })).body), ['widths']);
    assert.equal((await put({ ...chosen, widths: { events: { node: 1 } } })).status, 422);
    // An older console says nothing of columns' order.
    const { order: _, widths: __, sorts: ___, ...older } = chosen;
    assert.equal((await put(older)).status, 200);
    assert.deepEqual(await read(user), { ...older, order: {}, widths: {}, sorts: {} });
  });
});
