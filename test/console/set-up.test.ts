import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { openConsole, until } from '../support/console/open.ts';
import { receiverEnv } from '../support/console/set-up.ts';
import { answer, openReceiver } from '../support/notify/receiver.ts';

const choose = async (page: Page, menu: string, entry: string): Promise<void> => {
  await page.getByRole('button', { name: menu, exact: true }).click();
  await page.getByRole('menuitem', { name: entry }).click();
};
const dialog = (page: Page) => page.getByRole('dialog');
const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });
/** What the browser logs of an answer that the test is about. */
const refused422 = /status of 422/;

describe('setting up', () => {
  it('adds a node, shows its key once, and lights up when the first event arrives', async (t) => {
    const lab = await openConsole(t, { events: [] });
    const page = await lab.open('/nodes');
    await page.getByRole('button', { name: 'Add a node' }).click();
    await field(page, 'Name').fill('ssh-dmz-2');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'ssh-dmz-2 is ready' }).waitFor();
    await dialog(page).getByText('Waiting for the first event…').waitFor();
    await lab.check(page);
    const code = dialog(page).locator('code');
    const key = (await code.first().textContent()) ?? '';
    assert.match(key, /^nk_/);

    // What is there to paste works as it is pasted: the address and the key are filled in.
    for (const sensor of ['OpenCanary', 'Cowrie', 'Beelzebub', 'A program of your own']) {
      await dialog(page)
        .getByRole('button', { name: /^Sensor|Sensor$/ })
        .click();
      await page.getByRole('option', { name: sensor, exact: true }).click();
      await dialog(page).getByRole('listitem').filter({ hasText: /^1\. / }).first().waitFor();
      await until(async () => {
        const all = (await dialog(page).getByRole('list').allTextContents()).join('\n');
        return all.includes(key) && !all.includes('YOUR_NODE_KEY');
      });
    }
    await dialog(page).getByText('1. Report an event from a shell.').waitFor();
    const pasted = (await code.nth(1).textContent()) ?? '';
    assert.ok(pasted.includes(key) && pasted.includes(lab.server.address), pasted);
    const { execFile } = await import('node:child_process');
    const printed = await new Promise<string>((resolve, reject) => {
      execFile('sh', ['-c', pasted], (error, stdout) => (error ? reject(error) : resolve(stdout)));
    });
    assert.match(printed, /"status":"success"/);
    await dialog(page).getByText('The first event has arrived').waitFor();
    await dialog(page).getByRole('link', { name: 'Open it' }).waitFor();
    await lab.check(page);
    await dialog(page).getByRole('button', { name: 'Done' }).click();
    await page.waitForURL(/\/nodes$/);

    await page.getByRole('row').filter({ hasText: 'ssh-dmz-2' }).click();
    const node = page.getByRole('region', { name: 'Node', exact: true });
    await node.getByText('A program of your own').first().waitFor();
    await node.getByText('How to connect').click();
    await node.getByText('The key is shown only when it is made').waitFor();
    assert.ok(!(await page.content()).includes(key), 'the key is shown again');
    await lab.check(page);

    // What is refused shows on the node's page, with its reason, and leads to the list.
    const sent = await fetch(`${lab.server.address}/ingest/opencanary`, {
      method: 'POST',
      headers: { 'x-node-key': key, 'content-type': 'application/json' },
      body: '<script>alert(1)</script>',
    });
    await sent.text();
    await page.reload();
    await node.getByText('What was not taken or not understood').waitFor();
    await node.getByRole('link', { name: /1 time/ }).click();
    const problem = page.getByRole('region', { name: 'Ingest problem', exact: true });
    await problem.getByText('<script>alert(1)</script>').first().waitFor();
    await problem.getByText('Nothing in the body could be read').waitFor();
    await lab.check(page);
  });

  it('runs the Python lines as they are pasted', async (t) => {
    const lab = await openConsole(t, { events: [] });
    const page = await lab.open('/nodes?new=1');
    await field(page, 'Name').fill('py');
    await page.keyboard.press('Enter');
    await dialog(page).getByText('2. Or from Python').waitFor();
    const pasted = (await dialog(page).locator('code').nth(2).textContent()) ?? '';
    const { execFile } = await import('node:child_process');
    const printed = await new Promise<string>((resolve, reject) => {
      execFile('python3', ['-c', pasted], (error, stdout) => (error ? reject(error) : resolve(stdout)));
    });
    assert.match(printed, /"status":"success"/);
    await dialog(page).getByText('The first event has arrived').waitFor();
  });

  it('renames, deactivates, gives a new key to and deletes a node, saying what each means', async (t) => {
    const lab = await openConsole(t);
    const page = await lab.open(`/nodes/${lab.node.id}`);
    const node = page.getByRole('region', { name: 'Node', exact: true });
    await choose(page, 'Node', 'Rename');
    await field(page, 'Name').fill('ssh-dmz-9');
    await page.keyboard.press('Enter');
    await node.getByText('ssh-dmz-9').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await node.getByText('ssh-dmz-1').first().waitFor();

    await choose(page, 'Node', 'Deactivate');
    await dialog(page).getByText('those it does not send again are lost').waitFor();
    await dialog(page).getByRole('button', { name: 'Deactivate' }).click();
    await node.getByText('Inactive').waitFor();
    const refused = await lab.server.call('POST', '/api/events', { headers: lab.node.headers, body: [] });
    assert.equal(refused.status, 403);
    await page.getByRole('alertdialog').getByRole('button', { name: 'Undo' }).last().click();
    await node.getByText('Active', { exact: true }).waitFor();

    await choose(page, 'Node', 'Replace the key');
    await dialog(page).getByRole('button', { name: 'Replace the key' }).click();
    await page.getByRole('heading', { name: 'New key' }).waitFor();
    const key = (await dialog(page).locator('code').first().textContent()) ?? '';
    assert.notEqual(key, lab.node.key);
    const old = await lab.server.call('POST', '/api/agent/heartbeat', {
      headers: { 'x-node-key': lab.node.key },
      body: {},
    });
    assert.equal(old.status, 401);
    await page.keyboard.press('Escape');

    await choose(page, 'Node', 'Delete');
    await dialog(page).getByText('This cannot be undone').waitFor();
    await lab.check(page);
    await dialog(page).getByRole('button', { name: 'Delete' }).click();
    await page.waitForURL(/\/nodes$/);
    await page.getByText('No nodes yet').waitFor();
  });

  it('makes a channel from its fields, tests it against a receiver, and shows what it delivered', async (t) => {
    const receiver = await openReceiver(answer(200, '<b>taken</b>'));
    t.after(() => receiver.close());
    const lab = await openConsole(t, { events: [], env: receiverEnv });
    const page = await lab.open('/channels');
    await page.getByRole('button', { name: 'Add a channel' }).click();
    await dialog(page)
      .getByRole('button', { name: /^Webhook/ })
      .click();
    await page.waitForURL(/new=webhook/);
    await field(page, 'Name').fill('SOC');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    // Both mistakes at once, each at its field, and nothing is lost.
    await dialog(page).getByText('is required').nth(1).waitFor();
    assert.equal(await field(page, 'Name').inputValue(), 'SOC');
    await page.getByLabel('Address', { exact: true }).fill('http://10.0.0.1/');
    await page.getByRole('button', { name: 'Generate' }).click();
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await dialog(page)
      .getByText(/does not send to this address/)
      .waitFor();
    await page.getByLabel('Address', { exact: true }).fill(`${receiver.url}/hook`);
    await lab.check(page, { expected: refused422 });
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.waitForURL(/\/channels\/ch-/);

    await page.getByRole('button', { name: 'Send a test message' }).click();
    const channel = page.getByRole('region', { name: 'Channel', exact: true });
    await channel.getByText('The receiver took the message').waitFor();
    await channel.getByText('<b>taken</b>').waitFor();
    assert.match(receiver.seen[0]?.body ?? '', /"type":"incident\.test"/);

    await lab.send([
      {
        timestamp: new Date().toISOString(),
        service: 'http',
        source_ip: '192.0.2.7',
        activity: 'request',
        payload: "GET /?q=x' UNION SELECT password FROM users-- HTTP/1.1",
      },
    ]);
    // Live: the log of the channel fills by itself.
    await channel.getByText('Delivered').waitFor();
    await channel.getByRole('link', { name: 'All messages' }).click();
    await page.waitForURL(/\/deliveries\?channel_id=ch-/);
    await page.getByRole('row').filter({ hasText: 'SOC' }).click();
    const message = page.getByRole('region', { name: 'Message' });
    await message.getByText('New incident').waitFor();
    const before = receiver.seen.length;
    await message.getByRole('button', { name: 'Send again' }).click();
    await until(async () => receiver.seen.length > before);
    // Under the same id, so that a receiver which must not act twice knows it.
    const [first, second] = receiver.seen.slice(-2).map(({ headers }) => headers['webhook-id']);
    assert.equal(first, second);
    await message.getByText('Delivered').waitFor();
    await lab.check(page, { expected: refused422 });

    // The secret is kept although it is not shown: the edit form sends the mask back.
    await page.goBack();
    await page.goBack();
    await page.getByRole('button', { name: 'Edit' }).click();
    assert.equal(await page.getByLabel('Signing secret', { exact: true }).inputValue(), '********');
    await field(page, 'Name').fill('SOC 2');
    await page.getByRole('button', { name: 'Save' }).click();
    await channel.getByText('SOC 2').waitFor();
    await page.getByRole('button', { name: 'Switch off' }).click();
    await channel.getByText('Off', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await channel.getByText('On', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Delete' }).click();
    await dialog(page).getByRole('button', { name: 'Delete' }).click();
    await page.getByText('Nobody is told yet').waitFor();
  });

  it('previews, makes, switches off and deletes a suppression', async (t) => {
    const lab = await openConsole(t);
    const page = await lab.open('/suppressions');
    await page.getByRole('button', { name: 'Add a suppression' }).click();
    await field(page, 'Name').fill('Our scanner');
    await page.getByLabel('Sources').fill('203.0.113.66');
    await page.getByRole('button', { name: 'Preview' }).click();
    const told = await dialog(page).getByRole('status').textContent();
    assert.match(told ?? '', /^\d+ events?/);
    await lab.check(page);
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.waitForURL(/\/suppressions\/rule-/);
    const rule = page.getByRole('region', { name: 'Suppression', exact: true });
    await rule.getByText('203.0.113.66').waitFor();
    await rule.getByRole('button', { name: 'Switch off' }).click();
    await rule.getByText('Off', { exact: true }).waitFor();
    const list = async () =>
      (
        await lab.server.call<{ enabled: boolean }[]>('GET', '/api/suppressions', {
          headers: lab.user.headers,
        })
      ).body;
    await until(async () => (await list())[0]?.enabled === false);
    await rule.getByRole('button', { name: 'Delete' }).click();
    await dialog(page).getByText('raises alerts again').waitFor();
    await dialog(page).getByRole('button', { name: 'Delete' }).click();
    await page.getByText('Nothing is suppressed').waitFor();
    assert.deepEqual(await list(), []);
  });

  it('blocks an address for a time, takes it off with a way back, and gives a firewall its feed', async (t) => {
    const lab = await openConsole(t);
    const page = await lab.open('/block-list?new=198.51.100.9');
    await page.getByRole('button', { name: 'Block', exact: true }).click();
    await page.getByRole('row').filter({ hasText: '198.51.100.9' }).click();
    await page.getByRole('button', { name: 'Take off the list' }).click();
    await page.getByText('Nothing is blocked').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('row').filter({ hasText: '198.51.100.9' }).waitFor();

    await page.getByRole('link', { name: 'Never block' }).click();
    await page.getByLabel('Never block', { exact: true }).fill('192.0.2.0/24\nnot an address');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText(/^Line 2:/).waitFor();
    await page.getByLabel('Never block', { exact: true }).fill('192.0.2.0/24');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved').waitFor();

    await page.getByRole('link', { name: 'Rule' }).click();
    await page.getByText('Block the sources of severe incidents by themselves').click();
    await page.getByRole('button', { name: 'Save' }).click();
    await until(async () => {
      const { body } = await lab.server.call('GET', '/api/block-settings', { headers: lab.user.headers });
      return body.rule !== null && JSON.stringify(body.never_block) === '["192.0.2.0/24"]';
    });

    await page.getByRole('link', { name: 'Feeds for firewalls' }).click();
    await page.getByRole('button', { name: 'Add a feed' }).click();
    await field(page, 'Name').fill('edge');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'The feed edge is ready' }).waitFor();
    const address = (await dialog(page).locator('code').first().textContent()) ?? '';
    assert.match(await (await fetch(address)).text(), /198\.51\.100\.9/);
    await lab.check(page, { expected: refused422 });
    await dialog(page).getByRole('button', { name: 'Done' }).click();
    assert.ok(!(await page.content()).includes(address));
    await page.getByRole('button', { name: 'Delete: edge' }).click();
    await dialog(page).getByRole('button', { name: 'Delete' }).click();
    await page.getByText('No feeds yet').waitFor();
    assert.equal((await fetch(address)).status, 404);
  });
});
