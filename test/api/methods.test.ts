import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openApi } from '../support/api-client.ts';

describe('a method that a path does not take', () => {
  it('is a 405 with those it takes, for whoever may call anything; strangers learn nothing', async (t) => {
    const api = await openApi(t);
    const user = await api.createUser();
    const node = await api.createNode(user);
    const ask = async (method: string, path: string, headers: Record<string, string> = {}) => {
      const answer = await api.call('PROPFIND' === method ? 'PUT' : method, path, { headers });
      return [answer.status, answer.headers.get('allow'), answer.body.code].join(' ');
    };
    const notAllowed = 'method_not_allowed';
    assert.equal(await ask('PUT', '/auth/login'), `405 POST ${notAllowed}`);
    assert.equal(await ask('DELETE', '/api/health'), `405 GET, HEAD ${notAllowed}`);
    assert.equal(await ask('PUT', '/nodes', user.headers), `405 GET, HEAD, POST ${notAllowed}`);
    assert.equal(await ask('PUT', '/nodes/', user.headers), `405 GET, HEAD, POST ${notAllowed}`);
    assert.equal(
      await ask('POST', `/nodes/${node.id}`, user.headers),
      `405 DELETE, GET, HEAD, PATCH ${notAllowed}`,
    );
    assert.equal(await ask('GET', '/api/honeypot-log', node.headers), `405 POST ${notAllowed}`);
    assert.equal(await ask('POST', '/api/live', user.headers), `405 GET ${notAllowed}`);
    for (const path of ['/nodes', `/nodes/${node.id}`, '/api/live', '/api/incidents/x'])
      assert.equal(await ask('PUT', path), '401  unauthenticated', path);
    assert.equal(await ask('PUT', '/nodes', { authorization: 'Bearer x.y.z' }), '401  unauthenticated');
    assert.equal(await ask('PUT', '/nowhere'), '404  not_found');
    assert.equal(await ask('GET', '/nowhere', user.headers), '404  not_found');
  });

  it('is what every route of the server answers to it', async (t) => {
    const api = await openApi(t, { env: { METRICS_TOKEN: 'the-operator-reads-metrics-with-this' } });
    const user = await api.createUser();
    const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
    const taken = new Map<string, Set<string>>();
    for (const { method, path } of api.app.routeTable)
      taken.set(path, (taken.get(path) ?? new Set<string>()).add(method));
    const all = [...taken.keys()];
    for (const [path, has] of taken) {
      if (path.startsWith('/t/')) continue;
      const url = path.replace(/:\w+/g, 'x').replace('*', 'x');
      // A literal path may be one of another route, too: /nodes/stats takes what /nodes/:id takes.
      const others = all.filter((other) => other !== path && matches(other, url));
      const takes = new Set([...has, ...others.flatMap((other) => [...(taken.get(other) ?? [])])]);
      for (const method of methods) {
        if (takes.has(method)) continue;
        const { status, headers } = await api.call(method, url, { headers: user.headers });
        assert.equal(status, 405, `${method} ${path}`);
        for (const one of has)
          assert.ok(headers.get('allow')?.split(', ').includes(one), `${method} ${path}`);
      }
    }
  });
});

const matches = (route: string, url: string): boolean =>
  new RegExp(`^${route.replace(/:\w+/g, '[^/]+').replace('*', '.*')}$`).test(url);
