import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { channelFieldsGerman } from '../../console/texts/channel-fields-german.ts';
import { setupGerman } from '../../console/texts/setup-german.ts';
import { certificateStep } from '../../src/cases/setup/certificate-step.ts';
import { setups } from '../../src/cases/setup/index.ts';
import type { ListenerSettings } from '../../src/cases/setup/setup.ts';
import type { Field } from '../../src/core/settings.ts';
import { channels } from '../../src/notify/channels/index.ts';

const listenersOn: ListenerSettings = {
  syslogUdpPort: 5514,
  syslogTcpPort: 5515,
  syslogTlsPort: 6514,
  gelfUdpPort: 12201,
  gelfTcpPort: 12202,
  gelfTlsPort: 12203,
  jsonTcpPort: 5170,
  jsonTlsPort: 5171,
  hpfeedsPort: 10000,
};
const listenersOff = Object.fromEntries(
  Object.keys(listenersOn).map((name) => [name, null]),
) as unknown as ListenerSettings;

describe('texts of the server', () => {
  it('have their German for the set-up of every sensor', () => {
    const parts = { key: 'KEY', name: 'NAME', hpfeedsSecret: 'SECRET', fingerprint: null };
    const addresses = ['https://decoys.example.org', 'http://decoys.example.org:8001'];
    const texts = new Set([certificateStep(addresses[0]!, 'AA:BB').title]);
    for (const { note, versions, steps } of setups)
      for (const listeners of [listenersOn, listenersOff])
        for (const address of addresses)
          for (const { title } of steps({ ...parts, address, listeners }))
            texts.add(title).add(note).add(versions);
    texts.delete('');
    assert.ok(texts.size > 60, `only ${texts.size} texts found`);
    assert.deepEqual([...texts].sort(), Object.keys(setupGerman).sort());
  });

  it('have their German for every kind of channel and every field', () => {
    const texts: string[] = channels.flatMap(({ help, fields }) => [
      help,
      ...Object.values(fields).flatMap(({ label, help: hint }: Field) => (hint ? [label, hint] : [label])),
    ]);
    assert.ok(texts.length > 80, `only ${texts.length} texts found`);
    assert.deepEqual(
      [...new Set(texts)].filter((text) => !Object.hasOwn(channelFieldsGerman, text)),
      [],
    );
    // What no channel says any more goes.
    assert.deepEqual(
      Object.keys(channelFieldsGerman).filter((text) => !texts.includes(text)),
      [],
    );
  });
});
