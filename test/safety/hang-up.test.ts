/** Whoever hangs up is not worked for any more; whoever takes nothing of a long answer is let go. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import pino from 'pino';
import { watchReader } from '../../src/api/http/stuck-reader.ts';
import type { Store } from '../../src/core/store.ts';
import { openSqliteStore } from '../../src/store/sqlite/open.ts';
import { openTestServer } from '../support/server.ts';
import { tempFolder } from '../support/store/sqlite-folder.ts';

interface Asked {
  name: string;
  gone: AbortSignal;
}

/** A store in which searches take until their caller is gone. */
function standStill(store: Store, onAsked: (asked: Asked) => void): Store {
  const until = (name: string, gone: AbortSignal | undefined): Promise<never> => {
    assert.ok(gone, `${name} does not know whether its caller is there`);
    onAsked({ name, gone });
    return new Promise((_, reject) => gone.addEventListener('abort', () => reject(new Error('gone'))));
  };
  return {
    ...store,
    of(userId) {
      const tenant = store.of(userId);
      return {
        ...tenant,
        events: (_filter, { gone }) => until('events', gone),
        incidents: (_filter, { gone }) => until('incidents', gone),
        sessions: (_filter, { gone }) => until('sessions', gone),
        profiles: (_order, { gone }) => until('attackers', gone),
        alerts: (_filter, { gone }) => until('alerts', gone),
        countEvents: (_condition, { gone }) => until('count', gone),
      };
    },
  };
}

async function open(t: TestContext) {
  const asked: Asked[] = [];
  const waiting: ((one: Asked) => void)[] = [];
  const folder = tempFolder(t);
  const store = standStill(await openSqliteStore({ file: `${folder}/a.db` }), (one) => {
    asked.push(one);
    waiting.shift()?.(one);
  });
  const server = await openTestServer({ overrides: { store } });
  t.after(() => server.close());
  const user = await server.createUser();
  const { port, hostname } = new URL(server.address);
  return {
    server,
    user,
    /** Sends a request over a socket of its own, and hangs up when the store is asked. */
    async ask(method: string, path: string, body = ''): Promise<Asked> {
      const begun = new Promise<Asked>((resolve) => waiting.push(resolve));
      const socket = connect({ port: Number(port), host: hostname });
      socket.on('error', () => undefined);
      socket.write(
        [
          `${method} ${path} HTTP/1.1`,
          'Host: x',
          `Authorization: ${user.headers.authorization}`,
          ...(body ? ['Content-Type: application/json', `Content-Length: ${body.length}`] : []),
          '',
          body,
        ].join('\r\n'),
      );
      const one = await begun;
      assert.equal(one.gone.aborted, false, 'whoever waits is there');
      const ended = once(one.gone, 'abort');
      socket.destroy();
      await ended;
      return one;
    },
  };
}

describe('a caller who hangs up', () => {
  it('ends the searches, lists and exports that were made for them', async (t) => {
    const { server, user, ask } = await open(t);
    const calls: [name: string, method: string, path: string, body?: string][] = [
      ['events', 'GET', '/api/events?q=wget'],
      ['events', 'GET', '/api/logs?search=wget'],
      ['incidents', 'GET', '/api/incidents?q=risk%3E8'],
      ['attackers', 'GET', '/api/attackers?q=risk%3E8'],
      ['sessions', 'GET', '/api/sessions?q=risk%3E8'],
      ['incidents', 'GET', '/api/search?q=anything'],
      ['count', 'POST', '/api/suppressions/preview', '{"condition":{"max_risk":9}}'],
      ...(['events', 'incidents', 'alerts', 'attackers', 'sessions'] as const).map(
        (name): [string, string, string] => [name, 'GET', `/api/${name}/export`],
      ),
    ];
    for (const [name, method, path, body] of calls) assert.equal((await ask(method, path, body)).name, name);
    // Their places are free again: of exports a tenant has three.
    for (let at = 0; at < 4; at++) await ask('GET', '/api/events/export?format=csv');
    assert.equal((await server.call('GET', '/nodes', { headers: user.headers })).status, 200);
  });
});

describe('a reader of a long answer', () => {
  const open = async (t: TestContext, reads: boolean) => {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
    client.on('error', () => undefined);
    if (reads) client.resume();
    else client.pause();
    const [socket] = await once(server, 'connection');
    socket.on('error', () => undefined);
    t.after(() => {
      client.destroy();
      socket.destroy();
      server.close();
    });
    return socket;
  };

  it('is let go where they take nothing', async (t) => {
    const socket = await open(t, false);
    const block = Buffer.alloc(1024 * 1024);
    await new Promise<void>((resolve) => {
      const watch = watchReader(socket, 60, resolve);
      t.after(() => watch.end());
      for (let at = 0; at < 16; at++) socket.write(block);
    });
    assert.ok(socket.writableLength > 0, 'there was more to take');
  });

  it('is not while the answer is being made, nor while they take some of it', async (t) => {
    const socket = await open(t, true);
    let stuck = 0;
    const watch = watchReader(socket, 100, () => stuck++);
    watch.isWaiting = false;
    await new Promise((resolve) => setTimeout(resolve, 250));
    watch.isWaiting = true;
    for (let at = 0; at < 25; at++) {
      socket.write('a line\n');
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    watch.end();
    assert.equal(stuck, 0);
  });
});

describe('a reader who leaves in the middle of an export', () => {
  it('is no failure of the server', async (t) => {
    const failures: string[] = [];
    const log = pino({ level: 'error' }, { write: (line) => void failures.push(line) });
    const server = await openTestServer({ overrides: { log } });
    t.after(() => server.close());
    const user = await server.createUser();
    const node = await server.createNode(user);
    const events = Array.from({ length: 2000 }, (_, at) => ({
      event_id: `export-${at}`,
      timestamp: new Date().toISOString(),
      service: 'http',
      source_ip: '203.0.113.9',
      activity: 'request',
      payload: `GET /${'x'.repeat(3000)} HTTP/1.1`,
    }));
    for (let at = 0; at < events.length; at += 200)
      await server.call('POST', '/api/events', { headers: node.headers, body: events.slice(at, at + 200) });
    const { port, hostname } = new URL(server.address);
    const socket = connect({ port: Number(port), host: hostname });
    socket.write(
      `GET /api/events/export?format=ndjson HTTP/1.1\r\nHost: ${hostname}\r\nAuthorization: ${user.headers.authorization}\r\n\r\n`,
    );
    await once(socket, 'data');
    socket.destroy();
    // Whatever the server makes of it has been written when its next request is answered and it has closed.
    assert.equal((await server.call('GET', '/api/health')).status, 200);
    await server.close();
    assert.deepEqual(failures, []);
  });
});
