/**
 * No pattern of ours takes the square of its input, or worse: attackers choose the input. Every regular expression written in
 * src/ is put to a checker (recheck) that decides this from its automaton.
 */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { check } from 'recheck';
import { parseAst } from 'vite';
import { filesBelow } from '../support/source.ts';

/** Patterns whose input is short whatever anybody sends, and why. */
const boundedInput: Readonly<Record<string, string>> = {
  '/\\/+$/': 'settings of the operator (src/config/values.ts, src/score/remote-scorer.ts)',
  '/=+$/': 'the first 256 characters of a payload (src/score/protocol/wire.ts)',
  '/^[^\\s@]+@[^\\s@]+\\.[^\\s@]+$/': 'at most 254 characters of a command line (src/cli/commands/user.ts)',
};
/**
 * Patterns whose automaton is too large to decide within two seconds (many bounded repeats, look-around). Which these are must
 * not depend on how busy a machine is, so they are a list: UPDATE_UNDECIDED=1 makes it anew, which takes minutes.
 */
const listFile = join(import.meta.dirname, 'undecided-patterns.txt');
const isListing = process.env.UPDATE_UNDECIDED === '1';
/** Of a pattern that is not on the list: many times what the slowest needs. */
const mostMs = isListing ? 2000 : 30_000;

interface Pattern {
  source: string;
  flags: string;
  file: string;
}

function patternsIn(path: string): Pattern[] {
  const found: Pattern[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const { type, regex } = value as { type?: unknown; regex?: { pattern: string; flags: string } };
    if (type === 'Literal' && regex) found.push({ source: regex.pattern, flags: regex.flags, file: path });
    for (const inner of Object.values(value)) visit(inner);
  };
  const root = join(import.meta.dirname, '..', '..');
  visit(parseAst(readFileSync(join(root, path), 'utf8'), { lang: 'ts' }));
  return found;
}

describe('the regular expressions of src/', { timeout: isListing ? 900_000 : 170_000 }, () => {
  it('take time in proportion to their input', async (t) => {
    const all = new Map<string, Pattern>();
    for (const { path } of filesBelow('src'))
      for (const pattern of patternsIn(path)) all.set(`/${pattern.source}/${pattern.flags}`, pattern);
    assert.ok(all.size > 700, `only ${all.size} patterns found`);
    const listed = new Set(isListing ? [] : readFileSync(listFile, 'utf8').split('\n').filter(Boolean));
    const slow: string[] = [];
    const undecided: string[] = [];
    for (const [text, { source, flags, file }] of all) {
      if (Object.hasOwn(boundedInput, text) || listed.has(text)) continue;
      const verdict = await check(source, flags, { timeout: mostMs, checker: 'automaton' });
      if (verdict.status === 'vulnerable') slow.push(`${file} ${text}: ${verdict.complexity.summary}`);
      else if (verdict.status === 'unknown') undecided.push(text);
    }
    assert.deepEqual(slow, []);
    if (isListing) writeFileSync(listFile, `${undecided.join('\n')}\n`);
    else {
      t.diagnostic(`${all.size} patterns, ${listed.size} of them too large to decide`);
      assert.deepEqual(undecided, [], 'simpler patterns are decided; where none will do, UPDATE_UNDECIDED=1');
      assert.deepEqual(
        [...listed].filter((text) => !all.has(text)),
        [],
        'listed, and no longer in src/',
      );
      assert.ok(listed.size <= 140, `${listed.size} patterns cannot be decided`);
    }
  });

  it('would be found: the checker knows what it looks for', async () => {
    for (const source of ['[\\0\\s]+$', '(a+)+$', '\\s+x'])
      assert.equal((await check(source, '', { checker: 'automaton' })).status, 'vulnerable', source);
  });
});
