import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import pino from 'pino';
import { openCertificate } from '../../src/server/certificate.ts';
import { createPairFiles, runProgram } from '../support/certificates.ts';
import { openTestServer } from '../support/server.ts';

const port = (address: string): number => Number(new URL(address).port);

interface Got {
  status: number;
  body: string;
  fingerprint: string;
  /** Sent on a connection that was there. */
  isReused: boolean;
}
const get = (
  url: string,
  agent: Agent,
  { method = 'GET', headers = {}, body = '' }: { method?: string; headers?: object; body?: string } = {},
): Promise<Got> =>
  new Promise((resolve, reject) => {
    const call = request(url, { agent, method, headers: { ...headers } }, (answer) => {
      const socket = answer.socket as import('node:tls').TLSSocket;
      const fingerprint = socket.getPeerX509Certificate()?.fingerprint256 ?? '';
      let text = '';
      answer.setEncoding('utf8').on('data', (piece: string) => {
        text += piece;
      });
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, body: text, fingerprint, isReused: call.reusedSocket }),
      );
    });
    call.on('error', reject).end(body);
  });

describe('HTTPS on the port of the server', () => {
  it('is spoken with the certificate of the files; curl trusts it and nothing else', async (t) => {
    const pair = createPairFiles(t);
    const server = await openTestServer({ env: pair.env });
    t.after(() => server.close());
    assert.match(server.address, /^https:\/\//);
    const url = `${server.address}/api/health`;
    const trusted = await runProgram('curl', ['-sS', '--cacert', pair.cert, '-i', url]);
    assert.match(trusted.text, /^HTTP\/1\.1 200 .*"status":"healthy"/s);
    assert.notEqual((await runProgram('curl', ['-sS', url])).code, 0);
    const old = await runProgram('curl', ['-sS', '--cacert', pair.cert, '--tls-max', '1.1', url]);
    assert.notEqual(old.code, 0);
    const { text } = await runProgram('openssl', [
      's_client',
      '-connect',
      `127.0.0.1:${port(server.address)}`,
      '-alpn',
      'h2,http/1.1',
    ]);
    assert.match(text, /ALPN protocol: http\/1\.1/);
  });

  it('takes events over one connection each, and over one for all', async (t) => {
    const pair = createPairFiles(t);
    const server = await openTestServer({ env: pair.env });
    t.after(() => server.close());
    const ca = readFileSync(pair.cert);
    const agent = new Agent({ ca, keepAlive: true });
    t.after(() => agent.destroy());
    const json = { 'content-type': 'application/json' };
    const post = (path: string, body: object, headers: object, by = agent) =>
      get(`${server.address}${path}`, by, {
        method: 'POST',
        headers: { ...json, ...headers },
        body: JSON.stringify(body),
      });
    const account = await post('/auth/register', { email: 'a@example.org', password: 'correct horse' }, {});
    const { access_token } = JSON.parse(account.body) as { access_token: string };
    const authorization = `Bearer ${access_token}`;
    const node = JSON.parse((await post('/nodes', { name: 'one' }, { authorization })).body) as {
      api_key: string;
    };
    const timestamp = new Date().toISOString();
    const sent = await Promise.all(
      Array.from({ length: 60 }, (_, at) =>
        post(
          '/api/events',
          {
            event_id: `e${at}`,
            timestamp,
            service: 'ssh',
            source_ip: '203.0.113.9',
            activity: 'login',
            payload: 'root',
          },
          { 'x-node-key': node.api_key },
          at % 2 === 0 ? agent : new Agent({ ca, keepAlive: false }),
        ),
      ),
    );
    assert.deepEqual([...new Set(sent.map(({ status }) => status))], [200]);
    const list = await get(`${server.address}/api/events?limit=100`, agent, { headers: { authorization } });
    assert.equal((JSON.parse(list.body) as { items: unknown[] }).items.length, 60);
  });

  it('tells whoever speaks HTTP there to say https, and drops noise', async (t) => {
    const pair = createPairFiles(t);
    const server = await openTestServer({ env: pair.env });
    t.after(() => server.close());
    const answer = await fetch(`http://127.0.0.1:${port(server.address)}/api/health`);
    assert.equal(answer.status, 400);
    assert.match(await answer.text(), /This port speaks HTTPS/);
    for (const noise of ['\x16\x03\x01\x00\x05hello', '\x16', '\x00\x00\x00', '\x16\x03\x01\xff\xff']) {
      const socket = connect(port(server.address), '127.0.0.1');
      socket.on('error', () => undefined);
      socket.write(Buffer.from(noise, 'latin1'));
      await sleep(20);
      socket.destroy();
    }
    const still = await runProgram('curl', ['-sS', '--cacert', pair.cert, `${server.address}/api/health`]);
    assert.match(still.text, /healthy/);
  });

  it('reads the files again when they change, and breaks no connection', async (t) => {
    const pair = createPairFiles(t);
    const certificate = openCertificate(
      {
        tlsCertFile: pair.cert,
        tlsKeyFile: pair.key,
        tlsSelfSigned: false,
        dataDir: '/',
        host: '127.0.0.1',
        publicUrl: null,
      },
      { clock: Date.now, log: pino({ level: 'silent' }), everyMs: 20 },
    );
    assert.ok(certificate !== null);
    t.after(() => certificate.close());
    const { createServer } = await import('node:http');
    const { serveTls } = await import('../../src/api/http/tls.ts');
    const http = createServer((_request, response) => response.end('hello'));
    serveTls(http, certificate);
    http.listen(0, '127.0.0.1');
    await once(http, 'listening');
    t.after(() => http.closeAllConnections());
    t.after(() => http.close());
    const url = `https://127.0.0.1:${(http.address() as { port: number }).port}/`;
    const kept = new Agent({ keepAlive: true, maxSockets: 1, rejectUnauthorized: false });
    t.after(() => kept.destroy());
    const before = await get(url, kept);
    assert.equal(before.fingerprint, pair.fingerprint());

    // Half of a pair is not used: the one before stays.
    const good = readFileSync(pair.key);
    writeFileSync(pair.key, 'not a key');
    await sleep(100);
    const fresh = (): Agent => new Agent({ rejectUnauthorized: false, maxCachedSessions: 0 });
    assert.equal((await get(url, fresh())).fingerprint, before.fingerprint);
    writeFileSync(pair.key, good);

    const changed = new Promise<void>((resolve) => certificate.onChange(() => resolve()));
    pair.renew();
    await changed;
    // A last change may have come between the two files.
    await sleep(60);
    assert.equal((await get(url, fresh())).fingerprint, pair.fingerprint());
    assert.notEqual(pair.fingerprint(), before.fingerprint);
    const after = await get(url, kept);
    assert.deepEqual([after.status, after.isReused], [200, true]);
  });

  it('makes a certificate of its own at the first start, keeps it, and names it in set-ups', async (t) => {
    const server = await openTestServer({
      env: { TLS_SELF_SIGNED: 'true', PUBLIC_URL: 'https://decoys.lan:8443' },
    });
    t.after(() => server.close());
    const folder = join(server.config.dataDir, 'tls');
    const [cert, key] = [join(folder, 'certificate.pem'), join(folder, 'key.pem')];
    assert.ok(existsSync(cert));
    assert.equal(statSync(key).mode & 0o777, 0o600);
    const shown = await runProgram('openssl', ['x509', '-in', cert, '-noout', '-fingerprint', '-sha256']);
    const fingerprint = /=([0-9A-F:]{95})/.exec(shown.text)?.[1] ?? '';
    const agent = new Agent({ ca: readFileSync(cert), keepAlive: true });
    t.after(() => agent.destroy());
    const call = async (method: string, path: string, body: object | null, authorization = '') =>
      JSON.parse(
        (
          await get(`${server.address}${path}`, agent, {
            method,
            headers: { 'content-type': 'application/json', ...(authorization ? { authorization } : {}) },
            body: body === null ? '' : JSON.stringify(body),
          })
        ).body,
      );
    const { access_token } = await call('POST', '/auth/register', {
      email: 'a@example.org',
      password: 'correct horse',
    });
    const node = await call('POST', '/nodes', { name: 'one', sensor: 'cowrie' }, `Bearer ${access_token}`);
    const setup = await call('GET', `/nodes/${node.node_id}/setup`, null, `Bearer ${access_token}`);
    assert.equal(setup.certificate_fingerprint, fingerprint);
    assert.match(setup.steps[0].code, /-connect decoys\.lan:8443 /);
    assert.ok(setup.steps[0].code.includes(fingerprint));
    // The step itself, as it would be pasted.
    const local = setup.steps[0].code.replaceAll('decoys.lan:8443', `127.0.0.1:${port(server.address)}`);
    const pasted = await runProgram('sh', ['-c', `cd ${server.config.dataDir} && ${local}`]);
    assert.ok(pasted.text.includes(fingerprint), pasted.text);

    const { names } = await new Promise<{ names: string }>((resolve, reject) => {
      const socket = connectTls({ port: port(server.address), rejectUnauthorized: false }, () => {
        resolve({ names: socket.getPeerX509Certificate()?.subjectAltName ?? '' });
        socket.destroy();
      }).on('error', reject);
    });
    assert.match(names, /^DNS:decoys\.lan, .*DNS:localhost, IP Address:127\.0\.0\.1|IP Address:127\.0\.0\.1/);
    const again = await server.restart();
    t.after(() => again.close());
    assert.equal(
      (await get(`${again.address}/api/health`, new Agent({ ca: readFileSync(cert) }))).fingerprint,
      fingerprint,
    );
  });

  it('counts connections of TLS as it counts others, and ends them with the server', async (t) => {
    const pair = createPairFiles(t);
    const server = await openTestServer({ env: { ...pair.env, METRICS_TOKEN: 'a-token-of-metrics' } });
    const agent = new Agent({ ca: readFileSync(pair.cert), keepAlive: true, maxSockets: 3 });
    t.after(() => agent.destroy());
    const silent = connect(port(server.address), '127.0.0.1');
    silent.on('error', () => undefined);
    silent.resume();
    const ended = once(silent, 'close');
    await once(silent, 'connect');
    const read = async (): Promise<string> =>
      (
        await get(`${server.address}/metrics`, agent, {
          headers: { authorization: 'Bearer a-token-of-metrics' },
        })
      ).body;
    await Promise.all([read(), read(), read()]);
    assert.match(await read(), /connections[^\n]* 4$/m);
    await server.close();
    await ended;
  });
});
