import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { newWebhookSecret } from '../../src/notify/channels/webhook.ts';
import { openConsole } from '../support/console/open.ts';
import { receiverEnv } from '../support/console/set-up.ts';
import { answer, openReceiver } from '../support/notify/receiver.ts';

describe('“Test this node”', () => {
  it('shows each stage and whom an alert would reach, on a phone as well, and leaves nothing behind', async (t) => {
    const receiver = await openReceiver(answer(200, 'thanks'));
    t.after(() => receiver.close());
    const lab = await openConsole(t, { events: [], env: receiverEnv });
    const { headers } = lab.user;
    const node = await lab.server.createNode(lab.user, 'ssh-dmz-3');
    const body = {
      name: 'SOC <b>night</b>',
      channel: 'webhook',
      settings: { url: `${receiver.url}/hook`, secret: newWebhookSecret() },
    };
    assert.equal((await lab.server.call('POST', '/api/channels', { headers, body })).status, 200);
    const page = await lab.open(`/nodes/${node.id}`, { width: 390, theme: 'dark' });
    await page.getByRole('button', { name: 'Test this node' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('An event marked as a test').waitFor();
    await dialog.getByText('Also send a test message').click();
    await dialog.getByRole('button', { name: 'Start the test' }).click();
    await dialog.getByText('It works: a real event like this one makes an alert.').waitFor();
    for (const stage of ['Received', 'Taken from the queue', 'Scored', 'Decided', 'On disk'])
      await dialog.getByText(stage, { exact: true }).waitFor();
    await dialog.getByText('Told at once').waitFor();
    await dialog.getByText('SOC <b>night</b>').waitFor();
    await dialog.getByText(/Test message delivered after/).waitFor();
    await lab.check(page);
    assert.equal(receiver.seen.length, 1);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    const incidents = await lab.server.call<{ items: unknown[] }>('GET', '/api/incidents', { headers });
    assert.deepEqual(incidents.body.items, []);
  });
});
