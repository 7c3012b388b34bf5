/** Buttons whose clicks Slack, Discord and Telegram tell us of: real signatures; forged, old, repeated and strangers' calls. */
import assert from 'node:assert/strict';
import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { describe, it, type TestContext } from 'node:test';
import { answer, openReceiver, type Receiver, until } from '../support/notify/receiver.ts';
import { type IncidentView, openScene, type Scene } from '../support/triage.ts';

interface Call {
  headers: Record<string, string>;
  body: string;
}
interface Program {
  channel: string;
  settings(url: string): object;
  /** What the message's button carries. */
  codeOf(body: Record<string, unknown>): string | undefined;
  /** As the program sends a click, `atMs` by its clock. */
  click(code: string, context: { url: string; atMs: number }): Call;
  /** The same call as somebody sends it who does not know the secret. */
  forge(call: Call): Call;
  /** What the program is answered, or sent afterwards: one sentence. */
  said(body: unknown, receiver: Receiver): string | undefined;
  by: string;
}

const json = (body: object, headers: Record<string, string>): Call => ({
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});
const seconds = (ms: number): string => String(Math.floor(ms / 1000));

const slackSecret = '8f742231b10e8888abcd99yyyzzz8567'.replace(/[^0-9a-f]/g, '0');
const signSlack = (body: string, time: string): Record<string, string> => ({
  'content-type': 'application/x-www-form-urlencoded',
  'x-slack-request-timestamp': time,
  'x-slack-signature': `v0=${createHmac('sha256', slackSecret).update(`v0:${time}:${body}`).digest('hex')}`,
});
const slack: Program = {
  channel: 'slack',
  settings: (url) => ({ url: `${url}/services/T0/B0/x`, signing_secret: slackSecret }),
  codeOf: ({ blocks }) =>
    (blocks as { elements?: { action_id?: string; value?: string; url?: string }[] }[])
      .flatMap(({ elements = [] }) => elements)
      .find(({ action_id, url }) => action_id === 'acknowledge' && url === undefined)?.value,
  click(value, { url, atMs }) {
    const payload = {
      type: 'block_actions',
      user: { id: 'U1', username: 'ann' },
      actions: [{ action_id: 'acknowledge', value }],
      response_url: `${url}/actions/T0/1/answer`,
    };
    const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
    return { headers: signSlack(body, seconds(atMs)), body };
  },
  forge: (call) => ({ ...call, body: call.body.replace('ann', 'eve') }),
  said: (_body, receiver) => {
    const sent = receiver.seen.findLast(({ url }) => url.startsWith('/actions/'));
    return sent && (JSON.parse(sent.body) as { text: string }).text;
  },
  by: 'ann (Slack)',
};

const keys = generateKeyPairSync('ed25519');
const strangers = generateKeyPairSync('ed25519');
const signDiscord = (
  body: string,
  time: string,
  key: KeyObject = keys.privateKey,
): Record<string, string> => ({
  'content-type': 'application/json',
  'x-signature-timestamp': time,
  'x-signature-ed25519': sign(null, Buffer.from(time + body), key).toString('hex'),
});
const discord: Program = {
  channel: 'discord',
  settings: (url) => ({
    url: `${url}/api/webhooks/1/secret`,
    public_key: keys.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex'),
  }),
  codeOf: ({ components }) =>
    (components as { components: { custom_id?: string }[] }[])
      .flatMap((row) => row.components)
      .find(({ custom_id }) => custom_id !== undefined)?.custom_id,
  click(custom_id, { atMs }) {
    const body = JSON.stringify({ type: 3, data: { custom_id }, member: { user: { username: 'ann' } } });
    return { headers: signDiscord(body, seconds(atMs)), body };
  },
  forge: ({ headers, body }) => ({
    headers: signDiscord(body, headers['x-signature-timestamp']!, strangers.privateKey),
    body,
  }),
  said: (body) => (body as { data?: { content: string } }).data?.content,
  by: 'ann (Discord)',
};

