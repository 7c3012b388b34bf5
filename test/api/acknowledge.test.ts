import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createAcknowledgeLinks } from '../../src/notify/message/acknowledge-link.ts';
import { ordinary } from '../support/notify/notices.ts';
import { answer, openReceiver, until } from '../support/notify/receiver.ts';
import { type IncidentView, openScene } from '../support/triage.ts';

interface Ntfy {
  message: string;
  actions: { label: string; url: string }[];
}

describe('the acknowledge link of a message', () => {
  it('acknowledges once, by a click on our page alone', async (t) => {
    const receiver = await openReceiver(answer(200, '{"id":"x"}'));
    t.after(() => receiver.close());
    const scene = await openScene(t, { env: { PUBLIC_URL: 'https://decoyverse.example.com/base' } });
    const { as, api } = scene;
    const settings = { url: receiver.url, topic: 'decoys' };
    const made = await as('POST', '/api/channels', { name: 'phone', channel: 'ntfy', settings });
    assert.equal(made.status, 200, JSON.stringify(made.body));
    const { incident_id } = await scene.touch('host-a');
    await until(() => receiver.seen.length === 1);
    const { actions } = JSON.parse(receiver.seen[0]!.body) as Ntfy;
    const link = new URL(actions.find(({ label }) => label === 'Acknowledge')!.url);
    assert.equal(`${link.origin}${link.pathname}`, 'https://decoyverse.example.com/base/acknowledge');
    const token = link.hash.slice(1);
    const status = async (): Promise<string> =>
      (await as<IncidentView>('GET', `/api/incidents/${incident_id}`)).body.status;

    // What opens links to check them.
    for (const method of ['GET', 'HEAD'] as const) {
      const page = await api.app.inject({ method, url: '/acknowledge' });
      assert.equal(page.statusCode, 200);
      assert.match(
        String(page.headers['content-security-policy']),
        /default-src 'none'; script-src 'sha256-/,
      );
      assert.ok(!page.body.includes(token));
    }
    assert.equal(await status(), 'open');

    const click = (given: unknown) => api.call('POST', '/api/acknowledge', { body: { token: given } });
    for (const forged of [
      '',
      'x',
      `${token}x`,
      `x${token}`,
      token.replace('.', ''),
      token.slice(0, -2),
      '.'.repeat(500),
    ])
      assert.equal((await click(forged)).status, 401, forged);
    for (const wrong of [1, null, 'x'.repeat(2000)]) assert.equal((await click(wrong)).status, 422);
    assert.equal(await status(), 'open');

    const both = await Promise.all([click(token), click(token)]);
    assert.deepEqual(both.map((one) => one.status).sort(), [200, 401]);
    assert.equal(await status(), 'acknowledged');
    await as('PATCH', `/api/incidents/${incident_id}`, { status: 'open' });
    assert.equal((await click(token)).status, 401, 'a repeated click does nothing');
    assert.equal(await status(), 'open');
    const history = await as<{ items: { by: string }[] }>('GET', `/api/incidents/${incident_id}/history`);
    assert.ok(history.body.items.some(({ by }) => by === 'link in a message'));
  });

  it('is for a week, for what can be acknowledged, and of this server', () => {
    const base = 'https://decoyverse.example.com';
    const links = createAcknowledgeLinks('secret of this server', base);
    const nowMs = Date.parse('2026-11-24T10:00:00.000Z');
    const claim = { user_id: 'user-1', delivery_id: 'msg_1' };
    const link = links.toLink(ordinary, claim, nowMs);
    const token = link?.split('#')[1] ?? '';
    const dayMs = 24 * 60 * 60_000;
    assert.equal(links.read(token, nowMs + 7 * dayMs - 1)?.incident_id, ordinary.incident_id);
    assert.equal(links.read(token, nowMs + 7 * dayMs), null);
    assert.equal(createAcknowledgeLinks('another secret', base).read(token, nowMs), null);
    for (const occasion of ['resolved', 'wave', 'digest', 'test', 'acknowledged', 'channel_failing'] as const)
      assert.equal(links.toLink({ ...ordinary, occasion }, claim, nowMs), null, occasion);
  });
});
