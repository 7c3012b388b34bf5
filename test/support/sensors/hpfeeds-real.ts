/** The client of hpfeeds, with the name and secret of the set-up (npm run test:sensors). */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { openSensorFolder, sensorPrograms } from './environment.ts';
import { freePorts, openLab } from './lab.ts';

/** What Cowrie and Heralding published in a lab. */
const recorded = join(import.meta.dirname, '..', '..', 'listeners', 'real-hpfeeds.ndjson');
/** It is connected before it has signed in, and ending it would wait for the broker. */
const publish = `
import json, os, sys, time
from hpfeeds.blocking import ClientSession
host, port, ident, secret, recorded = sys.argv[1:]
client = ClientSession(host, int(port), ident, secret)
client.start()
client._reactor.when_connected.wait()
time.sleep(2)
for line in open(recorded):
    record = json.loads(line)
    client.publish(record["channel"], record["payload"].encode())
time.sleep(3)
os._exit(0)
`;

describe('the client hpfeeds 3.1.0', () => {
  it('publishes with the name and the secret of the set-up, and nothing with another secret', async (t) => {
    const programs = await sensorPrograms('hpfeeds', ['hpfeeds==3.1.0']);
    const [port = 0] = await freePorts(1);
    const lab = await openLab(t, 'hpfeeds', { HPFEEDS_PORT: String(port) });
    const folder = openSensorFolder(t);
    const { code } = lab.steps.find(({ title }) => title === 'Heralding.')!;
    const pasted = (name: string): string => new RegExp(`\\b${name}: "?([^"\\n]+)`).exec(code)?.[1] ?? '';
    assert.equal(pasted('port'), String(port));
    const send = (secret: string): Promise<void> =>
      folder.run(join(programs, 'python'), [
        ...['-c', publish, '127.0.0.1', pasted('port'), pasted('ident'), secret, recorded],
      ]);
    await send('another');
    assert.deepEqual(await lab.events(), []);
    await send(pasted('secret'));
    for (const [kind, source, payload] of [
      ['login.failed', '127.0.0.111', 'admin:admin'],
      ['login.failed', '127.0.0.1', 'root:toor'],
      ['login.succeeded', '127.0.0.1', 'root:qwerty'],
      ['command.run', '127.0.0.37', 'uname -a'],
    ])
      await lab.until(
        `${kind} ${payload}`,
        (one) => one.kind === kind && one.source_ip === source && one.payload === payload,
        folder.printed,
      );
  });
});
