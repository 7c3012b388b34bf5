import assert from 'node:assert/strict';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import { toIndexFor } from '../../src/api/routes/console.ts';
import { openBrowser } from '../support/console/open.ts';
import { openTestServer } from '../support/server.ts';

const open = async (t: { after(close: () => unknown): void }) => {
  const server = await openTestServer();
  t.after(() => server.close());
  const get = (path: string, headers: Record<string, string> = {}) =>
    server.app.inject({ method: 'GET', url: path, headers });
  const index = await get('/console');
  const script = /src="console\/(assets\/[^"]+\.js)"/.exec(index.body)?.[1];
  assert.ok(script, 'index.html has a script');
  return { server, get, index, script };
};

describe('the console as it is served', () => {
  it('is one page at every address, under a policy that lets nothing in but itself', async (t) => {
    const { get, index } = await open(t);
    for (const path of [
      '/console',
      '/console/',
      '/console/events',
      '/console/events/log-1?q=x',
      '/console/a/b/c',
    ]) {
      const { statusCode, headers, body } = await get(path);
      assert.equal(statusCode, 200, path);
      assert.match(String(headers['content-type']), /^text\/html/);
      assert.match(body, /<div id="root">/);
      const policy = String(headers['content-security-policy']);
      for (const part of [
        "default-src 'self'",
        "script-src 'self';",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        'trusted-types push-worker',
      ])
        assert.ok(policy.includes(part), `${path}: ${part}`);
      assert.doesNotMatch(policy, /unsafe/);
      assert.equal(headers['x-content-type-options'], 'nosniff');
      assert.equal(headers['referrer-policy'], 'no-referrer');
      assert.equal(headers['cache-control'], 'no-cache');
    }
    assert.doesNotMatch(index.body, /<script(?![^>]*\ssrc=)|<style|https?:\/\/|\son\w+=/);
  });

  it('names its files from wherever the page was opened', () => {
    const page = '<script src="./assets/a.js"></script><link href="./icon.svg">';
    assert.equal(
      toIndexFor(page, ''),
      '<script src="console/assets/a.js"></script><link href="console/icon.svg">',
    );
    assert.equal(toIndexFor(page, '/'), page);
    assert.equal(toIndexFor(page, '/events'), page);
    assert.match(toIndexFor(page, '/events/log-1'), /src="\.\.\/assets/);
    assert.match(toIndexFor(page, '/a/b/c'), /src="\.\.\/\.\.\/assets/);
  });

  it('sends files compressed, for ever, and again only where they changed', async (t) => {
    const { get, script } = await open(t);
    const path = `/console/${script}`;
    const plain = await get(path);
    assert.equal(plain.headers['content-encoding'], undefined);
    for (const [accepts, encoding] of [
      ['gzip, deflate, br', 'br'],
      ['gzip', 'gzip'],
      ['br;q=0, gzip;q=0.5', 'gzip'],
      ['identity', undefined],
    ] as const) {
      const { headers, rawPayload } = await get(path, { 'accept-encoding': accepts });
      assert.equal(headers['content-encoding'], encoding, accepts);
      if (encoding) assert.ok(rawPayload.length < plain.rawPayload.length / 2);
    }
    assert.equal(plain.headers['cache-control'], 'public, max-age=31536000, immutable');
    const again = await get(path, { 'if-none-match': String(plain.headers.etag) });
    assert.equal(again.statusCode, 304);
    assert.equal(again.body, '');
  });

  it('is at most 200 kB of script, compressed, before a page is chosen', async (t) => {
    const { get, index } = await open(t);
    const scripts = [...index.body.matchAll(/"console\/(assets\/[^"]+\.js)"/g)].map(([, path]) => path ?? '');
    assert.ok(scripts.length > 1);
    const sizes = await Promise.all(
      scripts.map(
        async (path) => (await get(`/console/${path}`, { 'accept-encoding': 'gzip' })).rawPayload.length,
      ),
    );
    const all = sizes.reduce((sum, size) => sum + size, 0);
    assert.ok(all <= 200_000, `${all} bytes`);
  });

  it('is at most 80 kB more for each further page, with all that the page brings', async (t) => {
    const { get, index, script } = await open(t);
    const here = new Set(
      [...index.body.matchAll(/"console\/assets\/([^"]+\.(?:js|css))"/g)].map(([, name]) => name ?? ''),
    );
    const sizeOf = async (name: string): Promise<number> =>
      (await get(`/console/assets/${name}`, { 'accept-encoding': 'gzip' })).rawPayload.length;
    const { body } = await get(`/console/${script}`, { 'accept-encoding': 'identity' });
    // What a page needs stands beside its import, as places in one list.
    const all = [...(/m\.f=\[([^\]]*)\]/.exec(body)?.[1]?.matchAll(/[`"']([^`"']+)[`"']/g) ?? [])].map(
      ([, path = '']) => path.replace(/^.*\//, ''),
    );
    assert.match(/import\(.\.\/([^)]+)/.exec(body)?.[1] ?? '', /^overview-/, 'the overview is the first');
    const pages = new Map<string, number>();
    for (const [, name = '', places = ''] of body.matchAll(
      /import\(.\.\/([^)]+\.js).\),__vite__mapDeps\(\[([\d,]*)\]\)/g,
    )) {
      const files = new Set([name, ...places.split(',').map((place) => all[Number(place)] ?? '')]);
      const more = [...files].filter((file) => !here.has(file));
      const sizes = await Promise.all(more.map(sizeOf));
      // People come by the overview: what it brought is there.
      if (name.startsWith('overview-')) for (const file of more) here.add(file);
      pages.set(
        name,
        sizes.reduce((sum, size) => sum + size, 0),
      );
    }
    assert.ok(pages.size >= 25, `only ${pages.size} pages were found`);
    for (const [name, size] of pages) assert.ok(size > 0 && size <= 80_000, `${name}: ${size} bytes`);
  });

  it('gives nothing but its own files: no page for a missing script, no way out of its folder', async (t) => {
    const { get } = await open(t);
    assert.equal((await get('/console/assets/gone.js')).statusCode, 404);
    for (const path of [
      '/console/../package.json',
      '/console/..%2f..%2fpackage.json',
      '/console/%2e%2e/package.json',
      '/console/.stamp',
      '/console//etc/passwd',
      '/console/%ff',
    ]) {
      const { body } = await get(path);
      assert.doesNotMatch(body, /"decoyverse"|root:x:|^[0-9a-f]{64}$/, path);
    }
  });

  it('works behind a path prefix', async (t) => {
    const { server } = await open(t);
    const user = await server.createUser();
    const proxy = createServer((incoming, outgoing) => {
      const { pathname, search } = new URL(incoming.url ?? '/', 'http://proxy');
      if (!pathname.startsWith('/decoys/')) return outgoing.writeHead(404).end('outside the prefix');
      const onward = request(
        `${server.address}${pathname.slice('/decoys'.length)}${search}`,
        { method: incoming.method, headers: incoming.headers },
        (answer) => answer.pipe(outgoing.writeHead(answer.statusCode ?? 502, answer.headers)),
      );
      incoming.pipe(onward);
      outgoing.on('close', () => onward.destroy());
      onward.on('error', () => outgoing.destroy());
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const browser = await openBrowser();
    t.after(async () => {
      await browser.close();
      proxy.closeAllConnections();
      proxy.close();
    });
    const origin = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const page = await (await browser.newContext({ locale: 'en-US' })).newPage();
    await page.addInitScript(`sessionStorage.setItem('decoyverse.token', ${JSON.stringify(user.token)});`);
    const failed: string[] = [];
    page.on('response', (response) => {
      if (response.status() >= 400) failed.push(`${response.status()} ${response.url()}`);
    });
    await page.goto(`${origin}/decoys/`);
    await page.getByRole('heading', { name: 'No node reports yet.' }).waitFor();
    await page.getByRole('navigation').getByRole('link', { name: 'Events' }).click();
    await page.getByText('No events yet').waitFor();
    assert.equal(page.url(), `${origin}/decoys/console/events`);
    await page.reload();
    await page.getByText('No events yet').waitFor();
    assert.deepEqual(failed, []);
  });
});
