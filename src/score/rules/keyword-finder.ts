/** Finds which of many words occur in a text: one pass over the text, however many words there are. */

export interface WordFinder {
  /**
   * One bit for each owner of a word that occurs in `text` (ASCII letters in any case). Characters are told apart by
   * their low byte alone, so outside Latin-1 a bit may be set in vain, but none is ever missing.
   */
  find(text: string): Uint32Array;
}

const bits = 15;
const placeOf = (window: number): number => Math.imul(window, 0x9e3779b1) >>> (32 - bits);

/**
 * Appended to a short word that must end there: `nc` is part of every `once` and `function`, and the rules that look for
 * the program of that name would run on all texts.
 */
export const wordEnd = '\0';

/** Letters, digits and `_` of ASCII: what `\b` in a pattern takes for a part of a word. */
const isWordCode = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 95;

/**
 * `owners[n]` are the words (lower case, two characters and more) that set bit n; without a word it is always set. A
 * word may have `wordEnd` behind it.
 */
export function createWordFinder(owners: readonly (readonly string[])[]): WordFinder {
  const always = new Uint32Array((owners.length >>> 5) + 1);
  const fold = Uint8Array.from({ length: 256 }, (_, code) => (code >= 65 && code <= 90 ? code | 32 : code));
  // Whether a word may begin here, by the place of its first four characters; short words by two, in a table of theirs.
  const begins = new Uint8Array(1 << bits);
  const beginsShort = new Uint8Array(1 << bits);
  /** Words by the place they begin at: `first[place]` is the number of one, `after[word]` of the next. */
  const first = new Int16Array(1 << bits).fill(-1);
  const firstShort = new Int16Array(1 << bits).fill(-1);
  const total = owners.reduce((sum, words) => sum + words.length, 0);
  const after = new Int16Array(total);
  /** The first four characters, or two of a short word, as one number. */
  const start = new Int32Array(total);
  const ownerOf = new Int16Array(total);
  const endsThere = new Uint8Array(total);
  const spelling: Uint8Array[] = [];
  owners.forEach((words, owner) => {
    if (words.length === 0) always[owner >>> 5]! |= 1 << (owner & 31);
    for (const entry of words) {
      const word = entry.endsWith(wordEnd) ? entry.slice(0, -wordEnd.length) : entry;
      const letters = Uint8Array.from(Buffer.from(word, 'latin1'));
      const isShort = letters.length < 4;
      const two = (letters[0]! << 8) | letters[1]!;
      const window = isShort ? two : (two << 16) | (letters[2]! << 8) | letters[3]!;
      const place = placeOf(window);
      const number = spelling.push(letters) - 1;
      (isShort ? beginsShort : begins)[place] = 1;
      after[number] = (isShort ? firstShort : first)[place]!;
      (isShort ? firstShort : first)[place] = number;
      start[number] = window;
      ownerOf[number] = owner;
      endsThere[number] = word === entry ? 0 : 1;
    }
  });
  // Kept from call to call: the text's low bytes, and where words may begin.
  let bytes = Buffer.alloc(0);
  let hits = new Int32Array(0);

  /** A loop that only writes places down is several times as quick as one that also looks there. */
  function scan(length: number): number {
    const [text, places] = [bytes, hits];
    let count = 0;
    let window = 0;
    for (let at = 0; at < length; at += 1) {
      window = (window << 8) | fold[text[at]!]!;
      places[count] = at - 3;
      count += begins[placeOf(window)]! | beginsShort[placeOf(window >>> 16)]!;
    }
    return count;
  }

  /** Checks whether a word of the list begins at `from`, where the text goes on with `window`. */
  function look(list: number, window: number, from: number, text: string, found: Uint32Array): void {
    for (let word = list; word >= 0; word = after[word]!) {
      if (start[word] !== window) continue;
      const owner = ownerOf[word]!;
      const letters = spelling[word]!;
      const end = from + letters.length;
      if (end > text.length || (endsThere[word] === 1 && isWordCode(text.charCodeAt(end)))) continue;
      let step = 2;
      while (step < letters.length && fold[bytes[from + step]!] === letters[step]) step += 1;
      if (step === letters.length) found[owner >>> 5]! |= 1 << (owner & 31);
    }
  }

  return {
    find(text) {
      const found = always.slice();
      // Three characters behind the end, so that every place is once the oldest of four.
      const length = text.length + 3;
      if (length > bytes.length) {
        bytes = Buffer.alloc(length * 2);
        hits = new Int32Array(length * 2);
      }
      bytes.write(text, 'latin1');
      bytes.fill(32, text.length, length);
      const count = scan(length);
      for (let at = 0; at < count; at += 1) {
        const from = hits[at]!;
        if (from < 0) continue;
        const two = (fold[bytes[from]!]! << 8) | fold[bytes[from + 1]!]!;
        const four = (two << 16) | (fold[bytes[from + 2]!]! << 8) | fold[bytes[from + 3]!]!;
        look(firstShort[placeOf(two)]!, two, from, text, found);
        look(first[placeOf(four)]!, four, from, text, found);
      }
      return found;
    },
  };
}
