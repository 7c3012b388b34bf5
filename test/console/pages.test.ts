import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hostileEvents, hostilePayloads, sampleEvents } from '../support/console/events.ts';
import { openConsole } from '../support/console/open.ts';

/** Every page but those of what people set up (set-up-pages.test.ts). A new page is a line here. */
const paths = [
  '/',
  '/incidents',
  '/alerts',
  '/attackers',
  '/sessions',
  '/events',
  '/observables',
  '/observables?kind=command&sort=rise',
  '/vulnerabilities',
  '/techniques',
  '/techniques?all=1',
  '/places',
  '/tokens',
  '/welcome',
  '/welcome?step=password',
  '/welcome?step=more',
];

describe('every page', () => {
  // A page costs a second or more: each look is a test of its own.
  for (const theme of ['light', 'dark'] as const)
    for (const width of [1440, 1024, 390])
      it(`passes axe at ${width} px, ${theme}: full, empty and hostile`, async (t) => {
        const now = Date.now();
        const full = await openConsole(t, { events: [...sampleEvents(now), ...hostileEvents(now)] });
        const empty = await openConsole(t, { events: [] });
        for (const path of paths)
          for (const lab of [full, empty]) {
            const page = await lab.open(path, { theme, width });
            await lab.check(page);
            const overflows = await page.evaluate(
              'document.documentElement.scrollWidth > document.documentElement.clientWidth',
            );
            assert.equal(overflows, false, `${path} at ${width} px is wider than the window`);
            await page.context().close();
          }
      });

  it("shows an attacker's bytes as text: nothing runs, nothing is reported, what hides is seen", async (t) => {
    const lab = await openConsole(t, { events: hostileEvents(Date.now()) });
    for (const path of paths) await lab.check(await lab.open(path));
    const page = await lab.open('/events', { height: 1400 });
    const grid = page.getByRole('grid');
    const shown = (await grid.textContent()) ?? '';
    for (const text of [
      '<script>alert(1)</script>',
      'invoice\\u202egpj.exe',
      'zero\\u200bwidth',
      '\\x1b[31mred',
      'tag\\u{e0041}',
    ])
      assert.ok(shown.includes(text), text);
    assert.doesNotMatch(shown, /[\u202E\u200B\u2060\uFEFF\u001B\u{E0041}]/u);
    assert.equal(
      await page.locator('main script, main iframe, main base, main img, main a[href^=javascript]').count(),
      0,
    );

    const { body } = await lab.server.call<{ items: { log_id: string; payload: string }[] }>(
      'GET',
      '/api/events',
      {
        headers: lab.user.headers,
      },
    );
    assert.equal(body.items.length, hostilePayloads.length);
    for (const { log_id } of body.items.slice(0, 6)) {
      const detail = await lab.open(`/events/${log_id}`);
      await detail.getByText('Why this score').waitFor();
      await detail.getByRole('tab', { name: 'Raw event' }).click();
      await lab.check(detail);
      await detail.context().close();
    }
  });
});
