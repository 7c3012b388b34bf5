/** Speaking to a test server's API: every answer of 200 is held against the schema that its route shows in the docs. */
import assert from 'node:assert/strict';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Route } from '../../src/api/http/route.ts';
import { type Answer, openTestServer, type TestServer, type TestServerOptions } from './server.ts';

export type { TestNode, TestUser } from './server.ts';

export interface Api extends TestServer {
  /** How many answers were held against their schema. */
  checked(): number;
}

/** The route a request meets: literal paths before those with parameters. */
function routeFor(table: readonly Route[], method: string, path: string): Route | undefined {
  const plain = path.split('?')[0] ?? path;
  const fits = (route: Route): boolean =>
    route.method === method &&
    new RegExp(`^${route.path.replace(/:\w+/g, '[^/]+').replace('*', '.*')}$`).test(plain);
  return table.filter(fits).sort((a, b) => a.path.split(':').length - b.path.split(':').length)[0];
}

/** `t.after` closes it. */
export async function openApi(
  t: { after(close: () => Promise<void>): void },
  options: TestServerOptions = {},
): Promise<Api> {
  const server = await openTestServer(options);
  t.after(() => server.close());
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
  let checked = 0;
  const call = async <T>(
    method: string,
    path: string,
    more: { headers?: Record<string, string>; body?: unknown } = {},
  ): Promise<Answer<T>> => {
    const answer = await server.call<T>(method, path, more);
    const route = routeFor(server.app.routeTable, method, path);
    if (answer.status === 200 && route?.answer) {
      const valid = ajv.compile(route.answer as object);
      assert.ok(valid(answer.body), `${method} ${path}: ${ajv.errorsText(valid.errors)}`);
      checked++;
    }
    // Answers to authenticated calls are never cached.
    if (answer.status === 200 && route && route.access !== 'public')
      assert.equal(answer.headers.get('cache-control'), 'no-store', `${method} ${path}`);
    // Below /t/ is a plain web server.
    if (answer.status >= 400 && !path.startsWith('/t/')) assertProblem(answer as Answer);
    return answer;
  };
  return { ...server, call, checked: () => checked };
}

/** Every error has the same shape, and `detail` is a string. */
export function assertProblem({ status, headers, body }: Answer): void {
  if (body.status === 'unhealthy') return;
  assert.match(headers.get('content-type') ?? '', /^application\/problem\+json/);
  assert.equal(typeof body.detail, 'string');
  assert.notEqual(body.detail, '');
  assert.equal(body.status, status);
  assert.equal(typeof body.code, 'string');
}

export const honeypotLog = {
  service: 'ssh',
  source_ip: '203.0.113.9',
  activity: 'login failed',
  payload: 'root:123456',
  timestamp: '2026-08-21T10:15:30.123Z',
};
export const agentEvent = {
  timestamp: '2026-02-04T00:04:29.123456',
  hostname: 'fin-laptop-07',
  username: 'j.doe',
  file_accessed: 'passwords.xlsx',
  file_path: 'C:\\Users\\j.doe\\passwords.xlsx',
  action: 'ACCESSED',
  severity: 'CRITICAL',
  alert_type: 'decoy_access',
};

/** Fields that an error of validation names. */
export const fieldsOf = (body: unknown): string[] =>
  ((body as { errors?: { field: string }[] }).errors ?? []).map(({ field }) => field).sort();
