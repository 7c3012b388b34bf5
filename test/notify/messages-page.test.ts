import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { toContent, toHeadline, toPlain } from '../../src/notify/message/content.ts';
import { prepareNotice } from '../../src/notify/message/prepare.ts';
import { situations } from '../support/notify/situations.ts';
import { messagesPage } from '../support/notify/situations-page.ts';

const file = fileURLToPath(new URL('../../docs/messages.md', import.meta.url));

describe('docs/messages.md', () => {
  it('shows what each channel says in ten situations', async () => {
    const page = await messagesPage();
    if (process.env.UPDATE_DOCS) writeFileSync(file, page);
    assert.ok(existsSync(file));
    assert.equal(readFileSync(file, 'utf8'), page, 'docs/messages.md shows other messages');
    assert.doesNotMatch(page, /Winter2026|Summer2026/, 'captured passwords are masked');
  });

  for (const [name, notice] of situations)
    it(`has all that a person needs on its first screen: ${name}`, () => {
      const content = toContent(prepareNotice(notice, { channel: 'ntfy' }));
      assert.match(toHeadline(content, 150), /^\[(?:CRITICAL|HIGH)\] /);
      // Twenty lines of a mail, a chat or a phone.
      const screen = toPlain(content).split('\n').slice(0, 20).join('\n');
      for (const part of [/What to do: \S/, /Open: https:/, /Why:\n- \S/]) assert.match(screen, part);
      if (notice.about === undefined)
        for (const part of [
          /Where: \S/,
          /Who: \S/,
          /When: .* CET/,
          /How often: \S/,
          /Assessment: risk/,
          /What: \S/,
        ])
          assert.match(screen, part);
      if (notice.facts?.account && notice.occasion !== 'wave')
        assert.ok(screen.includes(`Account: ${notice.facts.account}`), screen);
    });
});
