/** The product as its users start it: `decoyverse serve`, in a process of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

export interface Product {
  address: string;
  pid: number;
  /** From the start of the process to the first 200 of `GET /api/health`. */
  readyMs: number;
  /** Makes a user and a node; headers of the node. */
  enrol(): Promise<Record<string, string>>;
  stop(): Promise<void>;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function post<T>(url: string, body: object, headers: Record<string, string> = {}): Promise<T> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as T;
}

export async function startProduct(dataDir: string): Promise<Product> {
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const entry = join(import.meta.dirname, '..', 'bin', 'decoyverse.js');
  const startedMs = performance.now();
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', entry, 'serve'], {
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      DATA_DIR: dataDir,
      PORT: String(port),
      LOG_LEVEL: 'error',
      JWT_SECRET_KEY: 'a-secret-that-only-benchmarks-are-signed-with',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const gone = once(child, 'exit');
  const reap = (): void => void child.kill('SIGKILL');
  process.once('exit', reap);
  void gone.then(() => process.removeListener('exit', reap));
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`);
    const ready = await fetch(`${address}/api/health`).then(
      async (response) => {
        await response.text();
        return response.ok;
      },
      () => false,
    );
    if (ready) break;
    await delay(2);
  }
  const readyMs = performance.now() - startedMs;
  return {
    address,
    pid: child.pid ?? 0,
    readyMs,
    async enrol() {
      const account = { email: `bench-${Date.now()}@example.org`, password: 'correct horse battery' };
      const user = await post<{ access_token: string }>(`${address}/auth/register`, account);
      const authorization = `Bearer ${user.access_token}`;
      const node = await post<{ api_key: string }>(`${address}/nodes`, { name: 'bench' }, { authorization });
      return { 'x-node-key': node.api_key };
    },
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await gone;
    },
  };
}
