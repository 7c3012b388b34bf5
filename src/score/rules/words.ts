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
  // By the place of a word's first three characters (a word of two stands at every third one): which fourth ones
  // follow, as bits of their last three bits. Most places are ruled out by these two looks.
  const next = new Uint8Array(1 << bits);
  const lists: { bytes: Uint8Array; owner: number }[][] = [[]];
  const listOf = new Uint16Array(1 << bits);

  function add(window: number, bytes: Uint8Array, owner: number): void {
    const place = placeOf(window);
    next[place]! |= bytes.length > 3 ? 1 << (bytes[3]! & 7) : 255;
    if (listOf[place] === 0) listOf[place] = lists.push([]) - 1;
    lists[listOf[place]!]!.push({ bytes, owner });
  }

  owners.forEach((words, owner) => {
    if (words.length === 0) always[owner >>> 5]! |= 1 << (owner & 31);
    for (const word of words) {
      const bytes = Uint8Array.from(Buffer.from(word, 'latin1'));
      const first = (bytes[0]! << 16) | (bytes[1]! << 8);
      if (bytes.length > 2) add(first | bytes[2]!, bytes, owner);
      else
        for (let third = 0; third < 256; third += 1)
          if (fold[third] === third) add(first | third, bytes, owner);
    }
  });

  /** Looks whether one of the words that may begin at `from` does. */
  function look(from: number, length: number, found: Uint32Array): void {
    const window = (fold[bytes[from]!]! << 16) | (fold[bytes[from + 1]!]! << 8) | fold[bytes[from + 2]!]!;
    const list = lists[listOf[placeOf(window)]!]!;
    for (let at = 0; at < list.length; at += 1) {
      const { bytes: word, owner } = list[at]!;
      if (((found[owner >>> 5]! >>> (owner & 31)) & 1) === 1) continue;
      if (from + word.length > length) continue;
      let step = 0;
      while (step < word.length && fold[bytes[from + step]!] === word[step]) step += 1;
      if (step === word.length) found[owner >>> 5]! |= 1 << (owner & 31);
    }
  }

  // Kept from call to call: the text's low bytes, and where words may begin.
  let bytes = Buffer.alloc(0);
  let hits = new Int32Array(0);

  /** A loop that only writes places down is several times as quick as one that also looks there. */
  function scan(length: number): number {
    const [text, places] = [bytes, hits];
    let count = 0;
    // Four characters, the newest lowest; the three before it are those that a word may begin with.
    let window = 0;
    for (let at = 0; at < length; at += 1) {
      window = (window << 8) | fold[text[at]!]!;
      places[count] = at - 3;
      count += (next[placeOf(window >>> 8)]! >>> (window & 7)) & 1;
    }
    return count;
  }

  return {
    find(text) {
      const found = always.slice();
      // Two spaces behind the end: for the third character of a word of two, and for what follows it.
      const length = text.length + 2;
      if (length > bytes.length) {
        bytes = Buffer.alloc(length * 2);
        hits = new Int32Array(length * 2);
      }
      bytes.write(text, 'latin1');
      bytes[length - 2] = bytes[length - 1] = 32;
      const count = scan(length);
      for (let at = 0; at < count; at += 1) if (hits[at]! >= 0) look(hits[at]!, text.length, found);
      return found;
    },
  };
}
