import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse } from 'csv-parse/sync';
import type { Page } from 'playwright-core';
import { toVisible } from '../../console/parts/escape.ts';
import { hidden, hostileEventsOf, hostileTexts } from '../support/console/hostile-payloads.ts';
import { type ConsoleLab, openConsole } from '../support/console/open.ts';

/** A look at hundreds of rows costs seconds: each line is a test of its own. */
const lists = [
  ['/', '/incidents?status=all'],
  ['/alerts', '/attackers', '/sessions'],
  ['/observables?kind=user', '/observables?kind=password', '/observables?kind=host'],
  ['/decoys', '/nodes', '/ingest-problems', '/deliveries', '/audit'],
];

const open = async (t: Parameters<typeof openConsole>[0]): Promise<ConsoleLab> => {
  const lab = await openConsole(t, { events: [] });
  const events = hostileEventsOf(hostileTexts, Date.now());
  for (let at = 0; at < events.length; at += 100) await lab.send(events.slice(at, at + 100));
  return lab;
};

/** Nothing ran, nothing was asked for, nothing became more than text, and nothing hides. */
function checkText(lab: ConsoleLab, page: Page, where: string, text: string): void {
  assert.deepEqual(lab.complaintsOf(page), [], where);
  // Lines and tabs are the page's own.
  const found = hidden.exec(text.replace(/[\n\t]/g, ' '));
  assert.equal(
    found,
    null,
    `${where}: ${found && toVisible(text.slice(found.index - 40, found.index + 40))}`,
  );
}
async function checkPage(lab: ConsoleLab, page: Page, where: string): Promise<string> {
  const text = (await page.locator('body').textContent()) ?? '';
  checkText(lab, page, where, text);
  const made = page.locator(
    'body script:not([src^="/console/"]), iframe, base, object, form[action], main img, marquee, dialog, math, body style, main video, main audio, a[href^="javascript:" i], a[href^="data:" i], a[href*="evil.example"], [onerror], [onload], [onfocus], [onmouseover], [ontoggle]',
  );
  assert.equal(await made.count(), 0, `${where}: something became more than text`);
  return text;
}

describe("two hundred of an attacker's payloads, in every field", () => {
  it('are two hundred, and each of its own', () => {
    assert.ok(hostileTexts.length >= 200, String(hostileTexts.length));
  });

  for (const paths of lists)
    it(`are text on lists, on paper as well: ${paths.join(', ')}`, async (t) => {
      const lab = await open(t);
      for (const path of paths) {
        // So high that a hundred rows are drawn.
        const page = await lab.open(path, { height: 4500 });
        await checkPage(lab, page, path);
        await page.emulateMedia({ media: 'print' });
        await page.pdf({ pageRanges: '1-2' });
        await checkPage(lab, page, `${path} printed`);
        await page.context().close();
      }
    });

  it('are readable as what they are: each in the list of events, escaped where it would hide', async (t) => {
    const lab = await open(t);
    const page = await lab.open('/events?time=30d', { height: 16_000 });
    const missing = new Set(hostileTexts.map((text) => text.trim()));
    const grid = page.getByRole('grid');
    await grid.getByRole('row').nth(1).waitFor();
    // At the end of what is loaded, more is on its way: on a busy machine for a while.
    let before = -1;
    for (let at = 0, still = 0; missing.size > 0 && still < 30; still = at === before ? still + 1 : 0) {
      const shown = (await grid.textContent()) ?? '';
      for (const text of missing) if (shown.includes(toVisible(text))) missing.delete(text);
      before = at;
      at = await grid.evaluate((node) => {
        node.scrollTo(0, node.scrollTop + node.clientHeight - 100);
        return node.scrollTop;
      });
      await page.waitForTimeout(400);
    }
    assert.deepEqual([...missing].map(toVisible), []);
    await checkPage(lab, page, '/events');
  });

  it('are text in each open row', async (t) => {
    const lab = await open(t);
    const read = async (path: string, id: string): Promise<string[]> => {
      const { body } = await lab.server.call<{ items?: Record<string, string>[] }>('GET', path, {
        headers: lab.user.headers,
      });
      const items = body.items ?? (body as unknown as Record<string, string>[]);
      return items.map((item) => String(item[id]));
    };
    const every = (ids: readonly string[], most: number): string[] =>
      ids.filter((_, n) => n % Math.max(1, Math.floor(ids.length / most)) === 0).slice(0, most);
    const sessions = (
      await lab.server.call<{ items: { node_id: string; session: string }[] }>(
        'GET',
        '/api/sessions?limit=200',
        {
          headers: lab.user.headers,
        },
      )
    ).body.items.map(({ node_id, session }) => `${node_id}~${session}`);
    const rows = [
      ...every(await read('/api/incidents?limit=400', 'incident_id'), 8).map((id) => ['incidents', id]),
      ...every(await read('/api/alerts?limit=400', 'alert_id'), 6).map((id) => ['alerts', id]),
      ...every(await read('/api/events?limit=400', 'log_id'), 8).map((id) => ['events', id]),
      ...every(await read('/api/attackers?limit=200', 'source_ip'), 4).map((id) => ['attackers', id]),
      ...every(sessions, 6).map((id) => ['sessions', id]),
    ];
    assert.ok(rows.length >= 24, String(rows.length));
    const page = await lab.open('/', { height: 3000 });
    for (const [name = '', id = ''] of rows) {
      await page.goto(`${lab.server.address}/console/${name}/${encodeURIComponent(id)}`);
      await page.waitForSelector('main h1');
      await page.locator('main .skeleton, main [aria-busy=true]').first().waitFor({ state: 'detached' });
      await checkPage(lab, page, `${name} ${toVisible(id)}`);
    }
  });

  it('are no formula in any export, and whole in all of them', async (t) => {
    const lab = await open(t);
    const get = async (path: string): Promise<string> => {
      const response = await fetch(`${lab.server.address}${path}`, { headers: lab.user.headers });
      assert.equal(response.status, 200, path);
      return response.text();
    };
    for (const path of [
      '/api/events/export?',
      '/api/incidents/export?',
      '/api/attackers/export?',
      '/api/sessions/export?',
      '/api/deliveries/export?',
      '/api/observables/export?kind=user&',
      '/api/observables/export?kind=user_agent&',
    ]) {
      const records = parse(await get(`${path}format=csv`), { bom: true }) as string[][];
      const lines = (await get(`${path}format=ndjson`)).split('\n').filter((line) => line !== '');
      assert.equal(records.length - 1, lines.length, path);
      const width = records[0]?.length;
      for (const record of records) {
        assert.equal(record.length, width, `${path}: ${toVisible(record.join('|')).slice(0, 200)}`);
        for (const cell of record)
          assert.doesNotMatch(
            cell,
            /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF20](?!\d+(\.\d+)?$)/,
            `${path}: ${toVisible(cell)}`,
          );
      }
      for (const line of lines) JSON.parse(line);
    }
  });
});
