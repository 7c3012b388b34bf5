import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { channels } from '../../../src/notify/channels/index.ts';
import { channelContract } from '../../support/notify/contract.ts';
import { doubles } from '../../support/notify/doubles.ts';
import { openHttpRig, type Rig } from '../../support/notify/rig.ts';
import { openBrokerRig, openMailRig, openSyslogRig } from '../../support/notify/servers.ts';

const rigs: { [channel: string]: () => Promise<Rig> } = {
  ...Object.fromEntries(Object.entries(doubles).map(([name, double]) => [name, () => openHttpRig(double)])),
  email: () => openMailRig(),
  syslog: () => openSyslogRig(),
  mqtt: () => openBrokerRig(),
};

describe('the channels', () => {
  it('have each a receiver to be tested with', () => {
    assert.deepEqual(Object.keys(rigs).sort(), channels.map(({ name }) => name).sort());
    assert.ok(channels.length >= 14);
  });
});

for (const [name, openRig] of Object.entries(rigs))
  describe(`the channel ${name}`, () => channelContract(name, openRig));
