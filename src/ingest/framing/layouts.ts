/**
 * How the records of an input are laid out, detected from its first line. A new layout is an entry in the list: how it
 * is recognized, and the framer that splits it.
 */
import { type Framer, maxRecordBytes } from './framer.ts';
import { createLineFramer } from './lines.ts';
import { createValueFramer } from './values.ts';

export interface Layout {
  name: string;
  /** `start` is the beginning of the input as Latin-1, without blanks and byte-order mark before it. */
  matches(start: string): boolean;
  create(maxBytes: number): Framer;
}

/** The first that matches is taken; the last one always does. */
export const layouts: readonly Layout[] = [
  {
    name: 'array',
    matches: (start) => start.startsWith('['),
    create: (maxBytes) => createValueFramer('array', maxBytes),
  },
  {
    name: 'objects over several lines',
    matches: (start) => /^\{[ \t]*\r?\n/.test(start),
    create: (maxBytes) => createValueFramer('sequence', maxBytes),
  },
  { name: 'lines', matches: () => true, create: (maxBytes) => createLineFramer(maxBytes) },
];

const startBytes = 4096;

function startOf(held: readonly Uint8Array[]): string {
  const head = Buffer.concat(held).subarray(0, startBytes).toString('latin1');
  return head.replace(/^\xef\xbb\xbf/, '').replace(/^[\0\s]+/, '');
}

/** The first brace alone does not show whether the object ends on its line. */
const isDecided = (start: string): boolean =>
  start !== '' && (start[0] !== '{' || start.includes('\n') || start.length > 64);

/** Detects the layout, then frames accordingly. Until then it buffers no more than one chunk beyond `maxBytes`. */
export function createAutoFramer(maxBytes = maxRecordBytes): Framer {
  let framer: Framer | null = null;
  let held: Uint8Array[] = [];
  let heldBytes = 0;

  const choose = (start: string): Framer => {
    const layout = layouts.find(({ matches }) => matches(start)) ?? layouts.at(-1)!;
    framer = layout.create(maxBytes);
    return framer;
  };
  const pushHeld = (to: Framer) => {
    const bytes = held;
    held = [];
    return bytes.flatMap((piece) => to.push(piece));
  };

  return {
    push(bytes) {
      if (framer !== null) return framer.push(bytes);
      held.push(bytes);
      heldBytes += bytes.length;
      const start = startOf(held);
      return isDecided(start) || heldBytes >= maxBytes ? pushHeld(choose(start)) : [];
    },
    end() {
      if (framer !== null) return framer.end();
      const chosen = choose(startOf(held));
      return [...pushHeld(chosen), ...chosen.end()];
    },
  };
}
