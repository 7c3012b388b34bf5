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
  return {
    find(text, found) {
      const { length } = text;
      if (length > bytes.length) bytes = Buffer.alloc(length * 2);
      bytes.write(text, 'latin1');
      const view = bytes;
      let at = shortestLiteral - 1;
      while (at < length) {
        const slot = slotOf(view[at - 2]!, view[at - 1]!, view[at]!);
        const step = shift[slot]!;
        if (step > 0) {
          at += step;
          continue;
        }
        const from = at - shortestLiteral + 1;
        for (const number of lists[slot] ?? [])
          if (text.startsWith(literals[number]!, from - places[number]!)) found(number);
        at += 1;
      }
    },
  };
}
