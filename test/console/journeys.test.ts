import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openConsole, until } from '../support/console/open.ts';

describe('the console', () => {
  it('is where a browser that opens the server lands, and signs people in where they wanted to go', async (t) => {
    const lab = await openConsole(t);
    const page = await lab.open('/events?service=ssh', { user: null });
    await page.getByLabel('Email address').fill(lab.user.email);
    await page.getByLabel('Password').fill('not the password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').getByText('Invalid email or password').waitFor();
    await page.getByLabel('Password').fill(lab.user.password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Events', level: 1 }).waitFor();
    assert.match(page.url(), /\/console\/events\?service=ssh$/);
    await page.getByRole('list', { name: 'Filters' }).getByText('Service: ssh').waitFor();
    // The one complaint is the browser's own, about the 401.
    assert.equal(lab.complaintsOf(page).length, 1);

    await page.goto(`${lab.server.address}/`);
    await page.getByRole('heading', { name: /incidents? needs? you/ }).waitFor();
    assert.equal(new URL(page.url()).pathname, '/console/');
  });

  it('keeps filters and the list when an event is opened and left again', async (t) => {
    const lab = await openConsole(t);
    const page = await lab.open('/events');
    await page.keyboard.press('f');
    await page.keyboard.type('dragon');
    await page.keyboard.press('Enter');
    const grid = page.getByRole('grid', { name: 'Events' });
    const row = grid.getByRole('row').filter({ hasText: 'root:dragon' });
    await row.waitFor();
    await page.getByRole('status').getByText('1 row', { exact: true }).waitFor();
    await grid.focus();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: 'Event' }).getByText('Why this score').waitFor();
    assert.match(page.url(), /\/events\/log-[^?]+\?q=dragon$/);
    assert.ok(await row.isVisible(), 'the list stays beside the open row');
    await page.goBack();
    await page.waitForURL(/\/events\?q=dragon$/);
    assert.equal(await page.getByRole('region', { name: 'Event' }).count(), 0);
    assert.ok(await row.isVisible());
    await page.getByRole('button', { name: 'Remove the filter dragon' }).click();
    await page.waitForURL(/\/events$/);
    await page.goBack();
    await page.waitForURL(/\/events\?q=dragon$/);
    await page.getByRole('status').getByText('1 row', { exact: true }).waitFor();
  });

  it('keeps its place in a long list over a visit to another page', async (t) => {
    const at = Date.now();
    const events = Array.from({ length: 320 }, (_, index) => ({
      event_id: `many-${index}`,
      timestamp: new Date(at - index * 1000).toISOString(),
      service: 'ssh',
      source_ip: '203.0.113.80',
      activity: 'command',
      payload: `echo ${index}`,
    }));
    const lab = await openConsole(t, { events });
    const page = await lab.open('/events');
    const grid = page.getByRole('grid');
    const offset = (): Promise<number> => grid.evaluate((element) => element.scrollTop);
    const height = (): Promise<number> => grid.evaluate((element) => element.scrollHeight);
    // Twice to the end: the second page of the list is loaded on the way.
    for (const _round of [1, 2]) {
      const rows = await height();
      await grid.evaluate((element) => element.scrollTo(0, element.scrollHeight));
      await until(async () => (await height()) > rows);
    }
    const before = await offset();
    assert.ok(before > 3000, `only ${before} px`);
    await page.getByRole('link', { name: 'Overview' }).click();
    await page.getByRole('region', { name: 'Where from' }).waitFor();
    await page.goBack();
    await grid.waitFor();
    await until(async () => (await offset()) === before);
  });

  it('holds new rows back until they are asked for', async (t) => {
    const lab = await openConsole(t);
    const page = await lab.open('/events?service=ssh');
    await page.locator('[data-live=true]').waitFor();
    const rows = page.getByRole('grid').getByRole('row');
    const before = await rows.count();
    const event = (service: string, payload: string) => ({
      timestamp: new Date().toISOString(),
      service,
      source_ip: '203.0.113.80',
      activity: 'command',
      payload,
    });
    await lab.send([event('ssh', 'id -a'), event('ssh', 'w -h'), event('http', 'GET / HTTP/1.1')]);
    await page.getByRole('status').filter({ hasText: '2 new rows' }).waitFor();
    assert.equal(await rows.count(), before);
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    await rows.filter({ hasText: 'id -a' }).waitFor();
    assert.equal(await rows.count(), before + 2);
    assert.equal(await page.getByText('new rows').count(), 0);
  });

  it('says when it has lost the server, and catches up by itself', async (t) => {
    const lab = await openConsole(t);
    const page = await lab.open('/');
    await page.locator('[data-live=true]').waitFor();
    await page.context().setOffline(true);
    lab.server.app.server.closeAllConnections();
    await page.getByRole('status').filter({ hasText: 'Connection lost' }).waitFor();
    await page.context().setOffline(false);
    await page.getByRole('button', { name: 'Retry now' }).click();
    await page.locator('[data-live=true]').waitFor();
  });

  it('finds pages, actions and values by ⌘K, and speaks German', async (t) => {
    const lab = await openConsole(t);
    const page = await lab.open('/', { locale: 'de-DE' });
    await page.getByRole('heading', { name: /Vorfälle brauchen dich/ }).waitFor();
    assert.equal(await page.locator('html').getAttribute('lang'), 'de');
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.type('203.0.113.66');
    await page.getByRole('option', { name: 'Alles von 203.0.113.66' }).click();
    await page.waitForURL(/\/events\?source=203\.0\.113\.66$/);
    await page.keyboard.press('g');
    await page.keyboard.press('o');
    await page.waitForURL(/\/console\/?$/);
    await lab.check(page);
  });

  it('draws its charts where the browser names a language that is none', async (t) => {
    const lab = await openConsole(t);
    const page = await lab.open('/');
    await page.addInitScript(
      "Object.defineProperty(navigator, 'language', { value: 'en-US@posix', configurable: true })",
    );
    await page.reload();
    await page.locator('.uplot canvas').first().waitFor();
    assert.equal(await page.evaluate('navigator.language'), 'en-US');
    await lab.check(page);
  });

  it('forgets the account when the token is refused, and says so', async (t) => {
    const lab = await openConsole(t);
    const page = await lab.open('/events');
    await lab.server.call('POST', '/auth/logout', { headers: lab.user.headers });
    await page.getByText('You were signed out').waitFor();
    assert.equal(await page.evaluate(`sessionStorage.getItem('decoyverse.token')`), null);
  });
});
