import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { beats, toBeats } from '../../console/pages/nodes/beats.ts';
import { type ConsoleLab, openConsole, until } from '../support/console/open.ts';
import { hostileNames } from '../support/console/set-up.ts';

interface View {
  id: string;
  name: string;
  search: string;
  shared: boolean;
}
const views = async ({ server, user }: ConsoleLab): Promise<View[]> =>
  (await server.call<View[]>('GET', '/api/views', { headers: user.headers })).body;

describe('saved views', () => {
  it('keep the filters of a list as a tab; a change of them is saved or discarded', async (t) => {
    const lab = await openConsole(t);
    const page = await lab.open('/incidents?min_risk=7');
    await page.getByRole('button', { name: 'Save view' }).click();
    const form = page.getByRole('dialog', { name: 'Save these filters as a view' });
    await form.getByLabel('Name').fill('Worst first');
    await form.getByRole('checkbox', { name: /^Everyone/ }).click({ force: true });
    await form.getByRole('button', { name: 'Save' }).click();
    const tab = page
      .getByRole('navigation', { name: 'Saved views' })
      .getByRole('link', { name: /Worst first/ });
    await tab.waitFor();
    assert.deepEqual(
      (await views(lab)).map(({ name, search, shared }) => [name, search, shared]),
      [['Worst first', 'min_risk=7', true]],
    );
    await page.getByRole('button', { name: 'Resolved', exact: true }).click();
    await tab.getByText('changed, not saved').waitFor({ state: 'attached' });
    await page.getByRole('button', { name: 'Actions for the view Worst first' }).click();
    await page.getByRole('menuitem', { name: 'Discard the changes' }).click();
    await page.waitForURL(/\?min_risk=7&view=view-/);
    await page.getByRole('button', { name: 'Acknowledged', exact: true }).click();
    await page.getByRole('button', { name: 'Actions for the view Worst first' }).click();
    await page.getByRole('menuitem', { name: 'Save the changes' }).click();
    await until(async () => (await views(lab))[0]?.search === 'min_risk=7&status=acknowledged');
    await lab.check(page);

    const events = await lab.open('/events?service=ssh', { width: 390 });
    assert.equal(await events.getByRole('navigation', { name: 'Saved views' }).count(), 0);
    await events.getByRole('button', { name: 'Save view' }).waitFor();
    await page.getByRole('button', { name: 'Actions for the view Worst first' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.getByText('The view “Worst first” was deleted').waitFor();
    assert.equal((await views(lab)).length, 0);
    await page.getByRole('button', { name: 'Undo' }).click();
    await tab.waitFor();
  });

  it('show hostile names as text', async (t) => {
    const lab = await openConsole(t);
    for (const name of hostileNames)
      await lab.server.call('POST', '/api/views', {
        headers: lab.user.headers,
        body: { page: 'events', name: name.slice(0, 60), search: name },
      });
    for (const [theme, width] of [
      ['dark', 1440],
      ['light', 390],
    ] as const) {
      const page = await lab.open('/events', { theme, width });
      const bar = page.getByRole('navigation', { name: 'Saved views' });
      await bar.getByText('<img src=x onerror=alert(1)>').waitFor();
      assert.doesNotMatch((await bar.textContent()) ?? '', /[\u202E\u200B\u2060\uFEFF\u001B\u{E0041}]/u);
      await lab.check(page);
    }
  });
});

describe('preferences', () => {
  it('follow the person into another browser', async (t) => {
    const lab = await openConsole(t);
    const page = await lab.open('/events');
    await page.getByRole('button', { name: 'Columns' }).click();
    await page
      .getByRole('dialog', { name: 'Columns' })
      .locator('label')
      .filter({ hasText: 'Service' })
      .click();
    await page.keyboard.press('Escape');
    const kept = async () =>
      (
        await lab.server.call<{ preferences: { hidden: Record<string, string[]> } | null }>(
          'GET',
          '/api/preferences',
          { headers: lab.user.headers },
        )
      ).body.preferences;
    await until(async () => (await kept()) !== null);
    assert.deepEqual((await kept())?.hidden, { events: ['service'] });
    const other = await lab.open('/events');
    await until(async () => (await other.getByRole('columnheader', { name: 'Service' }).count()) === 0);
    await lab.check(other);
  });
});

describe('the strip of a node', () => {
  it('has its latest hours, and none where it was not heard', () => {
    const buckets = Array.from({ length: beats + 2 }, (_, hour) => ({
      start: '',
      events: 0,
      high_risk: 0,
      alerts: 0,
      counts: (hour === beats + 1 ? { a: 5 } : hour === 0 ? { old: 9 } : {}) as Record<string, number>,
    }));
    const strips = toBeats(buckets);
    assert.deepEqual([...strips.keys()], ['a']);
    assert.equal(strips.get('a')?.length, beats);
    assert.equal(strips.get('a')?.at(-1), 5);
    assert.equal(strips.get('a')?.[0], null);
  });
});
