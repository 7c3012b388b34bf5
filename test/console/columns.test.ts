import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { toMoved, toOrdered, toTrack, toWidth } from '../../console/parts/column-choices.ts';
import { openConsole, until } from '../support/console/open.ts';

const names = (page: Page): Promise<string[]> =>
  page.getByRole('grid').getByRole('columnheader').allTextContents();
const widthOf = async (page: Page, name: string): Promise<number> =>
  Math.round((await page.getByRole('columnheader', { name }).boundingBox())?.width ?? 0);

describe('columns of a list', () => {
  it('are moved, widened and sorted by as a person likes, and are so in their next browser', async (t) => {
    const lab = await openConsole(t);
    const page = await lab.open('/sessions');
    const before = await names(page);
    await page.getByRole('button', { name: 'Columns' }).click();
    const menu = page.getByRole('dialog', { name: 'Columns' });
    const second = before[1] ?? '';
    await menu.getByRole('button', { name: `Move ${second} to the left` }).click();
    assert.deepEqual((await names(page)).slice(0, 2), [second, before[0]]);
    const start = await widthOf(page, second);
    await menu.getByRole('button', { name: `Make ${second} wider` }).click();
    await until(async () => (await widthOf(page, second)) === start + 24);
    await menu.getByRole('checkbox').nth(3).locator('xpath=ancestor::label').click();
    assert.equal((await names(page)).length, before.length - 1);
    await lab.check(page);
    await page.keyboard.press('Escape');

    // By the mouse, at the edge of the head.
    const head = page.getByRole('columnheader', { name: second });
    const box = (await head.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    await page.mouse.move(box.x + box.width - 3, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width + 37, box.y + box.height / 2, { steps: 4 });
    await page.mouse.up();
    await until(async () => (await widthOf(page, second)) === Math.round(box.width) + 40);
    const sorted = page.getByRole('columnheader').getByRole('button').first();
    const name = (await sorted.textContent()) ?? '';
    await sorted.click();
    const isSorted = (one: Page) => one.getByRole('columnheader', { name }).getAttribute('aria-sort');
    const order = await isSorted(page);
    assert.match(order ?? '', /ascending|descending/);
    const chosen = await names(page);
    const width = await widthOf(page, second);
    await until(async () => {
      const { body } = await lab.server.call<{ preferences: { sorts?: object; widths?: object } | null }>(
        'GET',
        '/api/preferences',
        { headers: lab.user.headers },
      );
      return (
        JSON.stringify([body.preferences?.sorts, body.preferences?.widths]).match(/sessions/g)?.length === 2
      );
    });

    const other = await lab.open('/sessions');
    await until(async () => (await names(other)).join() === chosen.join());
    assert.equal(await isSorted(other), order);
    assert.equal(await widthOf(other, second), width);
    await other.getByRole('button', { name: 'Columns' }).click();
    await other.getByRole('button', { name: 'As at first' }).click();
    await until(async () => (await names(other)).join() === before.join());
    await lab.check(other);
  });

  it('keep their own order where nobody has placed them', () => {
    const columns = ['a', 'b', 'c', 'new'].map((id) => ({ id }));
    assert.deepEqual(
      toOrdered(columns, ['c', 'gone', 'a', 'b']).map(({ id }) => id),
      ['c', 'a', 'b', 'new'],
    );
    for (const order of [undefined, [], ['gone']]) assert.deepEqual(toOrdered(columns, order), columns);
    assert.deepEqual(toMoved(['a', 'b', 'c'], 'c', -1), ['a', 'c', 'b']);
    assert.deepEqual(toMoved(['a', 'b', 'c'], 'a', -1), ['a', 'b', 'c']);
    assert.deepEqual(toMoved(['a', 'b', 'c'], 'c', 1), ['a', 'b', 'c']);
    assert.deepEqual(toMoved(['a', 'b', 'c'], 'gone', 1), ['a', 'b', 'c']);
    for (const px of [-5, 0, 39.6, 1e9, Number.POSITIVE_INFINITY]) {
      const width = toWidth(px);
      assert.ok(width >= 40 && width <= 2000, String(px));
    }
    assert.equal(toTrack('minmax(1px, 1fr)', undefined), 'minmax(1px, 1fr)');
    assert.equal(toTrack('66px', 120), 'minmax(40px, 120px)');
  });
});
