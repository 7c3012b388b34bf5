import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openConsole } from '../support/console/open.ts';

describe('the page of tokens', () => {
  it('makes a token, shows its address and its uses as they happen, tests, disables, and deletes it', async (t) => {
    const lab = await openConsole(t, { events: [] });
    const page = await lab.open('/tokens');
    await page.getByText('No tokens yet').waitFor();
    await page.getByRole('button', { name: 'New token' }).click();
    await page.getByLabel('Where it is planted').fill('<b>bookmark</b> of \u202ecnanif');
    await page.getByLabel('Owner').fill('Ada');
    await page.getByRole('button', { name: 'Make token' }).click();
    const detail = page.getByRole('region', { name: 'Token' });
    await detail.getByRole('img', { name: 'QR code of the address' }).waitFor();
    await page.getByRole('grid').getByText('<b>bookmark</b> of \\u202ecnanif').waitFor();
    // On a page of its own: React Aria still announces the button of the dialog that has just been closed.
    const fresh = await lab.open(new URL(page.url()).pathname.replace('/console', ''));
    await fresh.getByRole('img', { name: 'QR code of the address' }).waitFor();
    await lab.check(fresh);
    const address =
      (await detail.getByRole('link', { name: 'Open it in a new window' }).getAttribute('href')) ?? '';
    await page.locator('[data-live=true]').waitFor();

    await detail.getByRole('button', { name: 'Test' }).click();
    await page.getByText('A test event is stored').waitFor();
    assert.equal((await fetch(address)).status, 200);
    await detail.locator('dd').first().getByText('1', { exact: true }).waitFor();

    await detail.getByRole('button', { name: 'Disable' }).click();
    await page.getByText('The token is disabled').waitFor();
    assert.equal((await fetch(address)).status, 404);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('The token reports again').waitFor();
    assert.equal((await fetch(address)).status, 200);

    await detail.getByRole('button', { name: 'Edit' }).click();
    await page.getByLabel('Answer').click();
    await page.getByRole('option', { name: 'Redirect' }).click();
    await page.getByLabel('Redirect to').fill('ftp://files.example.org');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('must be an address that begins with').waitFor();
    await page.getByLabel('Redirect to').fill('https://intranet.example.org/');
    await page.getByRole('button', { name: 'Save' }).click();
    await detail.getByText('https://intranet.example.org/').waitFor();
    const moved = await fetch(address, { redirect: 'manual' });
    assert.equal(moved.headers.get('location'), 'https://intranet.example.org/');

    await detail.getByRole('link', { name: 'Events of this token' }).click();
    await page.getByRole('grid', { name: 'Events' }).getByText('GET /t/token-').first().waitFor();
    await page.goBack();
    await detail.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('No tokens yet').waitFor();
    assert.equal((await fetch(address)).status, 404);
    const phone = await lab.open('/tokens', { width: 390, theme: 'dark' });
    await phone.getByRole('button', { name: 'New token' }).click();
    await phone.getByRole('dialog', { name: 'New token' }).getByLabel('Owner').waitFor();
    assert.deepEqual(lab.complaintsOf(phone), []);
    assert.deepEqual(
      lab.complaintsOf(page).filter((text) => !text.includes('422')),
      [],
    );
  });
});
