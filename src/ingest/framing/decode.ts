/** Bytes → text, whatever the bytes are. */

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lenient = new TextDecoder('utf-8', { ignoreBOM: true });

/** How many bytes the UTF-8 sequence starting at `at` has; 0 where none starts. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  const length = first < 0x80 ? 1 : first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (length === 1) return 1;
  return lenient.decode(bytes.subarray(at, at + length)).includes('\ufffd') ? 0 : length;
}

/** UTF-8 as text; invalid bytes become U+FFFD, as docs/api.md promises for requests. */
export const toLossyText = (bytes: Uint8Array): string => lenient.decode(bytes);

/**
 * UTF-8 as text. What is not UTF-8 stays readable and distinguishable: each such byte becomes the Latin-1 character of
 * its number (`0xe9` → é), as the program that wrote it most often meant.
 */
export function toText(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes);
  } catch {
    let out = '';
    let from = 0;
    for (let at = 0; at < bytes.length; ) {
      const length = sequenceLength(bytes, at);
      if (length > 0) {
        at += length;
        continue;
      }
      out += lenient.decode(bytes.subarray(from, at)) + String.fromCharCode(bytes[at] ?? 0);
      at += 1;
      from = at;
    }
    return out + lenient.decode(bytes.subarray(from));
  }
}

/** How many bytes at the end of `bytes` begin a UTF-8 sequence that goes on in the next piece. */
export function openTail(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) > back ? back : 0;
  }
  return 0;
}
