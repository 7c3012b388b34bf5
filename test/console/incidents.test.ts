import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { hostileEvents, hostilePayloads } from '../support/console/events.ts';
import { incidentEvents } from '../support/console/incidents.ts';
import { type ConsoleLab, openConsole, until } from '../support/console/open.ts';
import type { IncidentView, PageView } from '../support/triage.ts';

const openInbox = (t: Parameters<typeof openConsole>[0], count: number): Promise<ConsoleLab> =>
  openConsole(t, { events: incidentEvents(Date.now(), count) });
const incidents = async (lab: ConsoleLab, query = ''): Promise<IncidentView[]> =>
  (
    await lab.server.call<PageView<IncidentView>>('GET', `/api/incidents?limit=1000${query}`, {
      headers: lab.user.headers,
    })
  ).body.items;
const rows = (page: Page) => page.getByRole('grid', { name: 'Incidents' }).locator('[role=row][id]');
const pane = (page: Page) => page.getByRole('region', { name: 'Incident', exact: true });
const says = (page: Page, text: string | RegExp) => page.getByRole('alertdialog').filter({ hasText: text });
/** Waits until the server has what the page showed at once. */
const settled = (lab: ConsoleLab, query: string, count: number): Promise<void> =>
  until(async () => (await incidents(lab, query)).length === count);