const telegramSecret = 'callback-secret_0123456789';
const telegram: Program = {
  channel: 'telegram',
  settings: (url) => ({
    url,
    token: '123456789:AAtelegramSecretTokenValue-0123456',
    chat_id: '-1001234567890',
    callback_secret: telegramSecret,
  }),
  codeOf: ({ reply_markup }) =>
    (reply_markup as { inline_keyboard: { callback_data?: string }[][] }).inline_keyboard
      .flat()
      .find(({ callback_data }) => callback_data !== undefined)?.callback_data,
  click: (data) =>
    json(
      {
        update_id: 1,
        callback_query: {
          id: 'q1',
          from: { id: 5, username: 'ann' },
          message: { chat: { id: -1001234567890 } },
          data,
        },
      },
      { 'x-telegram-bot-api-secret-token': telegramSecret },
    ),
  forge: ({ headers, body }) => ({
    headers: { ...headers, 'x-telegram-bot-api-secret-token': telegramSecret.toUpperCase() },
    body,
  }),
  said: (body) => (body as { text?: string }).text,
  by: 'ann (Telegram)',
};

async function open(t: TestContext, { channel, settings, codeOf }: Program) {
  const clock = { atMs: Date.now() };
  const scene = await openScene(t, {
    env: { PUBLIC_URL: 'https://decoyverse.example.com' },
    overrides: { clock: () => clock.atMs },
  });
  const receiver = await openReceiver(answer(200, '{"ok":true,"id":"1","result":{"message_id":5}}'));
  t.after(() => receiver.close());
  const made = await scene.as<{ id: string; callback_url: string }>('POST', '/api/channels', {
    name: 'chat',
    channel,
    settings: settings(receiver.url),
  });
  assert.equal(made.status, 200, JSON.stringify(made.body));
  const { incident_id } = await scene.touch('host-a');
  await until(() => receiver.seen.length > 0);
  const code = codeOf(JSON.parse(receiver.seen[0]!.body)) ?? assert.fail('no button of its own');
  const { pathname } = new URL(made.body.callback_url);
  const send = async ({ headers, body }: Call, path = pathname) => {
    const sent = await fetch(`${scene.api.address}${path}`, { method: 'POST', headers, body });
    return { status: sent.status, body: (await sent.json()) as unknown };
  };
  return { clock, scene, receiver, code, pathname, send, incident_id };
}
const statusOf = async ({ as }: Scene, id: string): Promise<string> =>
  (await as<IncidentView>('GET', `/api/incidents/${id}`)).body.status;

