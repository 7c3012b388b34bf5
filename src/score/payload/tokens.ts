/**
 * Cuts decoded text into tokens and gives each its class: a word of the lexicon, a shape of word, a number or
 * punctuation. One pass, no regular expressions, no strings built: classes and hashes land in arrays that the
 * caller owns and uses again.
 */
import { commentEnd, joinBroken } from './broken-words.ts';
import { createLexicon } from './lexicon.ts';
import { characters, digit, isTokenLetter, letterOrDigit, space } from './token-characters.ts';
import {
  apostrophe,
  disguises,
  firstDoubled,
  firstJoined,
  firstLexical,
  firstPunctuation,
  isLexical,
  joined,
  lexicalClass,
  lookupMark,
  shapes,
  slot,
  type Tokens,
} from './token-classes.ts';
import { beginsSerial, gluedKeyword, joinsLookup } from './word-parts.ts';

export interface Tokeniser {
  /** Fills `tokens` from `codes[from, to)`; stops when `tokens` is full. */
  tokenise(codes: Uint16Array, from: number, to: number, tokens: Tokens): void;
}

export function createTokeniser(): Tokeniser {
  const lexicon = createLexicon();
  /** Class of two marks that are one, by both their codes; 0 = none. */
  const joinedClass = new Uint8Array(128 * 128);
  joined.forEach((pair, at) => {
    joinedClass[pair.charCodeAt(0) * 128 + pair.charCodeAt(1)] = firstJoined + at;
  });
  const logic = new Set(['orAnd', 'union', 'select', 'sqlLike', 'sqlFrom', 'sqlOrder'].map(lexicalClass));
  const serialClass = lexicalClass('serial');
  const isGluable = new Uint8Array(256);
  for (const name of [
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
  ])
    isGluable[lexicalClass(name)] = 1;
  const mayBreak = new Uint8Array(128);
  for (const sign of '\'"`\\^\t\n\r$/') mayBreak[sign.charCodeAt(0)] = 1;
  const markClass = Uint8Array.from({ length: 128 }, (_, code) => firstPunctuation + slot(code));

  return {
    tokenise(codes, from, to, tokens) {
      const { kind, hash, start, end } = tokens;
      const capacity = kind.length;
      let count = 0;
      let disguise = 0;
      let at = from;
      while (at < to && count < capacity) {
        const code = codes[at]!;
        const trait = code < 128 ? characters[code]! : code >= 0xa0 ? letterOrDigit : space;
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
              const what = characters[here]!;
              if (what === letterOrDigit) {
                if (here === 95 && at > first && joinsLookup(codes, at, first, to)) break;
                lowers += 1;
                sum = Math.imul(sum ^ here, 0x01000193);
              } else if ((what & letterOrDigit) === 0) break;
              else if ((what & digit) !== 0) {
                digits += 1;
                lowers += 1;
                sum = Math.imul(sum ^ here, 0x01000193);
              } else {
                if (lowers > 0) rises += 1;
                lowers = 0;
                sum = Math.imul(sum ^ (here | 32), 0x01000193);
              }
            } else if (here >= 0xa0) {
              foreign += 1;
              sum = Math.imul(sum ^ here, 0x01000193);
            } else break;
            at += 1;
          }
          const length = at - first;
          let type = length <= 24 ? lexicon.classOf(sum) : -1;
          if (type < 0 && length >= 5 && beginsSerial(codes, first)) type = serialClass;
          else if (type >= 0) {
            type += firstLexical;
            if (rises > 0 && isGluable[type] === 1) disguise |= disguises.mixedCase;
            if (count > 0 && kind[count - 1] === apostrophe && logic.has(type))
              kind[count - 1] = markClass[39]!;
          } else if (digits === length) {
            type = length >= 9 ? shapes.longNumber : shapes.number;
          } else if (digits > 0 && codes[first] === 48 && length > 2 && (codes[first + 1]! | 32) === 120) {
            type = shapes.hexNumber;
          } else if (foreign > 0) type = shapes.foreignWord;
          else if (digits > 0) {
            const word = gluedKeyword(codes, first, at, lexicon);
            if (word > 0) {
              // `1or2`, `1e1from`: SQL reads a figure and then a word.
              at = word;
              sum = shapes.number;
              type = shapes.number;
              disguise |= disguises.glued;
            } else type = shapes.mixedWord;
          } else if (length === 1) type = shapes.letter;
          else if (length <= 3) type = shapes.shortWord;
          else type = length > 20 ? shapes.longWord : shapes.word;
          kind[count] = type;
          hash[count] = sum;
          start[count] = first;
          end[count] = at;
          count += 1;
          // Most words end at a space, where nothing can be broken.
          if (
            at < to &&
            codes[at]! < 128 &&
            mayBreak[codes[at]!] === 1 &&
            (!isLexical(type) || isGluable[type] === 0)
          ) {
            const glued = joinBroken(codes, at, to, sum, lexicon);
            if (glued !== null && isGluable[glued.kind] === 1) {
              kind[count - 1] = glued.kind;
              hash[count - 1] = glued.hash;
              end[count - 1] = glued.end;
              at = glued.end;
              disguise |= disguises.glued;
            }
          }
          continue;
        }
        // A comment counts as a space, as SQL and scripts read it.
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
        let type = code < 128 ? markClass[code]! : firstPunctuation + slot(code);
        at += 1;
        if (next === code && code < 128) {
          while (at < to && codes[at] === code) at += 1;
          if (at - first > 2) disguise |= disguises.repeatedMark;
          // Brackets pile up with the depth of the query under attack: one or many mean the same.
          if (code !== 40 && code !== 41 && code !== 44) type = firstDoubled + slot(code);
        }
        if (code < 128 && next < 128) {
          const pair = joinedClass[code * 128 + next]!;
          if (pair > 0) {
            type = pair;
            if (at === first + 1) at += 1;
          }
        }
        if (
          code === 39 &&
          at === first + 1 &&
          first > from &&
          at < to &&
          isTokenLetter(codes[first - 1]!) &&
          isTokenLetter(next)
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
}