describe('the inbox of incidents', () => {
  it('is worked through by keyboard alone: thirty incidents, no mouse', async (t) => {
    const lab = await openInbox(t, 30);
    const page = await lab.open('/');
    await page.keyboard.press('g');
    await page.keyboard.press('i');
    await page.waitForURL(/\/incidents$/);
    await page.getByRole('status').getByText('30 rows', { exact: true }).waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await pane(page).getByText('1 of 30').waitFor();
    const before = await incidents(lab);
    // Every third is looked at and resolved, every third acknowledged, every third assigned and left for later.
    for (let left = 30, place = 1, at = 0; at < 30; at++) {
      const sentence = page.locator('[data-sentence]');
      await sentence.getByText(before[at]?.title ?? '', { exact: true }).waitFor();
      await pane(page).getByText(`${place} of ${left}`).waitFor();
      if (at % 3 === 2) {
        await page.keyboard.press('m');
        await pane(page).getByText(lab.user.email).first().waitFor();
        if (at < 29) await page.keyboard.press('J');
        place++;
      } else {
        await page.keyboard.press(at % 3 === 0 ? 'r' : 'a');
        left--;
      }
    }
    await settled(lab, '&status=resolved', 10);
    await settled(lab, '&status=acknowledged', 10);
    await settled(lab, `&status=open&assignee=${lab.user.email}`, 10);
    await page.keyboard.press('Escape');
    await page.getByRole('status').getByText('10 rows', { exact: true }).waitFor();
    assert.equal(await rows(page).count(), 10);
    await lab.check(page);

    // A comment, a verdict and a block of the one that the keys stand on.
    await page.keyboard.press('c');
    await page.keyboard.type('Seen; the night shift <b>knows</b>.');
    await page.keyboard.press('Control+Enter');
    await says(page, 'Comment added').waitFor();
    await page.keyboard.press('v');
    await page.getByRole('radio', { name: /^Attack/ }).waitFor();
    await page.keyboard.press('Space');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Nobody of ours');
    await page.keyboard.press('Control+Enter');
    await says(page, 'Verdict saved').waitFor();
    await page.keyboard.press('b');
    await page.getByRole('dialog', { name: 'Block the source' }).waitFor();
    await page.keyboard.press('Escape');
    const judged = (await incidents(lab)).filter(({ human_verdict }) => human_verdict !== null);
    assert.deepEqual(
      judged.map(({ human_verdict }) => human_verdict?.verdict),
      ['attack'],
    );
    await page.keyboard.press('?');
    await page.getByRole('dialog').getByText('Undo the last action').waitFor();
  });

  it('is worked through by thumb on a phone', async (t) => {
    const lab = await openInbox(t, 30);
    const page = await lab.open('/incidents', { width: 390, height: 844 });
    await rows(page).first().tap();
    await pane(page).getByText('1 of 30').waitFor();
    for (let left = 30; left > 0; left--) {
      await pane(page).getByText(`1 of ${left}`, { exact: true }).waitFor();
      const bar = page.getByRole('toolbar');
      const box = await bar.boundingBox();
      assert.ok(box && box.y + box.height <= 844, 'the answers are in sight without scrolling');
      await bar.getByRole('button', { name: left % 2 === 0 ? 'Acknowledge' : 'Resolve' }).tap();
    }
    await page.getByText('Nothing is open').waitFor();
    assert.match(page.url(), /\/incidents$/);
    await settled(lab, '&status=acknowledged', 15);
    await settled(lab, '&status=resolved', 15);
    await page.getByRole('button', { name: 'Undo' }).first().tap();
    await settled(lab, '&status=open', 1);
    await rows(page).first().waitFor();
    await lab.check(page);
  });

  it('answers many at once, says what it could not do, and takes it back', async (t) => {
    const lab = await openInbox(t, 9);
    const page = await lab.open('/incidents');
    const [first] = await incidents(lab);
    await page.getByRole('grid').focus();
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    for (const _step of [1, 2, 3]) await page.keyboard.press('j');
    await page.keyboard.press('Shift+X');
    await page.getByText('4 rows selected').waitFor();
    // Somebody else is faster with one of them, behind the page's back.
    await page.route(
      '**/api/incidents/bulk',
      async (route) => {
        const asked = route.request().postDataJSON() as { incidents: { incident_id: string }[] };
        await lab.server.call('PATCH', `/api/incidents/${asked.incidents[1]?.incident_id}`, {
          headers: lab.user.headers,
          body: { status: 'investigating' },
        });
        await route.continue();
      },
      { times: 1 },
    );
    await page.keyboard.press('r');
    await says(page, '3 incidents resolved. 1 was changed by somebody else meanwhile').waitFor();
    await settled(lab, '&status=resolved', 3);
    assert.equal((await incidents(lab, '&status=investigating')).length, 1);
    await page.getByRole('status').getByText('5 rows', { exact: true }).waitFor();
    await page.keyboard.press('u');
    await settled(lab, '&status=resolved', 0);
    await page.getByRole('status').getByText('8 rows', { exact: true }).waitFor();
    // What was taken back stands where it stood.
    await rows(page)
      .first()
      .getByText(first?.title ?? '', { exact: true })
      .waitFor();

    // Nothing is taken back that somebody changed after.
    await page.keyboard.press('Escape');
    await rows(page).first().getByRole('checkbox').click({ force: true });
    await page.getByRole('button', { name: 'Select all 8' }).click();
    await page.getByRole('button', { name: 'Acknowledge', exact: true }).click();
    await settled(lab, '&status=acknowledged', 8);
    await page.getByText('Nothing is open').waitFor();
    await lab.server.call('PATCH', `/api/incidents/${first?.incident_id}`, {
      headers: lab.user.headers,
      body: { status: 'resolved' },
    });
    await page.keyboard.press('u');
    await says(page, '7 incidents are as before. 1 was changed by somebody else meanwhile').waitFor();
    await settled(lab, '&status=open', 7);
  });

  it('suppresses with a preview that counts, from an incident and from a verdict', async (t) => {
    const lab = await openInbox(t, 7);
    const page = await lab.open('/incidents?type=DataExfil');
    await page.keyboard.press('j');
    await page.keyboard.press('s');
    const dialog = page.getByRole('dialog', { name: 'Hide events like this' });
    await dialog.getByText('1 stored event matches; 1 of them would have raised an alert.').waitFor();
    await dialog.getByRole('checkbox', { name: /^Source/ }).click({ force: true });
    await dialog.getByText('3 stored events match; 3 of them would have raised an alert.').waitFor();
    await lab.check(page);
    await dialog.getByRole('button', { name: 'Hide from now on' }).click();
    await says(page, 'Events like this raise no alert from now on. 1 incident resolved.').waitFor();
    await settled(lab, '&status=resolved', 1);
    const rules = async () =>
      (
        await lab.server.call<{ condition: Record<string, unknown>; expires_at: string | null }[]>(
          'GET',
          '/api/suppressions',
          { headers: lab.user.headers },
        )
      ).body;
    const [rule] = await rules();
    assert.equal(rule?.condition.sources, undefined);
    assert.deepEqual(rule?.condition.attack_types, ['DataExfil']);
    assert.notEqual(rule?.expires_at, null, 'a rule ends by itself unless somebody wants it otherwise');
    await page.keyboard.press('u');
    await until(async () => (await rules()).length === 0);
    await settled(lab, '&status=resolved', 0);

    await page.keyboard.press('v');
    await page.getByRole('radio', { name: /^Expected/ }).click({ force: true });
    await page.getByLabel('What made it so').fill('The nightly backup');
    await page.getByRole('button', { name: 'Save verdict' }).click();
    await dialog.getByText(/stored event matches/).waitFor();
    assert.equal(await dialog.getByLabel('Note').inputValue(), 'The nightly backup');
    await dialog.getByRole('checkbox', { name: 'Resolve this incident too' }).click({ force: true });
    await dialog.getByRole('button', { name: 'Hide from now on' }).click();
    await until(async () => (await rules()).length === 1);
    assert.equal((await incidents(lab, '&status=resolved')).length, 0);
  });

  it('opens an incident itself from a link in a message, after signing in', async (t) => {
    const lab = await openInbox(t, 6);
    const linked = (await incidents(lab))[3];
    const page = await lab.open(`/incidents/${linked?.incident_id}`, { user: null, width: 390 });
    await page.getByLabel('Email address').fill(lab.user.email);
    await page.getByLabel('Password').fill(lab.user.password);
    await page.keyboard.press('Enter');
    const sentence = page.locator('[data-sentence]');
    await sentence.getByText(linked?.title ?? '', { exact: true }).waitFor();
    assert.match(page.url(), new RegExp(`/incidents/${linked?.incident_id}$`));
    // Whoever came for this one stays with it after answering.
    await page.getByRole('toolbar').getByRole('button', { name: 'Acknowledge' }).tap();
    await pane(page).getByText('Acknowledged', { exact: true }).first().waitFor();
    await sentence.getByText(linked?.title ?? '', { exact: true }).waitFor();
    await page.getByRole('toolbar').getByRole('button', { name: 'Block' }).tap();
    const dialog = page.getByRole('dialog', { name: 'Block the source' });
    await dialog.getByText(linked?.source_ip ?? '').waitFor();
    await lab.check(page);
    await dialog.getByRole('button', { name: 'Block', exact: true }).tap();
    await says(page, `${linked?.source_ip} is on the block list`).waitFor();
    await pane(page).getByText(`${lab.user.email} blocked the source`).waitFor();
    await page.getByRole('button', { name: 'Undo' }).first().tap();
    await says(page, `${linked?.source_ip} is off the block list again`).waitFor();
  });

  it('keeps filters and place when an incident is opened and left', async (t) => {
    const lab = await openInbox(t, 60);
    const page = await lab.open('/incidents?min_risk=7', { height: 700 });
    const grid = page.getByRole('grid');
    const offset = (): Promise<number> => grid.evaluate((element) => element.scrollTop);
    await grid.evaluate((element) => element.scrollTo(0, 900));
    await until(async () => (await offset()) === 900);
    await rows(page)
      .nth(20)
      .click({ position: { x: 300, y: 10 } });
    await pane(page).waitFor();
    await page.goBack();
    await page.waitForURL(/\/incidents\?min_risk=7$/);
    await until(async () => (await offset()) === 900);
    await page.getByRole('link', { name: 'Attackers' }).click();
    await page.getByRole('grid', { name: 'Attackers' }).waitFor();
    await page.goBack();
    await grid.waitFor();
    await until(async () => (await offset()) === 900);
    await page.getByRole('button', { name: 'Resolved' }).click();
    await page.waitForURL(/min_risk=7&status=resolved$/);
    await page.getByText('No incident matches these filters').waitFor();
    await page.goBack();
    await rows(page).first().waitFor();
  });

  it('holds new incidents back, and shows what others did to those that are listed', async (t) => {
    const lab = await openInbox(t, 6);
    const page = await lab.open('/incidents');
    await page.locator('[data-live=true]').waitFor();
    assert.equal(await rows(page).count(), 6);
    const [first] = await incidents(lab);
    await lab.server.call('PATCH', `/api/incidents/${first?.incident_id}`, {
      headers: lab.user.headers,
      body: { status: 'resolved' },
    });
    await until(async () => (await rows(page).count()) === 5);
    await lab.send([
      {
        timestamp: new Date().toISOString(),
        service: 'http',
        source_ip: '203.0.113.250',
        activity: 'http request',
        payload: "GET /p?id=1' UNION SELECT password FROM users-- HTTP/1.1",
      },
    ]);
    await page.getByRole('status').filter({ hasText: '1 new row' }).waitFor();
    assert.equal(await rows(page).count(), 5);
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    await rows(page).first().getByText('203.0.113.250').first().waitFor();
    assert.equal(await rows(page).count(), 6);
  });

  it("shows an attacker's bytes as text, in the list, the story, dialogs and Markdown", async (t) => {
    const at = Date.now();
    const touches = hostilePayloads.map((payload, n) => ({
      timestamp: new Date(at - n * 1000).toISOString(),
      hostname: `h${n} ${payload}`.slice(0, 60),
      username: payload.slice(0, 60),
      file_accessed: payload.slice(0, 100),
      file_path: `/${payload.slice(0, 100)}`,
      action: 'COPIED',
      severity: 'CRITICAL',
      alert_type: 'decoy_access',
      process_name: payload.slice(0, 50),
    }));
    const lab = await openConsole(t, { events: [...touches, ...hostileEvents(at)] });
    const page = await lab.open('/incidents', { height: 1400 });
    await page
      .context()
      .grantPermissions(['clipboard-read', 'clipboard-write'], { origin: lab.server.address });
    await lab.check(page);
    const list = (await page.getByRole('grid').textContent()) ?? '';
    assert.ok(list.includes('<script>alert(1)</script>'));
    assert.ok(list.includes('invoice\\u202egpj.exe'));
    assert.doesNotMatch(list, /[\u202E\u200B\u2060\uFEFF\u001B\u{E0041}]/u);
    const all = await incidents(lab, '&min_risk=7');
    assert.ok(all.length >= hostilePayloads.length, `only ${all.length} incidents`);
    for (const { incident_id } of all.slice(0, 20)) {
      await page.goto(`${lab.server.address}/console/incidents/${incident_id}`);
      await page.locator('[data-sentence]').waitFor();
      await page.locator('main .skeleton').first().waitFor({ state: 'detached' });
      await page.keyboard.press('s');
      await page.locator('[data-preview]').getByText('stored event').waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      assert.equal(
        await page.locator('main script, main iframe, main base, main img, main a[href^=javascript]').count(),
        0,
      );
      const shown = (await page.locator('main').textContent()) ?? '';
      assert.doesNotMatch(shown, /[\u202E\u200B\u2060\uFEFF\u001B\u{E0041}]/u);
    }
    await lab.check(page);
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Copy as Markdown' }).click();
    await says(page, 'Copied as Markdown').waitFor();
    const markdown = await page.evaluate<string>('navigator.clipboard.readText()');
    assert.match(markdown, /\/console\/incidents\/inc-/);
    assert.doesNotMatch(markdown, /[\u202E\u200B\u2060\uFEFF\u001B\u{E0041}]/u);
  });
});
