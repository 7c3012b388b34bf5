import assert from 'node:assert/strict';
import { after, describe, it, type TestContext } from 'node:test';
import { newWebhookSecret } from '../../src/notify/channels/webhook.ts';
import { type Api, openApi } from '../support/api-client.ts';
import { type Walked, walk } from '../support/api-walk.ts';
import { startMongo } from '../support/mongo-server.ts';
import { openReceiver, type Receiver } from '../support/notify/receiver.ts';

const mongo = await startMongo();
const startMs = Date.parse('2026-11-25T12:00:00.000Z');
/** What the walk is about. */
const tags = [
  'Attackers',
  'Sessions',
  'Incidents',
  'Alerts',
  'Verdicts',
  'Suppressions',
  'Channels',
  'Deliveries',
  'Block list',
  'API keys',
  'Tokens',
  'Audit log',
  'Settings',
  'Sample data',
  'Wallboards',
];

async function walkOn(
  t: TestContext,
  receiver: Receiver,
  secret: string,
  env: Record<string, string>,
): Promise<Walked & { api: Api }> {
  let nowMs = startMs;
  const api = await openApi(t, {
    env: { NOTIFY_ALLOW_PRIVATE: '127.0.0.1', ...env },
    overrides: { clock: () => nowMs },
  });
  const tick = (): void => {
    nowMs += 1000;
  };
  return { api, ...(await walk(api, { tick, nowMs: () => nowMs, receiver: receiver.url, secret })) };
}

describe('a server on MongoDB', { skip: mongo === null }, () => {
  after(() => mongo?.close());

  it('answers everything about incidents, channels, blocks, keys and settings as one on SQLite does', async (t) => {
    const receiver = await openReceiver((seen, response) =>
      seen.url.startsWith('/gone') ? response.writeHead(410).end() : response.writeHead(200).end('thanks'),
    );
    t.after(() => receiver.close());
    const secret = newWebhookSecret();
    const ours = await walkOn(t, receiver, secret, {});
    const theirs = await walkOn(t, receiver, secret, {
      MONGODB_URI: mongo!.uri,
      DATABASE_NAME: mongo!.newDatabase(),
    });
    assert.equal(ours.api.store.kind, 'sqlite');
    assert.equal(theirs.api.store.kind, 'mongo');
    for (const [at, step] of ours.steps.entries())
      assert.deepEqual(theirs.steps[at], step, `step ${at}: ${step.call}`);
    assert.equal(theirs.steps.length, ours.steps.length);

    const asked = theirs.api.app.routeTable.filter(({ tag }) => tags.includes(tag));
    assert.deepEqual(new Set(asked.map(({ tag }) => tag)), new Set(tags));
    const unmet = asked
      .map(({ method, path }) => `${method} ${path}`)
      .filter((name) => !theirs.met.has(name));
    // Links and buttons to acknowledge come with messages where PUBLIC_URL is set; they have tests of their own.
    const left = unmet.filter((name) => !/\/(?:acknowledge|callbacks\/[^/]+)$/.test(name));
    assert.deepEqual(left, [], 'these never answered 200');
    assert.ok(
      ours.steps.some(({ status }) => status === 404) && ours.steps.some(({ status }) => status === 409),
    );
  });
});
