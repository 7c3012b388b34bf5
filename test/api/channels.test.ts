import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { newWebhookSecret } from '../../src/notify/channels/webhook.ts';
import { fieldsOf } from '../support/api-client.ts';
import { answer, openReceiver, type Receiver, until } from '../support/notify/receiver.ts';
import { openScene, type PageView, type Scene } from '../support/triage.ts';

interface ChannelView {
  id: string;
  name: string;
  settings: Record<string, unknown>;
  enabled: boolean;
  disabled_reason: string | null;
  version: number;
}
interface DeliveryView {
  incident_id: string | null;
  delivery_id: string;
  channel_id: string;
  occasion: string;
  state: string;
  attempts: number;
  next_attempt_at: string | null;
  last_status: number | null;
  last_answer: string | null;
  last_error: string | null;
}
interface TestAnswer {
  ok: boolean;
  status: number | null;
  answer: string | null;
  error: string | null;
}

const open = async (
  t: Parameters<typeof openScene>[0],
): Promise<Scene & { receiver: Receiver; channel: ChannelView }> => {
  const receiver = await openReceiver(answer(200, 'thanks'));
  t.after(() => receiver.close());
  const scene = await openScene(t);
  const settings = { url: `${receiver.url}/hook`, secret: newWebhookSecret() };
  const made = await scene.as<ChannelView>('POST', '/api/channels', {
    name: 'SOC',
    channel: 'webhook',
    settings,
  });
  assert.equal(made.status, 200, JSON.stringify(made.body));
  return { ...scene, receiver, channel: made.body };
};
const deliveries = async ({ as }: Scene, query = ''): Promise<DeliveryView[]> =>
  (await as<PageView<DeliveryView>>('GET', `/api/deliveries${query}`)).body.items;

