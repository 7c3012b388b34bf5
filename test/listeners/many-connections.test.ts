/** Sensors that open a connection for each event, thousands of them: each event is kept, and who says nothing delays none. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import { createPairFiles } from '../support/certificates.ts';
import { openListenerLab } from '../support/listeners.ts';

const connections = 2000;
/** At a time: a listener takes more from one address only from those that were accepted before. */
const atOnce = 20;

const record = (n: number): string =>
  JSON.stringify({
    eventid: 'cowrie.login.failed',
    src_ip: `203.0.113.${n % 250}`,
    session: n.toString(16).padStart(12, '0'),
    username: 'root',
    password: `p${n}`,
    timestamp: new Date(Date.UTC(2026, 10, 1) + n * 1000).toISOString(),
  });

/** Sends one line and waits until the connection is over, as a sensor does. */
async function sendOne(open: () => Socket, line: string): Promise<void> {
  const socket = open();
  socket.on('error', () => undefined).resume();
  const closed = once(socket, 'close');
  socket.end(line);
  await closed;
}

async function sendAll(open: () => Socket, lineOf: (n: number) => string): Promise<void> {
  let next = 0;
  const work = async (): Promise<void> => {
    for (let n = next++; n < connections; n = next++) await sendOne(open, lineOf(n));
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}

describe(`${connections} short connections, one event each`, { timeout: 170_000 }, () => {
  it('over TCP and over TLS: every event is kept, beside connections that say nothing', async (t) => {
    const pair = createPairFiles(t);
    const lab = await openListenerLab(t, {
      ...pair.env,
      HTTPS_ENABLED: 'false',
      JSON_TCP_PORT: '0',
      JSON_TLS_PORT: '0',
      SYSLOG_TCP_PORT: '0',
    });
    const { jsonTcp, jsonTls, syslogTcp } = lab.api.listenerPorts;
    const ca = readFileSync(pair.cert);
    const silent = Array.from({ length: 10 }, () =>
      connect(jsonTcp ?? 0, '127.0.0.1').on('error', () => undefined),
    );
    t.after(() => silent.forEach((socket) => void socket.destroy()));
    const { key } = lab.node;
    const total = async (): Promise<number> =>
      (await lab.api.call<{ total_attacks: number }>('GET', '/api/stats', { headers: lab.user.headers })).body
        .total_attacks;
    const until = async (count: number): Promise<void> => {
      for (let tries = 0; (await total()) < count && tries < 400; tries++) await sleep(50);
      assert.equal(await total(), count, JSON.stringify(await lab.problems()));
    };
    await sendAll(
      () => connect(jsonTcp ?? 0, '127.0.0.1'),
      (n) => `${key} ${record(n)}\n`,
    );
    await until(connections);
    // The same again changes nothing.
    await sendAll(
      () => connect(syslogTcp ?? 0, '127.0.0.1'),
      (n) => {
        const line = `<38>1 2026-11-01T00:00:00Z host cowrie 1 - [decoyverse@0 key="${key}"] ${record(n)}`;
        return `${Buffer.byteLength(line)} ${line}`;
      },
    );
    await until(connections);
    await sendAll(
      () => connectTls({ port: jsonTls ?? 0, host: '127.0.0.1', ca, servername: 'localhost' }),
      (n) => `${key} ${record(connections + n)}\n`,
    );
    await until(2 * connections);
    assert.deepEqual(await lab.problems(), []);
  });
});
