import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Notice } from '../../src/core/channel.ts';
import { services } from '../../src/notify/template/services.ts';
import { openBrowser } from '../support/console/open.ts';
import { drawMail, openMail, showsMail } from '../support/notify/mail-picture.ts';
import { mailOf, readAs, readers } from '../support/notify/readers.ts';
import { situations } from '../support/notify/situations.ts';
import { situationPage, situationsTable, slugOf } from '../support/notify/situations-page.ts';

const docs = fileURLToPath(new URL('../../docs/', import.meta.url));
const isUpdate = process.env.UPDATE_DOCS !== undefined;
const part = /<!-- situations all -->\n([\s\S]*?)\n?<!-- end -->/;

/** What a person needs at three in the night; `label` as our texts have it. */
function needsOf(notice: Notice): string[] {
  const needs = ['What to do'];
  if (notice.about === undefined) needs.push('Where', 'Who', 'When', 'Assessment', 'What');
  if (notice.about === 'node') needs.push('Where', 'When');
  if (notice.facts?.account && notice.occasion !== 'wave') needs.push(notice.facts.account);
  needs.push(notice.reasons[0]!.split(':')[0]!.slice(0, 30));
  return needs;
}

/** Lines as a phone breaks them. */
const brokenAt = (text: string, width: number): string[] =>
  text.split('\n').flatMap((line) => line.match(new RegExp(`.{1,${width}}`, 'gu')) ?? ['']);

describe('ten situations', () => {
  let all: [string, Notice][] = [];
  before(async () => {
    all = await situations();
  });

  it('stand in docs/messages, to which docs/channels.md leads, as each channel and template shows them', async () => {
    assert.equal(all.length, 10);
    for (const [name, notice] of all) {
      const file = `${docs}messages/${slugOf(name)}.md`;
      const page = await situationPage(name, notice);
      if (isUpdate) writeFileSync(file, page);
      else assert.equal(readFileSync(file, 'utf8'), page, `${file} shows other messages`);
      assert.doesNotMatch(page, /Winter2\d|Summer2/, 'captured passwords are masked');
      for (const { title } of Object.values(services))
        assert.ok(page.includes(`<summary>${title}</summary>`));
    }
    const file = `${docs}channels.md`;
    const text = readFileSync(file, 'utf8');
    const table = situationsTable(all);
    if (isUpdate)
      writeFileSync(
        file,
        text.replace(part, () => `<!-- situations all -->\n${table}\n<!-- end -->`),
      );
    else assert.equal(part.exec(text)?.[1], table, 'docs/channels.md names other messages');
  });

  it('are shown as mails by pictures that are those of today', async (t) => {
    if (isUpdate) {
      const browser = await openBrowser();
      t.after(() => browser.close());
      mkdirSync(`${docs}messages`, { recursive: true });
      for (const [name, notice] of all)
        writeFileSync(`${docs}messages/${slugOf(name)}.png`, await drawMail(browser, notice));
    }
    for (const [name, notice] of all) {
      const file = `${docs}messages/${slugOf(name)}.png`;
      assert.ok(existsSync(file), file);
      assert.ok(showsMail(readFileSync(file), notice), `${file} shows an older mail`);
      assert.equal(showsMail(readFileSync(file), { ...notice, title: 'another' }), false);
    }
  });

  it('have all that a person needs on the first screen of a mail, on a phone too', async (t) => {
    const browser = await openBrowser();
    t.after(() => browser.close());
    for (const [name, notice] of all) {
      assert.match(mailOf(notice).subject, /^\[(?:CRITICAL|HIGH)\] /);
      for (const size of [
        { width: 390, height: 844 },
        { width: 1280, height: 720 },
      ]) {
        const page = await openMail(browser, notice, size);
        for (const need of [...needsOf(notice), 'Open the incident']) {
          const box = await page.getByText(need, { exact: false }).first().boundingBox();
          assert.ok(
            box && box.y + box.height <= size.height,
            `${name}: “${need}” is not on the first screen of ${size.width}`,
          );
          assert.ok(
            box.x + box.width <= size.width,
            `${name}: “${need}” is wider than the screen of ${size.width}`,
          );
        }
        await page.close();
      }
    }
  });

  for (const channel of ['slack', 'teams', 'ntfy'])
    it(`have all that a person needs on the first screen of ${channel}`, async () => {
      for (const [name, notice] of all) {
        // 36 lines of 44 characters are what a phone shows.
        const screen = brokenAt(await readAs(channel, notice), 44)
          .slice(0, 36)
          .join('');
        for (const need of [...needsOf(notice), 'Open'])
          assert.ok(screen.includes(need), `${name}: ${need}\n${screen}`);
        assert.match(screen, /CRITICAL|HIGH/, name);
      }
    });

  it('can be acknowledged where there is something to acknowledge, from every channel that people read', async () => {
    for (const [name, notice] of all)
      for (const channel of Object.keys(readers)) {
        const words = await readAs(channel, notice);
        assert.equal(/Acknowledge\]?/.test(words), !!notice.acknowledge, `${name} on ${channel}\n${words}`);
      }
  });
});
