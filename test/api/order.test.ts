/** Lists on a clock that stands still: what people did is shown in the order they did it. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { newWebhookSecret } from '../../src/notify/channels/webhook.ts';
import { aDraft } from '../support/drafts.ts';
import { answer, openReceiver } from '../support/notify/receiver.ts';
import { openScene, type PageView, type Scene } from '../support/triage.ts';

const standing = Date.now();
const openStill = (t: Parameters<typeof openScene>[0]): Promise<Scene> =>
  openScene(t, { overrides: { clock: () => standing } });
const numbers = Array.from({ length: 60 }, (_, at) => at);

interface Deed {
  data: { method: string; params: { id?: string } };
}
/** Settings of a channel that takes everything. */
async function openWebhook(t: Parameters<typeof openScene>[0]): Promise<object> {
  const receiver = await openReceiver(answer(200, 'thanks'));
  t.after(() => receiver.close());
  return { url: `${receiver.url}/hook`, secret: newWebhookSecret() };
}

describe('within one millisecond', () => {
  it('comments, and what was done to an incident, are shown latest first', async (t) => {
    const { as, touch } = await openStill(t);
    const { incident_id } = await touch('host-a');
    const url = `/api/incidents/${incident_id}`;
    for (const at of numbers) await as('POST', `${url}/comments`, { text: String(at) });
    await as('PATCH', url, { status: 'acknowledged' });
    await as('PATCH', url, { status: 'investigating' });
    const { body } = await as<PageView<{ kind: string; data: { text?: string; to?: object } }>>(
      'GET',
      `${url}/history?limit=100`,
    );
    assert.deepEqual(
      body.items.map(({ data }) => data.text ?? data.to),
      [
        { status: 'investigating' },
        { status: 'acknowledged' },
        ...numbers.toReversed().map((at) => String(at)),
      ],
    );
  });

  it('the audit log is shown latest first, over its pages and in its export', async (t) => {
    const { as } = await openStill(t);
    for (const at of numbers)
      await as('POST', '/api/suppressions', { name: String(at), condition: { sources: ['203.0.113.9'] } });
    const rules = (await as<{ id: string; name: string }[]>('GET', '/api/suppressions')).body;
    assert.deepEqual(
      rules.map(({ name }) => Number(name)),
      numbers,
      'rules are shown as they were made',
    );
    for (const { id } of rules.toReversed()) await as('DELETE', `/api/suppressions/${id}`);
    const deleted: (string | undefined)[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: { body: PageView<Deed> } = await as('GET', `/api/audit?limit=17&cursor=${cursor}`);
      for (const { data } of page.body.items) if (data.method === 'DELETE') deleted.push(data.params.id);
      cursor = page.body.next_cursor;
    }
    assert.deepEqual(
      deleted,
      rules.map(({ id }) => id),
    );
  });

  it('channels, API keys and feeds are shown as they were made', async (t) => {
    const settings = await openWebhook(t);
    const { as } = await openStill(t);
    for (const at of numbers.slice(0, 15)) {
      const name = String(at);
      await as('POST', '/api/channels', { name, channel: 'webhook', settings });
      await as('POST', '/api/keys', { name, scopes: ['read'] });
      await as('POST', '/api/block-feeds', { name });
    }
    const channels = (await as<{ name: string }[]>('GET', '/api/channels')).body;
    const keys = (await as<{ name: string }[]>('GET', '/api/keys')).body;
    const { feeds } = (await as<{ feeds: { name: string }[] }>('GET', '/api/block-feeds')).body;
    for (const list of [channels, keys, feeds])
      assert.deepEqual(
        list.map(({ name }) => Number(name)),
        numbers.slice(0, 15),
      );
  });

  it('messages of one incident are listed in the order of what happened', async (t) => {
    const settings = await openWebhook(t);
    const { api, as, node, user } = await openStill(t);
    await as('POST', '/api/channels', { name: 'one', channel: 'webhook', settings });
    const timestamp = new Date(standing).toISOString();
    const sources = numbers.slice(0, 16).map((at) => `203.0.113.${at}`);
    const drafts = sources.flatMap((source_ip) => {
      const draft = { timestamp, source_ip, session: source_ip };
      const success = aDraft({ ...draft, kind: 'login.succeeded', activity: 'login_success' });
      return [...numbers.map(() => aDraft(draft)), success];
    });
    await api.pipeline.accept({ user_id: user.id, node_id: node.id }, drafts);
    const { body } = await as<PageView<{ incident_id: string }>>('GET', '/api/incidents?limit=100');
    assert.equal(body.items.length, sources.length);
    for (const { incident_id } of body.items) {
      const url = `/api/deliveries?incident_id=${incident_id}`;
      const listed = (await as<PageView<{ occasion: string }>>('GET', url)).body.items;
      assert.deepEqual(
        listed.map(({ occasion }) => occasion),
        ['worse', 'opened'],
      );
    }
  });
});
