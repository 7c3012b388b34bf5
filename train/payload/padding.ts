/**
 * Texts within calm words. Whoever wants to be overlooked writes sentences before or after the payload, bare or in a
 * field of a form or of JSON, so the model is shown some attacks of each set that way, and harmless written texts
 * beside them; such rows belong to the set they come from and are never measured.
 */
import { wordHash } from '../../src/score/payload/lexicon.ts';
import { expand, readGrammar } from './grammar.ts';
import { createRandom } from './learn.ts';
import type { Row } from './sets.ts';

/** One attack in so many is padded, and one harmless written text. */
const every = 2;
const everyHarmless = 5;
const longest = 400;
/** What a payload's beginning looks like when words before it would change what it is. */
const notFree = /^(?:[A-Z]+ \S+ HTTP|[\w.-]+=|\/|\?|[A-Za-z-]+: )/;

export function pad(rows: readonly Row[], seed: number): Row[] {
  const grammar = readGrammar('benign', 'attack');
  const random = createRandom(seed);
  const fill = (template: string) => expand(grammar, template, random);
  const words = (): string => {
    const way = random();
    return fill(way < 0.6 ? '«calm»' : way < 0.85 ? '«calm» «calm»' : '«calm» «calm» «calm»');
  };
  const padded: Row[] = [];
  for (const row of rows) {
    if (
      row.role === 'padded' ||
      row.use === 'measured' ||
      row.text.length > longest ||
      notFree.test(row.text)
    )
      continue;
    if (row.attack ? row.role !== undefined : row.set !== 'written') continue;
    if ((wordHash(row.text) >>> 5) % (row.attack ? every : everyHarmless) !== 0) continue;
    const side = random();
    const before = side < 0.75 ? `${words()} ` : '';
    const after = side > 0.25 ? ` ${words()}` : '';
    const text = `${before}${row.text}${after}`;
    padded.push({ ...row, text: inField(text, fill, random()), role: 'padded' });
  }
  return padded;
}

/** Bare, or in a field that people write sentences into. */
function inField(text: string, fill: (template: string) => string, way: number): string {
  if (way < 0.6) return text;
  if (way < 0.8) return JSON.stringify({ [fill('«key»')]: fill('«noun»'), [fill('«talk»')]: text });
  const coded = encodeURIComponent(text.replaceAll(/[\ud800-\udfff]/g, '?'));
  return `${fill('«key»')}=${fill('«noun»')}&${fill('«talk»')}=${coded}`;
}
