/** What every channel keeps, whatever it speaks. Run over the list of channels by channels.test.ts. */
import assert from 'node:assert/strict';
import { it, type TestContext } from 'node:test';
import type { ChannelConfig, Notice, Recipient } from '../../../src/core/channel.ts';
import { parseChannel } from '../../../src/notify/channel-settings.ts';
import { channels } from '../../../src/notify/channels/index.ts';
import { createSender, type Outcome } from '../../../src/notify/delivery/sender.ts';
import { parseAllowPrivate } from '../../../src/notify/egress/allow-list.ts';
import { createGuard } from '../../../src/notify/egress/guard.ts';
import { hostileNotice, hugeNotice, ordinary, unseen } from './notices.ts';
import { until } from './receiver.ts';
import type { Rig } from './rig.ts';

export const localGuard = createGuard({ allow: parseAllowPrivate('127.0.0.1'), refusalMs: 0 });
export const id = 'msg_0123456789abcdef01234567';

/** One attempt as the deliverer makes it, to settings as a tenant saves them. */
export async function sendBy(
  channel: string,
  settings: Rig['settings'],
  notice: Notice = ordinary,
  {
    delivery_id = id,
    limitMs = 10_000,
    signal,
    recipients,
  }: {
    delivery_id?: string;
    limitMs?: number;
    signal?: AbortSignal;
    recipients?: readonly Recipient[] | null;
  } = {},
): Promise<Outcome> {
  const input = { name: 'a channel', channel, settings };
  const saved = await parseChannel(input, { channels, guard: localGuard, nodes: new Set() });
  const config: Pick<ChannelConfig, 'channel' | 'settings'> = saved;
  const send = createSender({ channels, guard: localGuard, limitMs });
  return send({ config, notice, delivery_id, recipients, ...(signal ? { signal } : {}) });
}

const nothingSecret = (outcome: Outcome, rig: Rig): void => {
  const shown = JSON.stringify(outcome);
  for (const secret of rig.secrets) {
    assert.ok(!shown.includes(secret), `${secret} shows in ${shown}`);
    assert.ok(
      !shown.includes(Buffer.from(secret).toString('base64').slice(0, -4)),
      `${secret} in base64 shows`,
    );
    assert.ok(!shown.includes(encodeURIComponent(secret)), `${secret} in an address shows`);
  }
};

