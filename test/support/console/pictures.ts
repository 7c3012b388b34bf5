/**
 * Pictures of the console, kept in test/console/pictures and compared by their blocks: letters may be drawn a little
 * otherwise by another browser, a part that moved, vanished or lost its colour is seen. `UPDATE_PICTURES=1` writes them.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

const root = join(import.meta.dirname, '..', '..', '..');
const folder = join(root, 'test', 'console', 'pictures');
/** What a failed comparison saw; not under version control. */
const seenFolder = join(root, '.cache', 'pictures');

/** Share of blocks that may differ: a number that changed does, a column does not. */
export const tolerance = 0.015;

/** Runs in a page: the share of blocks of 8 × 8 px whose colour differs by more than a shade; 1 for another size. */
const differ = `(async ([a, b]) => {
  const load = async (data) => {
    const image = new Image();
    image.src = 'data:image/jpeg;base64,' + data;
    await image.decode();
    return image;
  };
  const [one, other] = [await load(a), await load(b)];
  if (one.width !== other.width || one.height !== other.height) return 1;
  const [width, height] = [Math.ceil(one.width / 8), Math.ceil(one.height / 8)];
  const pixels = (image) => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [width, height];
    const context = canvas.getContext('2d');
    context.imageSmoothingQuality = 'high';
    context.drawImage(image, 0, 0, width, height);
    return context.getImageData(0, 0, width, height).data;
  };
  const [these, those] = [pixels(one), pixels(other)];
  let count = 0;
  for (let at = 0; at < these.length; at += 4) {
    const by = [0, 1, 2].reduce((sum, channel) => sum + Math.abs(these[at + channel] - those[at + channel]), 0);
    if (by > 48) count++;
  }
  return count / (width * height);
})`;

export const takePicture = (page: Page): Promise<Buffer> =>
  page.locator('main').screenshot({ type: 'jpeg', quality: 60, animations: 'disabled', caret: 'hide' });

/** From 0, the same, to 1. */
export async function comparePictures(page: Page, one: Buffer, other: Buffer): Promise<number> {
  // A page of its own: the console's policy forbids what the comparison does.
  const bench = await page.context().newPage();
  try {
    const given = JSON.stringify([one.toString('base64'), other.toString('base64')]);
    return Number(await bench.evaluate(`${differ}(${given})`));
  } finally {
    await bench.close();
  }
}

/** Null where the page looks as it did; otherwise what to do about it. */
export async function lookAgain(page: Page, name: string): Promise<string | null> {
  const now = await takePicture(page);
  const path = join(folder, `${name}.jpg`);
  if (process.env.UPDATE_PICTURES === '1') {
    mkdirSync(folder, { recursive: true });
    // One that is the same but for its noise stays, so that no change is made for nothing.
    if (!existsSync(path) || (await comparePictures(page, now, readFileSync(path))) > 0.001)
      writeFileSync(path, now);
    return null;
  }
  if (!existsSync(path)) return `${name}: there is no picture yet; UPDATE_PICTURES=1 makes it`;
  const share = await comparePictures(page, now, readFileSync(path));
  if (share <= tolerance) return null;
  mkdirSync(seenFolder, { recursive: true });
  writeFileSync(join(seenFolder, `${name}.jpg`), now);
  return `${name}: ${(share * 100).toFixed(1)} % of it looks otherwise. See .cache/pictures/${name}.jpg beside test/console/pictures/${name}.jpg; UPDATE_PICTURES=1 keeps the new one`;
}
