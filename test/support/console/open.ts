/**
 * The console in a real browser, on a whole server with something to see. In three lines:
 *
 *   const lab = await openConsole(t);                                // server, browser, a signed-in owner, sample events
 *   const page = await lab.open('/events', { width: 390, theme: 'dark' });
 *   await lab.check(page);                                           // axe, policy reports, errors, foreign hosts
 */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import packed from '@sparticuz/chromium';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { buildConsole } from '../../../console/build.js';
import {
  openTestServer,
  type TestNode,
  type TestServer,
  type TestServerOptions,
  type TestUser,
} from '../server.ts';
import { sampleEvents } from './events.ts';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const installed = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
);

export const openBrowser = async (): Promise<Browser> =>
  chromium.launch({
    executablePath: installed ?? (await packed.executablePath()),
    // Not the package's own arguments: they switch off what these tests are about.
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
    headless: true,
  });

export interface OpenOptions {
  width?: number;
  height?: number;
  theme?: 'light' | 'dark';
  locale?: string;
  /** Default: the owner. Null: nobody is signed in. */
  user?: TestUser | null;
  /** Where else the console is served. */
  at?: string;
  /** The browser's clock, where the server has one of its own. */
  nowMs?: number;
}

export interface ConsoleLab {
  server: TestServer;
  user: TestUser;
  node: TestNode;
  /** Sends native events as the node; resolves when they are stored. */
  send(events: readonly object[]): Promise<void>;
  /** A page of the console in a browser profile of its own, when its content is there. */
  open(path: string, options?: OpenOptions): Promise<Page>;
  /**
   * Fails where the page broke its policy, logged an error, asked another host, or does not pass axe. `expected` are
   * complaints that the test provokes: the browser logs each answer of 4xx.
   */
  check(page: Page, options?: { expected?: RegExp }): Promise<void>;
  complaintsOf(page: Page): readonly string[];
}

/** `events: []` for an empty console. Everything is closed when the test ends. */
export async function openConsole(
  t: Pick<TestContext, 'after'>,
  { events = sampleEvents(Date.now()), ...options }: TestServerOptions & { events?: readonly object[] } = {},
): Promise<ConsoleLab> {
  await buildConsole({ onlyIfStale: true });
  const server = await openTestServer(options);
  const browser = await openBrowser();
  const contexts: BrowserContext[] = [];
  const complaints = new WeakMap<Page, string[]>();
  t.after(async () => {
    await Promise.all(contexts.map((context) => context.close()));
    await browser.close();
    await server.close();
  });
  const user = await server.createUser('ada@example.org');
  const node = await server.createNode(user, 'ssh-dmz-1');

  const send = async (list: readonly object[]): Promise<void> => {
    if (list.length === 0) return;
    const { status, body } = await server.call('POST', '/api/events', { headers: node.headers, body: list });
    assert.equal(status, 200, JSON.stringify(body).slice(0, 400));
    assert.equal(body.rejected, 0, JSON.stringify(body).slice(0, 400));
  };
  await send(events);

  async function open(path: string, given: OpenOptions = {}): Promise<Page> {
    const { width = 1440, height = 900, theme = 'light', locale = 'en-US', user: who = user } = given;
    const { at = server.address, nowMs } = given;
    const context = await browser.newContext({
      viewport: { width, height },
      colorScheme: theme,
      locale,
      reducedMotion: 'reduce',
      hasTouch: width < 700,
      isMobile: width < 700,
    });
    contexts.push(context);
    // Of two busy processors: what never comes is found by the test's own limit.
    context.setDefaultTimeout(120_000);
    const page = await context.newPage();
    const heard: string[] = [];
    complaints.set(page, heard);
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) heard.push(message.text());
    });
    page.on('pageerror', (error) => heard.push(String(error)));
    page.on('dialog', (dialog) => {
      heard.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('request', (request) => {
      const { protocol, origin } = new URL(request.url());
      if (protocol !== 'data:' && origin !== at) heard.push(`asked ${request.url()}`);
    });
    await page.addInitScript(
      `document.addEventListener('securitypolicyviolation', (event) => console.error('csp', event.blockedURI, event.violatedDirective, event.sample));`,
    );
    if (who !== null)
      await page.addInitScript(`sessionStorage.setItem('decoyverse.token', ${JSON.stringify(who.token)});`);
    if (nowMs !== undefined) await page.clock.setFixedTime(nowMs);
    await page.goto(`${at}/console${path}`);
    await page.waitForSelector('main h1');
    // Nothing of it is still on its way: no skeletons, nothing busy.
    await page.locator('main .skeleton, main [aria-busy=true]').first().waitFor({ state: 'detached' });
    return page;
  }

  const complaintsOf = (page: Page): readonly string[] => complaints.get(page) ?? [];
  async function check(page: Page, { expected }: { expected?: RegExp } = {}): Promise<void> {
    const unexpected = complaintsOf(page).filter((complaint) => !expected?.test(complaint));
    assert.deepEqual(unexpected, []);
    assert.deepEqual(await runAxe(page), []);
  }
  return { server, user, node, send, open, check, complaintsOf };
}

/** Waits for what no locator can say. Playwright's own waitForFunction needs `eval`, which the page's policy forbids. */
export async function until(holds: () => Promise<boolean>, pauseMs = 50): Promise<void> {
  while (!(await holds())) await sleep(pauseMs);
}

/** The rules that the page breaks, with where. The script comes by the debugger, which the page's policy does not bind. */
async function runAxe(page: Page): Promise<string[]> {
  await page.evaluate(await readFile(axe, 'utf8'));
  return page.evaluate<string[]>(
    // An open dialog hides all around it from readers of the page, its main part and heading too.
    `axe.run(document, {
      resultTypes: ['violations'],
      rules: document.querySelector('[role=dialog]')
        ? { 'landmark-one-main': { enabled: false }, 'page-has-heading-one': { enabled: false } }
        : {},
    }).then(({ violations }) =>
      violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => id + ': ' + target.join(' ') + ' ' + failureSummary)))`,
  );
}
