import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { describe, it } from 'node:test';
import { type ConnectionOptions, connect as connectTls, type TLSSocket } from 'node:tls';
import { createPairFiles, runProgram } from '../support/certificates.ts';
import { openListenerLab } from '../support/listeners.ts';

const tlsPorts = { SYSLOG_TLS_PORT: '0', GELF_TLS_PORT: '0', JSON_TLS_PORT: '0' };
const record = (at: number): string =>
  JSON.stringify({
    eventid: 'cowrie.login.failed',
    src_ip: '203.0.113.9',
    session: 'abc',
    username: 'root',
    password: `p${at}`,
    timestamp: `2026-11-01T00:00:00.${String(at).padStart(6, '0')}Z`,
  });

async function open(port: number, options: ConnectionOptions): Promise<TLSSocket> {
  const socket = connectTls({ port, host: '127.0.0.1', ...options });
  socket.on('error', () => undefined);
  await once(socket, 'secureConnect');
  return socket;
}

async function send(port: number, text: string, options: ConnectionOptions): Promise<void> {
  const socket = await open(port, options);
  socket.resume();
  const closed = once(socket, 'close');
  socket.end(text);
  await closed;
}

describe('the listeners over TLS', () => {
  it('take syslog (RFC 5425), GELF and JSON from senders that trust the certificate', async (t) => {
    const pair = createPairFiles(t);
    const lab = await openListenerLab(t, { ...pair.env, ...tlsPorts, HTTPS_ENABLED: 'false' });
    const { syslogTls, gelfTls, jsonTls } = lab.api.listenerPorts;
    const trusting = { ca: readFileSync(pair.cert), servername: 'localhost' };
    const key = lab.node.key;
    const line = `<38>1 2026-11-01T00:00:00Z host sshd 1 - [decoyverse@0 key="${key}"] ${record(1)}`;
    await send(syslogTls ?? 0, `${Buffer.byteLength(line)} ${line}`, trusting);
    await send(gelfTls ?? 0, `${JSON.stringify({ ...JSON.parse(record(2)), _key: key })}\0`, trusting);
    await send(jsonTls ?? 0, `${key} ${record(3)}\n`, trusting);
    const stored = await lab.until(3);
    assert.deepEqual(stored.map(({ payload }) => payload).sort(), ['root:p1', 'root:p2', 'root:p3']);
  });

  it('are reached by the program of OpenSSL, and close on whoever does not speak TLS', async (t) => {
    const pair = createPairFiles(t);
    const lab = await openListenerLab(t, { ...pair.env, ...tlsPorts, HTTPS_ENABLED: 'false' });
    const port = lab.api.listenerPorts.jsonTls ?? 0;
    const plain = connect(port, '127.0.0.1');
    plain.on('error', () => undefined).resume();
    const closed = once(plain, 'close');
    plain.write(`${lab.node.key} ${record(1)}\n`);
    await closed;
    const sent = await runProgram('sh', [
      '-c',
      `(printf '%s\\n' "$0"; sleep 1) | openssl s_client -quiet -no_ign_eof -verify_return_error -CAfile ${pair.cert} -connect 127.0.0.1:${port}`,
      `${lab.node.key} ${record(2)}`,
    ]);
    assert.match(sent.text, /verify return:1/);
    assert.deepEqual(
      (await lab.until(1)).map(({ payload }) => payload),
      ['root:p2'],
    );
  });

  it('know a sender by its certificate, whoever signed it, and nobody by one that is not listed', async (t) => {
    const [own, sensor, other] = [
      createPairFiles(t),
      createPairFiles(t, 'sensor'),
      createPairFiles(t, 'other'),
    ];
    const first = await openListenerLab(t, { ...own.env, ...tlsPorts, HTTPS_ENABLED: 'false' });
    const lab = await first.api.restart({
      LISTENER_CERTIFICATES: `${sensor.fingerprint()}=${first.node.id}@${first.user.id}`,
    });
    t.after(() => lab.close());
    const port = lab.listenerPorts.syslogTls ?? 0;
    const options = (pair: typeof own) => ({
      ca: readFileSync(own.cert),
      servername: 'localhost',
      cert: readFileSync(pair.cert),
      key: readFileSync(pair.key),
    });
    const line = (at: number): string => `<38>Nov  1 00:00:00 host cowrie: ${record(at)}\n`;
    await send(port, line(1), options(other));
    await send(port, line(2), { ca: readFileSync(own.cert), servername: 'localhost' });
    await send(port, line(3), options(sensor));
    const list = async (): Promise<string[]> =>
      (
        await lab.call<{ items: { payload: string }[] }>('GET', '/api/events', {
          headers: first.user.headers,
        })
      ).body.items.map(({ payload }) => payload);
    assert.deepEqual(await list(), ['root:p3']);
  });
});
