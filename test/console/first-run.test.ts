import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { buildConsole } from '../../console/build.js';
import { createPlace, startUp, stop } from '../support/command-line.ts';
import { openBrowser } from '../support/console/open.ts';

/** `FIRST_RUN_PICTURES=docs/first-run` keeps a picture of each step there. */
const pictures = process.env.FIRST_RUN_PICTURES;

async function openUp(t: TestContext) {
  await buildConsole({ onlyIfStale: true });
  const place = createPlace(t);
  const browser = await openBrowser();
  t.after(() => browser.close());
  const up = await startUp(place);
  const [, address = ''] = await up.saw(/^ {2}(http:\S+\/console\/welcome#\S+)$/m);
  return { place, up, browser, address };
}

interface Profile {
  page: Page;
  /** Errors, and reports of the policy. */
  heard: string[];
}

async function profile(
  browser: Browser,
  options: { width?: number; theme?: 'light' | 'dark' } = {},
): Promise<Profile> {
  const { width = 1440, theme = 'light' } = options;
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: theme,
    locale: 'en-US',
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(120_000);
  const page = await context.newPage();
  const heard: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) heard.push(message.text());
  });
  page.on('pageerror', (error) => heard.push(String(error)));
  return { page, heard };
}

describe('the first run', () => {
  it('goes from the printed address to the first true alert, with nothing typed but a password', async (t) => {
    const beganMs = performance.now();
    const { up, browser, address } = await openUp(t);
    const { page, heard } = await profile(browser);
    const picture = async (name: string): Promise<void> => {
      if (pictures === undefined) return;
      mkdirSync(pictures, { recursive: true });
      await page.screenshot({ path: join(pictures, `${name}.png`) });
    };
    const openedMs = performance.now();
    await page.goto(address);
    await page.getByRole('heading', { name: 'Choose a password' }).waitFor();
    assert.doesNotMatch(page.url(), /#./, 'the secret has left the address');
    await page.getByText('For the account owner@decoyverse.local').waitFor();
    await picture('1-password');
    await page.getByLabel('Password', { exact: true }).fill('correct horse battery');
    await page.getByRole('button', { name: 'Set password and continue' }).click();

    await page.getByRole('heading', { name: 'Your first decoy is a link' }).waitFor();
    await page.getByRole('img', { name: 'QR code of the address' }).waitFor();
    await page.getByText('Waiting for somebody to open it').waitFor();
    await page.locator('[data-live=true]').waitFor();
    await picture('2-decoy');
    const link =
      (await page.getByRole('link', { name: 'Open it in a new window' }).getAttribute('href')) ?? '';
    assert.match(link, new RegExp(`^${up.address}/t/[\\w-]{22}$`));

    const visitor = await profile(browser);
    const hitMs = performance.now();
    const visit = await visitor.page.goto(link);
    assert.equal(visit?.status(), 200);
    assert.equal(visit?.headers().server, 'nginx');
    const alert = page.getByRole('region', { name: 'Somebody opened your decoy' });
    await alert.waitFor();
    const nowMs = performance.now();
    t.diagnostic(
      `alert ${Math.round(nowMs - hitMs)} ms after the link was opened, ${((nowMs - openedMs) / 1000).toFixed(1)} s after the printed address was, ${((nowMs - beganMs) / 1000).toFixed(1)} s after the server was started`,
    );
    await alert.getByText('A planted token was used: it has left its place.').waitFor();
    await alert.getByText('127.0.0.1').waitFor();
    await picture('3-alert');

    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('link', { name: /Add a sensor/ }).waitFor();
    await page.getByRole('link', { name: /Connect your chat/ }).waitFor();
    await picture('4-more');
    await page.goBack();
    await alert.waitFor();
    await page.getByRole('link', { name: 'Skip to the overview' }).click();
    await page.getByRole('heading', { name: '1 incident needs you.' }).waitFor();
    assert.deepEqual(heard, []);

    // Reloading asks nobody for anything, and the password is the one that was chosen.
    await page.reload();
    await page.getByRole('heading', { name: '1 incident needs you.' }).waitFor();
    const signedIn = await fetch(`${up.address}/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'owner@decoyverse.local', password: 'correct horse battery' }),
    });
    assert.equal(signedIn.status, 200);
    await stop(up);
  });

  it('refuses the address the second time, and says how to get another', async (t) => {
    const { place, up, browser, address } = await openUp(t);
    const first = await profile(browser);
    await first.page.goto(address);
    await first.page.getByRole('heading', { name: 'Choose a password' }).waitFor();

    const second = await profile(browser, { width: 390, theme: 'dark' });
    await second.page.goto(address);
    await second.page.getByRole('heading', { name: /has been used/ }).waitFor();
    await second.page.getByText('user welcome owner@decoyverse.local').waitFor();
    await second.page.getByRole('button', { name: 'Sign in with the password' }).click();
    await second.page.getByRole('heading', { name: 'Sign in' }).waitFor();

    // The same tab takes a newer address, although only the fragment changes.
    const asked = await place.run(['user', 'welcome', 'owner@decoyverse.local', '--json']);
    const newer = (JSON.parse(asked.stdout) as { address: string }).address.split('#')[1] ?? '';
    await second.page.goto(`${up.address}/console/welcome#${newer}`);
    await second.page.getByRole('heading', { name: 'Choose a password' }).waitFor();
    // A refused password is explained where it was typed.
    await second.page.getByLabel('Password', { exact: true }).fill('short');
    await second.page.getByRole('button', { name: 'Set password and continue' }).click();
    await second.page.getByText('must have at least 8 characters').waitFor();
    await stop(up);
  });
});
