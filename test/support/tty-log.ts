/** A recording as Cowrie writes one, made record by record. */

export const ttyOps = { open: 1, close: 2, write: 3 } as const;
export const ttyDirections = { in: 1, out: 2, interact: 3 } as const;

export function ttyRecord(
  op: number,
  atMs: number,
  direction: number = ttyDirections.out,
  data: string | Uint8Array = '',
): Buffer {
  const bytes = Buffer.from(data as string);
  const header = Buffer.alloc(24);
  header.writeInt32LE(op, 0);
  header.writeInt32LE(bytes.length, 8);
  header.writeInt32LE(direction, 12);
  header.writeUInt32LE(Math.floor(atMs / 1000), 16);
  header.writeUInt32LE(Math.round((atMs % 1000) * 1000), 20);
  return Buffer.concat([header, bytes]);
}

/** Text shown at these times (ms after `startMs`), with what was typed as `>text`. */
export const ttyLog = (
  startMs: number,
  frames: readonly [afterMs: number, text: string | Uint8Array][],
): Buffer =>
  Buffer.concat([
    ttyRecord(ttyOps.open, startMs),
    ...frames.map(([afterMs, text]) =>
      typeof text === 'string' && text.startsWith('>')
        ? ttyRecord(ttyOps.write, startMs + afterMs, ttyDirections.in, text.slice(1))
        : ttyRecord(ttyOps.write, startMs + afterMs, ttyDirections.out, text),
    ),
    ttyRecord(ttyOps.close, startMs + (frames.at(-1)?.[0] ?? 0)),
  ]);
