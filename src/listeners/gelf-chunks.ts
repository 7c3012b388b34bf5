/** GELF over UDP in chunks: up to 128 datagrams are one message, in any order, within five seconds. Memory is bounded. */

const magic = [0x1e, 0x0f] as const;
const headBytes = 12;
const mostChunks = 128;
const waitMs = 5000;
const mostOpen = 200;
const mostBytes = 16 * 1024 * 1024;

interface Open {
  parts: (Buffer | undefined)[];
  left: number;
  bytes: number;
  untilMs: number;
}

export interface Chunks {
  /** The whole message once its last chunk came; the datagram itself where it is no chunk; null = not whole yet, or refused. */
  push(datagram: Uint8Array, address: string): Buffer | null;
}

export function createChunks(clock: () => number): Chunks {
  // In the order of their beginning, which is that of their end.
  const open = new Map<string, Open>();
  let held = 0;

  const close = (id: string, { bytes }: Open): void => {
    open.delete(id);
    held -= bytes;
  };

  return {
    push(given, address) {
      const datagram = Buffer.from(given);
      if (datagram[0] !== magic[0] || datagram[1] !== magic[1]) return datagram;
      const now = clock();
      for (const [id, one] of open) {
        const isLate = now > one.untilMs;
        if (!isLate && open.size < mostOpen && held < mostBytes) break;
        close(id, one);
      }
      if (datagram.length < headBytes) return null;
      // Of the sender: another's id of eight bytes must not complete it.
      const id = `${address} ${datagram.subarray(2, 10).toString('hex')}`;
      const number = datagram[10] ?? 0;
      const count = datagram[11] ?? 0;
      if (count === 0 || count > mostChunks || number >= count) return null;
      const one = open.get(id) ?? {
        parts: new Array<Buffer | undefined>(count).fill(undefined),
        left: count,
        bytes: 0,
        untilMs: now + waitMs,
      };
      if (one.parts.length !== count || one.parts[number] !== undefined) return null;
      const part = datagram.subarray(headBytes);
      one.parts[number] = part;
      one.left -= 1;
      one.bytes += part.length;
      held += part.length;
      open.set(id, one);
      if (one.left > 0) return null;
      close(id, one);
      return Buffer.concat(one.parts.map((each) => each ?? Buffer.alloc(0)));
    },
  };
}
