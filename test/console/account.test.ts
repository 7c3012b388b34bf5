import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { openConsole, until } from '../support/console/open.ts';

describe('keys, account and audit log', () => {
  it('makes an API key, shows it once, and revokes it', async (t) => {
    const lab = await openConsole(t);
    const page = await lab.open('/api-keys');
    await page.getByRole('button', { name: 'Make a key' }).click();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('nightly export');
    await page.getByText('Triage', { exact: false }).first().click();
    await lab.check(page);
    await page.getByRole('button', { name: 'Make', exact: true }).click();
    await page.getByRole('heading', { name: 'The key nightly export is ready' }).waitFor();
    const key = (await page.getByRole('dialog').locator('code').first().textContent()) ?? '';
    assert.match(key, /^dvk_/);
    const ask = async () =>
      (await lab.server.call('GET', '/api/stats', { headers: { authorization: `Bearer ${key}` } })).status;
    assert.equal(await ask(), 200);
    await page.getByRole('button', { name: 'Done' }).click();
    assert.ok(!(await page.content()).includes(key));
    await page.getByRole('row').filter({ hasText: 'nightly export' }).click();
    await page.getByRole('region', { name: 'API key' }).getByText('Triage').first().waitFor();
    await page.getByRole('button', { name: 'Revoke' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await page.getByText('No API keys yet').waitFor();
    assert.equal(await ask(), 401);
  });

  it('filters the audit log, follows a link into it, and exports it', async (t) => {
    const lab = await openConsole(t);
    await lab.server.createNode(lab.user, 'second');
    await lab.server.call('POST', '/api/keys', {
      headers: lab.user.headers,
      body: { name: 'k', scopes: ['read'] },
    });
    const page = await lab.open('/audit?q=node');
    const rows = page.getByRole('row').filter({ hasText: 'ada@example.org' });
    assert.equal(await rows.count(), 2);
    await rows.first().click();
    await page.getByRole('region', { name: 'Entry' }).getByText('POST /nodes').waitFor();
    await lab.check(page);
    await page.goBack();
    await page.getByRole('button', { name: 'Remove the filter node' }).click();
    await rows.filter({ hasText: 'Made an API key' }).waitFor();
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export' }).click();
    await page.getByRole('menuitem', { name: 'Export as CSV' }).click();
    const file = await saved;
    assert.equal(file.suggestedFilename(), 'audit.csv');
    assert.match(await readFile(await file.path(), 'utf8'), /^at,by,action,/);
  });

  it('saves the alert settings and says what is wrong with them', async (t) => {
    const lab = await openConsole(t);
    const page = await lab.open('/settings');
    const read = async () =>
      (await lab.server.call('GET', '/api/alert-settings', { headers: lab.user.headers })).body;
    await page.getByRole('button', { name: /Alert when the risk is greater than/ }).click();
    await page.getByRole('option', { name: '5', exact: true }).click();
    await page.getByLabel('Quiet after a pause of (minutes)').fill('ten');
    await page.getByText('Enter a whole number of minutes.').waitFor();
    await page.getByLabel('Quiet after a pause of (minutes)').fill('30');
    await page.getByText('Hold messages back at night').click();
    await page.getByLabel('Time zone').fill('Atlantis');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('must be a time zone like Europe/Berlin').waitFor();
    await page.getByLabel('Time zone').fill('Europe/Berlin');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved').waitFor();
    const settings = await read();
    assert.equal(settings.threshold, 5);
    assert.equal(settings.window_minutes, 30);
    assert.equal((settings.quiet_hours as { timezone: string }).timezone, 'Europe/Berlin');
  });

  it('changes the password, goes on without signing in anew, and signs out everywhere', async (t) => {
    const lab = await openConsole(t);
    const page = await lab.open('/settings');
    const form = page.getByRole('form', { name: 'Change the password' });
    await form.getByLabel('Current password').fill('not it at all');
    await form.getByLabel('New password').fill('another horse battery');
    await form.getByRole('button').click();
    await form.getByText('is not the current password').waitFor();
    await form.getByLabel('Current password').fill(lab.user.password);
    await form.getByRole('button').click();
    await page.getByText('The password was changed').waitFor();
    const old = await lab.server.call('GET', '/auth/me', { headers: lab.user.headers });
    assert.equal(old.status, 401);
    await page.getByRole('link', { name: 'Nodes' }).click();
    await page.getByRole('row').filter({ hasText: 'ssh-dmz-1' }).waitFor();
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('button', { name: 'Sign out on all devices' }).click();
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    await until(async () => (await page.evaluate(`sessionStorage.getItem('decoyverse.token')`)) === null);
    await page.getByLabel('Email address').fill(lab.user.email);
    await page.getByRole('textbox', { name: 'Password', exact: true }).fill('another horse battery');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor();
  });
});
