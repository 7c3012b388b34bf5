import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { errors, type Page } from 'playwright-core';
import { createServer } from 'vite';
import { type ConsoleLab, type OpenOptions, openConsole } from '../support/console/open.ts';

const root = join(import.meta.dirname, '..', '..');

/** The development server builds what is asked for, which on a busy machine outlasts a browser's patience: asked again. */
async function openDesign(lab: ConsoleLab, at: string, options: OpenOptions): Promise<Page> {
  for (let triesLeft = 5; ; triesLeft--) {
    try {
      const page = await lab.open('/alerts', { ...options, at });
      // Not by `open`: it waits until nothing is on its way, and this page shows that state too.
      await page.goto(`${at}/console/design`);
      await page.getByRole('heading', { name: 'Skeleton' }).waitFor({ timeout: 60_000 });
      return page;
    } catch (error) {
      if (triesLeft === 0 || !(error instanceof errors.TimeoutError)) throw error;
    }
  }
}

describe('the page of all parts, in development', () => {
  it('passes axe in both themes, wide and narrow, with each dialog open', async (t) => {
    const lab = await openConsole(t);
    process.env.API_ADDRESS = lab.server.address;
    const vite = await createServer({
      configFile: join(root, 'console', 'vite.config.ts'),
      cacheDir: join(root, '.cache', 'vite-test'),
      logLevel: 'error',
      server: { port: 0, hmr: false, watch: null },
    });
    t.after(() => vite.close());
    await vite.listen();
    await vite.warmupRequest('/app/main.tsx');
    const address = vite.resolvedUrls?.local[0]?.replace(/\/console\/?$/, '');
    assert.ok(address, 'the development server listens');
    for (const [theme, width] of [
      ['light', 1440],
      ['dark', 390],
    ] as const) {
      const page = await openDesign(lab, address, { theme, width });
      await lab.check(page);
      assert.equal(
        await page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth'),
        false,
        'wider than the window',
      );
      await page.getByText('step 6 of 6').first().waitFor();
      await page.getByText('What was not changed, and why').click();
      for (const name of ['Dialog', 'Drawer', 'Confirm', 'Form', 'Shown once']) {
        await page.getByRole('button', { name, exact: true }).click();
        await page.getByRole('dialog').or(page.getByRole('alertdialog')).first().waitFor();
        await lab.check(page);
        await page.keyboard.press('Escape');
        await page.getByRole('dialog').first().waitFor({ state: 'detached' });
      }
      await page.getByRole('button', { name: 'More actions' }).click();
      await page.getByRole('menuitem', { name: 'Delete' }).waitFor();
      await lab.check(page);
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Failure' }).click();
      await page.getByText('The server refused it').waitFor();
      await lab.check(page);
      await page.context().close();
    }
  });
});
