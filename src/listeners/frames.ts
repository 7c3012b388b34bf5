/** Messages in a stream of bytes: one a line, ended by a NUL, or counted (RFC 6587). Memory is bounded by `maxBytes`. */

export interface Frames {
  /** The messages that are complete now. Throws where the stream cannot be followed any further. */
  push(chunk: Uint8Array): Buffer[];
  /** What is left at the end. */
  rest(): Buffer[];
  /** How many were longer than allowed, since the last call. */
  takeTooLong(): number;
}

const newline = 10;
const longestCount = 8;

/** `isCounted`: a message may begin with its length, as syslog over TCP has it. */
export function createFrames({
  maxBytes,
  end = newline,
  isCounted = false,
}: {
  maxBytes: number;
  end?: number;
  isCounted?: boolean;
}): Frames {
  let held: Buffer = Buffer.alloc(0);
  let pieces: Buffer[] = [];
  let size = 0;
  let isSkipping = false;
  let tooLong = 0;

  /** The end of the counted message at the beginning of `held`: -1 = not whole yet; null = it is not counted. */
  function counted(): { from: number; to: number } | -1 | null {
    const first = held[0] ?? 0;
    if (!isCounted || first < 49 || first > 57) return null;
    const head = held.subarray(0, longestCount).toString('latin1');
    const count = /^(\d{1,7}) /.exec(head)?.[1];
    if (count === undefined) return /^\d{1,7}$/.test(head) ? -1 : null;
    const from = count.length + 1;
    // `123 text` may be a line of its own sort: counted messages begin with a priority.
    if (held.length > from && held[from] !== 60) return null;
    if (Number(count) > maxBytes) throw new RangeError('a counted message is too long');
    const to = from + Number(count);
    return held.length < to ? -1 : { from, to };
  }

  return {
    push(chunk) {
      // Joined only where it can end a message: a long line in small pieces costs no square.
      pieces.push(Buffer.from(chunk));
      size += chunk.length;
      if (!isCounted && !chunk.includes(end) && size <= maxBytes) return [];
      held = Buffer.concat([held, ...pieces]);
      pieces = [];
      const found: Buffer[] = [];
      for (;;) {
        const one = isSkipping ? null : counted();
        if (one === -1) break;
        if (one !== null) {
          found.push(held.subarray(one.from, one.to));
          held = held.subarray(one.to);
          continue;
        }
        const at = held.indexOf(end);
        if (at === -1) break;
        if (isSkipping) isSkipping = false;
        else if (at > maxBytes) tooLong += 1;
        else if (at > 0) found.push(held.subarray(0, at));
        held = held.subarray(at + 1);
      }
      if (held.length > maxBytes + longestCount) {
        if (!isSkipping) tooLong += 1;
        isSkipping = true;
        held = Buffer.alloc(0);
      }
      // A copy: a slice would keep the whole chunk.
      held = Buffer.from(held);
      size = held.length;
      return found;
    },
    rest() {
      const last = Buffer.concat([held, ...pieces]);
      held = Buffer.alloc(0);
      pieces = [];
      return last.length === 0 || isSkipping || last.length > maxBytes ? [] : [last];
    },
    takeTooLong() {
      const count = tooLong;
      tooLong = 0;
      return count;
    },
  };
}
