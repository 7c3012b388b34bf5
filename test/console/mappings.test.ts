import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openConsole, until } from '../support/console/open.ts';

const record = {
  product: 'door',
  event: 'auth',
  at: '2026-11-24T07:33:10Z',
  peer: { ip: '203.0.113.9', port: 70000 },
  user: 'root',
  pass: 'admin',
  banner: '<img src=x onerror=alert(1)>\u202Egpj',
};

interface Stored {
  id: string;
  name: string;
  enabled: boolean;
  when: object;
  events: { kind: string; fields: object }[];
}

describe('mappings in the console', () => {
  it('are made from a record, tried out field by field, changed, switched off and deleted', async (t) => {
    const lab = await openConsole(t, { events: [] });
    const { headers } = lab.user;
    const stored = async () => (await lab.server.call<Stored[]>('GET', '/api/mappings', { headers })).body;
    const page = await lab.open('/mappings', { height: 1600 });
    await page.getByText('There are no mappings').waitFor();
    await page.getByRole('button', { name: 'Add a mapping' }).click();
    const form = page.getByRole('dialog', { name: 'Add a mapping' });
    const sample = form.getByLabel('A record of the sensor');
    await sample.fill('nonsense');
    await form.getByRole('button', { name: 'Fill in from this record' }).click();
    await form.getByText('This is not a JSON object').waitFor();
    await sample.fill(JSON.stringify(record));
    await form.getByRole('button', { name: 'Fill in from this record' }).click();
    await form.getByText('Check each field').waitFor();
    assert.equal(await form.getByLabel('Name', { exact: true }).inputValue(), 'door');
    const result = form.getByRole('region', { name: 'What the record becomes' });
    await result.getByText('Becomes an event').waitFor();
    const row = (name: string) => result.getByRole('row', { name: new RegExp(`^${name}`) });
    assert.match((await row('User name').textContent()) ?? '', /root.*the record.*user/s);
    assert.match((await row('Source address').textContent()) ?? '', /203\.0\.113\.9.*peer\.ip/s);
    assert.match((await row('Source port').textContent()) ?? '', /–.*Left out: it is not a port/s);
    assert.match((await row('Payload').textContent()) ?? '', /root:admin.*a default/s);
    await result.getByText('No field is made of these').waitFor();
    await result.getByText('banner').waitFor();
    await lab.check(page);

    // Another record is another sensor's; one that is no sign-in is not understood.
    await sample.fill(
      `${JSON.stringify({ product: 'window' })}\n${JSON.stringify({ ...record, event: 'x' })}`,
    );
    await result.getByText('Not its record').waitFor();
    await result.getByText('Kept, not understood').waitFor();
    await form.getByRole('button', { name: 'Add mapping' }).click();
    await page.getByText('The mapping “door” was added').waitFor();
    const [made] = await stored();
    assert.deepEqual(made?.when, { product: 'door' });
    assert.deepEqual(made?.events[0]?.fields, { username: '{user}', password: '{pass}' });

    const pane = page.getByRole('region', { name: 'Mapping', exact: true });
    await pane.getByText('product = door').first().waitFor();
    await pane.getByLabel('A record of the sensor').fill(JSON.stringify(record));
    await pane.getByText('Becomes an event').waitFor();
    await lab.check(page);
    await pane.getByRole('button', { name: 'Edit' }).click();
    const edit = page.getByRole('dialog', { name: 'Edit the mapping' });
    await edit.getByLabel('Service').last().fill('{broken');
    await edit.getByRole('button', { name: 'Save' }).click();
    await edit
      .getByText(/is not a placeholder/)
      .first()
      .waitFor();
    await edit.getByLabel('Service').last().fill('telnet');
    await edit.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The mapping “door” was saved').waitFor();
    const sent = await lab.server.call('POST', '/ingest/json', { headers: lab.node.headers, body: record });
    assert.equal(sent.status, 200);
    const events = await lab.server.call<{ items: { service: string }[] }>('GET', '/api/events', { headers });
    assert.equal(events.body.items[0]?.service, 'telnet');

    await pane.getByRole('button', { name: 'Switch off' }).click();
    await until(async () => (await stored())[0]?.enabled === false);
    await pane.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('There are no mappings').waitFor();
    assert.deepEqual(await stored(), []);
  });

  it('begin with a worked example, and with a record that was not understood', async (t) => {
    const lab = await openConsole(t, { events: [] });
    const page = await lab.open('/mappings', { locale: 'de-DE', theme: 'dark', height: 1600 });
    await page.getByRole('button', { name: 'Ein Beispiel ansehen' }).click();
    const form = page.getByRole('dialog', { name: 'Zuordnung hinzufügen' });
    await form.getByText('Wird ein Ereignis').waitFor();
    assert.equal(await form.getByLabel('Name', { exact: true }).inputValue(), 'door-honeypot');
    await lab.check(page);
    await page.keyboard.press('Escape');
    await form.waitFor({ state: 'detached' });

    const unknown = { eventid: 'cowrie.new.thing', session: 's1', src_ip: '203.0.113.9', more: 'x' };
    const body = { ...unknown, timestamp: '2026-11-24T07:33:10Z' };
    const { status } = await lab.server.call('POST', '/ingest/json', { headers: lab.node.headers, body });
    assert.equal(status, 200);
    const problems = await lab.server.call<{ id: string }[]>('GET', '/api/ingest-problems', {
      headers: lab.user.headers,
    });
    const at = await lab.open(`/ingest-problems/${problems.body[0]?.id}`, { height: 1600 });
    await at.getByRole('link', { name: 'Make a mapping from this record' }).click();
    const offered = at.getByRole('dialog', { name: 'Add a mapping' });
    await offered.getByText('Which records it is about').waitFor();
    assert.match(await offered.getByLabel('A record of the sensor').inputValue(), /cowrie\.new\.thing/);
    await offered.getByLabel('Name', { exact: true }).fill('cowrie-new');
    await offered.getByText('Becomes an event').waitFor();
    await lab.check(at);
  });
});
