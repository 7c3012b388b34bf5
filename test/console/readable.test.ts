import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { type ConsoleLab, openConsole } from '../support/console/open.ts';

/** As sensors send them, and as people read them. */
const users: readonly (readonly [string, string])[] = [
  ['root\r\0', 'root'],
  ["b'deploy'", 'deploy'],
  ['JosÃ©', 'José'],
];

const open = async (t: Parameters<typeof openConsole>[0]): Promise<ConsoleLab> =>
  openConsole(t, {
    events: users.map(([username], at) => ({
      event_id: `try-${at}`,
      service: 'telnet',
      source_ip: '203.0.113.9',
      activity: 'login attempt',
      kind: 'login.failed',
      payload: `${username}:b'123456'`,
      timestamp: new Date(Date.now() - 60_000 + at).toISOString(),
      extra: { session: 's1', username, password: "b'123456'" },
    })),
  });

/** `\r` and NUL would be shown as escapes, what was taken for Latin-1 as two letters. */
const asSent = /\\r|\\u0000|\\0|b'|Ã/;

async function checkNames(where: ReturnType<Page['locator']>): Promise<void> {
  await where.getByText('José', { exact: true }).first().waitFor();
  const texts = (await where.locator('bdi').allTextContents()).map((text) => text.trim());
  for (const [, shown] of users) assert.ok(texts.includes(shown), `${shown}: ${JSON.stringify(texts)}`);
  assert.doesNotMatch(texts.join('\n'), asSent);
}

describe('what sensors make of names and passwords', () => {
  it('is undone in lists, details and rankings', async (t) => {
    const lab = await open(t);
    const list = await lab.open('/observables?kind=user');
    await checkNames(list.getByRole('grid'));
    const session = await lab.open(`/sessions/${encodeURIComponent(`${lab.node.id}~s1`)}`);
    const credentials = session.getByRole('table');
    await checkNames(credentials);
    assert.equal(
      await credentials.getByText('123456', { exact: true }).count(),
      3,
      (await credentials.textContent()) ?? undefined,
    );
    const password = await lab.open('/observables?kind=password');
    await password.getByRole('grid').getByText('123456', { exact: true }).click();
    const beside = password.getByRole('article').last();
    await checkNames(beside);
    const overview = await lab.open('/');
    const tries = overview.getByRole('list', { name: 'What they try' });
    await tries.getByText('José:123456').waitFor();
    assert.doesNotMatch((await tries.locator('bdi').allTextContents()).join('\n'), asSent);
    for (const page of [list, session, password, overview]) await lab.check(page);
  });

  it('is kept in what is copied and what is searched for', async (t) => {
    const lab = await open(t);
    const { body } = await lab.server.call<{ items: { id: string; value: string }[] }>(
      'GET',
      '/api/observables?kind=user',
      { headers: lab.user.headers },
    );
    const sent = body.items.find(({ value }) => value === "b'deploy'");
    assert.ok(sent, JSON.stringify(body.items));
    const page = await lab.open(`/observables/${encodeURIComponent(sent.id)}?kind=user`);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const detail = page.getByRole('article').last();
    await detail.getByText('deploy', { exact: true }).first().waitFor();
    await detail.getByRole('button', { name: 'Copy' }).first().click();
    assert.equal(await page.evaluate('navigator.clipboard.readText()'), "b'deploy'");
    const link = await detail
      .getByRole('link', { name: /events/i })
      .first()
      .getAttribute('href');
    assert.match(decodeURIComponent(link ?? ''), /b'deploy'/);
  });
});
