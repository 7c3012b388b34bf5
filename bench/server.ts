/**
 * Helper: the whole server on a folder, and beside it a bare echo on a second port of the same process: what Fastify
 * itself makes of the same requests.
 */
import fastify from 'fastify';
import { readConfig } from '../src/config.ts';
import { openServer } from '../src/server.ts';
import { serve } from './process.ts';

export interface BenchServer {
  address: string;
  echo: string;
  headers: Record<string, string>;
  userHeaders: Record<string, string>;
}
export interface Usage {
  rssMb: number;
  counters: Record<string, number>;
  stored: number;
  /** Processor time so far, ms. */
  cpuMs: number;
}

const server = await openServer(
  readConfig({
    JWT_SECRET_KEY: 'a-secret-that-only-benchmarks-are-signed-with',
    PORT: '0',
    LOG_LEVEL: 'error',
    REGISTRATION: process.env.BENCH_REGISTRATION,
    NOTIFY_ALLOW_PRIVATE: '127.0.0.1',
    DATA_DIR: process.env.BENCH_DATA,
    MONGODB_URI: process.env.BENCH_MONGODB_URI,
    DATABASE_NAME: process.env.BENCH_DATABASE,
  }),
);
const echo = fastify({ logger: false });
echo.post('/echo', async (request) => request.body);
const echoAddress = await echo.listen({ host: '127.0.0.1', port: 0 });

async function call<T>(path: string, body: object, headers: Record<string, string> = {}): Promise<T> {
  const response = await fetch(`${server.address}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as T;
}

async function enrol(): Promise<BenchServer> {
  const email = `bench-${Date.now()}@example.org`;
  const user = await call<{ access_token: string }>('/auth/register', {
    email,
    password: 'correct horse battery',
  });
  const userHeaders = { authorization: `Bearer ${user.access_token}` };
  const node = await call<{ api_key: string }>('/nodes', { name: 'bench' }, userHeaders);
  return {
    address: server.address,
    echo: echoAddress,
    headers: { 'x-node-key': node.api_key },
    userHeaders,
  };
}

serve(async ({ what }) => {
  if (what === 'enrol') return enrol();
  if (what === 'address') return { address: server.address };
  const counters = server.pipeline.counters();
  const { user, system } = process.cpuUsage();
  return {
    rssMb: process.memoryUsage.rss() / 2 ** 20,
    counters,
    stored: counters.stored ?? 0,
    cpuMs: (user + system) / 1000,
  } satisfies Usage;
});
process.once('SIGTERM', () => {
  void Promise.all([server.close(), echo.close()]).then(() => process.exit(0));
});
