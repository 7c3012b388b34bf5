/**
 * Remembers the sums of benign pieces: headers and form fields are the same from request to request. A piece is compared
 * by its whole text, never by a hash alone, because an attacker could produce a collision.
 */

/** The sums of a piece's windows; the same in whatever text the piece occurs. */
export interface KnownPiece {
  /** What each window adds to the odds, in order. */
  odds: readonly number[];
  features: number;
  unknown: number;
  /** The greatest sum of a window, and that window's places. */
  top: number;
  places: Int32Array;
}

/** Longer pieces are rarely the same twice. */
export const longestKnown = 256;

export interface PieceMemory {
  /** Looks for the piece `codes[from, to)` read in this manner; `wants` and `keep` speak of the piece looked for last. */
  find(codes: Uint16Array, from: number, to: number, manner: number): KnownPiece | null;
  /** Whether it occurs for the second time: what occurs once is not kept. */
  wants(): boolean;
  /** A function that stores the sums of the piece; the piece's text is copied now. */
  keeper(): (piece: KnownPiece) => void;
}

/** Kind, form and key of a piece as one number. */
export const mannerOf = (kind: number, form: boolean, key: number): number =>
  (key * 8 + kind) * 2 + (form ? 1 : 0);

interface Entry {
  manner: number;
  codes: Uint16Array;
  piece: KnownPiece;
}

/** Hashes are kept apart from their entries: most unknown pieces are ruled out by the hash alone. 0 = free. */
interface Generation {
  hashes: Uint32Array;
  entries: (Entry | null)[];
}

/** A power of two. */
const sightings = 8_192;
/** Places that are tried for a piece, so that pieces made to meet cost no more than others. */
const maxProbes = 8;

export function createPieceMemory({ most = 4_096 }: { most?: number } = {}): PieceMemory {
  // A power of two: a remainder would be computed in floating point for every place that is probed.
  const places = 2 ** Math.ceil(Math.log2(most * 2));
  const placeOf = (ofHash: number, probe: number): number => (ofHash + probe) & (places - 1);
  const create = (): Generation => ({
    hashes: new Uint32Array(places),
    entries: new Array<Entry | null>(places).fill(null),
  });
  // When the young generation is full it becomes the old one, and the old one is forgotten.
  let young = create();
  let old = create();
  let size = 0;
  const seen = new Uint32Array(sightings);
  let codes: Uint16Array = new Uint16Array(0);
  let [from, to, manner, hash] = [0, 0, 0, 0];

  function lookIn({ hashes, entries }: Generation): KnownPiece | null {
    for (let probe = 0; probe < maxProbes; probe += 1) {
      const place = placeOf(hash, probe);
      const there = hashes[place]!;
      if (there === 0) return null;
      if (there !== hash) continue;
      const { manner: how, codes: known, piece } = entries[place]!;
      if (how !== manner || known.length !== to - from) continue;
      let step = 0;
      while (step < known.length && known[step] === codes[from + step]) step += 1;
      if (step === known.length) return piece;
    }
    return null;
  }

  function keep(ofHash: number, entry: Entry): void {
    if (size >= most / 2) {
      old = young;
      young = create();
      size = 0;
    }
    let probe = 0;
    while (probe < maxProbes - 1 && young.hashes[placeOf(ofHash, probe)] !== 0) probe += 1;
    const place = placeOf(ofHash, probe);
    young.hashes[place] = ofHash;
    young.entries[place] = entry;
    size += 1;
  }

  return {
    find(source, first, last, how) {
      [codes, from, to, manner] = [source, first, last, how];
      let mark = Math.imul(last - first + 1, 0x9e3779b1) ^ how;
      for (let at = first; at + 1 < last; at += 2)
        mark = Math.imul(mark ^ source[at]! ^ (source[at + 1]! << 16), 0x01000193);
      mark = Math.imul(mark ^ source[last - 1]!, 0x01000193);
      hash = (mark ^ (mark >>> 15)) >>> 0 || 1;
      return lookIn(young) ?? lookIn(old);
    },
    wants() {
      const place = (hash >>> 8) & (sightings - 1);
      const isSecond = seen[place] === hash;
      seen[place] = hash;
      return isSecond;
    },
    keeper() {
      const [ofHash, how, own] = [hash, manner, codes.slice(from, to)];
      return (piece) => keep(ofHash, { manner: how, codes: own, piece });
    },
  };
}
