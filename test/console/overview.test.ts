import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openConsole } from '../support/console/open.ts';

describe('the numbers of the overview', () => {
  it('lead each to its list, with its filters as chips and as many rows as it says', async (t) => {
    const lab = await openConsole(t);
    const page = await lab.open('/');
    for (const [label, address, chip] of [
      ['Events', /\/events$/, null],
      ['Events of risk 7 or more', /\/events\?min_risk=7$/, 'Risk at least: 7'],
      ['Open alerts', /\/alerts\?open=true$/, 'Open: All but resolved'],
      ['Attackers', /\/attackers$/, null],
    ] as const) {
      const link = page
        .getByRole('region', { name: 'Totals' })
        .getByRole('link', { name: new RegExp(`^${label}`) })
        .first();
      const count = /(\d[\d,]*)$/.exec((await link.locator('.num').textContent()) ?? '')?.[1];
      assert.ok(count, label);
      await link.click();
      await page.waitForURL(address);
      await page.getByRole('status').getByText(`${count} rows`, { exact: true }).waitFor();
      if (chip !== null) await page.getByText(chip).first().waitFor();
      await lab.check(page);
      await page.goBack();
      await page.getByRole('region', { name: 'Totals' }).waitFor();
    }
    for (const [list, filter] of [
      ['Where from', 'source'],
      ['What they want', 'service'],
    ] as const) {
      const bar = page.getByRole('list', { name: list }).getByRole('link').first();
      const count = /(\d[\d,]*)$/.exec((await bar.locator('.num').textContent()) ?? '')?.[1];
      await bar.click();
      await page.waitForURL(new RegExp(`/events\\?.*${filter}=`));
      await page.getByRole('status').getByText(`${count} rows`, { exact: true }).waitFor();
      await page.goBack();
      await page.getByRole('list', { name: list }).waitFor();
    }
  });
});