export function channelContract(name: string, openRig: () => Promise<Rig>): void {
  const open = async (t: TestContext): Promise<Rig> => {
    const rig = await openRig();
    t.after(() => rig.close());
    return rig;
  };

  it('is understood by its receiver', async (t) => {
    const rig = await open(t);
    for (const occasion of ['opened', 'worse', 'throttled', 'escalated', 'test'] as const) {
      const outcome = await sendBy(name, rig.settings, { ...ordinary, occasion });
      assert.deepEqual(rig.complaints, []);
      assert.equal(outcome.error, null);
      assert.equal(outcome.ok, true);
      nothingSecret(outcome, rig);
    }
    await until(() => rig.taken.length === 5);
    const words = rig.taken[0]!.texts.join('\n');
    for (const part of [/45\.9\.148\.3/, /BruteForce/, /ssh-dmz-1/, /212 failed logins/, /Block the address/])
      assert.match(words, part);
  });

  it('sends a repeat under the same id', async (t) => {
    const rig = await open(t);
    for (let times = 0; times < 2; times++) assert.equal((await sendBy(name, rig.settings)).ok, true);
    await until(() => rig.taken.length === 2);
    assert.equal(rig.taken[0]!.id, rig.taken[1]!.id);
  });

  it('makes hostile text inert', async (t) => {
    const rig = await open(t);
    const outcome = await sendBy(name, rig.settings, hostileNotice);
    assert.deepEqual(rig.complaints, []);
    assert.equal(outcome.ok, true);
    await until(() => rig.taken.length === 1);
    const [{ texts, wire }] = rig.taken as [Rig['taken'][number]];
    assert.ok(
      texts.some((text) => text.includes('evil')),
      'the tricks are in it at all',
    );
    assert.ok(!/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/u.test(wire));
    for (const text of texts) {
      assert.ok(!unseen.test(text.replaceAll('\n', ' ')), JSON.stringify(text));
      if (rig.readers === 'machine') assert.doesNotMatch(text, /^[=+\-@＝＋－＠\t\r]/);
      else {
        const foreign = text.replace(/https:\/\/decoyverse\.example\.com\S*/g, '');
        assert.doesNotMatch(foreign, /:\/\/|evil\.example|[@＠][\p{L}\p{N}]|javascript:\S/u);
      }
    }
  });

  it('says the title of its own template, and nothing of ours before it', async (t) => {
    const rig = await open(t);
    if (rig.readers === 'machine') return;
    for (const notice of [ordinary, hostileNotice]) {
      const words = { title: `DECOY ${notice.title}`, text: null };
      const outcome = await sendBy(name, rig.settings, { ...notice, words });
      assert.deepEqual(rig.complaints, []);
      assert.equal(outcome.ok, true);
    }
    await until(() => rig.taken.length === 2);
    const all = rig.taken[0]!.texts;
    assert.ok(
      all.some((text) => /^(?:\W*)DECOY .*45/s.test(text)),
      all.join('\n'),
    );
    assert.ok(!all.some((text) => text.includes('New incident')), all.join('\n'));
  });

  it('stays bounded whatever it is sent', async (t) => {
    const rig = await open(t);
    for (const sample of ['x', '<&>"\'', '\u202e', '😀', 'a b.c@d', '=|\\']) {
      const outcome = await sendBy(name, rig.settings, hugeNotice(sample));
      assert.deepEqual(rig.complaints, [], sample);
      assert.equal(outcome.ok, true, sample);
    }
    await until(() => rig.taken.length === 6);
    for (const { wire } of rig.taken)
      assert.ok(Buffer.byteLength(wire) <= 32_000, `${wire.length} characters`);
  });

  it('says that a receiver refused, and no secret with it', async (t) => {
    const rig = await open(t);
    rig.mood = 'refuses';
    const outcome = await sendBy(name, rig.settings);
    assert.equal(outcome.ok, false);
    assert.equal(outcome.disable, false);
    assert.match(outcome.error ?? '', /^[A-Z].*\.$/);
    assert.ok((outcome.answer ?? '').length <= 2000);
    nothingSecret(outcome, rig);
  });

  it('gives up in time and lets go of the connection', async (t) => {
    const rig = await open(t);
    rig.mood = 'hangs';
    const outcome = await sendBy(name, rig.settings, ordinary, { limitMs: 250 });
    assert.equal(outcome.ok, false);
    assert.equal(outcome.error, 'The receiver did not respond in time.');
    await until(() => rig.openSockets() === 0);
    const stop = new AbortController();
    const cut = sendBy(name, rig.settings, ordinary, { signal: stop.signal });
    await until(() => rig.openSockets() > 0);
    stop.abort();
    assert.equal((await cut).ok, false);
    await until(() => rig.openSockets() === 0);
  });

  it('says that nobody is there', async (t) => {
    const rig = await open(t);
    await rig.close();
    const outcome = await sendBy(name, rig.settings);
    assert.equal(outcome.error, 'The receiver could not be reached.');
  });

  it('is not saved towards a private receiver that nobody allowed', async (t) => {
    const rig = await open(t);
    const guard = createGuard({ refusalMs: 0 });
    await assert.rejects(
      parseChannel(
        { name: 'x', channel: name, settings: rig.settings },
        { channels, guard, nodes: new Set() },
      ),
      /does not send to this address/,
    );
    const send = createSender({ channels, guard });
    const outcome = await send({
      config: { channel: name, settings: rig.settings },
      notice: ordinary,
      delivery_id: id,
    });
    assert.match(outcome.error ?? '', /does not send to this address/);
    assert.equal(rig.openSockets(), 0);
  });
}
