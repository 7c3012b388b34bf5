/**
 * The windows found in each piece of the latest text. The same text without a part differs in one piece or a few, so
 * measuring it without that part only has to read what changed.
 */

/** Called before each piece of the text itself; `false` skips the piece. */
export type EnterPiece = (from: number, to: number, kind: number, form: boolean, key: number) => boolean;

export interface PieceCache {
  /** Begins a new text; `isWhole`: all of it will be read. */
  start(text: string, isWhole: boolean): void;
  enter: EnterPiece;
  /** A window of the piece that was entered last. */
  add(odds: number): void;
  /** Drops the cache: packed text is judged by itself, after all pieces, so such a text is always read in full. */
  spoil(): void;
  /** Whether this is the text that is cached. */
  holds(text: string): boolean;
  /** For reading the text without `cuts` (starts, ascending, `length` long): passes known windows to `take`. */
  without(cuts: readonly number[], length: number, take: (odds: number) => void): EnterPiece;
}

export function createPieceCache(): PieceCache {
  let of = '';
  let isUsable = false;
  let pieces = 0;
  let windows = 0;
  const froms: number[] = [];
  const tos: number[] = [];
  const kinds: number[] = [];
  const keys: number[] = [];
  const firsts: number[] = [];
  const odds: number[] = [];

  /** Kind and form as one number. */
  const manner = (kind: number, form: boolean): number => kind * 2 + (form ? 1 : 0);

  /** The piece with this range, searched from `first` on; -1 where there is none. Pieces are in the order of the text. */
  function find(first: number, from: number, to: number): number {
    for (let at = first; at < pieces && froms[at] === from; at += 1) if (tos[at] === to) return at;
    return -1;
  }

  return {
    start(text, isWhole) {
      of = text;
      isUsable = isWhole;
      pieces = 0;
      windows = 0;
    },
    enter(from, to, kind, form, key) {
      froms[pieces] = from;
      tos[pieces] = to;
      kinds[pieces] = manner(kind, form);
      keys[pieces] = key;
      firsts[pieces] = windows;
      pieces += 1;
      return true;
    },
    add(value) {
      odds[windows] = value;
      windows += 1;
    },
    spoil() {
      isUsable = false;
    },
    holds: (text) => isUsable && of === text,
    without(cuts, length, take) {
      if (!isUsable) return () => true;
      // Pieces come in the same order again: earlier ones are not searched twice.
      let next = 0;
      return (from, to, kind, form, key) => {
        let before = 0;
        while (before < cuts.length && cuts[before]! - before * length <= from) before += 1;
        // A piece that ran over a cut is another piece now.
        if (before < cuts.length && cuts[before]! - before * length < to) return true;
        const wanted = from + before * length;
        while (next < pieces && froms[next]! < wanted) next += 1;
        const at = find(next, wanted, to + before * length);
        if (at < 0 || kinds[at] !== manner(kind, form) || keys[at] !== key) return true;
        const end = at + 1 < pieces ? firsts[at + 1]! : windows;
        for (let window = firsts[at]!; window < end; window += 1) take(odds[window]!);
        return false;
      };
    },
  };
}
