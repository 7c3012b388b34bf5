/** hpfeeds on the wire: length (4 bytes, itself included), opcode (1 byte), payload; texts have their length before them. */

export const opcodes = { error: 0, info: 1, auth: 2, publish: 3, subscribe: 4, unsubscribe: 5 } as const;

export interface HpfeedsFrame {
  opcode: number;
  payload: Buffer;
}

const headBytes = 5;
/** As the protocol's own implementations have it. */
const maxFrameBytes = 1024 * 1024 + headBytes;

export function frame(opcode: number, payload: Uint8Array): Buffer {
  const head = Buffer.alloc(headBytes);
  head.writeUInt32BE(headBytes + payload.length);
  head[4] = opcode;
  return Buffer.concat([head, payload]);
}

/** A text with its length in one byte, and what follows; null where it is cut off. */
export function takeText(bytes: Buffer): { text: string; rest: Buffer } | null {
  const length = bytes[0] ?? 256;
  return bytes.length < length + 1
    ? null
    : { text: bytes.subarray(1, length + 1).toString('utf8'), rest: bytes.subarray(length + 1) };
}

/** Throws where a frame has a length that none can have. */
export function createHpfeedsFrames(): { push(chunk: Uint8Array): HpfeedsFrame[] } {
  let pieces: Buffer[] = [];
  let size = 0;
  let wanted = headBytes;
  return {
    push(chunk) {
      pieces.push(Buffer.from(chunk));
      size += chunk.length;
      if (size < wanted) return [];
      let held = Buffer.concat(pieces);
      const found: HpfeedsFrame[] = [];
      for (;;) {
        if (held.length < headBytes) {
          wanted = headBytes;
          break;
        }
        wanted = held.readUInt32BE(0);
        if (wanted < headBytes || wanted > maxFrameBytes)
          throw new RangeError('a frame of an impossible length');
        if (held.length < wanted) break;
        found.push({ opcode: held[4] ?? 0, payload: held.subarray(headBytes, wanted) });
        held = held.subarray(wanted);
      }
      pieces = [Buffer.from(held)];
      size = held.length;
      return found;
    },
  };
}
