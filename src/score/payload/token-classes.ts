/** The classes of tokens, and the arrays that a text's tokens are written to. */
import { wordClasses } from './lexicon.ts';

/** Token classes: 0–9 shapes, then the lexicon's, then punctuation by character, doubled and joined. */
export const shapes = {
  edge: 0,
  shortWord: 1,
  word: 2,
  longWord: 3,
  mixedWord: 4,
  foreignWord: 5,
  number: 6,
  hexNumber: 7,
  longNumber: 8,
  letter: 9,
} as const;
export const firstLexical = 10;
export const firstPunctuation = firstLexical + wordClasses.length;
export const firstDoubled = firstPunctuation + 34;
export const firstJoined = firstDoubled + 34;
export const joined =
  '.. -- /* */ || && == != <> <= >= ${ #{ {{ {% <% <? </ <! $( :: @@ }} %} ?> %> => -> .( |& >&'.split(' ');
export const classCount = firstJoined + joined.length + 2;
/** A comment (`/*…*​/`) is no token; an apostrophe inside a word is. */
export const apostrophe = classCount - 1;
/** `name__lookup`: two underscores within a word join a field and what is asked of it. */
export const lookupMark = classCount - 2;

/** Class of a lexicon list, by its name. */
export function lexicalClass(name: string): number {
  return firstLexical + wordClasses.indexOf(name);
}

/** The class of one punctuation character. */
export function punctuationClass(character: string): number {
  return firstPunctuation + slot(character.charCodeAt(0));
}

export function isLexical(kind: number): boolean {
  return kind >= firstLexical && kind < firstPunctuation;
}

export function isPunctuation(kind: number): boolean {
  return kind >= firstPunctuation;
}

/** 0–31 for the ASCII marks, 32 for a control character, 33 for any other character. */
export function slot(code: number): number {
  if (code >= 33 && code <= 47) return code - 33;
  if (code >= 58 && code <= 64) return code - 58 + 15;
  if (code >= 91 && code <= 96) return code - 91 + 22;
  if (code >= 123 && code <= 126) return code - 123 + 28;
  return code < 128 ? 32 : 33;
}

/** What the tokeniser saw of disguise, as bits. */
export const disguises = {
  mixedCase: 1,
  glued: 2,
  comment: 4,
  repeatedMark: 8,
  comparedSame: 16,
  execComment: 32,
} as const;

export interface Tokens {
  count: number;
  /** Class of each token. */
  kind: Uint8Array;
  /** Hash of the lower-case word, or of the mark. */
  hash: Int32Array;
  /** Where the token is in the decoded text. */
  start: Int32Array;
  end: Int32Array;
  /** Bits of `disguises`, for the text as a whole. */
  disguise: number;
}

export function createTokens(capacity: number): Tokens {
  return {
    count: 0,
    kind: new Uint8Array(capacity),
    hash: new Int32Array(capacity),
    start: new Int32Array(capacity),
    end: new Int32Array(capacity),
    disguise: 0,
  };
}
