import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mqtt } from '../../src/notify/mqtt.ts';
import { sendBy } from './contract.ts';
import { openBrokerRig } from './servers.ts';

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
