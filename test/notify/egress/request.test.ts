import assert from 'node:assert/strict';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { describe, it } from 'node:test';
import { SendError } from '../../../src/core/channel.ts';
import { AppError } from '../../../src/core/errors.ts';
import { parseAllowPrivate } from '../../../src/notify/egress/allow-list.ts';
import { createGuard, refusedDetail } from '../../../src/notify/egress/guard.ts';
import { answerBytes, guardedRequest, headerProblem } from '../../../src/notify/egress/request.ts';
import { makeCertificate } from '../../support/notify/certificate.ts';
import { answer, openReceiver, until } from '../../support/notify/receiver.ts';

const allow = parseAllowPrivate('127.0.0.1');
const guard = createGuard({ allow, refusalMs: 0 });
const soon = (): AbortSignal => AbortSignal.timeout(5000);
const fails = (sentence: RegExp) => (error: unknown) =>
  error instanceof SendError && sentence.test(error.message);

describe('a guarded request', () => {
  it('sends what it is given and tells the answer', async (t) => {
    const receiver = await openReceiver(answer(418, 'short and stout', { 'X-Tea': 'green' }));
    t.after(() => receiver.close());
    const content = await guardedRequest(
      guard,
      { url: `${receiver.url}/a?b=c`, headers: { 'content-type': 'text/plain', 'x-a': 'b' }, body: 'höchst' },
      soon(),
    );
    assert.equal(content.status, 418);
    assert.equal(content.body, 'short and stout');
    assert.equal(content.headers['x-tea'], 'green');
    const [seen] = receiver.seen;
    assert.equal(seen?.method, 'POST');
    assert.equal(seen?.url, '/a?b=c');
    assert.equal(seen?.body, 'höchst');
    assert.equal(seen?.headers['x-a'], 'b');
    assert.equal(seen?.headers['user-agent'], 'DecoyVerse');
    assert.equal(seen?.headers['content-length'], '7');
  });

  it('follows no redirect, wherever it points', async (t) => {
    const inside = await openReceiver(answer(200, 'secret'));
    const receiver = await openReceiver();
    t.after(() => Promise.all([inside.close(), receiver.close()]));
    for (const status of [301, 302, 303, 307, 308]) {
      receiver.reply = answer(status, 'moved', { location: `${inside.url}/latest/meta-data/` });
      assert.equal((await guardedRequest(guard, { url: receiver.url, body: 'x' }, soon())).status, status);
    }
    receiver.reply = answer(200, 'x', { refresh: `0; url=${inside.url}` });
    await guardedRequest(guard, { url: receiver.url, body: 'x' }, soon());
    assert.equal(inside.connections, 0);
  });

  it('connects to the address that was checked although the name says another meanwhile', async (t) => {
    const inside = await openReceiver();
    const honest = await openReceiver(answer(200, 'honest'));
    t.after(() => Promise.all([inside.close(), honest.close()]));
    // 127.0.0.2 plays the public address, 127.0.0.1 the inside; the name says one, then for ever the other.
    const answers = ['127.0.0.2'];
    let asked = 0;
    const rebinding = createGuard({
      allow: parseAllowPrivate('127.0.0.2'),
      resolveName: () => {
        asked++;
        return Promise.resolve([{ address: answers.shift() ?? '127.0.0.1', family: 4 as const }]);
      },
      refusalMs: 0,
    });
    const elsewhere = createServer((socket) =>
      socket.end('HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npublic'),
    );
    await new Promise<void>((resolve) => elsewhere.listen(inside.port, '127.0.0.2', resolve));
    t.after(() => elsewhere.close());
    const url = `http://rebind.example:${inside.port}/`;
    const content = await guardedRequest(rebinding, { url, body: 'x' }, soon());
    assert.equal(content.body, 'public');
    assert.equal(asked, 1, 'the name is asked once for one request');
    await assert.rejects(
      guardedRequest(rebinding, { url, body: 'x' }, soon()),
      (error) => error instanceof AppError && error.detail === refusedDetail,
    );
    assert.equal(inside.connections, 0);
  });

  it('refuses what was allowed when it was saved but is private now', async () => {
    let address = '93.184.215.14';
    const turning = createGuard({
      resolveName: () => Promise.resolve([{ address, family: 4 as const }]),
      refusalMs: 0,
    });
    await turning.checkUrl('https://turning.example/');
    address = '169.254.169.254';
    await assert.rejects(
      guardedRequest(turning, { url: 'https://turning.example/', body: 'x' }, soon()),
      (error) => error instanceof AppError && error.detail === refusedDetail,
    );
  });

  it('cuts a receiver that drips its answer', async (t) => {
    const receiver = await openReceiver((_seen, response) => {
      response.writeHead(200, { 'content-type': 'text/plain' });
      const drip = setInterval(() => response.write('.'), 20);
      response.on('close', () => clearInterval(drip));
    });
    t.after(() => receiver.close());
    await assert.rejects(
      guardedRequest(guard, { url: receiver.url, body: 'x' }, AbortSignal.timeout(300)),
      fails(/did not respond in time/),
    );
    await until(() => receiver.open.size === 0);
  });

  it('cuts a receiver that drips its headers, or says nothing', async (t) => {
    for (const chatty of [true, false]) {
      const sockets = new Set<Socket>();
      const server = createServer((socket) => {
        sockets.add(socket);
        socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
        // A socket that nobody reads never learns that the other side has gone.
        socket.resume();
        if (!chatty) return;
        socket.write('HTTP/1.1 200 OK\r\n');
        const drip = setInterval(() => socket.write('X-A: b\r\n'), 20);
        socket.on('close', () => clearInterval(drip));
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      t.after(() => {
        for (const socket of sockets) socket.destroy();
        server.close();
      });
      const { port } = server.address() as AddressInfo;
      await assert.rejects(
        guardedRequest(guard, { url: `http://127.0.0.1:${port}/`, body: 'x' }, AbortSignal.timeout(200)),
        fails(/did not respond in time/),
      );
      await until(() => sockets.size === 0);
    }
  });

  it('reads the beginning of a huge answer and drops the connection', async (t) => {
    let written = 0;
    const receiver = await openReceiver((_seen, response) => {
      response.writeHead(200);
      const more = (): void => {
        while (!response.destroyed && written < 500_000_000) {
          written += 65_536;
          if (!response.write('y'.repeat(65_536))) return;
        }
      };
      response.on('drain', more);
      more();
    });
    t.after(() => receiver.close());
    const content = await guardedRequest(guard, { url: receiver.url, body: 'x' }, soon());
    assert.equal(content.body.length, answerBytes);
    await until(() => receiver.open.size === 0);
    assert.ok(written < 50_000_000, `${written} bytes were taken`);
  });

  it('does not inflate a compressed answer', async (t) => {
    const receiver = await openReceiver(answer(200, 'not really gzip', { 'content-encoding': 'gzip' }));
    t.after(() => receiver.close());
    assert.equal(
      (await guardedRequest(guard, { url: receiver.url, body: 'x' }, soon())).body,
      'not really gzip',
    );
    assert.equal(receiver.seen[0]?.headers['accept-encoding'], undefined);
  });

  it('says in one sentence what was wrong with a receiver', async (t) => {
    const closed = await openReceiver();
    await closed.close();
    await assert.rejects(
      guardedRequest(guard, { url: closed.url, body: 'x' }, soon()),
      fails(/could not be reached/),
    );
    const cases: [(socket: Socket) => void, RegExp][] = [
      [(socket) => socket.destroy(), /connection to the receiver was lost/],
      [(socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n'), /did not send a valid HTTP response/],
      [
        (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort'),
        /connection to the receiver was lost/,
      ],
      [
        (socket) => socket.write(`HTTP/1.1 200 OK\r\n${'X-A: b\r\n'.repeat(10_000)}`),
        /valid HTTP response|was lost/,
      ],
    ];
    for (const [behave, sentence] of cases) {
      const server = createServer((socket) => {
        socket.on('error', () => undefined);
        socket.once('data', () => behave(socket));
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      t.after(() => server.close());
      const { port } = server.address() as AddressInfo;
      await assert.rejects(
        guardedRequest(guard, { url: `http://127.0.0.1:${port}/`, body: 'x' }, soon()),
        fails(sentence),
        String(sentence),
      );
    }
  });

  it('trusts a certificate of its own authority only where it is told to', async (t) => {
    const certificate = makeCertificate();
    const other = makeCertificate();
    const receiver = await openReceiver(answer(200, 'encrypted'), certificate);
    t.after(() => receiver.close());
    const url = receiver.url;
    await assert.rejects(
      guardedRequest(guard, { url, body: 'x' }, soon()),
      fails(/certificate is not trusted/),
    );
    await assert.rejects(
      guardedRequest(guard, { url, body: 'x', ca: other.cert }, soon()),
      fails(/certificate is not trusted/),
    );
    assert.equal(
      (await guardedRequest(guard, { url, body: 'x', ca: certificate.cert }, soon())).body,
      'encrypted',
    );
    const wrongName = await openReceiver(answer(200), makeCertificate(['other.example'], []));
    t.after(() => wrongName.close());
    await assert.rejects(
      guardedRequest(guard, { url: wrongName.url, body: 'x', ca: certificate.cert }, soon()),
      fails(/certificate is not trusted/),
    );
    assert.equal(wrongName.seen.length, 0);
  });

  it('lets no header split or reframe a request', async (t) => {
    const receiver = await openReceiver();
    t.after(() => receiver.close());
    for (const headers of [
      { 'x-a': 'b\r\nX-Evil: 1' },
      { 'x-a': 'b\u0000' },
      { 'x-a': 'é' },
      { 'x-a\r\nX-Evil': '1' },
      { 'x a': '1' },
      { '': '1' },
      { Host: 'inside' },
      { 'Content-Length': '0' },
      { 'transfer-encoding': 'chunked' },
      { Connection: 'upgrade' },
    ])
      await assert.rejects(
        guardedRequest(guard, { url: receiver.url, headers: headers as never, body: 'x' }, soon()),
        AppError,
        JSON.stringify(headers),
      );
    assert.equal(receiver.connections, 0);
    assert.equal(headerProblem('Authorization', 'Bearer a.b-c_d=='), null);
  });

  it('leaves no connection behind', async (t) => {
    const receiver = await openReceiver();
    t.after(() => receiver.close());
    await Promise.all(
      Array.from({ length: 20 }, () => guardedRequest(guard, { url: receiver.url, body: 'x' }, soon())),
    );
    await until(() => receiver.open.size === 0);
    assert.equal(receiver.connections, 20);
  });

  it('does not begin once its time is up', async (t) => {
    const receiver = await openReceiver();
    t.after(() => receiver.close());
    await assert.rejects(
      guardedRequest(
        guard,
        { url: receiver.url, body: 'x' },
        AbortSignal.abort(new DOMException('x', 'TimeoutError')),
      ),
      fails(/did not respond in time/),
    );
    assert.equal(receiver.connections, 0);
  });
});
