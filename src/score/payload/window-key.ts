/** By what the window memory knows a short window: everything its features are made of. */
import { trait } from './class-traits.ts';
import type { Tokens } from './token-classes.ts';
import { lengthStep } from './whole-window.ts';

/** Longer windows rarely occur twice. */
const longestKnown = 12;

export interface WindowKey {
  /** Overwritten by each `fill`. */
  key: Int32Array;
  /** Fills `key` and returns its length; 0 where the window is too long or its features also depend on letters. */
  fill(tokens: Tokens, first: number, last: number, seen: number, kind: number, keyHash: number): number;
}

export function createWindowKey(traits: Uint8Array): WindowKey {
  const key = new Int32Array(longestKnown * 2 + 6);

  function fill(
    { kind: kinds, hash: names, start, end, disguise }: Tokens,
    first: number,
    last: number,
    seen: number,
    kind: number,
    keyHash: number,
  ): number {
    if (last - first > longestKnown) return 0;
    let longest = 0;
    let length = 6;
    for (let at = first; at < last; at += 1) {
      const c = kinds[at]!;
      const what = traits[c]!;
      // What is compared is compared by name.
      if ((what & trait.comparing) !== 0) return 0;
      key[length] = c;
      key[length + 1] = (what & trait.figure) !== 0 ? 0 : names[at]!;
      length += 2;
      if ((what & trait.punctuation) !== 0) continue;
      const letters = end[at]! - start[at]!;
      if (letters >= 4 && (what & trait.plainWord) !== 0) return 0;
      if (letters > longest) longest = letters;
    }
    key[0] = seen;
    key[1] = disguise;
    key[2] = kind;
    key[3] = keyHash;
    key[4] = first === 0 ? 1 : 0;
    key[5] = lengthStep(longest);
    return length;
  }

  return { key, fill };
}
