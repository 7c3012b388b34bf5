import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { honeypotLog } from '../support/api-client.ts';
import { openTestServer, type TestNode, type TestServer, type TestUser } from '../support/server.ts';

describe('bytes that are not quite HTTP', () => {
  let server: TestServer;
  let user: TestUser;
  let node: TestNode;
  before(async () => {
    server = await openTestServer();
    user = await server.createUser();
    node = await server.createNode(user);
  });
  after(() => server.close());

  /** Sends bytes and reads until the server closes the connection. */
  const speak = (bytes: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = connect(Number(new URL(server.address).port), '127.0.0.1');
      let heard = '';
      socket.setTimeout(10_000, () => socket.destroy(new Error(`still open after: ${heard}`)));
      socket.on('data', (chunk) => {
        heard += chunk.toString('latin1');
      });
      socket.on('error', (error) =>
        (error as NodeJS.ErrnoException).code === 'ECONNRESET' ? resolve(heard) : reject(error),
      );
      socket.on('close', () => resolve(heard));
      socket.write(bytes, 'latin1');
    });
  const answersIn = (heard: string): string[] =>
    [...heard.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => status ?? '');
  const total = async (): Promise<unknown> =>
    (await server.call('GET', '/api/stats', { headers: user.headers })).body.total_attacks;

  const body = JSON.stringify(honeypotLog);
  const smuggled = () =>
    `POST /api/honeypot-log HTTP/1.1\r\nHost: x\r\nX-Node-Key: ${node.key}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;

  it('get 400 and a closed connection, and nothing hidden behind them is carried out', async () => {
    const start = 'POST /api/agent/heartbeat HTTP/1.1\r\nHost: x\r\n';
    const cases: Record<string, string> = {
      'length and chunks': `${start}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${smuggled()}`,
      'chunks and length': `${start}Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n${smuggled()}`,
      'two lengths': `${start}Content-Length: 0\r\nContent-Length: 5\r\n\r\n${smuggled()}`,
      'a length that is no number': `${start}Content-Length: 0x0\r\n\r\n${smuggled()}`,
      'a negative length': `${start}Content-Length: -1\r\n\r\n${smuggled()}`,
      'an unknown coding': `${start}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n${smuggled()}`,
      'two codings': `${start}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n${smuggled()}`,
      'a folded header': `${start}Transfer-Encoding:\r\n chunked\r\nX: y\r\n z\r\n\r\n${smuggled()}`,
      'a space before the colon': `${start}Content-Length : 0\r\n\r\n${smuggled()}`,
      'no host': `POST /api/agent/heartbeat HTTP/1.1\r\n\r\n${smuggled()}`,
      'two hosts': `POST /api/agent/heartbeat HTTP/1.1\r\nHost: x\r\nhost: y\r\n\r\n${smuggled()}`,
      'line feeds alone': `POST /api/agent/heartbeat HTTP/1.1\nHost: x\n\n${smuggled()}`,
      'a NUL in a header': `${start}X: a\0b\r\n\r\n${smuggled()}`,
      'no HTTP at all': `\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03${smuggled()}`,
      'a bad chunk': `${start}Transfer-Encoding: chunked\r\nContent-Type: application/json\r\n\r\nzz\r\n${smuggled()}`,
      'HTTP/0.9': `GET /\r\n${smuggled()}`,
      'HTTP/2': `PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n${smuggled()}`,
    };
    for (const [what, bytes] of Object.entries(cases)) {
      const heard = await speak(bytes);
      const answers = answersIn(heard);
      assert.ok(answers.length <= 2, `${what}: ${heard}`);
      assert.ok(!answers.includes('200'), `${what}: ${heard}`);
      assert.equal(answers.at(-1) ?? '400', '400', `${what}: ${heard}`);
      assert.equal(await total(), 0, what);
    }
    assert.equal((await server.call('GET', '/api/health')).status, 200);
  });

  it('around a content type do not get a body past the checks', async () => {
    const wrong = JSON.stringify({ ...honeypotLog, service: 5 });
    const before = await total();
    for (const type of [
      '  application/json',
      'application/json\t',
      'application/json ;',
      '\tapplication/json\t;x',
      'application/json;;',
      'application/json,',
      'application/json\x0b',
      '"application/json"',
    ]) {
      const heard = await speak(
        `POST /api/honeypot-log HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Node-Key: ${node.key}\r\nContent-Type:${type}\r\nContent-Length: ${wrong.length}\r\n\r\n${wrong}`,
      );
      const [status] = answersIn(heard);
      assert.ok(['400', '415', '422'].includes(status ?? ''), `${JSON.stringify(type)}: ${heard}`);
    }
    assert.equal(await total(), before);
  });

  it('get little time to arrive, the body as well as the headers', () => {
    const { requestTimeout, headersTimeout } = server.app.server;
    assert.equal(requestTimeout, 15_000);
    // Node takes the larger of the two for the whole request.
    assert.ok(headersTimeout > 0 && headersTimeout <= requestTimeout, String(headersTimeout));
  });

  it('of a batch by a stranger are not waited for', async () => {
    const head = (headers: string) =>
      `POST /api/events HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${headers}Content-Type: application/json\r\nContent-Length: 8000000\r\n\r\n[`;
    for (const headers of ['', 'X-Node-Key: nk_nobody\r\n']) {
      const heard = await speak(head(headers));
      assert.deepEqual(answersIn(heard), ['401'], heard);
    }
    assert.deepEqual(answersIn(await speak(head(`X-Node-Key: nk_nobody\r\nX-Node-Id: ${node.id}\r\n`))), [
      '403',
    ]);
  });

  it('are answered in the API’s own shape', async () => {
    const heard = await speak('GARBAGE\r\n\r\n');
    const [head, text] = heard.split('\r\n\r\n');
    assert.match(head ?? '', /^HTTP\/1\.1 400 Bad Request\r\n/);
    assert.match(head ?? '', /application\/problem\+json/);
    assert.match(head ?? '', /Connection: close/);
    assert.equal(typeof JSON.parse(text ?? '').detail, 'string');
  });

  it('with huge headers get 431', async () => {
    const heard = await speak(`GET / HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(70_000)}\r\n\r\n`);
    assert.match(heard, /^HTTP\/1\.1 431 /);
  });

  it('may be cut off anywhere: nothing is stored, and the server goes on', async () => {
    const whole = smuggled();
    for (const at of [1, 20, 60, whole.length - body.length, whole.length - 1]) {
      await new Promise<void>((resolve) => {
        const socket = connect(Number(new URL(server.address).port), '127.0.0.1', () => {
          socket.write(whole.slice(0, at), () => {
            socket.destroy();
            resolve();
          });
        });
        socket.on('error', () => undefined);
      });
    }
    const before = Number(await total());
    const heard = await speak(whole.replace('Host: x', 'Host: x\r\nConnection: close'));
    assert.deepEqual(answersIn(heard), ['200']);
    assert.equal(before, 0);
    assert.equal(await total(), 1);
  });

  it('bounds how long a request may take to arrive, how large headers are, and how many connections there are', () => {
    const { server: http } = server.app;
    assert.equal(http.requestTimeout, 15_000);
    assert.equal(http.timeout, 60_000);
    assert.ok(http.headersTimeout > 0 && http.headersTimeout <= 60_000);
    assert.ok(http.maxConnections > 0);
    assert.ok(http.maxRequestsPerSocket !== null && http.maxRequestsPerSocket > 0);
  });
});
