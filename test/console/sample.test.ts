import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openConsole } from '../support/console/open.ts';

describe('sample data in the console', () => {
  it('is offered where nothing is, badged on every page, and removed by one click', async (t) => {
    const lab = await openConsole(t, { events: [] });
    const { headers } = lab.user;
    const page = await lab.open('/incidents');
    const bar = page.getByRole('status').filter({ hasText: 'none of this happened' });
    await page.getByRole('button', { name: 'Look around with sample data' }).click();
    await bar.waitFor();
    await page.getByRole('heading', { level: 1 }).waitFor();
    await lab.check(page);
    for (const path of [
      'incidents',
      'attackers',
      'sessions',
      'events',
      'nodes',
      'decoys',
      'vulnerabilities',
    ]) {
      await page.goto(`${lab.server.address}/console/${path}`);
      await bar.getByText('DEMO', { exact: true }).waitFor();
      await page.getByRole('row').nth(2).waitFor();
      assert.match(await page.title(), /^DEMO · /);
    }
    await lab.check(page);
    // It is printed as well.
    await page.emulateMedia({ media: 'print' });
    await bar.getByText('DEMO', { exact: true }).waitFor();
    await page.emulateMedia({ media: 'screen' });

    // Another tab shows what is one's own, and offers the way in again.
    const other = await lab.open('/events', { width: 390, theme: 'dark' });
    await other.getByRole('button', { name: 'Look around with sample data' }).waitFor();
    assert.equal(await other.getByText('none of this happened').count(), 0);
    await lab.check(other);

    await bar.getByRole('button', { name: 'Remove sample data' }).click();
    await bar.waitFor({ state: 'detached' });
    await page.getByRole('heading', { level: 1 }).waitFor();
    const { body } = await lab.server.call('GET', '/api/sample', { headers });
    assert.equal(body.state, 'none');
    await lab.check(page);
  });
});
