/**
 * Runs of ordinary words. An attack between long sentences would share its window with them and look harmless, so
 * a run is left out but for the few words that stand next to something else.
 */
import { apostrophe, lexicalClass, punctuationClass, shapes, type Tokens } from './token-classes.ts';

/** Shorter runs stay whole. */
const shortestRun = 10;
/** Words of a run that are kept as context on either side. */
const kept = 2;
const maxStretches = 512;

export interface Stretches {
  count: number;
  /** First token of each stretch and one past its last. */
  first: Int32Array;
  last: Int32Array;
}

export interface CalmFinder {
  /** What is left of the tokens; never empty. The result is overwritten by the next call. */
  find(tokens: Tokens): Stretches;
}

export function createCalmFinder(): CalmFinder {
  const calm = new Uint8Array(256);
  for (const kind of [shapes.shortWord, shapes.word, shapes.foreignWord, shapes.letter, apostrophe])
    calm[kind] = 1;
  for (const name of [
    'prose',
    'orAnd',
    'sqlLike',
    'sqlMisc',
    'cmdWeak',
    'tagPlain',
    'codePlain',
    'link',
    'mediaKind',
  ])
    calm[lexicalClass(name)] = 1;
  for (const mark of [',', '.']) calm[punctuationClass(mark)] = 1;
  const found: Stretches = {
    count: 0,
    first: new Int32Array(maxStretches),
    last: new Int32Array(maxStretches),
  };

  function add(first: number, last: number): void {
    if (last <= first) return;
    const at = found.count < maxStretches ? found.count : maxStretches - 1;
    if (at === found.count) {
      found.first[at] = first;
      found.count += 1;
    }
    found.last[at] = last;
  }

  return {
    find({ kind, count }) {
      found.count = 0;
      let from = 0;
      for (let at = 0; at < count; ) {
        if (calm[kind[at]!] === 0) {
          at += 1;
          continue;
        }
        const start = at;
        while (at < count && calm[kind[at]!] === 1) at += 1;
        if (at - start < shortestRun) continue;
        if (start > 0) add(from, start + kept);
        from = at < count ? at - kept : count;
      }
      add(from, count);
      // Nothing but calm words: their beginning stands for all of them.
      if (found.count === 0) add(0, Math.min(count, shortestRun * 2));
      return found;
    },
  };
}
