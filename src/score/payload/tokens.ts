/**
 * Cuts decoded text into tokens and gives each its class: a word of the lexicon, a shape of word, a number or
 * punctuation. One pass, no regular expressions, no strings built: classes and hashes land in arrays that the
 * caller owns and uses again.
 */
import { createLexicon, type Lexicon, wordClasses } from './lexicon.ts';

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
const firstLexical = 10;
const firstPunctuation = firstLexical + wordClasses.length;
const firstDoubled = firstPunctuation + 34;
const firstJoined = firstDoubled + 34;
const joined =
  '.. -- /* */ || && == != <> <= >= ${ #{ {{ {% <% <? </ <! $( :: @@ }} %} ?> %> => -> .( |& >&'.split(' ');
export const classCount = firstJoined + joined.length + 2;
/** A comment (`/*…*​/`) is no token; an apostrophe inside a word is. */
const apostrophe = classCount - 1;
/** `name__lookup`: two underscores within a word join a field and what is asked of it. */
const lookupMark = classCount - 2;

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

/** 0–31 for the ASCII marks, 32 for a control character, 33 for any other sign. */
function slot(code: number): number {
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
  /** Where the token stands in the decoded text. */
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

const letterOrDigit = 1;
const digit = 2;
const space = 4;
const upper = 8;
const mark = 16;

function characterTable(): Uint8Array {
  const table = new Uint8Array(128);
  for (let code = 0; code < 128; code += 1) {
    const text = String.fromCharCode(code);
    if (/[0-9]/.test(text)) table[code] = digit | letterOrDigit;
    else if (/[A-Z]/.test(text)) table[code] = upper | letterOrDigit;
    else if (/[a-z_]/.test(text)) table[code] = letterOrDigit;
    else if (code <= 32) table[code] = space;
    else table[code] = mark;
  }
  return table;
}

export interface Tokeniser {
  /** Fills `tokens` from `codes[from, to)`; stops when `tokens` is full. */
  tokenise(codes: Uint16Array, from: number, to: number, tokens: Tokens): void;
}

export function createTokeniser(): Tokeniser {
  const lexicon = createLexicon();
  const table = characterTable();
  const joinedClass = new Map(
    joined.map((pair, at) => [pairKey(pair.charCodeAt(0), pair.charCodeAt(1)), firstJoined + at]),
  );
  const mayJoin = new Uint8Array(128);
  for (const pair of joined) mayJoin[pair.charCodeAt(0)] = 1;
  const logic = new Set(['orAnd', 'union', 'select', 'sqlLike', 'sqlFrom', 'sqlOrder'].map(lexicalClass));
  const gluable = new Set(
    [
      ...['select', 'union', 'orAnd', 'sqlWait', 'sqlExec', 'sqlPlace', 'sqlCall', 'sqlFrom', 'sqlChange'],
      ...[
        'tagStrong',
        'scriptScheme',
        'scriptCall',
        'scriptThing',
        'fileSecret',
        'phpDanger',
        'cmdStrong',
        'cmdWindows',
      ],
    ].map(lexicalClass),
  );

  return {
    tokenise(codes, from, to, tokens) {
      const { kind, hash, start, end } = tokens;
      const capacity = kind.length;
      let count = 0;
      let disguise = 0;
      let at = from;
      while (at < to && count < capacity) {
        const code = codes[at]!;
        const trait = code < 128 ? table[code]! : code >= 0xa0 ? letterOrDigit : space;
        if ((trait & space) !== 0) {
          at += 1;
          continue;
        }
        if (
          code === 95 &&
          count > 0 &&
          end[count - 1] === at &&
          joinsLookup(codes, at, start[count - 1]!, to)
        ) {
          kind[count] = lookupMark;
          hash[count] = lookupMark;
          start[count] = at;
          end[count] = at + 2;
          count += 1;
          at += 2;
          continue;
        }
        if ((trait & letterOrDigit) !== 0) {
          const first = at;
          let sum = 0x811c9dc5 | 0;
          let digits = 0;
          let foreign = 0;
          let lowers = 0;
          let rises = 0;
          while (at < to) {
            const here = codes[at]!;
            if (here < 128) {
              const what = table[here]!;
              if ((what & letterOrDigit) === 0) break;
              if (here === 95 && at > first && joinsLookup(codes, at, first, to)) break;
              if ((what & digit) !== 0) digits += 1;
              if ((what & upper) !== 0) {
                if (lowers > 0) rises += 1;
                lowers = 0;
                sum = Math.imul(sum ^ (here | 32), 0x01000193);
              } else {
                lowers += 1;
                sum = Math.imul(sum ^ here, 0x01000193);
              }
            } else if (here >= 0xa0) {
              foreign += 1;
              sum = Math.imul(sum ^ here, 0x01000193);
            } else break;
            at += 1;
          }
          const length = at - first;
          let type = length <= 24 ? lexicon.classOf(sum) : -1;
          if (type >= 0) {
            type += firstLexical;
            if (rises > 0 && gluable.has(type)) disguise |= disguises.mixedCase;
            if (count > 0 && kind[count - 1] === apostrophe && logic.has(type)) {
              kind[count - 1] = firstPunctuation + slot(39);
            }
          } else if (digits === length) {
            type = length >= 9 ? shapes.longNumber : shapes.number;
          } else if (digits > 0 && codes[first] === 48 && length > 2 && (codes[first + 1]! | 32) === 120) {
            type = shapes.hexNumber;
          } else if (foreign > 0) type = shapes.foreignWord;
          else if (digits > 0) type = shapes.mixedWord;
          else if (length === 1) type = shapes.letter;
          else if (length <= 3) type = shapes.shortWord;
          else type = length > 20 ? shapes.longWord : shapes.word;
          kind[count] = type;
          hash[count] = sum;
          start[count] = first;
          end[count] = at;
          count += 1;
          if (!isLexical(type) || !gluable.has(type)) {
            const glued = glue(codes, at, to, sum, lexicon);
            if (glued !== null && gluable.has(glued.kind)) {
              kind[count - 1] = glued.kind;
              hash[count - 1] = glued.hash;
              end[count - 1] = glued.end;
              at = glued.end;
              disguise |= disguises.glued;
            }
          }
          continue;
        }
        // A comment stands for a space, as SQL and scripts read it.
        const next = at + 1 < to ? codes[at + 1]! : 0;
        if (code === 47 && next === 42) {
          if (at + 2 < to && codes[at + 2] === 33) {
            disguise |= disguises.execComment;
            at += 3;
            while (at < to && codes[at]! >= 48 && codes[at]! <= 57) at += 1;
            continue;
          }
          const close = commentEnd(codes, at, to);
          if (close > 0) {
            disguise |= disguises.comment;
            at = close;
            continue;
          }
        }
        const first = at;
        let type = firstPunctuation + slot(code);
        at += 1;
        if (next === code && code < 128) {
          while (at < to && codes[at] === code) at += 1;
          if (at - first > 2) disguise |= disguises.repeatedMark;
          // Brackets pile up with the depth of the query under attack: one or many mean the same.
          if (code !== 40 && code !== 41 && code !== 44) type = firstDoubled + slot(code);
        }
        if (code < 128 && mayJoin[code] === 1) {
          const pair = joinedClass.get(pairKey(code, next));
          if (pair !== undefined) {
            type = pair;
            if (at === first + 1) at += 1;
          }
        }
        if (
          code === 39 &&
          at === first + 1 &&
          first > from &&
          at < to &&
          isLetter(codes[first - 1]!) &&
          isLetter(next)
        ) {
          type = apostrophe;
        }
        kind[count] = type;
        hash[count] = type;
        start[count] = first;
        end[count] = at;
        count += 1;
      }
      tokens.count = count;
      tokens.disguise = disguise;
    },
  };

  function isLetter(code: number): boolean {
    return code >= 128 ? code >= 0xa0 : (table[code]! & letterOrDigit) !== 0 && (table[code]! & digit) === 0;
  }

  /** Two underscores between letters, in a word that does not itself begin with one (as `__class__` does). */
  function joinsLookup(codes: Uint16Array, at: number, first: number, to: number): boolean {
    return (
      at + 2 < to &&
      codes[at + 1] === 95 &&
      codes[first] !== 95 &&
      codes[at - 1] !== 95 &&
      codes[at + 2] !== 95 &&
      isLetter(codes[at + 2]!)
    );
  }

  function pairKey(a: number, b: number): number {
    return a * 128 + b;
  }

  /**
   * A word broken by what the target drops (`c'a't`, `c\at`, `c$@at`, `un/**​/ion`, `java\tscript`): reads on
   * over the breaks; null when nothing was broken.
   */
  function glue(
    codes: Uint16Array,
    from: number,
    to: number,
    sum: number,
    words: Lexicon,
  ): { kind: number; hash: number; end: number } | null {
    let at = from;
    let total = sum;
    let broken = 0;
    let best: { kind: number; hash: number; end: number } | null = null;
    while (at < to && broken < 12) {
      const after = skipBreak(codes, at, to);
      if (after === at || after >= to || !isLetter(codes[after]!) || codes[after]! >= 128) break;
      at = after;
      broken += 1;
      while (at < to && codes[at]! < 128 && (table[codes[at]!]! & letterOrDigit) !== 0) {
        total = Math.imul(
          total ^ ((table[codes[at]!]! & upper) !== 0 ? codes[at]! | 32 : codes[at]!),
          0x01000193,
        );
        at += 1;
      }
      const number = at - from <= 40 ? words.classOf(total) : -1;
      if (number >= 0) best = { kind: number + firstLexical, hash: total, end: at };
    }
    return best;
  }

  function skipBreak(codes: Uint16Array, from: number, to: number): number {
    const code = codes[from]!;
    const next = from + 1 < to ? codes[from + 1]! : 0;
    if (code === 39 || code === 34 || code === 96) return next === code ? from + 2 : from + 1;
    if (code === 92 || code === 94 || code === 9 || code === 10 || code === 13) return from + 1;
    if (code === 36 && (next === 64 || next === 42)) return from + 2;
    if (code === 47 && next === 42) {
      const close = commentEnd(codes, from, to);
      if (close > 0) return close;
    }
    return from;
  }
}

/** End of a short comment that opens at `from`, or 0 when it is long, holds code, or never closes. */
function commentEnd(codes: Uint16Array, from: number, to: number): number {
  const stop = Math.min(to - 1, from + 34);
  for (let at = from + 2; at < stop; at += 1) {
    const code = codes[at]!;
    if (code === 42 && codes[at + 1] === 47) return at + 2;
    if (code === 39 || code === 34 || code === 60 || code === 40) return 0;
  }
  return 0;
}
