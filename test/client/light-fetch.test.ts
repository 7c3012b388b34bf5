import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { createClient } from '../../src/client/client.ts';
import { lightFetch } from '../../src/client/light-fetch.ts';

async function open(t: TestContext, answer: RequestListener, timeoutMs = 5000) {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return createClient({
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/base/`,
    headers: { 'x-node-key': 'nk_1' },
    fetch: lightFetch,
    timeoutMs,
    retry: { attempts: 1, firstWaitMs: 0, maxWaitMs: 0 },
  });
}

describe('the light fetch', () => {
  it('sends a body with its length, and reads the answer', async (t) => {
    const client = await open(t, (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () =>
        response.end(
          JSON.stringify({
            path: request.url,
            key: request.headers['x-node-key'],
            length: request.headers['content-length'],
            body: Buffer.concat(chunks).toString(),
          }),
        ),
      );
    });
    assert.deepEqual(await client.request({ method: 'POST', path: '/x', body: 'é' }), {
      path: '/base/x',
      key: 'nk_1',
      length: '2',
      body: 'é',
    });
  });

  it('never follows a redirect, which would hand on the key', async (t) => {
    const paths: (string | undefined)[] = [];
    const client = await open(t, (request, response) => {
      paths.push(request.url);
      response.writeHead(307, { location: '/other' }).end();
    });
    await assert.rejects(client.request({ method: 'POST', path: '/x' }), { kind: 'unreachable' });
    assert.deepEqual(paths, ['/base/x']);
  });

  it('names what went wrong as fetch does', async (t) => {
    const busy = await open(t, (_, response) => response.writeHead(503, { 'retry-after': '7' }).end());
    await assert.rejects(busy.request({ method: 'GET', path: '/' }), {
      kind: 'overloaded',
      retryAfterMs: 7000,
    });
    const silent = await open(t, () => undefined, 50);
    await assert.rejects(silent.request({ method: 'GET', path: '/' }), { kind: 'timeout' });
    await assert.rejects(silent.request({ method: 'GET', path: '/', signal: AbortSignal.abort() }), {
      kind: 'aborted',
    });
    const torn = await open(t, (_, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('{');
      setImmediate(() => response.destroy());
    });
    await assert.rejects(torn.request({ method: 'GET', path: '/' }), { kind: 'unreachable' });
  });
});
