import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { toNextCursor } from '../../console/data/next-cursor.ts';
import { openConsole, until } from '../support/console/open.ts';

/** Each of a source, a session and a value of its own, so that every list is long. */
const manyEvents = (nowMs: number, count: number): object[] =>
  Array.from({ length: count }, (_, n) => ({
    event_id: `many-${n}`,
    timestamp: new Date(nowMs - (count - n) * 15_000).toISOString(),
    service: 'http',
    source_ip: `198.51.${100 + (n >> 8)}.${n & 255}`,
    activity: 'http request',
    payload: `GET /products?id=${n}%27%20UNION%20SELECT%20username,password%20FROM%20users--%20- HTTP/1.1\r\nHost: shop.example\r\nUser-Agent: sqlmap/1.${n}\r\n\r\n`,
    extra: { session: `visit-${n}`, username: `user-${n}` },
  }));

/** A look costs seconds: each row is a test of its own. */
const lists = [
  ['/incidents?min_risk=2', '/alerts?min_risk=2'],
  ['/attackers?sort=total_attacks', '/sessions'],
  ['/events?min_risk=2', '/observables?kind=user_agent', '/audit'],
] as const;

describe('every long list', () => {
  for (const width of [1440, 390])
    for (const paths of lists)
      it(`goes in and back without losing its filters or its place, at ${width} px: ${paths.join(', ')}`, async (t) => {
        const lab = await openConsole(t, { events: manyEvents(Date.now(), 90) });
        // Of the audit log.
        for (let n = 0; n < 60 && paths.some((path) => path === '/audit'); n++)
          await lab.server.call('POST', '/api/keys', {
            headers: lab.user.headers,
            body: { name: `key ${n}`, scopes: ['read'] },
          });
        for (const path of paths) {
          const page = await lab.open(path, { width });
          const address = page.url();
          const grid = page.getByRole('grid').first();
          await grid.waitFor();
          const scrolled = async (): Promise<number> => grid.evaluate(({ scrollTop }) => scrollTop);
          await grid.evaluate((node) => node.scrollTo(0, 1000));
          await until(async () => (await scrolled()) === 1000);
          await page.waitForTimeout(150);
          const middle = (await grid.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
          const point = { x: middle.x + (width === 390 ? 150 : 250), y: middle.y + middle.height / 2 };
          if (width === 390) await page.touchscreen.tap(point.x, point.y);
          else await page.mouse.click(point.x, point.y);
          await until(async () => page.url() !== address);
          await page.locator('main [aria-busy=true]').first().waitFor({ state: 'detached' });
          await page.goBack();
          await until(async () => page.url() === address);
          await grid.waitFor();
          await until(async () => Math.abs((await scrolled()) - 1000) < 400);
          await lab.check(page);
          await page.context().close();
        }
      });
});

describe('the list of alerts', () => {
  it('reads on beyond its first page, opens one, leads to its incident, and holds new ones back', async (t) => {
    const lab = await openConsole(t, { events: manyEvents(Date.now(), 130) });
    const page = await lab.open('/alerts?time=1h');
    const count = page.getByRole('status').filter({ hasText: 'rows' });
    await count.getByText('100').waitFor();
    await page.getByRole('grid').evaluate((node) => node.scrollTo(0, 100_000));
    await count.getByText('130 rows').waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Why this risk' }).waitFor();
    await lab.check(page);
    await lab.send([
      { ...manyEvents(Date.now() + 15_000, 1)[0], source_ip: '203.0.113.200', event_id: 'new' },
    ]);
    await page.getByRole('status').filter({ hasText: '1 new' }).waitFor();
    await page.getByRole('link', { name: 'Open its incident' }).click();
    await page.waitForURL(/\/incidents\//);
    await page.locator('[data-sentence]').waitFor();
  });

  it('reads where the next page is, and takes nothing else for it', () => {
    assert.equal(toNextCursor('</api/alerts?limit=100&cursor=a%2Bb%3D>; rel="next"'), 'a+b=');
    for (const link of [
      null,
      '',
      '</api/alerts?cursor=x>; rel="prev"',
      'cursor=x',
      '</api?limit=1>; rel="next"',
    ])
      assert.equal(toNextCursor(link), null, String(link));
  });
});

describe('two tenants side by side', () => {
  it('see their own, in one browser after another and in two at once, and nothing of the other', async (t) => {
    const lab = await openConsole(t);
    const other = await lab.server.createUser('bob@example.net');
    const node = await lab.server.createNode(other, 'bobs-sensor');
    const secret = 'only-for-bob';
    const { status } = await lab.server.call('POST', '/api/events', {
      headers: node.headers,
      body: [
        {
          event_id: 'bob-1',
          timestamp: new Date().toISOString(),
          service: secret,
          source_ip: '192.0.2.77',
          activity: 'http request',
          payload: "GET /?id=1' UNION SELECT password FROM users-- HTTP/1.1",
        },
      ],
    });
    assert.equal(status, 200);
    for (const path of [
      '/',
      '/incidents?status=all',
      '/alerts',
      '/events?time=30d',
      '/attackers',
      '/nodes',
    ]) {
      const ada = await lab.open(path);
      const bob = await lab.open(path, { user: other });
      const [adas, bobs] = [await ada.locator('body').textContent(), await bob.locator('body').textContent()];
      assert.doesNotMatch(adas ?? '', /192\.0\.2\.77|only-for-bob|bobs-sensor/, path);
      assert.doesNotMatch(bobs ?? '', /ssh-dmz-1/, path);
      assert.match(bobs ?? '', /192\.0\.2\.77|only-for-bob|bobs-sensor/, path);
      await lab.check(ada);
      await lab.check(bob);
      await ada.context().close();
      await bob.context().close();
    }
    // A link into the other's data is a missing one.
    const { body } = await lab.server.call<{ items: { incident_id: string }[] }>('GET', '/api/incidents', {
      headers: other.headers,
    });
    const page = await lab.open(`/incidents/${body.items[0]?.incident_id}`);
    await page
      .getByRole('alert')
      .getByText(/no longer|not there|does not exist|not found/i)
      .first()
      .waitFor();
  });

  it('are forgotten by a browser that signs out, on the server as well', async (t) => {
    const lab = await openConsole(t);
    const shared = await lab.open('/events?time=30d');
    await shared.getByRole('button', { name: 'Account' }).click();
    await shared.getByRole('menuitem', { name: /^Sign out/ }).click();
    await shared.getByRole('button', { name: 'Sign in' }).waitFor();
    assert.doesNotMatch((await shared.locator('body').textContent()) ?? '', /ssh-dmz-1|203\.0\.113/);
    const { status: refused } = await lab.server.call('GET', '/auth/me', { headers: lab.user.headers });
    assert.equal(refused, 401, 'the session ended on the server as well');
  });
});
