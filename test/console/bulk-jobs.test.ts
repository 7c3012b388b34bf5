import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { Page } from 'playwright-core';
import { incidentJobSlotDocs } from '../../src/core/doc-kinds.ts';
import { type ConsoleLab, openConsole } from '../support/console/open.ts';
import type { IncidentView, PageView } from '../support/triage.ts';

const touches = (count: number): object[] =>
  Array.from({ length: count }, (_, n) => ({
    timestamp: new Date(Date.now() - n * 1000).toISOString(),
    hostname: `host-${n}`,
    username: 'j.doe',
    file_accessed: 'passwords.xlsx',
    file_path: '/home/j/passwords.xlsx',
    action: 'COPIED',
    severity: 'CRITICAL',
    alert_type: 'decoy_access',
  }));
async function openInbox(t: TestContext, count: number): Promise<ConsoleLab> {
  const lab = await openConsole(t, { events: [] });
  for (let at = 0; at < count; at += 200) await lab.send(touches(count).slice(at, at + 200));
  return lab;
}
const incidents = async ({ server, user }: ConsoleLab, query: string): Promise<IncidentView[]> =>
  (
    await server.call<PageView<IncidentView>>('GET', `/api/incidents?limit=1000&${query}`, {
      headers: user.headers,
    })
  ).body.items;
const bar = (page: Page) => page.getByRole('region', { name: 'Bulk job' });
async function selectAll(page: Page, count: string): Promise<void> {
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.getByRole('button', { name: `100 here, select all ${count} that match` }).click();
  await page.getByText(`${count} rows selected`).waitFor();
}

/** The server waits after so many steps of a job, until what is returned is called. */
function holdAfter({ server: { store } }: ConsoleLab, most: number): () => void {
  const read = store.docsAfter;
  const { promise, resolve } = Promise.withResolvers<void>();
  let steps = 0;
  store.docsAfter = async (...asked) => {
    const found = await read(...asked);
    if (asked[0] === incidentJobSlotDocs.name && found.items.length > 0 && ++steps > most) await promise;
    return found;
  };
  return resolve;
}

describe('changes of many incidents', () => {
  it('run as a job: counted before, told with reasons after, there after a reload, and taken back', async (t) => {
    const lab = await openInbox(t, 430);
    const page = await lab.open('/incidents');
    await selectAll(page, '430');
    // Somebody is faster with one of those that are not loaded.
    const last = (await incidents(lab, 'open=true')).at(-1);
    await lab.server.call('PATCH', `/api/incidents/${last?.incident_id}`, {
      headers: lab.user.headers,
      body: { status: 'investigating' },
    });
    await page.keyboard.press('a');
    await bar(page).waitFor();
    await page.reload();
    await bar(page).getByText('429 incidents changed. 1 was not changed.').waitFor();
    await bar(page).getByText('What was not changed, and why').click();
    await bar(page).getByText('Somebody or a new event changed it meanwhile').waitFor();
    const link = bar(page).getByRole('link', { name: last?.incident_id ?? '' });
    assert.equal(await link.count(), 1);
    assert.equal((await incidents(lab, 'status=acknowledged')).length, 429);
    await page.getByText('Nothing is open').waitFor();
    await lab.check(page);

    await bar(page).getByRole('button', { name: 'Undo' }).click();
    await bar(page).getByText('429 incidents are as before.').waitFor();
    await page.getByRole('grid').locator('[role=row][id]').first().waitFor();
    assert.equal((await incidents(lab, 'status=open')).length, 429);
    await bar(page).getByRole('button', { name: 'Dismiss' }).click();
    await bar(page).waitFor({ state: 'detached' });
    await page.reload();
    await page.getByRole('grid').locator('[role=row][id]').first().waitFor();
    assert.equal(await bar(page).count(), 0, 'what was dismissed stays away');
  });

  it('are cancelled, by whoever sees the job run; what is done stays done and can be taken back by its key', async (t) => {
    const lab = await openInbox(t, 430);
    const page = await lab.open('/incidents', { width: 1024, theme: 'dark' });
    await selectAll(page, '430');
    const goOn = holdAfter(lab, 3);
    t.after(goOn);
    await page.keyboard.press('r');
    await bar(page).getByText('75 of 430 incidents done').waitFor();
    assert.equal(await bar(page).getByRole('progressbar').getAttribute('aria-valuenow'), '75');
    await lab.check(page);
    await bar(page).getByRole('button', { name: 'Cancel' }).click();
    await bar(page).getByRole('button', { name: 'Cancelling…' }).waitFor();
    goOn();
    await bar(page).getByRole('button', { name: 'Dismiss' }).waitFor();
    await bar(page).getByText('75 incidents changed. Cancelled: 355 were left alone.').waitFor();
    assert.equal((await incidents(lab, 'status=resolved')).length, 75);
    await lab.check(page);
    await page.keyboard.press('u');
    await bar(page).getByText('75 incidents are as before.').waitFor();
    assert.equal((await incidents(lab, 'status=resolved')).length, 0);
  });
});
