/**
 * A whole server for tests: the production wiring on a store in a folder of its own, cheap in time (bcrypt's cost) and
 * quiet. Everything a caller needs to speak to it as a user or a node.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { type Config, readConfig } from '../../src/config.ts';
import { type Overrides, openServer, type Server } from '../../src/server.ts';
import { createDocumentedCheck } from './documented.ts';

export interface TestUser {
  id: string;
  email: string;
  password: string;
  token: string;
  headers: { authorization: string };
}
export interface TestNode {
  id: string;
  key: string;
  headers: { 'x-node-key': string; 'x-node-id': string };
}
export interface Answer<T = Record<string, unknown>> {
  status: number;
  headers: Headers;
  body: T;
}

export interface TestServer extends Server {
  config: Config;
  /** Over the wire; JSON in and out. Throws where openapi.json does not name the answer's status for the call. */
  call<T = Record<string, unknown>>(
    method: string,
    path: string,
    options?: { headers?: Record<string, string>; body?: unknown; signal?: AbortSignal },
  ): Promise<Answer<T>>;
  /** Registers one. Each call a new one. */
  createUser(email?: string): Promise<TestUser>;
  createNode(user: TestUser, name?: string): Promise<TestNode>;
  /** Closes the server, keeps its folder, and opens another on it, with these environment variables beside. */
  restart(more?: Record<string, string>): Promise<TestServer>;
}

export interface TestServerOptions {
  /** Environment variables beside those of the tests. */
  env?: Record<string, string>;
  overrides?: Partial<Overrides>;
  /** Default: a new folder, removed at close. */
  folder?: string;
}

export const testSecret = 'a-secret-that-only-tests-are-signed-with';

export const openTestServer = (options: TestServerOptions = {}): Promise<TestServer> =>
  open(
    options,
    options.folder ?? mkdtempSync(join(tmpdir(), 'decoyverse-test-')),
    options.folder === undefined,
  );

async function open(
  { env = {}, overrides = {} }: TestServerOptions,
  dataDir: string,
  removes: boolean,
): Promise<TestServer> {
  const config = readConfig({ JWT_SECRET_KEY: testSecret, PORT: '0', DATA_DIR: dataDir, ...env });
  const server = await openServer(config, {
    bcryptCost: 4,
    log: pino({ level: process.env.TEST_LOG ?? 'silent' }),
    ...overrides,
  });
  const checkDocumented = createDocumentedCheck(server.address);
  let users = 0;

  const close = async (): Promise<void> => {
    await server.close();
    if (removes) rmSync(dataDir, { recursive: true, force: true });
  };
  const call: TestServer['call'] = async (method, path, { headers = {}, body, signal } = {}) => {
    const response = await fetch(`${server.address}${path}`, {
      method,
      headers: body === undefined ? headers : { 'content-type': 'application/json', ...headers },
      body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
      signal,
      redirect: 'manual',
    });
    const text = await response.text();
    await checkDocumented(method, path, response.status);
    const isJson = /\bjson\b/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
  };

  return {
    ...server,
    config,
    close,
    call,
    async createUser(email = `user${++users}-${Date.now()}@example.org`) {
      const password = 'correct horse battery';
      const { status, body } = await call<{ access_token: string; user: { id: string } }>(
        'POST',
        '/auth/register',
        { body: { email, password } },
      );
      if (status !== 200) throw new Error(`registering answered ${status}: ${JSON.stringify(body)}`);
      const token = body.access_token;
      return { id: body.user.id, email, password, token, headers: { authorization: `Bearer ${token}` } };
    },
    async createNode(user, name = 'a node') {
      const { status, body } = await call<{ node_id: string; api_key: string }>('POST', '/nodes', {
        headers: user.headers,
        body: { name },
      });
      if (status !== 200) throw new Error(`creating a node answered ${status}: ${JSON.stringify(body)}`);
      return {
        id: body.node_id,
        key: body.api_key,
        headers: { 'x-node-key': body.api_key, 'x-node-id': body.node_id },
      };
    },
    async restart(more = {}) {
      await server.close();
      return open({ env: { ...env, ...more }, overrides }, dataDir, removes);
    },
  };
}
