import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { exampleOf } from '../../src/api/http/openapi.ts';
import type { Route } from '../../src/api/http/route.ts';
import { openTestServer } from '../support/server.ts';

const nastyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    '',
    '\0',
    '\ud800',
    '\u202e',
    '__proto__',
    '../../etc/passwd',
    '$where',
    "' OR 1=1 --",
    '%00',
    '1e309',
    '９',
    'x'.repeat(70_000),
  ),
);
const anyValue = fc.oneof(
  { maxDepth: 3 },
  fc.constantFrom<unknown>(null, true, 0, -1, 1e308, 2 ** 53, [], {}, [[[[]]]]),
  nastyText,
  fc.double(),
  fc.array(nastyText, { maxLength: 3 }),
  fc.dictionary(fc.string({ maxLength: 10 }), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 }),
);

/** Bodies that are nothing like what is expected, and bodies that are nearly right. */
function bodyFor(route: Route): fc.Arbitrary<unknown> {
  const good = route.body ? exampleOf(route.body) : {};
  const isObject = typeof good === 'object' && good !== null && !Array.isArray(good);
  if (!isObject || Object.keys(good).length === 0) return anyValue;
  const nearly = fc
    .array(fc.tuple(fc.constantFrom(...Object.keys(good), 'extra', 'node_id', 'event_id'), anyValue), {
      minLength: 1,
      maxLength: 3,
    })
    .map((changes) => ({ ...good, ...Object.fromEntries(changes) }));
  return fc.oneof({ weight: 4, arbitrary: nearly }, { weight: 1, arbitrary: anyValue });
}
const queryFor = (route: Route): fc.Arbitrary<string> =>
  fc
    .array(
      fc.tuple(
        fc.constantFrom(
          ...Object.keys((route.query?.properties ?? { limit: 0 }) as object),
          'node_id',
          'x[]',
        ),
        nastyText.map((text) => text.slice(0, 300)),
      ),
      { maxLength: 3 },
    )
    .map((pairs) =>
      pairs.map(([name, value]) => `${name}=${encodeURIComponent(value.toWellFormed())}`).join('&'),
    );

describe('whatever is sent to whatever route', () => {
  it('is answered, never with 500, and errors are always of the one shape', async (t) => {
    const server = await openTestServer();
    t.after(() => server.close());
    const user = await server.createUser();
    const node = await server.createNode(user);
    const headers = { ...user.headers, ...node.headers, 'content-type': 'application/json' };
    const routes = server.app.routeTable.filter(
      ({ path, answerType }) =>
        !/^\/(auth|docs|redoc)/.test(path) &&
        answerType !== 'text/event-stream' &&
        path !== '/api/agent/uninstall-complete',
    );
    assert.ok(routes.length > 30);
    const seen = new Set<number>();
    for (const route of routes) {
      const input = fc.tuple(
        bodyFor(route),
        queryFor(route),
        nastyText.map((text) => encodeURIComponent(text.slice(0, 60).toWellFormed())),
      );
      for (const [body, query, id] of fc.sample(input, { numRuns: 25, seed: 11 })) {
        const url = `${route.path.replace(/:\w+|(?<=\/t\/)\*/g, id || 'x')}?${query}`;
        const answer = await server.app.inject({
          method: route.method,
          url,
          headers: route.method === 'GET' ? { ...user.headers, ...node.headers } : headers,
          payload: route.method === 'GET' ? undefined : JSON.stringify(body),
        });
        seen.add(answer.statusCode);
        const what = `${route.method} ${url.slice(0, 200)} ${JSON.stringify(body)?.slice(0, 300)}: ${answer.body.slice(0, 300)}`;
        assert.ok(answer.statusCode < 500, what);
        // Below /t/ is a plain web server.
        if (answer.statusCode >= 400 && route.path !== '/t/*')
          assert.equal(typeof answer.json().detail, 'string', what);
      }
    }
    for (const status of [200, 400, 404, 422])
      assert.ok(seen.has(status), `nothing was answered with ${status}`);
    assert.equal((await server.call('GET', '/api/health')).body.status, 'healthy');
  });
});
