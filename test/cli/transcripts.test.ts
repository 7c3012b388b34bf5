import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { createPlace } from '../support/command-line.ts';
import { parseTranscript, runTranscript } from '../support/transcript.ts';

const folder = join(import.meta.dirname, 'transcripts');
const names = readdirSync(folder).filter((name) => name.endsWith('.txt'));
/** `UPDATE_TRANSCRIPTS=1 npm test -- test/cli/transcripts.test.ts` writes them anew: read the difference before it is committed. */
const isUpdate = process.env.UPDATE_TRANSCRIPTS === '1';

describe('the command line, as its transcripts show it', () => {
  it('has transcripts', () => {
    assert.ok(names.length >= 4, `only ${names.length} found`);
  });

  for (const name of names)
    it(`does what ${name} says`, async (t) => {
      const path = join(folder, name);
      const expected = readFileSync(path, 'utf8');
      const actual = await runTranscript(expected, createPlace(t));
      if (isUpdate) writeFileSync(path, actual);
      else assert.equal(actual, expected);
    });
});

describe('a transcript', () => {
  it('has no line that says nothing', () => {
    assert.throws(() => parseTranscript('$ decoyverse\nresult without a mark\n'), /line 2/);
    assert.throws(() => parseTranscript('-- a.txt\nno end\n'), /line 1/);
  });

  it('differs when the program does anything else', async (t) => {
    const wrong = '$ decoyverse nope\n! error: something else\n= 0\n';
    const actual = await runTranscript(wrong, createPlace(t));
    assert.match(actual, /^\$ decoyverse nope\n! error: unknown command 'nope'.*\n! hint: .+\n= 2\n$/);
  });
});
