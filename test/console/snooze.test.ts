import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { presets, toSnooze } from '../../console/pages/incidents/snooze.ts';
import { incidentEvents } from '../support/console/incidents.ts';
import { type ConsoleLab, openConsole, until } from '../support/console/open.ts';

type Incident = { incident_id: string; source_ip: string; asleep: boolean; snooze: { until: string } | null };
const asleep = async ({ server, user }: ConsoleLab): Promise<Incident[]> =>
  (await server.call<{ items: Incident[] }>('GET', '/api/incidents?snoozed=true', { headers: user.headers }))
    .body.items;

describe('snoozing', () => {
  it('has presets that lie ahead, in the person’s own mornings', () => {
    for (const day of ['2026-11-29', '2026-11-30', '2026-12-04T23:59', '2027-03-27T12:00']) {
      const nowMs = Date.parse(day.includes('T') ? day : `${day}T08:00`);
      for (const preset of presets) assert.ok(Date.parse(toSnooze(preset, nowMs).until) > nowMs, preset);
      const monday = new Date(toSnooze('monday', nowMs).until);
      assert.deepEqual([monday.getDay(), monday.getHours()], [1, 9]);
      assert.ok(monday.getTime() - nowMs <= 8 * 86_400_000);
      assert.equal(new Date(toSnooze('tomorrow', nowMs).until).getHours(), 9);
    }
  });

  it('puts one aside by keyboard, many at once, shows them on their shelf, and is undone', async (t) => {
    const lab = await openConsole(t, { events: incidentEvents(Date.now(), 5) });
    const page = await lab.open('/incidents');
    const rows = page.getByRole('grid').locator('[role=row][aria-selected]');
    await until(async () => (await rows.count()) === 5);
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.locator('[data-sentence]').waitFor();
    await page.keyboard.press('z');
    const dialog = page.getByRole('dialog', { name: 'Snooze 1 incident' });
    await dialog.waitFor();
    await lab.check(page);
    await page.keyboard.press('1');
    await page.getByText('1 incident snoozed').waitFor();
    await until(async () => (await rows.count()) === 4);
    assert.equal((await asleep(lab)).length, 1);
    await page.locator('[data-position]').filter({ hasText: 'of 4' }).waitFor();
    await page.keyboard.press('Escape');

    await page.keyboard.press('x');
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await page.keyboard.press('z');
    await page
      .getByRole('dialog', { name: 'Snooze 2 incidents' })
      .getByRole('button', { name: /Until Monday/ })
      .click();
    await page.getByText('2 incidents snoozed').waitFor();
    assert.equal((await asleep(lab)).length, 3);
    await page.keyboard.press('u');
    await until(async () => (await asleep(lab)).length === 1);

    await page.getByRole('button', { name: 'Snoozed', exact: true }).click();
    await until(async () => (await rows.count()) === 1);
    await rows.first().click({ position: { x: 300, y: 10 } });
    await page.getByText(/^Snoozed until/).waitFor();
    await page.getByText(`${lab.user.email} snoozed it until`).waitFor();
    await lab.check(page);
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'End the snooze' }).click();
    await page.getByText('Nothing is put aside').waitFor();
    assert.equal((await asleep(lab)).length, 0);
  });

  it('ends when it happens again: the incident is back, and says so, on a phone too', async (t) => {
    const lab = await openConsole(t, { events: [] });
    const touch = (n: number) => ({
      event_id: `again-${n}`,
      timestamp: new Date().toISOString(),
      service: 'http',
      source_ip: '203.0.113.77',
      activity: 'http request',
      payload: `GET /p${n}?id=1' UNION SELECT password FROM users-- HTTP/1.1`,
    });
    await lab.send([touch(1)]);
    const page = await lab.open('/incidents', { width: 390 });
    await page.getByRole('grid').locator('[role=row][aria-selected]').first().tap();
    await page.getByRole('button', { name: 'More actions' }).tap();
    await page.getByRole('menuitem', { name: 'Snooze' }).tap();
    await lab.check(page);
    await page.getByRole('button', { name: /Until it happens again/ }).tap();
    await page.getByText('1 incident snoozed').waitFor();
    await page.getByText('Nothing is open').waitFor();
    await lab.send([touch(2)]);
    await page.getByText('Back', { exact: true }).waitFor();
    await page.getByRole('grid').locator('[role=row][aria-selected]').first().tap();
    await page.getByText(/is back early/).waitFor();
    await lab.check(page);
  });
});
