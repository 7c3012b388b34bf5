/** What the features ask of a token's class, as bits. */
import { isLexical, isPunctuation, lexicalClass, punctuationClass, shapes } from './token-classes.ts';

export const trait = {
  punctuation: 1,
  lexical: 2,
  prose: 4,
  plainWord: 8,
  figure: 16,
  comparing: 32,
} as const;

/** The bits of each class. */
export function createClassTraits(): Uint8Array {
  const traits = new Uint8Array(256);
  const proseClass = lexicalClass('prose');
  for (let c = 0; c < 256; c += 1) {
    if (isPunctuation(c)) traits[c]! |= trait.punctuation;
    if (isLexical(c)) traits[c]! |= c === proseClass ? trait.prose : trait.lexical;
    if (c === shapes.word || c === shapes.mixedWord || c === shapes.longWord) traits[c]! |= trait.plainWord;
    if (c === shapes.number || c === shapes.longNumber || c === shapes.hexNumber) traits[c]! |= trait.figure;
  }
  for (const c of [lexicalClass('orAnd'), lexicalClass('sqlLike'), punctuationClass('=')])
    traits[c]! |= trait.comparing;
  return traits;
}
