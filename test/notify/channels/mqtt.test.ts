import assert from 'node:assert/strict';
import { type AddressInfo, createServer } from 'node:net';
import { describe, it } from 'node:test';
import { mqtt } from '../../../src/notify/channels/mqtt.ts';
import { sendBy } from '../../support/notify/contract.ts';
import { openBrokerRig } from '../../support/notify/servers.ts';

describe('MQTT', () => {
  it('publishes with the quality that is asked for', async (t) => {
    const rig = await openBrokerRig({ topic: 'soc/decoys', qos: '2', retain: true });
    t.after(() => rig.close());
    const outcome = await sendBy('mqtt', rig.settings);
    assert.equal(outcome.error, null);
    assert.deepEqual(rig.packets, [{ topic: 'soc/decoys', qos: 2, retain: true }]);
  });

  it('says that the password is wrong without repeating it', async (t) => {
    const rig = await openBrokerRig({ password: 'not-the-password' });
    t.after(() => rig.close());
    const outcome = await sendBy('mqtt', rig.settings);
    assert.equal(outcome.error, 'The broker refused the user name, password or topic.');
    assert.deepEqual(rig.packets, []);
  });

  it('trusts no certificate but those it is told to', async (t) => {
    const rig = await openBrokerRig({ ca: undefined });
    t.after(() => rig.close());
    assert.equal((await sendBy('mqtt', rig.settings)).error, "The receiver's certificate is not trusted.");
  });

  it('does not listen to a broker without end', async (t) => {
    let written = 0;
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => {
        // A message of 268 MB is announced, and then come its bytes.
        socket.write(Buffer.from([0x30, 0xff, 0xff, 0xff, 0x7f]));
        const more = (): void => {
          while (!socket.destroyed && written < 200_000_000) {
            written += 65_536;
            if (!socket.write(Buffer.alloc(65_536))) return;
          }
        };
        socket.on('drain', more);
        more();
      });
    });
    t.after(() => server.close());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const outcome = await sendBy('mqtt', { host: '127.0.0.1', port, tls: false });
    assert.equal(outcome.error, 'The connection to the receiver was lost.');
    assert.ok(written < 20_000_000, `${written} bytes were taken`);
  });

  it('has no wildcard in its topic and no password without a name', async () => {
    for (const settings of [
      { host: '127.0.0.1', topic: 'a/#' },
      { host: '127.0.0.1', topic: 'a/+/b' },
      { host: '127.0.0.1', password: 'x' },
    ])
      await assert.rejects(sendBy('mqtt', settings), { code: 'invalid_request' });
    assert.equal(mqtt.hosts?.({ host: 'h', port: 1 } as never)[0]?.host, 'h');
  });
});
