/** Connections that say nothing must not lock out those that do. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import pino from 'pino';
import { type ConnectionLimits, createConnections } from '../../src/api/http/connections.ts';
import { createHttpApp } from '../../src/api/http/http-app.ts';
import { mount } from '../../src/api/http/mount.ts';
import { publicRoute } from '../../src/api/http/route.ts';

const limits: ConnectionLimits = { all: 400, perPlace: 150, firstByteMs: 60_000 };
const request = 'GET /here HTTP/1.1\r\nHost: x\r\n\r\n';

/** A server of real sockets; the address 127.0.0.1 stands for a proxy, the others of 127.0.0.0/8 for places. */
async function open(t: TestContext, given: Partial<ConnectionLimits> = {}) {
  const connections = createConnections({ limits: { ...limits, ...given } });
  const app = createHttpApp({
    log: pino({ level: 'silent' }),
    processId: 'test',
    bodyLimitBytes: 1024,
    connections,
  });
  const slow = Promise.withResolvers<void>();
  mount(
    app,
    publicRoute({
      method: 'GET',
      path: '/here',
      access: 'public',
      tag: 'test',
      summary: 'answers',
      handle: () => ({ here: true }),
    }),
    null,
  );
  mount(
    app,
    publicRoute({
      method: 'GET',
      path: '/slow',
      access: 'public',
      tag: 'test',
      summary: 'answers when it is let',
      handle: () => slow.promise.then(() => ({ late: true })),
    }),
    null,
  );
  await app.listen({ host: '0.0.0.0', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const sockets: Socket[] = [];
  t.after(async () => {
    slow.resolve();
    for (const socket of sockets) socket.destroy();
    await app.close();
  });
  const dial = async (from: string): Promise<Socket> => {
    const socket = connect({ port, host: '127.0.0.1', localAddress: from });
    sockets.push(socket);
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    return socket;
  };
  /** The status of one request on it; 0 where the server closed it. */
  const ask = async (socket: Socket, bytes = request): Promise<number> => {
    const answered = Promise.race([
      once(socket, 'data').then(([chunk]) => Number(/^HTTP\/1\.1 (\d+)/.exec(String(chunk))?.[1])),
      once(socket, 'close').then(() => 0),
    ]);
    socket.write(bytes);
    return answered;
  };
  const figures = async (open: number) => {
    for (let tries = 0; tries < 400 && connections.figures().open !== open; tries++) await sleep(10);
    return connections.figures();
  };
  return { dial, ask, figures, slow };
}

describe('silent connections', () => {
  it('give way, the oldest first: however many there are, others get in', async (t) => {
    const { dial, ask, figures } = await open(t);
    const silent: Socket[] = [];
    for (let n = 0; n < 600; n++) silent.push(await dial(`127.0.0.${10 + (n % 100)}`));
    assert.equal((await figures(400)).closed.gave_way, 200);
    for (let n = 0; n < 20; n++) assert.equal(await ask(await dial('127.0.1.1')), 200);
    assert.equal((await figures(400)).closed.all_full, 0);
    // The latest of them are still there, and one that begins to speak is heard.
    assert.equal(await ask(silent.at(-1)!), 200);
  });

  it('of one place fill no more than its share, and only its own give way', async (t) => {
    const { dial, ask, figures } = await open(t);
    const other = await dial('127.0.0.3');
    for (let n = 0; n < 350; n++) await dial('127.0.0.2');
    const { open: held, closed } = await figures(151);
    assert.deepEqual([held, closed.gave_way], [151, 200]);
    assert.equal(await ask(other), 200);
    assert.equal(await ask(await dial('127.0.0.2')), 200);
  });

  it('are closed when nothing comes in time; one that speaks is kept', async (t) => {
    const { dial, ask, figures } = await open(t, { firstByteMs: 300 });
    const speaks = await dial('127.0.0.2');
    assert.equal(await ask(speaks), 200);
    const silent = await Promise.all(Array.from({ length: 20 }, () => dial('127.0.0.3')));
    await Promise.all(silent.map((socket) => once(socket.resume(), 'close')));
    assert.equal((await figures(1)).closed.silent, 20);
    assert.equal(await ask(speaks), 200);
  });
});

describe('connections with requests in progress', () => {
  it('never give way: where a place has no others, its next one is refused', async (t) => {
    const { dial, ask, figures, slow } = await open(t, { perPlace: 5 });
    const answers = [];
    for (let n = 0; n < 5; n++)
      answers.push(ask(await dial('127.0.0.2'), 'GET /slow HTTP/1.1\r\nHost: x\r\n\r\n'));
    await figures(5);
    await sleep(50);
    const refused = await dial('127.0.0.2');
    await once(refused.resume(), 'close');
    assert.equal((await figures(5)).closed.place_full, 1);
    assert.equal(await ask(await dial('127.0.0.3')), 200);
    slow.resolve();
    assert.deepEqual(await Promise.all(answers), [200, 200, 200, 200, 200]);
  });

  it('are not counted by place where a proxy on this machine passes them on', async (t) => {
    const { dial, ask, figures } = await open(t, { perPlace: 5 });
    const sockets = [];
    for (let n = 0; n < 30; n++) sockets.push(await dial('127.0.0.1'));
    assert.equal((await figures(30)).open, 30);
    for (const socket of sockets) assert.equal(await ask(socket), 200);
  });
});
