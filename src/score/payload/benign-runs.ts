/**
 * Finds runs of benign words. An attack between long sentences would share its window with them and look harmless, so a
 * run is left out except for the few words next to something else.
 */
import {
  apostrophe,
  firstDoubled,
  firstJoined,
  firstLexical,
  joined,
  lexicalClass,
  punctuationClass,
  shapes,
  slot,
  type Tokens,
} from './token-classes.ts';

/** Shorter runs stay whole. */
const shortestRun = 10;
/** Words of a run that are kept as context on either side. */
const kept = 2;
/** Numbers, marks and words of a sentence that is not all benign: a run goes on over this many of them… */
const longestNeutral = 2;
/** …where this many benign words come before and after them. */
const leastAround = 3;
const maxStretches = 512;

export interface Stretches {
  count: number;
  /** First token of each stretch and one past its last. */
  first: Int32Array;
  last: Int32Array;
}

export interface BenignRunFinder {
  /** What is left of the tokens; never empty. The result is overwritten by the next call. */
  find(tokens: Tokens): Stretches;
  /**
   * Suspicious tokens close to each other in a much longer stretch, with the numbers and marks around them: the rest of the
   * stretch would drown them. Overwritten by the next call.
   */
  clusters(tokens: Tokens, first: number, last: number, longest: number): Stretches;
}

/** Suspicious tokens further apart are two clusters. */
const farthest = 5;
/** Numbers and marks beside a cluster belong to it, this many at most. */
const around = 4;
/** One suspicious token alone is none, unless it is the beginning of a serialised object. */
const leastSuspicious = 2;
/** A cluster that leaves fewer tokens of its stretch is taken for the stretch itself. */
const leastRest = 3;

const benign = 2;
const neutral = 1;
const suspicious = 4;

function classGroups(): Uint8Array {
  const of = new Uint8Array(256);
  for (const kind of [shapes.shortWord, shapes.word, shapes.foreignWord, shapes.letter, apostrophe])
    of[kind] = benign;
  for (const name of 'prose orAnd sqlLike sqlMisc cmdWeak tagPlain codePlain link mediaKind'.split(' '))
    of[lexicalClass(name)] = benign;
  for (const mark of ',.') of[punctuationClass(mark)] = benign;
  for (const mark of '?!:;-()"%&/#+=>*') of[punctuationClass(mark)] = neutral;
  for (const name of ['sqlFrom', 'sqlOrder', 'sqlCall', 'sqlNull']) of[lexicalClass(name)] = neutral;
  of[shapes.number] = neutral;
  of[shapes.longWord] = neutral;
  // Two slashes are part of every address, and a star and a slash of what browsers accept.
  of[firstDoubled + slot(47)] = neutral;
  of[firstJoined + joined.indexOf('*/')] = neutral;
  for (let kind = firstLexical; kind < 256; kind += 1) if (of[kind] === 0) of[kind] = suspicious;
  return of;
}

export function createBenignRunFinder(): BenignRunFinder {
  const of = classGroups();
  const create = (): Stretches => ({
    count: 0,
    first: new Int32Array(maxStretches),
    last: new Int32Array(maxStretches),
  });
  const serial = lexicalClass('serial');
  const opening = punctuationClass('<');
  const closing = firstJoined + joined.indexOf('</');
  const ofTag = new Uint8Array(256);
  for (const kind of [shapes.letter, shapes.shortWord, lexicalClass('tagPlain'), lexicalClass('prose')])
    ofTag[kind] = 1;
  const found = create();
  const close = create();

  function add(first: number, last: number): void {
    if (last <= first) return;
    const at = found.count < maxStretches ? found.count : maxStretches - 1;
    if (at === found.count) {
      found.first[at] = first;
      found.count += 1;
    }
    found.last[at] = last;
  }

  /** The bracket that opens a plain tag (`<p>`, `</li>`) is not suspicious. */
  function isSuspicious(kind: Uint8Array, at: number, last: number): boolean {
    const here = kind[at]!;
    if (of[here] !== suspicious) return false;
    return !((here === opening || here === closing) && at + 1 < last && ofTag[kind[at + 1]!] === 1);
  }

  /** One past the benign run that begins at `start`. */
  function runEnd({ kind, count }: Tokens, start: number): number {
    let before = 0;
    let at = start;
    while (at < count) {
      if (of[kind[at]!] === benign) {
        before += 1;
        at += 1;
        continue;
      }
      if (before < leastAround) break;
      let next = at;
      while (next < count && next - at < longestNeutral && of[kind[next]!] === neutral) next += 1;
      let after = 0;
      while (after < leastAround && next + after < count && of[kind[next + after]!] === benign) after += 1;
      if (next === at || after < leastAround) break;
      before = after;
      at = next + after;
    }
    return at;
  }

  return {
    find(tokens) {
      const { kind, count } = tokens;
      found.count = 0;
      let from = 0;
      for (let at = 0; at < count; ) {
        if (of[kind[at]!] !== benign) {
          at += 1;
          continue;
        }
        const start = at;
        at = runEnd(tokens, start);
        if (at - start < shortestRun) continue;
        if (start > 0) add(from, start + kept);
        from = at < count ? at - kept : count;
      }
      add(from, count);
      // Nothing but benign words: their beginning represents all of them.
      if (found.count === 0) add(0, Math.min(count, shortestRun * 2));
      return found;
    },
    clusters({ kind }, first, last, longest) {
      close.count = 0;
      let from = -1;
      let to = -1;
      let weightSum = 0;
      for (let at = first; at <= last; at += 1) {
        if (at < last && !isSuspicious(kind, at, last)) continue;
        const weight = at < last && kind[at] === serial ? leastSuspicious : 1;
        if (from >= 0 && at < last && at - to <= farthest) {
          to = at;
          weightSum += weight;
          continue;
        }
        if (weightSum >= leastSuspicious && close.count < maxStretches) {
          let start = from;
          while (start > first && from - start < around && of[kind[start - 1]!] !== benign) start -= 1;
          let end = to + 1;
          while (end < last && end - to <= around && of[kind[end]!] !== benign) end += 1;
          const rest = Math.min(last - first, longest) - (end - start);
          if (rest >= leastRest) {
            close.first[close.count] = start;
            close.last[close.count] = end;
            close.count += 1;
          }
        }
        [from, to, weightSum] = [at, at, weight];
      }
      return close;
    },
  };
}
