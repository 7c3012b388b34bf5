/** Which of many words stand in a text: one pass over the text, however many words there are. */

export interface WordFinder {
  /**
   * One bit for each owner of a word that stands in `text` (ASCII letters in any case). Characters are told apart by
   * their low byte alone, so outside Latin-1 a bit may be set in vain, but none is ever missing.
   */
  find(text: string): Uint32Array;
}

const bits = 15;
const placeOf = (window: number): number => Math.imul(window, 0x9e3779b1) >>> (32 - bits);

/** `owners[n]` are the words (lower case, two characters and more) that set bit n; without a word it is always set. */
export function createWordFinder(owners: readonly (readonly string[])[]): WordFinder {
  const always = new Uint32Array((owners.length >>> 5) + 1);
  const fold = Uint8Array.from({ length: 256 }, (_, code) => (code >= 65 && code <= 90 ? code | 32 : code));
  // Whether a word may begin here, by the place of its first four characters; short words by two, in a table of theirs.
  const begins = new Uint8Array(1 << bits);
  const beginsShort = new Uint8Array(1 << bits);
  /** Words by the place they begin at: `first[place]` is the number of one, `after[word]` of the next. */
  const first = new Int16Array(1 << bits).fill(-1);
  const firstShort = new Int16Array(1 << bits).fill(-1);
  const after: number[] = [];
  const spelling: Uint8Array[] = [];
  const ownerOf: number[] = [];
  owners.forEach((words, owner) => {
    if (words.length === 0) always[owner >>> 5]! |= 1 << (owner & 31);
    for (const word of words) {
      const bytes = Uint8Array.from(Buffer.from(word, 'latin1'));
      const isShort = bytes.length < 4;
      const start = (bytes[0]! << 8) | bytes[1]!;
      const place = placeOf(isShort ? start : (start << 16) | (bytes[2]! << 8) | bytes[3]!);
      const lists = isShort ? firstShort : first;
      (isShort ? beginsShort : begins)[place] = 1;
      after.push(lists[place]!);
      lists[place] = spelling.push(bytes) - 1;
      ownerOf.push(owner);
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

  /** Looks whether a word of the list stands at `from`. */
  function look(list: number, from: number, length: number, found: Uint32Array): void {
    for (let word = list; word >= 0; word = after[word]!) {
      const owner = ownerOf[word]!;
      if (((found[owner >>> 5]! >>> (owner & 31)) & 1) === 1) continue;
      const letters = spelling[word]!;
      if (from + letters.length > length) continue;
      let step = 0;
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
        const start = (fold[bytes[from]!]! << 8) | fold[bytes[from + 1]!]!;
        look(firstShort[placeOf(start)]!, from, text.length, found);
        const next = (fold[bytes[from + 2]!]! << 8) | fold[bytes[from + 3]!]!;
        look(first[placeOf((start << 16) | next)]!, from, text.length, found);
      }
      return found;
    },
  };
}
