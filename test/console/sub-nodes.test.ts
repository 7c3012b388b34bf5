import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openConsole } from '../support/console/open.ts';

const hostile = '<img src=x onerror=alert(1)>\u202Egpj';

describe('sensors behind one key', () => {
  it('are listed with their parent, and on its page; one says through whom it reports', async (t) => {
    const lab = await openConsole(t, { events: [] });
    const { headers } = lab.user;
    const made = await lab.server.call<{ node_id: string; api_key: string }>('POST', '/nodes', {
      headers,
      body: { name: 'attic relay', sensor: 'cowrie' },
    });
    const { node_id, api_key } = made.body;
    const relayPage = await lab.open(`/nodes/${node_id}`);
    await relayPage.getByRole('heading', { name: 'What is set for it' }).waitFor();
    assert.equal(await relayPage.getByRole('region', { name: 'Sensors behind it' }).count(), 0);
    await relayPage.getByRole('button', { name: 'Change', exact: true }).click();
    await relayPage.getByRole('button', { name: /Sensors behind its key/ }).click();
    await relayPage.getByRole('option', { name: 'Each a node of its own' }).click();
    await relayPage.getByRole('button', { name: 'Save', exact: true }).click();
    await relayPage.getByText('None has reported yet.').waitFor();

    const record = (sensor: string) => ({
      eventid: 'cowrie.session.connect',
      src_ip: '203.0.113.9',
      session: 's1',
      sensor,
      timestamp: new Date().toISOString(),
    });
    const { status } = await lab.server.call('POST', '/ingest/json', {
      headers: { 'x-node-key': api_key },
      body: [record('edge-1'), record(hostile)],
    });
    assert.equal(status, 200);
    const page = await lab.open(`/nodes/${node_id}`);
    const below = page.getByRole('region', { name: 'Sensors behind it' });
    await below.getByText('2 sensors').waitFor();
    assert.ok(((await below.textContent()) ?? '').includes('<img src=x onerror=alert(1)> gpj'));
    await lab.check(page);
    await below.getByRole('link', { name: /edge-1/ }).click();
    const parent = page.getByRole('region', { name: 'Reports through' });
    await parent.getByRole('link', { name: 'attic relay' }).waitFor();
    await lab.check(page);
    await page.getByText('through attic relay').first().waitFor();

    const german = await lab.open(`/nodes/${node_id}`, { locale: 'de-DE' });
    await german.getByRole('region', { name: 'Sensoren dahinter' }).getByText('2 Sensoren').waitFor();
  });
});
