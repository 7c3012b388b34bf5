/** The pieces of an input as positions, and the list they are written to. */

/** What a piece is; the model knows paths, keys and header lines from values. */
export const pieceKinds = { value: 0, path: 1, key: 2, agent: 3, header: 4, text: 5 } as const;

export interface Segments {
  count: number;
  from: Int32Array;
  to: Int32Array;
  /** Of `pieceKinds`. */
  kind: Uint8Array;
  /** 1 = `+` means a space. */
  form: Uint8Array;
  /** The key of a value, or an empty range. */
  keyFrom: Int32Array;
  keyTo: Int32Array;
}

const maxPieces = 96;

export function createSegments(): Segments {
  return {
    count: 0,
    from: new Int32Array(maxPieces),
    to: new Int32Array(maxPieces),
    kind: new Uint8Array(maxPieces),
    form: new Uint8Array(maxPieces),
    keyFrom: new Int32Array(maxPieces),
    keyTo: new Int32Array(maxPieces),
  };
}

export function push(
  segments: Segments,
  from: number,
  to: number,
  kind: number,
  form: boolean,
  keyFrom = 0,
  keyTo = 0,
): void {
  if (to <= from) return;
  const at = segments.count < maxPieces ? segments.count : maxPieces - 1;
  if (at === segments.count) {
    segments.count += 1;
    segments.from[at] = from;
    segments.kind[at] = kind;
    segments.form[at] = form ? 1 : 0;
    segments.keyFrom[at] = keyFrom;
    segments.keyTo[at] = keyTo;
  }
  segments.to[at] = to;
}

export function endOfLine(text: string, from: number): number {
  const at = text.indexOf('\n', from);
  return at < 0 ? text.length : at;
}

/** End of a line without its CR. */
export function lastOfLine(codes: Uint16Array, from: number, end: number): number {
  return end > from && codes[end - 1]! === 13 ? end - 1 : end;
}
