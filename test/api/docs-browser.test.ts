import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import packed from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';
import { openTestServer, type TestServer } from '../support/server.ts';

const installed = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
);

/** One of the calls, well down the page. */
const call = 'Report what a honeypot saw';

describe('the documentation in a browser', () => {
  let server: TestServer;
  let browser: Browser;
  before(async () => {
    server = await openTestServer();
    browser = await chromium.launch({
      executablePath: installed ?? (await packed.executablePath()),
      // Not the package's own arguments: they switch off what this test is about.
      args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
      headless: true,
    });
  });
  after(async () => {
    await browser?.close();
    await server?.close();
  });

  /** Opens a page and waits for `seen`; gives what went wrong and where it asked for things. */
  async function visit(
    path: string,
    seen: string,
  ): Promise<{ text: string; complaints: string[]; hosts: Set<string> }> {
    const context = await browser.newContext();
    const page = await context.newPage();
    const complaints: string[] = [];
    const hosts = new Set<string>();
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('requestfailed', (request) => complaints.push(`failed: ${request.url()}`));
    page.on('response', (response) => {
      if (response.status() >= 400) complaints.push(`${response.status()}: ${response.url()}`);
    });
    page.on('request', (request) => {
      const { protocol, host } = new URL(request.url());
      if (protocol !== 'data:' && protocol !== 'blob:') hosts.add(host);
    });
    await page.addInitScript(
      `document.addEventListener('securitypolicyviolation', (event) => console.error('csp', event.blockedURI, event.violatedDirective));`,
    );
    await page.goto(`${server.address}${path}`);
    await page.waitForSelector(seen, { timeout: 80_000 });
    // Of more than a hundred calls Swagger UI draws those that are in sight.
    let text = '';
    for (let step = 0; step < 60 && !text.includes(call); step++) {
      text += (await page.textContent('body')) ?? '';
      await page.mouse.wheel(0, 1000);
      await page.waitForTimeout(150);
    }
    await context.close();
    return { text, complaints, hosts };
  }

  for (const [path, seen] of [
    ['/docs', '.opblock-summary-path'],
    ['/redoc', '[data-section-id]'],
  ] as const)
    it(`${path} shows the API, asks nobody else for anything, and complains of nothing`, async () => {
      const { text, complaints, hosts } = await visit(path, seen);
      assert.ok(text.includes(call));
      assert.deepEqual(complaints, []);
      assert.deepEqual([...hosts], [new URL(server.address).host]);
    });
});
