/**
 * Pieces that came before and were calm: headers and form fields are the same from request to request, so what their
 * windows came to is remembered. A piece is known by its whole text, never by a hash that somebody could make meet.
 */

/** What a piece's windows came to; the same whatever text the piece stands in. */
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
  find(text: string, kind: number, form: boolean, key: number): KnownPiece | undefined;
  /** Whether a piece that `find` did not know comes for the second time: what never comes again is not kept. */
  wants(text: string, kind: number, form: boolean, key: number): boolean;
  keep(text: string, kind: number, form: boolean, key: number, piece: KnownPiece): void;
}

const mannerOf = (kind: number, form: boolean, key: number): number => (key * 8 + kind) * 2 + (form ? 1 : 0);
const sightings = 8_192;

/** A slice keeps the text it was cut from; what is remembered must not. */
const copyOf = (text: string): string =>
  text.length < 13 ? text : Buffer.from(text, 'utf16le').toString('utf16le');

export function createPieceMemory({ most = 4_096 }: { most?: number } = {}): PieceMemory {
  type Generation = Map<string, KnownPiece>[];
  let young: Generation = [];
  let old: Generation = [];
  let size = 0;
  const seen = new Uint32Array(sightings);

  return {
    find(text, kind, form, key) {
      const manner = mannerOf(kind, form, key);
      return young[manner]?.get(text) ?? old[manner]?.get(text);
    },
    wants(text, kind, form, key) {
      let mark = Math.imul(text.length + 1, 0x9e3779b1) ^ mannerOf(kind, form, key);
      for (let at = 0; at < text.length && at < 48; at += 1)
        mark = Math.imul(mark ^ text.charCodeAt(at), 0x01000193);
      mark >>>= 0;
      const place = (mark >>> 8) % sightings;
      const isSecond = seen[place] === mark;
      seen[place] = mark;
      return isSecond;
    },
    keep(text, kind, form, key, piece) {
      if (size >= most / 2) {
        old = young;
        young = [];
        size = 0;
      }
      const manner = mannerOf(kind, form, key);
      young[manner] ??= new Map();
      young[manner].set(copyOf(text), piece);
      size += 1;
    },
  };
}
