import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hostileEvents, hostilePayloads, sampleEvents } from '../support/console/events.ts';
import { incidentEvents } from '../support/console/incidents.ts';
import { type ConsoleLab, openConsole, until } from '../support/console/open.ts';

const intruder = '203.0.113.66';
const openVisited = (t: Parameters<typeof openConsole>[0]): Promise<ConsoleLab> => {
  const at = Date.now();
  return openConsole(t, { events: [...incidentEvents(at, 40), ...sampleEvents(at)] });
};
const hidden = /[\u202E\u200B\u2060\uFEFF\u001B\u{E0041}]/u;

describe('attackers', () => {
  it('are listed in three orders, and one shows all that it did, with a way back to the same place', async (t) => {
    const lab = await openVisited(t);
    const page = await lab.open('/attackers', { height: 700 });
    const grid = page.getByRole('grid', { name: 'Attackers' });
    const rows = grid.locator('[role=row][id]');
    await page.getByRole('button', { name: 'Most events' }).click();
    await page.waitForURL(/\?order=total_attacks$/);
    await rows.first().getByText(intruder).waitFor();
    await page.getByRole('button', { name: 'Highest risk' }).click();
    await page.waitForURL(/\?order=max_risk_score$/);
    await page.goBack();
    await page.waitForURL(/\?order=total_attacks$/);
    await grid.evaluate((element) => element.scrollTo(0, 500));
    const offset = (): Promise<number> => grid.evaluate((element) => element.scrollTop);
    await until(async () => (await offset()) === 500);
    await rows.nth(18).click({ position: { x: 20, y: 10 } });
    await page.getByRole('region', { name: 'Attacker' }).getByText('What they did').waitFor();
    await page.goBack();
    assert.equal(await offset(), 500);

    await grid.evaluate((element) => element.scrollTo(0, 0));
    await rows.filter({ hasText: intruder }).click({ position: { x: 20, y: 10 } });
    const pane = page.getByRole('region', { name: 'Attacker' });
    const { body } = await lab.server.call<{ total_attacks: number }>(
      'GET',
      `/api/attacker-profile/${intruder}`,
      { headers: lab.user.headers },
    );
    await pane.getByText(`${body.total_attacks} events`).waitFor();
    await pane.getByText('3 commands').waitFor();
    await lab.check(page);
    await pane.getByText(/tried to install malware on ssh/).click();
    await page.locator('[data-sentence]').waitFor();
    await page.getByRole('list', { name: 'Filters' }).getByText(`Source: ${intruder}`).waitFor();
    await page.goBack();
    await pane.getByText('What they did').waitFor();
  });

  it('are blocked and suppressed from their page, and both are taken back', async (t) => {
    const lab = await openVisited(t);
    const page = await lab.open(`/attackers/${intruder}`, { width: 390, height: 844 });
    const says = (text: string) => page.getByRole('alertdialog').filter({ hasText: text });
    const bar = page.getByRole('toolbar');
    await bar.getByRole('button', { name: 'Block' }).tap();
    await page.getByRole('dialog').getByRole('button', { name: 'Block', exact: true }).tap();
    await says('is on the block list').waitFor();
    const blocked = async () =>
      (
        await lab.server.call<{ data: { ip_address: string; expires_at: string | null }[] }>(
          'GET',
          '/api/blocked-ips',
          { headers: lab.user.headers },
        )
      ).body.data;
    const [block] = await blocked();
    assert.equal(block?.ip_address, intruder);
    assert.notEqual(block?.expires_at, null, 'a block ends by itself unless somebody wants it otherwise');
    await page.getByRole('button', { name: 'Undo' }).first().tap();
    await until(async () => (await blocked()).length === 0);
    await bar.getByRole('button', { name: 'Suppress' }).tap();
    await page.locator('[data-preview]').getByText('16 stored events match').waitFor();
    await lab.check(page);
    await page.getByRole('button', { name: 'Hide from now on' }).tap();
    await says('Events like this raise no alert from now on').waitFor();
    const named = await lab.open('/attackers/fin-laptop-07');
    await named.getByRole('toolbar').getByRole('button', { name: 'Block' }).click();
    await named.getByText('This source is the name of a host').waitFor();
  });

  it('have one answer for all of their open incidents, with a way back', async (t) => {
    const lab = await openVisited(t);
    const statuses = async (): Promise<string[]> =>
      (
        await lab.server.call<{ items: { status: string }[] }>('GET', `/api/incidents?source=${intruder}`, {
          headers: lab.user.headers,
        })
      ).body.items.map(({ status }) => status);
    const before = await statuses();
    assert.ok(before.includes('open'));
    const page = await lab.open(`/attackers/${intruder}`);
    const says = (text: RegExp) => page.getByRole('alertdialog').filter({ hasText: text });
    await page.getByRole('button', { name: 'Resolve all' }).click();
    await says(/resolved/).waitFor();
    assert.deepEqual([...new Set(await statuses())], ['resolved']);
    await page.getByRole('button', { name: 'Resolve all' }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Undo' }).first().click();
    await until(async () => (await statuses()).join() === before.join());
    await page.getByRole('button', { name: 'Acknowledge all' }).click();
    await says(/acknowledged/).waitFor();
    await lab.check(page);
  });
});

describe('sessions', () => {
  it('are a transcript with its judgement, searched by key, with the credentials that were tried', async (t) => {
    const lab = await openVisited(t);
    const page = await lab.open('/sessions');
    const grid = page.getByRole('grid', { name: 'Sessions' });
    await grid
      .locator('[role=row]')
      .filter({ hasText: intruder })
      .click({ position: { x: 20, y: 10 } });
    const pane = page.getByRole('region', { name: 'Session', exact: true });
    await pane.getByText('14 events in 2 min 6 sec').waitFor();
    const credentials = pane.getByRole('table').getByRole('row');
    assert.equal(await credentials.count(), 11);
    await credentials.filter({ hasText: 'dragon' }).getByText('accepted').waitFor();
    const steps = pane.getByRole('list', { name: 'Transcript' }).locator(':scope > li');
    assert.equal(await steps.count(), 6);
    await steps.first().getByText('9 refused sign-ins').waitFor();
    const miner = steps.filter({ hasText: 'chmod +x .x' });
    await miner.getByText('Malware deployment').waitFor();
    await miner.getByText('Tactic:').waitFor();
    await miner.getByText(/^1:4\d$/).waitFor();
    await lab.check(page);
    await page.keyboard.press('f');
    await page.keyboard.type('CRONTAB');
    await pane.getByText('1 step matches').waitFor();
    assert.equal(await steps.count(), 1);
    await pane.locator('mark').getByText('crontab').first().waitFor();
    assert.match(page.url(), /find=CRONTAB/);
    await page.keyboard.press('Control+A');
    await page.keyboard.type('no such thing');
    await pane.getByText('No step of this session contains that.').waitFor();
    await page.goBack();
    await page.waitForURL(/\/sessions$/);
    await grid.waitFor();
  });

  it("show an attacker's bytes as text, and so do attackers", async (t) => {
    const lab = await openConsole(t, { events: hostileEvents(Date.now()) });
    const list = async (path: string) =>
      (
        await lab.server.call<{ items: { node_id: string; session: string; source_ip: string }[] }>(
          'GET',
          `${path}?limit=100`,
          { headers: lab.user.headers },
        )
      ).body.items;
    const sessions = await list('/api/sessions');
    assert.equal(sessions.length, hostilePayloads.length);
    const page = await lab.open('/sessions');
    const look = async (path: string): Promise<void> => {
      await page.goto(`${lab.server.address}/console${path}`);
      await page.locator('main article').waitFor();
      await page.locator('main .skeleton').first().waitFor({ state: 'detached' });
      assert.doesNotMatch((await page.locator('main').textContent()) ?? '', hidden);
      assert.equal(
        await page.locator('main script, main iframe, main base, main img, main a[href^=javascript]').count(),
        0,
      );
    };
    for (const { node_id, session, source_ip } of sessions) {
      await look(`/sessions/${encodeURIComponent(`${node_id}~${session}`)}`);
      await look(`/attackers/${encodeURIComponent(source_ip)}`);
    }
    await lab.check(page);
  });
});