for (const program of [slack, discord, telegram])
  describe(`a click in ${program.channel}`, () => {
    it('acknowledges once, and the history says who it was', async (t) => {
      const { clock, scene, receiver, code, send, incident_id } = await open(t, program);
      assert.ok(Buffer.byteLength(code) <= 64, 'Telegram takes 64 bytes');
      const context = { url: receiver.url, atMs: clock.atMs };
      const done = await send(program.click(code, context));
      assert.equal(done.status, 200, JSON.stringify(done.body));
      assert.equal(await statusOf(scene, incident_id), 'acknowledged');
      assert.match(program.said(done.body, receiver) ?? '', /^Acknowledged: /);
      const { body } = await scene.as<unknown>('GET', `/api/incidents/${incident_id}/history`);
      assert.ok(JSON.stringify(body).includes(program.by), JSON.stringify(body).slice(0, 2000));

      await scene.as('PATCH', `/api/incidents/${incident_id}`, { status: 'open' });
      const again = await send(program.click(code, context));
      assert.equal(again.status, 200);
      assert.match(program.said(again.body, receiver) ?? '', /has been used/);
      assert.equal(await statusOf(scene, incident_id), 'open');
    });

    it('does nothing where a stranger made it, or it is older than a week', async (t) => {
      const { clock, scene, receiver, code, pathname, send, incident_id } = await open(t, program);
      const context = { url: receiver.url, atMs: clock.atMs };
      const call = program.click(code, context);
      assert.equal((await send(program.forge(call))).status, 401);
      assert.equal((await send({ headers: { 'content-type': 'application/json' }, body: '{}' })).status, 401);
      assert.equal((await send(call, `${pathname.slice(0, -3)}AAA`)).status, 404);
      const [delivery = '', mark = ''] = code.split('.');
      const other = `${mark.startsWith('A') ? 'B' : 'A'}${mark.slice(1)}`;
      for (const forged of [`${delivery}.${other}`, `${delivery}x.${mark}`, delivery, ''])
        assert.equal((await send(program.click(forged, context))).status, 200);
      for (const body of ['', '[]', 'null', '\u0000', '{"callback_query":{"id":1}}', 'payload=%7B'])
        assert.ok([200, 401].includes((await send({ ...call, body })).status), body);
      assert.equal(await statusOf(scene, incident_id), 'open');

      clock.atMs += 8 * 24 * 60 * 60_000;
      const late = await send(program.click(code, { ...context, atMs: clock.atMs }));
      assert.equal(late.status, 200);
      assert.match(program.said(late.body, receiver) ?? '', /older than a week/);
    });

    it('does nothing for another tenant, and where the channel takes no calls', async (t) => {
      const { clock, scene, receiver, code, pathname, send, incident_id } = await open(t, program);
      const stranger = await scene.api.createUser();
      // Nothing is sent there: strangers may not name a place inside, and this one has no events.
      const own = { name: 'own', channel: program.channel, settings: program.settings('https://1.1.1.1') };
      const made = await scene.api.call<{ id: string; callback_url: string }>('POST', '/api/channels', {
        headers: stranger.headers,
        body: own,
      });
      assert.equal(made.status, 200, JSON.stringify(made.body));
      const call = program.click(code, { url: receiver.url, atMs: clock.atMs });
      // It has the stranger's own secret, which is ours here, and still speaks of a message that is not theirs.
      assert.equal((await send(call, new URL(made.body.callback_url).pathname)).status, 200);
      assert.equal(await statusOf(scene, incident_id), 'open');
      const [channel] = (await scene.as<{ id: string }[]>('GET', '/api/channels')).body;
      await scene.as('PATCH', `/api/channels/${channel!.id}`, { enabled: false });
      assert.equal((await send(call, pathname)).status, 404);
      assert.equal(await statusOf(scene, incident_id), 'open');
    });
  });

describe('a signed call', () => {
  for (const program of [slack, discord])
    it(`of ${program.channel} is refused when it is replayed after five minutes`, async (t) => {
      const { clock, scene, receiver, code, send, incident_id } = await open(t, program);
      const call = program.click(code, { url: receiver.url, atMs: clock.atMs });
      clock.atMs += 5 * 60_000 + 1000;
      assert.equal((await send(call)).status, 401);
      assert.equal(await statusOf(scene, incident_id), 'open');
    });

  it('of Discord that checks the address gets its answer', async (t) => {
    const { clock, send } = await open(t, discord);
    const body = '{"type":1}';
    const pong = await send({ headers: signDiscord(body, seconds(clock.atMs)), body });
    assert.deepEqual(pong, { status: 200, body: { type: 1 } });
  });

  it('of Telegram from another chat of the bot does nothing', async (t) => {
    const { clock, scene, receiver, code, send, incident_id } = await open(t, telegram);
    const call = telegram.click(code, { url: receiver.url, atMs: clock.atMs });
    const elsewhere = { ...call, body: call.body.replace('-1001234567890', '-1009') };
    assert.deepEqual(await send(elsewhere), { status: 200, body: {} });
    assert.equal(await statusOf(scene, incident_id), 'open');
  });
});
