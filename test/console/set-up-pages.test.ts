import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { type ConsoleLab, openConsole } from '../support/console/open.ts';
import { fillSetUp, hostileNames, packedHostileNames, receiverEnv } from '../support/console/set-up.ts';
import { answer, openReceiver } from '../support/notify/receiver.ts';

/** The pages of what people set up, with a row open where there is one. A new page of that kind is a line here. */
const paths = [
  '/nodes',
  '/decoys',
  '/ingest-problems',
  '/channels',
  '/digests',
  '/asset-files',
  '/deliveries',
  '/suppressions',
  '/groups',
  '/mappings',
  '/known-scanners',
  '/block-list',
  '/block-list?part=never',
  '/block-list?part=rule',
  '/block-list?part=feeds',
  '/api-keys',
  '/audit',
  '/settings',
];
const forms = [
  '/nodes?new=1',
  '/channels?new=any',
  '/channels?new=email',
  '/digests?new=1',
  '/asset-files?new=1',
  '/suppressions?new=1',
  '/groups?new=1',
  '/mappings?new=1',
  '/mappings?new=example',
  '/known-scanners?new=1',
  '/block-list?new=1',
  '/api-keys?new=1',
];

/** The address of one row of each list. */
async function rowsOf({ server, user }: ConsoleLab): Promise<string[]> {
  const lists = {
    '/nodes': ['/nodes', 'node_id'],
    '/decoys': ['/api/decoys', 'id'],
    '/ingest-problems': ['/api/ingest-problems', 'id'],
    '/channels': ['/api/channels', 'id'],
    '/digests': ['/api/digests', 'id'],
    '/asset-files': ['/api/assets', 'id'],
    '/deliveries': ['/api/deliveries', 'delivery_id'],
    '/suppressions': ['/api/suppressions', 'id'],
    '/groups': ['/api/groups', 'id'],
    '/mappings': ['/api/mappings', 'id'],
    '/known-scanners': ['/api/known-scanners', 'id'],
    '/block-list': ['/api/blocked-ips', 'id'],
    '/api-keys': ['/api/keys', 'id'],
    '/audit': ['/api/audit', 'id'],
  } as const;
  return Promise.all(
    Object.entries(lists).map(async ([page, [path, field]]) => {
      const { body } = await server.call('GET', path, { headers: user.headers });
      const list = (Array.isArray(body) ? body : (body.items ?? body.data ?? body.sources)) as Record<
        string,
        string
      >[];
      assert.ok(list[0]?.[field], `${path} is empty`);
      return `${page}/${list[0][field]}`;
    }),
  );
}

type Look = readonly ['light' | 'dark', width: number];

async function checkAll(lab: ConsoleLab, list: readonly string[], looks: readonly Look[]): Promise<void> {
  for (const path of list)
    for (const [theme, width] of looks) {
      const page = await lab.open(path, { theme, width });
      await lab.check(page);
      const overflows = await page.evaluate(
        'document.documentElement.scrollWidth > document.documentElement.clientWidth',
      );
      assert.equal(overflows, false, `${path} at ${width} px is wider than the window`);
      assert.equal(
        await page.locator('main script, main iframe, main base, main img, main a[href^=javascript]').count(),
        0,
      );
      await page.context().close();
    }
}

/** A console in which everything has a hostile name, and a receiver that answers in kind. */
async function openHostile(t: TestContext, names = hostileNames): Promise<ConsoleLab> {
  const receiver = await openReceiver(answer(500, '<script>alert(1)</script>\u202Egpj'));
  t.after(() => receiver.close());
  const lab = await openConsole(t, { env: receiverEnv });
  await fillSetUp(lab, names, receiver.url);
  return lab;
}

// Each page in both themes and at three widths over the three tests: a page costs a second or more.
describe('the pages of what people set up', () => {
  it('pass axe where they are empty, with their forms', async (t) => {
    const lab = await openConsole(t, { events: [] });
    await checkAll(
      lab,
      [...paths, ...forms],
      [
        ['light', 1440],
        ['dark', 390],
      ],
    );
  });

  it('show hostile names as text in lists', async (t) => {
    const lab = await openHostile(t, packedHostileNames);
    await checkAll(lab, paths, [
      ['dark', 1440],
      ['light', 390],
      ['light', 1024],
    ]);
    const page = await lab.open('/nodes', { height: 1400 });
    const shown = (await page.getByRole('grid').textContent()) ?? '';
    for (const text of ['<script>alert(1)</script>', '\\u202e', '\\u200b'])
      assert.ok(shown.includes(text), text);
    assert.doesNotMatch(shown, /[\u202E\u200B\u2060\uFEFF\u001B\u{E0041}]/u);
  });

  it('show hostile names and answers as text in open rows', async (t) => {
    const lab = await openHostile(t);
    await checkAll(lab, await rowsOf(lab), [
      ['light', 1440],
      ['dark', 1024],
      ['light', 390],
    ]);
  });
});
