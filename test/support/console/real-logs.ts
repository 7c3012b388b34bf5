/** Real logs in the console: read as `decoyverse import` reads them, on a server whose clock is that of the logs. */
import assert from 'node:assert/strict';
import { createReadStream } from 'node:fs';
import type { TestContext } from 'node:test';
import type { Page } from 'playwright-core';
import type { DraftEvent } from '../../../src/core/event.ts';
import { readAny } from '../../../src/ingest/read-any.ts';
import { type ConsoleLab, type OpenOptions, openConsole, until } from './open.ts';

export interface RealLogs {
  lab: ConsoleLab;
  open(path: string, options?: OpenOptions): Promise<Page>;
  get<T>(path: string): Promise<T>;
}

/** One node for each file; every line that is an event must be accepted. */
export async function openRealLogs(
  t: Pick<TestContext, 'after'>,
  files: Readonly<Record<string, string>>,
  nowMs: number,
): Promise<RealLogs> {
  const lab = await openConsole(t, { events: [], overrides: { clock: () => nowMs } });
  for (const [name, file] of Object.entries(files)) {
    const node = await lab.server.createNode(lab.user, name);
    const place = { user_id: lab.user.id, node_id: node.id };
    const send = async (drafts: readonly DraftEvent[]): Promise<void> => {
      const results = await lab.server.pipeline.accept(place, drafts);
      assert.ok(results.every(({ status }) => status === 'accepted'));
    };
    for await (const entries of readAny(createReadStream(file), new Date(nowMs).toISOString())) {
      const drafts = entries.flatMap((entry) => (entry.status === 'draft' ? [entry.draft] : []));
      for (let at = 0; at < drafts.length; at += 500) await send(drafts.slice(at, at + 500));
    }
  }
  return {
    lab,
    open: (path, options = {}) => lab.open(path, { height: 4500, nowMs, ...options }),
    async get<T>(path: string) {
      const { status, body } = await lab.server.call<T & object>('GET', path, { headers: lab.user.headers });
      assert.equal(status, 200, path);
      return body as T;
    },
  };
}

/** "1,001" → 1001. */
export const toNumber = (text: string): number => Number(text.replaceAll(',', ''));

/** How many rows the list says that it has, when all are loaded. */
export async function countRows(page: Page): Promise<number> {
  const grid = page.getByRole('grid');
  const status = page.getByRole('status').filter({ hasText: /\d rows?/ });
  const said = async (): Promise<string> => (await status.first().textContent()) ?? '';
  await status.first().waitFor();
  await until(async () => {
    if (!(await said()).includes('there are more')) return true;
    await grid.evaluate((node) => node.scrollTo(0, node.scrollHeight));
    return false;
  });
  return toNumber(/[\d,]+/.exec(await said())?.[0] ?? '');
}

/** The cells of the rows that are drawn, by the names of their columns. */
export async function readRows(page: Page): Promise<Record<string, string>[]> {
  const grid = page.getByRole('grid');
  await grid.getByRole('gridcell').first().waitFor();
  const [names = [], ...rows] = await grid
    .getByRole('row')
    .evaluateAll((list) =>
      list.map((row) =>
        [...row.querySelectorAll('[role=columnheader], [role=gridcell]')].map(
          (cell) => cell.textContent ?? '',
        ),
      ),
    );
  return rows.map((cells) => Object.fromEntries(cells.map((cell, at) => [names[at] ?? '', cell])));
}

/** A ranked list of bars: value → number. */
export async function readBars(page: Page, name: string): Promise<Map<string, number>> {
  const list = page.getByRole('list', { name, exact: true });
  await list.waitFor();
  const bars = await list
    .getByRole('listitem')
    .evaluateAll((items) =>
      items.map((item) => [
        item.querySelector('.truncate')?.textContent ?? '',
        item.querySelector('.num')?.textContent ?? '',
      ]),
    );
  return new Map(bars.map(([value = '', count = '']) => [value, toNumber(count)]));
}
