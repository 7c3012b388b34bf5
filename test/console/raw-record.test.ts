import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openConsole } from '../support/console/open.ts';

const record = `{"eventid":"cowrie.login.failed", "session":"s1","src_ip":"203.0.113.9","username":"anna","password":"Sommer2024!","note":"<img src=x onerror=alert(1)>\\u202e","timestamp":"2026-11-21T10:15:30.123456Z"}`;

describe('the raw view of an event', () => {
  it('shows the record as its sensor wrote it, with passwords on demand', async (t) => {
    const lab = await openConsole(t, { events: [] });
    const sent = await fetch(`${lab.server.address}/ingest/json`, {
      method: 'POST',
      headers: lab.node.headers,
      body: record,
    });
    assert.equal(sent.status, 200);
    const { body } = await lab.server.call<{ items: { log_id: string }[] }>('GET', '/api/events', {
      headers: lab.user.headers,
    });
    const page = await lab.open(`/events/${body.items[0]?.log_id}?time=90d`);
    await page.getByRole('tab', { name: 'Raw event' }).click();
    const raw = page.getByRole('region', { name: 'As the sensor wrote it' });
    await raw.getByText(record.replace('Sommer2024!', '••••••••'), { exact: true }).waitFor();
    await lab.check(page);
    await raw.getByRole('button', { name: 'Show with passwords' }).click();
    await raw.getByText(record, { exact: true }).waitFor();
    assert.equal(await raw.getByRole('button', { name: 'Show with passwords' }).count(), 0);
  });

  it('says where there is none', async (t) => {
    const lab = await openConsole(t);
    const { body } = await lab.server.call<{ items: { log_id: string }[] }>('GET', '/api/events?limit=1', {
      headers: lab.user.headers,
    });
    const page = await lab.open(`/events/${body.items[0]?.log_id}?time=90d`);
    await page.getByRole('tab', { name: 'Raw event' }).click();
    await page.getByText('No record is kept').waitFor();
    await lab.check(page);
  });
});
