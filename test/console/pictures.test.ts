import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { hostileEvents, sampleEvents } from '../support/console/events.ts';
import { type ConsoleLab, type OpenOptions, openConsole } from '../support/console/open.ts';
import { comparePictures, lookAgain, takePicture, tolerance } from '../support/console/pictures.ts';
import { fillSetUp, plainNames, receiverEnv } from '../support/console/set-up.ts';
import { answer, openReceiver } from '../support/notify/receiver.ts';

/** The clock of server and browser: "4 min ago" is the same words on each day. */
const nowMs = Date.parse('2026-11-26T09:30:00.000Z');

/** The pages that people look at most, and those that are drawn in a way of their own. */
const paths = {
  overview: '/',
  incidents: '/incidents',
  attackers: '/attackers',
  sessions: '/sessions',
  events: '/events',
  techniques: '/techniques',
  nodes: '/nodes',
  alerts: '/alerts',
  observables: '/observables',
  vulnerabilities: '/vulnerabilities',
  places: '/places',
  tokens: '/tokens',
  welcome: '/welcome?step=password',
} as const;

/** Those of what people set up. */
const setUpPaths = {
  suppressions: '/suppressions',
  decoys: '/decoys',
  'ingest-problems': '/ingest-problems',
  channels: '/channels',
  deliveries: '/deliveries',
  digests: '/digests',
  groups: '/groups',
  mappings: '/mappings',
  'known-scanners': '/known-scanners',
  'block-list': '/block-list',
  assets: '/asset-files',
  'api-keys': '/api-keys',
  audit: '/audit',
  settings: '/settings',
} as const;

/** The lists that attackers fill. */
const lists = ['incidents', 'events', 'attackers', 'sessions', 'alerts', 'observables'] as const;
const looks = [
  ['light', { width: 1440, height: 900 }],
  ['dark', { width: 1024, height: 768, theme: 'dark' }],
  ['phone', { width: 390, height: 844 }],
] as const;

const openDesk = (t: Parameters<typeof openConsole>[0]): Promise<ConsoleLab> =>
  openConsole(t, { events: sampleEvents(nowMs), overrides: { clock: () => nowMs } });

async function openStill(lab: ConsoleLab, path: string, options: OpenOptions): Promise<Page> {
  const page = await lab.open(path, options);
  await page.clock.setFixedTime(nowMs);
  await page.reload();
  await page.waitForSelector('main h1');
  await page.locator('main .skeleton, main [aria-busy=true]').first().waitFor({ state: 'detached' });
  await page.evaluate('document.fonts.ready.then(() => true)');
  return page;
}

describe('pictures of the console', () => {
  async function look(lab: ConsoleLab, seen: readonly (readonly [string, string, OpenOptions])[]) {
    const changed: string[] = [];
    for (const [name, path, options] of seen) {
      const page = await openStill(lab, path, options);
      const what = await lookAgain(page, name);
      if (what !== null) changed.push(what);
      await page.context().close();
    }
    assert.deepEqual(changed, []);
  }
  for (const [name, options] of looks) {
    it(`are as they were: ${name}`, async (t) =>
      look(
        await openDesk(t),
        Object.entries(paths).map(([page, path]) => [`${page}-${name}`, path, options]),
      ));
    it(`are as they were, of what people set up: ${name}`, async (t) => {
      const receiver = await openReceiver(answer(200, ''));
      t.after(() => receiver.close());
      const lab = await openConsole(t, {
        events: sampleEvents(nowMs),
        env: receiverEnv,
        overrides: { clock: () => nowMs },
      });
      await fillSetUp(lab, plainNames, receiver.url);
      await look(
        lab,
        Object.entries(setUpPaths).map(([page, path]) => [`${page}-${name}`, path, options]),
      );
    });
  }

  for (const [state, events] of [
    ['empty', []],
    ['hostile', hostileEvents(nowMs)],
  ] as const)
    it(`are as they were: ${state} lists`, async (t) =>
      look(
        await openConsole(t, { events, overrides: { clock: () => nowMs } }),
        lists.map((name) => [`${name}-${state}`, `/${name}`, { width: 1024, height: 768 }]),
      ));

  it('are told apart: another theme, a column that went, and a page that is empty', async (t) => {
    const lab = await openDesk(t);
    const page = await openStill(lab, '/events', {});
    const now = await takePicture(page);
    assert.equal(await comparePictures(page, now, await takePicture(page)), 0);
    for (const change of [
      'document.documentElement.dataset.theme = "dark"',
      'for (const cell of document.querySelectorAll("main [role=gridcell]:nth-child(3)")) cell.style.visibility = "hidden"',
      'document.querySelector("main").style.opacity = "0"',
    ]) {
      await page.evaluate(change);
      const share = await comparePictures(page, now, await takePicture(page));
      assert.ok(share > tolerance, `${change}: ${share}`);
      await page.evaluate('document.documentElement.dataset.theme = "light"');
    }
  });
});
