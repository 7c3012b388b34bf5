/** What the console's pages say of real logs, against counts of the files by nothing of ours. Needs the data (DECOYVERSE_DATA). */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';
import type { Page } from 'playwright-core';
import { countRows, openRealLogs, readBars, readRows, toNumber } from '../support/console/real-logs.ts';
import { countCowrie } from '../support/count-cowrie.ts';
import { countLogins, loginsOf } from '../support/count-logins.ts';
import { sharedFile, sharedDataIsMissing as skip } from '../support/shared-data.ts';

type Line = Record<string, string | number | undefined>;

const read = (file: string): string[] => readFileSync(file, 'utf8').split('\n').filter(Boolean);
const parse = (lines: readonly string[]): Line[] => lines.map((line) => JSON.parse(line) as Line);
function tally(values: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
const sorted = (counts: Iterable<readonly [string, number]>): [string, number][] =>
  [...counts].map(([value, count]): [string, number] => [value, count]).sort();
const sum = (counts: Iterable<number>): number => [...counts].reduce((all, count) => all + count, 0);

/** A number of the overview, and how many rows the list has that it leads to. */
async function checkTotal(page: Page, label: string, expected: number): Promise<void> {
  const link = page
    .getByRole('region', { name: 'Totals' })
    .getByRole('link', { name: new RegExp(`^${label}`) })
    .first();
  assert.equal(toNumber((await link.locator('.num').textContent()) ?? ''), expected, label);
}

/** Value and number of events of each row that is drawn. */
const eventsBy = (rows: readonly Record<string, string>[], name: string): [string, number][] =>
  rows.map((row): [string, number] => [row[name] ?? '', toNumber(row.Events ?? '')]);

/** The bytes of a value as a list shows them: what cannot be seen is escaped, which these logs have little of. */
const isPlain = (value: string): boolean => /^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/.test(value);

it('every page tells of a Cowrie and an OpenCanary what their logs say', { skip }, async (t) => {
  const files = {
    cowrie: sharedFile('real_sensors', 'cowrie', 'cowrie.json') ?? '',
    canary: sharedFile('real_sensors', 'opencanary', 'opencanary.log') ?? '',
  };
  const { lab, open, get } = await openRealLogs(t, files, Date.parse('2026-11-24T10:00:00Z'));
  const [cowrieLines, canaryLines] = [read(files.cowrie), read(files.canary)];
  const cowrie = parse(cowrieLines);
  // Log type 1001 is the sensor about itself.
  const canary = parse(canaryLines).filter(({ logtype }) => logtype !== 1001);
  const sources = tally([
    ...cowrie.map((line) => `${line.src_ip}`),
    ...canary.map((line) => `${line.src_host}`),
  ]);
  const events = cowrie.length + canary.length;
  assert.deepEqual([events, sources.size], [1001, 30]);

  await t.test('overview', async () => {
    const page = await open('/');
    await checkTotal(page, 'Events', events);
    await checkTotal(page, 'Attackers', sources.size);
    const alerts = await get<unknown[]>('/api/alerts?limit=1000');
    await checkTotal(page, 'Open alerts', alerts.length);
    await page.getByText(`${events.toLocaleString('en')} events, counted by whole hours.`).waitFor();
    for (const [source, count] of await readBars(page, 'Where from'))
      assert.equal(count, sources.get(source), source);
    const services = await readBars(page, 'What they want');
    // OpenCanary numbers its modules.
    const typed = tally(canary.map(({ logtype }) => String(logtype)));
    const all = (types: readonly string[]): number => sum(types.map((type) => typed.get(type) ?? 0));
    assert.equal(services.get('http'), all(['3000', '3001', '3002', '3003']));
    assert.equal(services.get('redis'), all(['17001']));
    assert.equal(services.get('mongodb'), all(['20001']));
    const telnet = new Set(
      cowrie.filter(({ protocol }) => protocol === 'telnet').map(({ session }) => session),
    );
    const cowrieTelnet = cowrie.filter(({ session }) => telnet.has(session)).length;
    assert.equal(services.get('telnet'), cowrieTelnet + all(['6001', '6002']));
    assert.equal(services.get('ssh'), cowrie.length - cowrieTelnet + all(['4000', '4001', '4002']));
    await lab.check(page);
  });

  await t.test('attackers and events', async () => {
    const page = await open('/attackers');
    assert.equal(await countRows(page), sources.size);
    assert.deepEqual(sorted(eventsBy(await readRows(page), 'Source')), sorted(sources));
    const source = [...sources].find(([, count]) => count > 60 && count < 100)?.[0] ?? '';
    const list = await open(`/events?source=${source}`);
    assert.equal(await countRows(list), sources.get(source));
    const whole = await open('/events');
    assert.equal(await countRows(whole), events);
  });

  await t.test('alerts and incidents', async () => {
    const alerts = await get<{ source_ip: string }[]>('/api/alerts?limit=1000');
    assert.ok(alerts.length > 100 && alerts.every(({ source_ip }) => sources.has(source_ip)));
    assert.equal(await countRows(await open('/alerts')), alerts.length);
    const { count } = await get<{ count: number }>('/api/incidents/count');
    const page = await open('/incidents');
    assert.equal(await countRows(page), count);
    const rows = await readRows(page);
    assert.ok(rows.every((row) => toNumber(row.Events ?? '') <= (sources.get(row.Source ?? '') ?? 0)));
    const { items } = await get<{ items: { source_ip: string; event_count: number }[] }>(
      '/api/incidents?limit=1000',
    );
    const said = items.map((one): [string, number] => [one.source_ip, one.event_count]).sort();
    assert.deepEqual(eventsBy(rows, 'Source').sort(), said);
    const rail = page.getByRole('navigation').getByRole('link', { name: /^Incidents/ });
    assert.match((await rail.textContent()) ?? '', new RegExp(`${count}$`));
  });

  await t.test('sessions', async () => {
    const page = await open('/sessions');
    const names = new Set(cowrie.map(({ session }) => session));
    assert.equal(await countRows(page), names.size);
    const rows = await readRows(page);
    const total = (name: string): number => sum(rows.map((row) => toNumber(row[name] ?? '')));
    const of = (...ids: string[]): number =>
      cowrie.filter(({ eventid }) => ids.includes(String(eventid))).length;
    // Who takes telnet's way around the password is in as well.
    const tries = ['cowrie.login.failed', 'cowrie.login.success', 'cowrie.telnet.exploit_success'];
    assert.equal(total('Sign-ins'), of(...tries));
    // Bytes that came instead of a sign-in are read as what a shell would run.
    assert.equal(total('Commands'), of('cowrie.command.input', 'cowrie.telnet.exploit_attempt'));
    const bySource = tally(
      [...names].map((name) => `${cowrie.find(({ session }) => session === name)?.src_ip}`),
    );
    assert.deepEqual(sorted(tally(rows.map((row) => row.Source ?? ''))), sorted(bySource));
  });

  await t.test('credentials, commands, files and clients', async () => {
    const counted = countCowrie(cowrieLines);
    for (const [kind, expected] of Object.entries({
      command: counted.command,
      hassh: counted.hassh,
      ssh_version: counted.ssh_version,
      sha256: counted.sha256,
    })) {
      const page = await open(`/observables?kind=${kind}`);
      const rows = new Map(eventsBy(await readRows(page), 'Value'));
      for (const [value, count] of expected) {
        // A password within a command is shown masked.
        if (!isPlain(value) || value.length > 190 || value.includes('chpasswd')) continue;
        // Hashes also stand in texts, and other sensors see clients too: of those there may be more.
        const ours = rows.get(value) ?? 0;
        assert.ok(kind === 'command' ? ours === count : ours >= count, `${kind} ${value}: ${ours}, ${count}`);
      }
      assert.ok((await countRows(page)) >= expected.size, kind);
    }
    const logins = countLogins(canaryLines, loginsOf.opencanary);
    for (const [value, count] of counted.credential) logins.set(value, (logins.get(value) ?? 0) + count);
    const page = await open('/observables?kind=credential');
    assert.equal(await countRows(page), logins.size);
    // A password is shown masked: users and numbers are told.
    const users = (pairs: Iterable<readonly [string, number]>): [string, number][] =>
      sorted(
        [...pairs].map(([value, count]): [string, number] => [value.slice(0, value.indexOf(':')), count]),
      );
    assert.deepEqual(users(eventsBy(await readRows(page), 'Value')), users(logins));
  });

  await t.test('techniques and vulnerabilities', async () => {
    const page = await open('/techniques');
    const { items } = await get<{ items: { technique: string; events: number }[] }>('/api/techniques');
    const shown = await page
      .getByRole('main')
      .getByRole('link')
      .filter({ hasText: /events?$/ })
      .allTextContents();
    const read = shown.map((text): [string, number] => [
      /^T[\d.]+\d{3}(?=\D)|^T\d{4}/.exec(text)?.[0] ?? '',
      toNumber(/([\d,]+) events?$/.exec(text)?.[1] ?? ''),
    ]);
    assert.deepEqual(sorted(read), sorted(items.map(({ technique, events: count }) => [technique, count])));
    for (const { technique, events: count } of items.filter((one) => one.events < 100).slice(0, 3))
      assert.equal(await countRows(await open(`/events?q=technique:${technique}`)), count, technique);
    const list = await open('/vulnerabilities');
    // What the log says in its own words: a Redis that is told to write a file, and to follow a foreign master.
    const said = (words: RegExp): number =>
      canaryLines.filter((line) => line.includes('"logtype": 17001') && words.test(line)).length;
    const vulnerabilities = new Map(eventsBy(await readRows(list), 'Vulnerability'));
    assert.equal(await countRows(list), vulnerabilities.size);
    for (const [id, count] of vulnerabilities) assert.ok(count > 0 && count <= said(/./), id);
  });

  await t.test('nodes and places', async () => {
    const page = await open('/nodes');
    assert.equal(await countRows(page), 3);
    for (const [name, count] of [
      ['cowrie', cowrie.length],
      ['canary', canary.length],
    ] as const) {
      const nodes = await get<{ node_id: string; name: string }[]>('/nodes');
      const id = nodes.find((node) => node.name === name)?.node_id;
      assert.equal(await countRows(await open(`/events?node_id=${id}`)), count, name);
    }
    const places = await open('/places');
    await places.getByText('No event in this time has a country').waitFor();
    for (const [source, count] of await readBars(places, 'Sources'))
      assert.equal(count, sources.get(source), source);
  });
});

it('every page tells of 16,955 lines from the internet what they say', { skip }, async (t) => {
  const file = sharedFile('cowrie_real', 'kareiva_2018-05-10_21.json') ?? '';
  const { lab, open, get } = await openRealLogs(t, { cowrie: file }, Date.parse('2018-05-22T00:00:00Z'));
  const text = read(file);
  const lines = parse(text);
  const sources = tally(lines.map(({ src_ip }) => `${src_ip}`));
  const period = '?from=2018-05-10T00:00:00.000Z&to=2018-05-22T00:00:00.000Z';

  await t.test('overview', async () => {
    const page = await open(`/${period}`);
    await checkTotal(page, 'Events', lines.length);
    await checkTotal(page, 'Attackers', sources.size);
    await page.getByText(`${lines.length.toLocaleString('en')} events, counted by whole hours.`).waitFor();
    const top = sorted(sources).sort((a, b) => b[1] - a[1]);
    assert.deepEqual([...(await readBars(page, 'Where from'))], top.slice(0, 6));
    assert.deepEqual([...(await readBars(page, 'What they want'))], [['ssh', lines.length]]);
    await lab.check(page);
    const list = await open('/attackers?order=total_attacks');
    const rows = eventsBy(await readRows(list), 'Source');
    assert.ok(rows.length >= 90);
    for (const [source, count] of rows) assert.equal(count, sources.get(source), source);
    assert.equal(await countRows(list), sources.size);
  });

  await t.test('places', async () => {
    const page = await open(`/places${period}`);
    const { items } = await get<{ items: { source_ip: string; place: { country: string | null } | null }[] }>(
      '/api/attackers?limit=1000',
    );
    const byCountry = new Map<string, number>();
    for (const { source_ip, place } of items)
      if (place?.country)
        byCountry.set(place.country, (byCountry.get(place.country) ?? 0) + (sources.get(source_ip) ?? 0));
    await page
      .getByRole('button', { name: /^Show all/ })
      .first()
      .click();
    const shown = await readBars(page, 'Countries');
    // Named by the browser's own tables, which are not those of Node.
    const codes = JSON.stringify([...byCountry.keys()]);
    const names = await page.evaluate<string[]>(
      `${codes}.map((code) => new Intl.DisplayNames(['en'], { type: 'region' }).of(code))`,
    );
    const expected = [...byCountry.values()].map((count, at): [string, number] => [names[at] ?? '', count]);
    assert.deepEqual(sorted(shown), sorted(expected));
  });

  await t.test('credentials and sessions', async () => {
    const logins = countCowrie(text).credential;
    const page = await open('/observables?kind=credential');
    const { kinds } = await get<{ kinds: { kind: string; kept: number }[] }>('/api/observables/kinds');
    assert.equal(kinds.find(({ kind }) => kind === 'credential')?.kept, logins.size);
    const greatest = [...logins.values()].sort((a, b) => b - a);
    const rows = eventsBy(await readRows(page), 'Value').map(([, count]) => count);
    assert.ok(rows.length >= 90);
    assert.deepEqual(rows, greatest.slice(0, rows.length));
    // The busiest source has a thousand sessions; one of the others is read whole.
    const [source = ''] = [...sources].find(([, count]) => count > 100 && count < 300) ?? [];
    const names = new Set(lines.filter(({ src_ip }) => src_ip === source).map(({ session }) => session));
    assert.equal(await countRows(await open(`/sessions?source=${source}`)), names.size, source);
  });
});
