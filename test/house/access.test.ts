import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mayAct, scopes } from '../../src/core/access.ts';
import { openTestServer } from '../support/server.ts';

/** All that a stranger may call. A route that is added here is a decision that a reviewer sees. */
const publicRoutes = [
  'GET /',
  // The page behind a message's link; it holds nothing.
  'GET /acknowledge',
  'GET /api/health',
  // Takes the key of a wallboard's link, 256 bits; anything else is a 401.
  'GET /api/wallboard',
  'GET /console',
  'GET /console/*',
  'GET /docs',
  'GET /docs/favicon.png',
  'GET /docs/start.js',
  'GET /docs/swagger-ui-bundle.js',
  'GET /docs/swagger-ui.css',
  // Its path holds a secret of 256 bits.
  'GET /feeds/:secret/:format',
  'GET /openapi.json',
  'GET /redoc',
  'GET /redoc/page.css',
  'GET /redoc/redoc.standalone.js',
  'GET /redoc/start.js',
  // Addresses of tokens: who opens one is reported.
  'GET /t/*',
  // Takes a signed link of a message, once.
  'POST /api/acknowledge',
  // Takes what a chat program signed.
  'POST /api/callbacks/:address',
  'POST /auth/login',
  'POST /auth/register',
  // Takes a secret of 256 bits, once.
  'POST /auth/welcome',
];

describe('a stranger', () => {
  it('gets 401 on every route outside a short public list', async (t) => {
    const server = await openTestServer();
    t.after(() => server.close());
    const { routeTable } = server.app;
    assert.ok(routeTable.length >= 35, `only ${routeTable.length} routes found`);
    const listed = routeTable.filter(({ access }) => access === 'public');
    assert.deepEqual(listed.map(({ method, path }) => `${method} ${path}`).sort(), publicRoutes);

    for (const { method, path, access } of routeTable) {
      if (access === 'public') continue;
      const url = path.replace(/:\w+/g, 'x');
      for (const headers of [
        {},
        { authorization: 'Bearer a.b.c' },
        { authorization: 'Bearer dvk_x', 'x-node-key': '' },
      ]) {
        const answer = await server.call<{ code: string }>(method, url, {
          headers: { ...headers } as Record<string, string>,
          body: method === 'GET' ? undefined : { any: 'thing' },
        });
        assert.equal(answer.status, 401, `${method} ${path}`);
        assert.equal(answer.body.code, 'unauthenticated');
      }
    }
  });

  it('meets every route that the framework knows: none is left out of the table', async (t) => {
    const server = await openTestServer();
    t.after(() => server.close());
    const known = new Set(server.app.routeTable.map(({ method, path }) => `${method} ${path}`));
    const printed = server.app.printRoutes({ commonPrefix: false });
    const methods = [...printed.matchAll(/\(([A-Z, ]+)\)/g)].flatMap(([, list]) => (list ?? '').split(', '));
    // HEAD is GET without the body: the framework adds it, with all that guards GET.
    assert.equal(methods.filter((method) => method !== 'HEAD').length, known.size);
    for (const { method, path } of server.app.routeTable)
      assert.ok(server.app.hasRoute({ method, url: path }), `${method} ${path}`);
  });

  it('keeps the server from starting when a route does not say who may call it', async (t) => {
    const server = await openTestServer();
    t.after(() => server.close());
    const { createApp } = await import('../../src/api/app.ts');
    const unused = (): never => assert.fail('nobody asked for this');
    const app = createApp({
      store: server.store,
      pipeline: server.pipeline,
      quotas: {
        guard: unused,
        checkRoom: unused,
        checkFiles: unused,
        checkStreams: unused,
        useOf: unused,
        refused: unused,
        flush: unused,
        close: unused,
      },
      settings: server.config,
      messaging: {
        guards: { of: unused },
        acknowledgeLinks: null,
        acknowledgeCodes: null,
        send: unused,
        tell: unused,
        tellProblems: unused,
        wake: unused,
        release: unused,
        counters: unused,
      },
      certificate: null,
      knowledge: { placeOf: unused, locate: unused, about: unused, close: unused },
      linkTo: () => null,
      alertRiskThreshold: 7,
      log: server.log,
      version: '0',
      model: '0',
    });
    app.get('/open', async () => 'hello');
    await assert.rejects(async () => app.ready(), /GET \/open/);
    await app.close();
  });
});

describe('somebody with the wrong credential', () => {
  it('gets nowhere: keys open no user routes, tokens open no node routes, neither opens the operator’s', async (t) => {
    const server = await openTestServer({ env: { METRICS_TOKEN: 'the-operator-reads-metrics-with-this' } });
    t.after(() => server.close());
    const user = await server.createUser();
    const node = await server.createNode(user);
    const both: Record<string, string>[] = [
      { 'x-node-key': node.key, authorization: `Bearer ${node.key}` },
      { authorization: user.headers.authorization, 'x-node-key': user.token },
    ];
    let walked = 0;
    for (const { method, path, access } of server.app.routeTable) {
      if (access === 'public') continue;
      const isNode = typeof access === 'object' && 'node' in access;
      const isUser = typeof access === 'object' && 'user' in access;
      for (const [index, headers] of both.entries()) {
        if ((index === 0 && isNode) || (index === 1 && isUser)) continue;
        const { status } = await server.call(method, path.replace(/:\w+/g, 'x'), { headers });
        assert.equal(status, 401, `${method} ${path}`);
        walked++;
      }
    }
    assert.ok(walked >= 25, `only ${walked} calls`);
  });

  it('gets no further than the scopes of an API key', async (t) => {
    const server = await openTestServer();
    t.after(() => server.close());
    const user = await server.createUser();
    const keys = await Promise.all(
      scopes.map(async (scope) => {
        const { body } = await server.call<{ key: string }>('POST', '/api/keys', {
          headers: user.headers,
          body: { name: scope, scopes: [scope] },
        });
        return { scope, headers: { authorization: `Bearer ${body.key}` } };
      }),
    );
    let refused = 0;
    for (const { method, path, access } of server.app.routeTable)
      for (const { scope, headers } of keys) {
        if (typeof access !== 'object') continue;
        const opens =
          'user' in access ? mayAct([scope], access.user) : scope === 'ingest' && access.node === 'events';
        if (opens) continue;
        const { status } = await server.call(method, path.replace(/:\w+/g, 'x'), { headers });
        const expected = 'user' in access || access.node === 'events' ? 403 : 401;
        assert.equal(status, expected, `${scope}: ${method} ${path}`);
        refused++;
      }
    assert.ok(refused >= 60, `only ${refused} calls`);
  });
});
