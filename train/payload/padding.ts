/**
 * Attacks within calm words. Whoever wants to be overlooked writes a sentence before or after the payload, so the
 * model is shown some attacks of each set that way; such rows belong to the set they come from and are never measured.
 */
import { wordHash } from '../../src/score/payload/lexicon.ts';
import { expand, readGrammar } from './grammar.ts';
import { createRandom } from './learn.ts';
import type { Row } from './sets.ts';

/** One row in so many is padded. */
const every = 2;
const longest = 400;
/** What a payload's beginning looks like when words before it would change what it is. */
const notFree = /^(?:[A-Z]+ \S+ HTTP|[\w.-]+=|\/|\?|[A-Za-z-]+: )/;

export function pad(rows: readonly Row[], seed: number): Row[] {
  const grammar = readGrammar('benign', 'attack');
  const random = createRandom(seed);
  const padded: Row[] = [];
  for (const row of rows) {
    if (!row.attack || row.role !== undefined || row.text.length > longest || notFree.test(row.text))
      continue;
    if ((wordHash(row.text) >>> 5) % every !== 0) continue;
    const way = random();
    const before = way < 0.75 ? `${expand(grammar, '«calm»', random)} ` : '';
    const after = way > 0.25 ? ` ${expand(grammar, '«calm»', random)}` : '';
    padded.push({ ...row, text: `${before}${row.text}${after}`, role: 'padded' });
  }
  return padded;
}
