/**
 * How many distinct names were seen, in little space (K minimum values: Bar-Yossef and others, 2002): the least hashes of
 * all that came are kept. Below `kept` of them the count is exact; beyond that it follows from how close together they
 * lie, within about 15 %. Hashes are kept ascending, 4 bytes each, most significant first.
 */
const kept = 48;

/** FNV-1a with murmur3's last steps: spread well, and far cheaper than a cryptographic hash. */
export function hash32(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}

/** Adds a hash to an ascending list of at most `kept`, in place. */
export function addHash(hashes: number[], hash: number): void {
  let at = hashes.length;
  while (at > 0 && hashes[at - 1]! > hash) at -= 1;
  if (at >= kept || (at > 0 && hashes[at - 1] === hash)) return;
  hashes.splice(at, 0, hash);
  if (hashes.length > kept) hashes.pop();
}

/** The hashes of a stored sketch; none where it is empty or damaged. */
export function readSketch(bytes: Uint8Array | null): number[] {
  if (bytes === null) return [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: Math.min(kept, bytes.byteLength >> 2) }, (_, at) => view.getUint32(at * 4));
}

export function toSketch(hashes: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(hashes.length * 4);
  const view = new DataView(bytes.buffer);
  for (const [at, hash] of hashes.entries()) view.setUint32(at * 4, hash);
  return bytes;
}

export function countSketch(hashes: readonly number[]): number {
  const last = hashes[kept - 1];
  if (last === undefined) return hashes.length;
  return Math.max(kept, Math.round((kept - 1) / ((last + 1) / 2 ** 32)));
}
