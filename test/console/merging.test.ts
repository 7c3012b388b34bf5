import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { incidentEvents } from '../support/console/incidents.ts';
import { type ConsoleLab, openConsole, until } from '../support/console/open.ts';

interface Incident {
  incident_id: string;
  title: string;
  status: string;
  merged_into: string | null;
  merged_count: number;
  alert_count: number;
  unread: boolean;
  seen_by: { by: string }[];
}
const incidents = async ({ server, user }: ConsoleLab, query = ''): Promise<Incident[]> =>
  (await server.call<{ items: Incident[] }>('GET', `/api/incidents?${query}`, { headers: user.headers })).body
    .items;
const rows = (page: Page) => page.getByRole('grid', { name: 'Incidents' }).locator('[role=row][id]');
const says = (page: Page, text: string | RegExp) => page.getByRole('alertdialog').filter({ hasText: text });

describe('incidents that are one', () => {
  it('are selected and merged by keyboard, and it is undone', async (t) => {
    const lab = await openConsole(t, { events: incidentEvents(Date.now(), 4) });
    const before = await incidents(lab);
    const page = await lab.open('/incidents');
    await until(async () => (await rows(page).count()) === 4);
    for (const key of ['j', 'x', 'j', 'x', 'j', 'x', 'd']) await page.keyboard.press(key);
    const dialog = page.getByRole('dialog', { name: 'Merge 3 incidents into one' });
    await dialog.getByRole('radio').nth(2).waitFor();
    await lab.check(page);
    await dialog.getByRole('button', { name: 'Merge', exact: true }).click();
    await says(page, '2 incidents merged into one').waitFor();
    await until(async () => (await rows(page).count()) === 2);
    await page.getByText('2 merged', { exact: true }).waitFor();
    const merged = (await incidents(lab, 'merged=true')).filter(({ merged_into }) => merged_into !== null);
    assert.equal(merged.length, 2);
    await page.keyboard.press('u');
    await says(page, '2 incidents split off').waitFor();
    await until(async () => (await rows(page).count()) === 4);
    assert.deepEqual(
      (await incidents(lab)).map(({ incident_id, status, merged_into }) => [
        incident_id,
        status,
        merged_into,
      ]),
      before.map(({ incident_id }) => [incident_id, 'open', null]),
    );
    // What came back can be answered: the list has its version.
    await page.keyboard.press('a');
    await says(page, /^1 incident acknowledged/).waitFor();
    await lab.check(page);
  });

  it('are linked both ways, show it in their story, and are split off from either, on a phone', async (t) => {
    const lab = await openConsole(t, { events: incidentEvents(Date.now(), 3) });
    const [latest, other] = await incidents(lab);
    assert.ok(latest && other);
    const page = await lab.open(`/incidents/${latest.incident_id}`, { width: 390, theme: 'dark' });
    await page.getByRole('button', { name: 'More actions' }).tap();
    await page.getByRole('menuitem', { name: 'Duplicate of…' }).tap();
    const dialog = page.getByRole('dialog', { name: 'Duplicate of another incident' });
    await until(async () => (await dialog.getByRole('radio').count()) === 2);
    await dialog.getByLabel('Find another incident').fill('nothing like this');
    await dialog.getByRole('button', { name: 'Search' }).tap();
    await dialog.getByText('No other incident found').waitFor();
    await dialog.getByLabel('Find another incident').fill('');
    await page.keyboard.press('Enter');
    await lab.check(page);
    await dialog.locator('label').filter({ hasText: other.title }).tap();
    await dialog.getByRole('button', { name: 'Merge', exact: true }).tap();
    await page.getByText('This incident was merged into another one').waitFor();
    await lab.check(page);
    await page.getByRole('link', { name: 'Open the one that remains' }).tap();
    await page.locator('[data-sentence]').getByText(other.title, { exact: true }).waitFor();
    const parts = page.getByRole('list', { name: 'Merged into this one' });
    await parts.getByText(latest.title).waitFor();
    await page.getByText(`${lab.user.email} merged another incident into it`).waitFor();
    await lab.check(page);
    await parts.getByRole('button', { name: 'Split off' }).tap();
    await says(page, '1 incident split off').waitFor();
    await parts.waitFor({ state: 'detached' });
    await says(page, '1 incident split off').getByRole('button', { name: 'Undo' }).tap();
    await parts.getByText(latest.title).waitFor();
    await parts.getByRole('link', { name: latest.title }).tap();
    await page.getByRole('button', { name: 'Split off' }).tap();
    await page.getByText('This incident was merged into another one').waitFor({ state: 'detached' });
    await until(async () => (await incidents(lab)).every(({ merged_into }) => merged_into === null));
    assert.equal((await incidents(lab)).length, 3);
  });

  it('says why two cannot be one', async (t) => {
    const lab = await openConsole(t, { events: incidentEvents(Date.now(), 3) });
    const [a, b, c] = await incidents(lab);
    assert.ok(a && b && c);
    const page = await lab.open(`/incidents/${b.incident_id}`);
    await page.keyboard.press('d');
    const dialog = page.getByRole('dialog', { name: 'Duplicate of another incident' });
    await until(async () => (await dialog.getByRole('radio').count()) === 2);
    // Somebody else was faster: chains are refused.
    const body = { into: b.incident_id, incidents: [c.incident_id] };
    await lab.server.call('POST', '/api/incidents/merge', { headers: lab.user.headers, body });
    await dialog.locator('label').filter({ hasText: a.title }).click();
    await dialog.getByRole('button', { name: 'Merge', exact: true }).click();
    await says(page, /1 was not merged: Others are merged into it/).waitFor();
    await lab.check(page);
  });

  it('gives some alerts an incident of their own, and merges them back', async (t) => {
    const nowMs = Date.now();
    const lab = await openConsole(t, { events: [] });
    const visit = (session: string, second: number) => ({
      event_id: `visit-${session}`,
      timestamp: new Date(nowMs - 60_000 + second * 1000).toISOString(),
      service: 'http',
      source_ip: '203.0.113.50',
      activity: 'http request',
      payload: "GET /?id=1' UNION SELECT password FROM users-- HTTP/1.1",
      extra: { session },
    });
    await lab.send([visit('one', 1), visit('two', 2), visit('three', 3)]);
    const [incident] = await incidents(lab);
    assert.ok(incident);
    assert.equal(incident.alert_count, 3, 'one alert for each session');
    const page = await lab.open(`/incidents/${incident.incident_id}`);
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Split off alerts…' }).click();
    const dialog = page.getByRole('dialog', { name: /incident of its own/ });
    await until(async () => (await dialog.getByRole('checkbox').count()) === 3);
    await lab.check(page);
    const submit = dialog.getByRole('button', { name: /^Split off/ });
    for (const at of [0, 1, 2]) await dialog.locator('li label').nth(at).click();
    assert.equal(await submit.isDisabled(), true, 'at least one stays');
    await dialog.locator('li label').nth(2).click();
    await submit.click();
    await says(page, 'The alerts are an incident of their own').waitFor();
    assert.deepEqual((await incidents(lab)).map((one) => one.alert_count).sort(), [1, 2]);
    await page.keyboard.press('u');
    await says(page, '1 incident merged into one').waitFor();
    assert.deepEqual(
      (await incidents(lab)).map((one) => one.alert_count),
      [3],
    );
    await lab.check(page);
  });
});

describe('an incident that was opened', () => {
  it('is bold until then, says who opened it, and can be made unread again', async (t) => {
    const lab = await openConsole(t, { events: incidentEvents(Date.now(), 3) });
    const page = await lab.open('/incidents?unread=true');
    await until(async () => (await rows(page).count()) === 3);
    const bold = rows(page).locator('.font-semibold');
    assert.equal(await bold.count(), 3);
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.locator('[data-seen]').getByText('Opened by you').waitFor();
    await until(async () => (await bold.count()) === 2);
    const [first] = await incidents(lab);
    assert.deepEqual(
      first?.seen_by.map(({ by }) => by),
      [lab.user.email],
    );
    // It stays where it is read, though it is no longer unread.
    assert.equal(await rows(page).count(), 3);
    await page.keyboard.press('U');
    await says(page, 'Unread again').waitFor();
    await until(async () => (await bold.count()) === 3);
    assert.equal((await incidents(lab, 'unread=true')).length, 3);
    await page.getByText('Opened by').waitFor({ state: 'detached' });
    await lab.check(page);
  });
});
