import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { type Client, createClient } from '../../src/client/client.ts';
import { ClientError } from '../../src/client/client-error.ts';
import { defaultRetry, toWaitMs } from '../../src/client/retry.ts';

/** A real server and a client of it that waits for nothing. */
async function open(
  t: TestContext,
  listener: RequestListener,
  { attempts = 3, timeoutMs = 5000 } = {},
): Promise<{ client: Client; url: string; waits: number[]; retried: ClientError[] }> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const waits: number[] = [];
  const retried: ClientError[] = [];
  const client = createClient({
    url: `${url}//`,
    headers: { 'x-node-key': 'nk_x' },
    retry: { ...defaultRetry, attempts },
    timeoutMs,
    wait: async (ms) => waits.push(ms),
    onRetry: (error) => retried.push(error),
  });
  return { client, url, waits, retried };
}
const errorOf = async (work: Promise<unknown>): Promise<ClientError> => {
  const error: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof ClientError, String(error));
  return error;
};
const get = { method: 'GET', path: '/x' } as const;

describe('the client of a server', () => {
  it('sends its headers and gives the parsed body', async (t) => {
    const { client } = await open(t, (request, response) => {
      response.end(JSON.stringify({ url: request.url, key: request.headers['x-node-key'] }));
    });
    assert.deepEqual(await client.request(get), { url: '/x', key: 'nk_x' });
  });

  it('tries again while the server fails, and tells of it once', async (t) => {
    const script = [500, 503];
    const { client, waits, retried } = await open(t, (_request, response) => {
      response.statusCode = script.shift() ?? 200;
      if (response.statusCode === 503) response.setHeader('retry-after', '2');
      response.end('{}');
    });
    assert.deepEqual(await client.request(get), {});
    assert.equal(waits.length, 2);
    assert.equal(waits[1], 2000);
    assert.deepEqual(
      retried.map(({ kind }) => kind),
      ['server_error'],
    );
  });

  it('names a server that hangs, breaks off or is not there', async (t) => {
    const hanging = await open(t, () => undefined, { attempts: 1, timeoutMs: 50 });
    assert.equal((await errorOf(hanging.client.request(get))).kind, 'timeout');
    const breaking = await open(t, (request) => void request.socket.destroy(), { attempts: 1 });
    assert.equal((await errorOf(breaking.client.request(get))).kind, 'unreachable');
    const slow = await open(t, (_request, response) => void response.write('{"a":'), {
      attempts: 1,
      timeoutMs: 50,
    });
    assert.equal((await errorOf(slow.client.request(get))).kind, 'timeout');
    const gone = createClient({ url: 'http://127.0.0.1:1', retry: { ...defaultRetry, attempts: 1 } });
    assert.match((await errorOf(gone.request(get))).message, /^http:\/\/127\.0\.0\.1:1 cannot be reached \(/);
  });

  it('never carries its key to where it is redirected', async (t) => {
    let asked = 0;
    const other = await open(t, (_request, response) => {
      asked += 1;
      response.end('{}');
    });
    const { client } = await open(
      t,
      (_request, response) => response.writeHead(307, { location: `${other.url}/x` }).end(),
      { attempts: 1 },
    );
    await errorOf(client.request(get));
    assert.equal(asked, 0);
  });

  it('takes an answer that is no JSON for none, and reads no endless one', async (t) => {
    const text = await open(t, (_request, response) => response.end('<html>'));
    assert.equal(await text.client.request(get), null);
    const endless = await open(t, (_request, response) => {
      const chunk = Buffer.alloc(1 << 20, '1');
      const write = (): void => {
        while (!response.destroyed && response.write(chunk));
        response.once('drain', write);
      };
      write();
    });
    assert.equal(await endless.client.request(get), null);
  });

  it('shows no more than a sentence of what a server says', async (t) => {
    const { client } = await open(t, (_request, response) => {
      response.writeHead(400).end(JSON.stringify({ detail: 'x'.repeat(5000) }));
    });
    const error = await errorOf(client.request(get));
    assert.deepEqual([error.kind, error.retryable, error.detail.length], ['refused', false, 300]);
  });

  it('ends when its caller does, and does not try again', async (t) => {
    const stop = new AbortController();
    const { client, waits } = await open(t, () => stop.abort());
    assert.equal((await errorOf(client.request({ ...get, signal: stop.signal }))).kind, 'aborted');
    assert.deepEqual(waits, []);
  });
});

describe('the wait before another attempt', () => {
  it('doubles up to a limit, is spread, and is never shorter than the server asks, up to a minute', () => {
    const waits = (random: number) =>
      [1, 2, 3, 7, 20].map((attempt) => toWaitMs(attempt, defaultRetry, null, random));
    assert.deepEqual(waits(1), [500, 1000, 2000, 30_000, 30_000]);
    assert.deepEqual(waits(0), [250, 500, 1000, 15_000, 15_000]);
    assert.equal(toWaitMs(1, defaultRetry, 7000, 0), 7000);
    assert.equal(toWaitMs(1, defaultRetry, 86_400_000, 0), 60_000);
    assert.equal(toWaitMs(1, defaultRetry, 0, 1), 500);
  });
});