async function settled(scene: Scene, holds: (all: DeliveryView[]) => boolean): Promise<DeliveryView[]> {
  for (;;) {
    const all = await deliveries(scene);
    if (holds(all)) return all;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('channels', () => {
  it('show what each kind needs, and never a secret', async (t) => {
    const { as, channel } = await open(t);
    const kinds = await as<{ name: string; fields: Record<string, { type: string }> }[]>(
      'GET',
      '/api/channel-kinds',
    );
    assert.ok(kinds.body.length >= 14);
    assert.equal(kinds.body.find(({ name }) => name === 'telegram')?.fields.token?.type, 'text');
    assert.equal(channel.settings.secret, '********');
    for (const url of ['/api/channels', `/api/channels/${channel.id}`])
      assert.ok(!JSON.stringify((await as('GET', url)).body).includes('whsec_'), url);
  });

  it('are changed without telling secrets again, but not moved with them', async (t) => {
    const { as, channel, receiver } = await open(t);
    const url = `/api/channels/${channel.id}`;
    const renamed = await as<ChannelView>('PATCH', url, { name: 'SOC 2', filter: { min_risk: 5 } });
    assert.equal(renamed.body.name, 'SOC 2');
    assert.equal((await as<TestAnswer>('POST', `${url}/test`)).body.ok, true, 'the secret is still there');
    const moved = await as('PATCH', url, { settings: { ...channel.settings, url: `${receiver.url}/other` } });
    assert.deepEqual(fieldsOf(moved.body), ['settings.secret']);
    assert.equal((await as('PATCH', url, { name: 'x', version: 1 })).status, 409);
    assert.equal((await as('DELETE', url)).status, 200);
    assert.equal((await as('GET', url)).status, 404);
  });

  it('name every mistake, and refuse every place inside with the same words to strangers', async (t) => {
    const { as, api } = await open(t);
    const stranger = await api.createUser();
    const bad = await as('POST', '/api/channels', {
      name: 'x',
      channel: 'webhook',
      settings: { url: 'nonsense', secret: 'x' },
      filter: { min_risk: 99 },
    });
    assert.equal(bad.status, 422);
    assert.deepEqual(fieldsOf(bad.body), ['filter.min_risk', 'settings.secret']);
    const said = new Set<string>();
    for (const url of [
      'http://10.0.0.1/',
      'http://169.254.169.254/',
      'http://[::1]/',
      'http://192.168.0.1:8001/',
      'gopher://x/',
      'http://a.internal/',
    ]) {
      const { status, body } = await api.call('POST', '/api/channels', {
        headers: stranger.headers,
        body: { name: 'x', channel: 'webhook', settings: { url, secret: newWebhookSecret() } },
      });
      const { errors, detail, code } = body as { errors: unknown; detail: string; code: string };
      said.add(JSON.stringify({ status, errors, detail, code }));
    }
    assert.equal(said.size, 1, [...said].join('\n'));
  });

  it('are tested with a real message, whose answer is shown', async (t) => {
    const { as, channel, receiver } = await open(t);
    const url = `/api/channels/${channel.id}/test`;
    assert.deepEqual((await as('POST', url)).body, { ok: true, status: 200, answer: 'thanks', error: null });
    assert.equal((JSON.parse(receiver.seen[0]?.body ?? '{}') as { type: string }).type, 'incident.test');
    receiver.reply = answer(403, 'no, whatever you say');
    const refused = (await as<TestAnswer>('POST', url)).body;
    assert.deepEqual(refused, {
      ok: false,
      status: 403,
      answer: 'no, whatever you say',
      error: 'The receiver answered 403.',
    });
    await receiver.close();
    assert.equal((await as<TestAnswer>('POST', url)).body.error, 'The receiver could not be reached.');
    let last = 200;
    for (let n = 0; n < 10 && last === 200; n++) last = (await as('POST', url)).status;
    assert.equal(last, 429, 'not without end');
  });
});

describe('deliveries', () => {
  it('are logged with what the receiver said, and sent again on demand under the same id', async (t) => {
    const scene = await open(t);
    const { as, receiver, touch, channel } = scene;
    await touch('host-a');
    const [sent] = await settled(scene, ([one]) => one?.state === 'sent');
    assert.ok(sent);
    assert.deepEqual(
      [sent.occasion, sent.attempts, sent.last_status, sent.last_answer],
      ['opened', 1, 200, 'thanks'],
    );
    const again = await as<DeliveryView>('POST', `/api/deliveries/${sent.delivery_id}/resend`);
    assert.equal(again.body.state, 'due');
    await until(() => receiver.seen.length === 2);
    assert.deepEqual(
      new Set(receiver.seen.map(({ headers }) => headers['webhook-id'])),
      new Set([sent.delivery_id]),
    );
    await settled(scene, ([one]) => one?.state === 'sent');
    assert.equal((await deliveries(scene, `?channel_id=${channel.id}&state=sent`)).length, 1);
    assert.equal((await deliveries(scene, '?state=dead')).length, 0);
    assert.equal((await as('GET', '/api/deliveries?state=lost')).status, 422);
    assert.equal((await as('GET', `/api/deliveries/${sent.delivery_id}`)).status, 200);
  });

  it('are shown with their attempts, in the timeline of their incident, and sent again at most ten times a minute', async (t) => {
    const scene = await open(t);
    const { as, touch, channel } = scene;
    await touch('host-a');
    await settled(scene, ([one]) => one?.state === 'sent');
    const [sent] = await deliveries(scene);
    assert.ok(sent?.incident_id);
    type Message = { delivery_id: string; state: string; log: { what: string; status: number }[] };
    const url = `/api/incidents/${sent.incident_id}`;
    const told = await as<{ items: Message[]; folded: unknown[] }>('GET', `${url}/deliveries`);
    assert.deepEqual(
      told.body.items.map(({ delivery_id, state, log }) => [
        delivery_id,
        state,
        log.map(({ what, status }) => [what, status]),
      ]),
      [[sent.delivery_id, 'sent', [['attempt', 200]]]],
    );
    assert.deepEqual(told.body.folded, []);
    assert.equal((await as('GET', '/api/incidents/inc-none/deliveries')).status, 404);
    const detail = await as<{ timeline: { kind: string; data: Record<string, unknown> }[] }>('GET', url);
    const message = detail.body.timeline.find(({ kind }) => kind === 'message');
    assert.equal(message?.data.channel, channel.name);
    assert.equal(message?.data.state, 'sent');
    const statuses: number[] = [];
    for (let n = 0; n < 11; n++) {
      statuses.push((await as('POST', `/api/deliveries/${sent.delivery_id}/resend`)).status);
      await settled(scene, ([one]) => one?.state === 'sent');
    }
    assert.deepEqual([...new Set(statuses.slice(0, 10))], [200]);
    assert.equal(statuses.at(-1), 429);
    const again = await as<Message & { attempts: number }>('GET', `/api/deliveries/${sent.delivery_id}`);
    assert.equal(again.body.attempts, 11);
    assert.equal(again.body.log.filter(({ what }) => what === 'resent').length, 10);
  });

  it('say whose machine an address inside is', async (t) => {
    const { as, receiver, touch } = await open(t);
    const asset = { name: 'pc-17', owner: 'M. Jones', role: null, location: null };
    const entries = [{ network: '10.0.3.17', name: 'pc-17', owner: 'M. Jones' }];
    assert.equal((await as('PUT', '/api/assets', { name: 'Lyon', entries })).status, 200);
    await touch('10.0.3.17');
    await until(() => receiver.seen.length === 1);
    const sent = JSON.parse(receiver.seen[0]!.body) as { data: { asset: unknown } };
    assert.deepEqual(sent.data.asset, asset);
    const shown = await as<{ text: string }>('POST', '/api/channels/preview', {});
    assert.match(shown.body.text, /10\.0\.3\.17, pc-17 \(owner M\. Jones\)/);
  });

  it('are not sent beside themselves', async (t) => {
    const scene = await open(t);
    const { as, receiver, touch } = scene;
    receiver.reply = () => undefined;
    await touch('host-a');
    await until(() => receiver.seen.length === 1);
    const [held] = await deliveries(scene);
    assert.equal((await as('POST', `/api/deliveries/${held?.delivery_id}/resend`)).status, 409);
  });

  it('stop when the receiver is gone for good, and the channel says so', async (t) => {
    const scene = await open(t);
    const { as, receiver, touch, channel } = scene;
    receiver.reply = answer(410, 'gone');
    await touch('host-a');
    await settled(scene, ([one]) => one?.attempts === 1);
    const [waiting] = await deliveries(scene);
    assert.equal(waiting?.state, 'due');
    const off = await as<ChannelView>('GET', `/api/channels/${channel.id}`);
    assert.equal(off.body.enabled, false);
    assert.match(off.body.disabled_reason ?? '', /410/);
    receiver.reply = answer(200);
    const on = await as<ChannelView>('PATCH', `/api/channels/${channel.id}`, { enabled: true });
    assert.equal(on.body.disabled_reason, null);
    // What waited for it is sent now.
    await settled(scene, ([one]) => one?.state === 'sent');
  });

  it('wait for the end of quiet hours', async (t) => {
    const scene = await open(t);
    const { as, touch, receiver } = scene;
    const quiet_hours = { from: '00:00', to: '23:59', timezone: 'UTC', override_risk: 10 };
    const settings = await as<{ quiet_hours: object }>('PATCH', '/api/alert-settings', { quiet_hours });
    assert.deepEqual(settings.body.quiet_hours, quiet_hours);
    const alert = await touch('host-a', { severity: 'HIGH' });
    const [held] = await deliveries(scene);
    assert.equal(held?.state, 'due');
    const minute = new Date().toISOString().slice(11, 16);
    if (alert.risk_score < 10 && minute < '23:58')
      assert.equal(held?.next_attempt_at?.slice(11, 16), '23:59');
    assert.equal(alert.risk_score < 10 ? receiver.seen.length : 0, 0);
  });
});

describe('a resolved incident', () => {
  it('closes and opens again the alert that PagerDuty keeps open', async (t) => {
    const receiver = await openReceiver(answer(202, '{"status":"success"}'));
    t.after(() => receiver.close());
    const scene = await openScene(t);
    const settings = { url: receiver.url, routing_key: 'R0123456789abcdef0123456789abcde' };
    await scene.as('POST', '/api/channels', { name: 'pager', channel: 'pagerduty', settings });
    const { incident_id } = await scene.touch('host-a');
    for (const status of ['resolved', 'open', 'resolved'])
      await scene.as('PATCH', `/api/incidents/${incident_id}`, { status });
    await until(() => receiver.seen.length === 4);
    const actions = receiver.seen.map(
      ({ body }) => JSON.parse(body) as { event_action: string; dedup_key: string },
    );
    assert.deepEqual(actions.map(({ event_action }) => event_action).sort(), [
      'resolve',
      'resolve',
      'trigger',
      'trigger',
    ]);
    assert.deepEqual(new Set(actions.map(({ dedup_key }) => dedup_key)), new Set([incident_id]));
  });
});
