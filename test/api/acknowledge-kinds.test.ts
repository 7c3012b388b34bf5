/** Every kind of receiver that people read: its message acknowledges once, and a forged or repeated click changes nothing. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { services } from '../../src/notify/template/services.ts';
import { doubles } from '../support/notify/doubles.ts';
import { answer, openReceiver, until } from '../support/notify/receiver.ts';
import { textsIn } from '../support/notify/rig.ts';
import { openMailRig } from '../support/notify/servers.ts';
import { bodyOf, serviceDoubles } from '../support/notify/service-doubles.ts';
import { type IncidentView, openScene } from '../support/triage.ts';

const link = /https:\/\/decoyverse\.example\.com\/acknowledge#([\w.-]+)/;

/** Those that take too little text for an address. */
const short = Object.keys(services).filter((name) => serviceDoubles[name]?.isShort);
const people = Object.entries(doubles).filter(
  ([name, { readers }]) => readers === 'people' && name !== 'custom',
);

const kinds: readonly (readonly [name: string, channel: string, settings: (url: string) => object])[] = [
  ...people.map(([name, double]) => [name, name, (url: string) => double.settings(url)] as const),
  ...Object.entries(serviceDoubles)
    .filter(([name]) => !short.includes(name))
    .map(
      ([service, { path, more = {} }]) =>
        [
          `${service} as a template`,
          'custom',
          (url: string) => ({ service, url: `${url}${path}`, ...more }),
        ] as const,
    ),
];

describe('a message of every kind that people read', () => {
  it('acknowledges its incident once; a forged or repeated click changes nothing', async (t) => {
    const mail = await openMailRig();
    t.after(() => mail.close());
    const scene = await openScene(t, { env: { PUBLIC_URL: 'https://decoyverse.example.com' } });
    const { as, api } = scene;
    const receivers = await Promise.all(kinds.map(() => openReceiver(answer(500))));
    t.after(() => Promise.all(receivers.map((receiver) => receiver.close())));
    for (const [n, [name, channel, settings]] of kinds.entries()) {
      const made = await as('POST', '/api/channels', {
        name,
        channel,
        settings: settings(receivers[n]!.url),
      });
      assert.equal(made.status, 200, `${name}: ${JSON.stringify(made.body)}`);
    }
    const mailed = await as('POST', '/api/channels', {
      name: 'mail',
      channel: 'email',
      settings: mail.settings,
    });
    assert.equal(mailed.status, 200);
    const { incident_id } = await scene.touch('host-a');
    await until(() => receivers.every(({ seen }) => seen.length > 0) && mail.mails.length > 0);

    const tokens = new Map<string, string>();
    for (const [n, [name, channel]] of kinds.entries()) {
      const [seen] = receivers[n]!.seen;
      // What a browser opens is sealed on its way.
      const open = doubles[channel]?.toText;
      const words = open ? open(seen!.bytes) : textsIn(bodyOf(seen!)).join('\n');
      tokens.set(name, link.exec(words)?.[1] ?? assert.fail(`${name} has no link: ${words}`));
    }
    tokens.set('mail', link.exec(mail.mails[0]!.html)?.[1] ?? assert.fail('the mail has no link'));
    assert.equal(new Set(tokens.values()).size, tokens.size, 'each message has a link of its own');

    const status = async (): Promise<string> =>
      (await as<IncidentView>('GET', `/api/incidents/${incident_id}`)).body.status;
    const click = (token: string) => api.call('POST', '/api/acknowledge', { body: { token } });
    const [first, second] = [...tokens.values()] as [string, string];
    for (const [name, token] of tokens) {
      // What another message signs says nothing of this one.
      const forged = `${token.split('.')[0]}.${(token === first ? second : first).split('.')[1]}`;
      assert.equal((await click(forged)).status, 401, name);
      assert.equal(await status(), 'open', name);
      assert.equal((await click(token)).status, 200, name);
      assert.equal(await status(), 'acknowledged', name);
      await as('PATCH', `/api/incidents/${incident_id}`, { status: 'open' });
      assert.equal((await click(token)).status, 401, name);
      assert.equal(await status(), 'open', name);
    }
    assert.ok(tokens.size >= 25 - short.length, `${tokens.size} kinds`);
  });
});
