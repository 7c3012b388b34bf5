import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openConsole } from '../support/console/open.ts';

describe('a wallboard on a screen', () => {
  it('is made in the settings, opens without signing in, follows what happens, says when it lost the server, and ends', async (t) => {
    const lab = await openConsole(t);
    const page = await lab.open('/settings');
    const panel = page.getByRole('region', { name: 'Wallboards' });
    await panel.getByRole('button', { name: 'Make a wallboard' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Name' }).fill('SOC <i>north</i>');
    await lab.check(page);
    await dialog.getByRole('button', { name: 'Make the link' }).click();
    const link = dialog.getByRole('link', { name: 'Open it here' });
    const address = (await link.getAttribute('href')) ?? '';
    assert.match(address, /\/console\/wallboard#dvw_[\w-]{43}$/);
    await dialog.getByRole('button', { name: 'Done' }).click();
    await panel.getByText('SOC <i>north</i>').waitFor();
    await lab.check(page);

    const path = address.slice(address.indexOf('/console') + '/console'.length);
    for (const [width, height, theme] of [
      [1920, 1080, 'dark'],
      [390, 844, 'light'],
    ] as const) {
      const screen = await lab.open(path, { width, height, theme, user: null });
      await screen
        .getByRole('heading', { level: 1 })
        .filter({ hasText: /open|silent|Nothing/ })
        .waitFor();
      await screen.getByText('SOC <i>north</i>').waitFor();
      await screen.getByText('Live', { exact: true }).waitFor();
      await lab.check(screen);
      const wide = await screen.evaluate('document.documentElement.scrollWidth - window.innerWidth');
      assert.ok(Number(wide) <= 0, `scrolls sideways by ${wide} px at ${width}`);
    }

    const screen = await lab.open(path, { width: 1920, height: 1080, user: null });
    const events = screen.getByText('Events', { exact: true }).locator('..');
    const before = await events.textContent();
    await lab.send([
      {
        service: 'ssh',
        source_ip: '203.0.113.77',
        activity: 'connection',
        payload: '',
        timestamp: new Date().toISOString(),
      },
    ]);
    await screen.waitForResponse((answer) => answer.url().endsWith('/api/wallboard'));
    await events.filter({ hasNotText: before ?? '' }).waitFor();

    // The server is lost and comes back: the screen says so and goes on by itself.
    await screen.context().setOffline(true);
    await screen.getByRole('alert').filter({ hasText: 'Lost the server' }).waitFor();
    await screen.context().setOffline(false);
    await screen.getByText('Live', { exact: true }).waitFor();

    await panel.getByRole('button', { name: 'Revoke' }).click();
    await screen.getByRole('heading', { name: 'This wallboard was revoked or has expired' }).waitFor();
    assert.equal(await screen.getByText('SOC <i>north</i>').count(), 0);
    await lab.check(screen, { expected: /ERR_INTERNET_DISCONNECTED|status of 401/ });
  });
});
