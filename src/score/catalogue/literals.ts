/**
 * Finds which of many literals stand in a text, in one pass that skips (Wu and Manber, 1994): three characters at a time
 * say how far the next literal can be at the nearest.
 */

export interface LiteralFinder {
  /** Calls `found` with a literal's number once for each place it stands at. */
  find(text: string, found: (number: number) => void): void;
}

const block = 3;
/** Literals are at least as long. */
export const shortestLiteral = 6;
const slots = 1 << 14;

const slotOf = (a: number, b: number, c: number): number =>
  ((a & 127) * 1367 + (b & 127) * 131 + (c & 127)) & (slots - 1);

const isLetter = (code: number): boolean => code >= 97 && code <= 122;

/**
 * Where in a literal the six characters begin that it is looked for by: those with the fewest runs of three letters,
 * which prose and code are full of. The finder skips the further, the rarer its runs are.
 */
function rarestPlace(literal: string): number {
  let best = 0;
  let fewest = Number.POSITIVE_INFINITY;
  for (let from = 0; from + shortestLiteral <= literal.length; from += 1) {
    let runs = 0;
    for (let at = from; at + block <= from + shortestLiteral; at += 1)
      if ([0, 1, 2].every((step) => isLetter(literal.charCodeAt(at + step)))) runs += 1;
    if (runs >= fewest) continue;
    fewest = runs;
    best = from;
  }
  return best;
}

export function createLiteralFinder(literals: readonly string[]): LiteralFinder {
  const shift = new Uint8Array(slots).fill(shortestLiteral - block + 1);
  const lists: (number[] | undefined)[] = new Array(slots);
  const places = literals.map((literal) => {
    if (literal.length < shortestLiteral)
      throw new RangeError(`a literal to search for is too short: ${literal}`);
    return rarestPlace(literal);
  });
  for (const [number, literal] of literals.entries()) {
    const place = places[number]!;
    for (let end = block; end <= shortestLiteral; end += 1) {
      const slot = slotOf(
        literal.charCodeAt(place + end - 3),
        literal.charCodeAt(place + end - 2),
        literal.charCodeAt(place + end - 1),
      );
      const left = shortestLiteral - end;
      if (left < shift[slot]!) shift[slot] = left;
      if (left !== 0) continue;
      const list = lists[slot];
      if (list) list.push(number);
      else lists[slot] = [number];
    }
  }
  // Kept from call to call: bytes are read several times as quickly as a string's characters.
  let bytes = Buffer.alloc(4096);

  /** What ends at `at`; the place to look at next. */
  function take(text: string, at: number, slot: number, found: (number: number) => void): number {
    const from = at - shortestLiteral + 1;
    for (const number of lists[slot] ?? [])
      if (text.startsWith(literals[number]!, from - places[number]!)) found(number);
    return at + 1;
  }

  return {
    find(text, found) {
      const { length } = text;
      if (length > bytes.length) bytes = Buffer.alloc(length * 2);
      bytes.write(text, 'latin1');
      const view = bytes;
      // A place is known only when the one before it is looked up, and the processor waits: four parts of the text are
      // walked side by side, each up to where the next begins.
      const part = length >> 2;
      let a = shortestLiteral - 1;
      let b = Math.max(a, part);
      let c = Math.max(a, part * 2);
      let d = Math.max(a, part * 3);
      const [aEnd, bEnd, cEnd] = [b, c, d];
      while (a < aEnd && b < bEnd && c < cEnd && d < length) {
        const aSlot = slotOf(view[a - 2]!, view[a - 1]!, view[a]!);
        const bSlot = slotOf(view[b - 2]!, view[b - 1]!, view[b]!);
        const cSlot = slotOf(view[c - 2]!, view[c - 1]!, view[c]!);
        const dSlot = slotOf(view[d - 2]!, view[d - 1]!, view[d]!);
        const aStep = shift[aSlot]!;
        const bStep = shift[bSlot]!;
        const cStep = shift[cSlot]!;
        const dStep = shift[dSlot]!;
        a = aStep > 0 ? a + aStep : take(text, a, aSlot, found);
        b = bStep > 0 ? b + bStep : take(text, b, bSlot, found);
        c = cStep > 0 ? c + cStep : take(text, c, cSlot, found);
        d = dStep > 0 ? d + dStep : take(text, d, dSlot, found);
      }
      const rest = (from: number, end: number): void => {
        let at = from;
        while (at < end) {
          const slot = slotOf(view[at - 2]!, view[at - 1]!, view[at]!);
          const step = shift[slot]!;
          at = step > 0 ? at + step : take(text, at, slot, found);
        }
      };
      rest(a, aEnd);
      rest(b, bEnd);
      rest(c, cEnd);
      rest(d, length);
    },
  };
}
