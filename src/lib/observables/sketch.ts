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

const hashAt = (bytes: Uint8Array, at: number): number =>
  ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;

/** The hashes of a stored sketch; none where it is empty or damaged. */
export function readSketch(bytes: Uint8Array | null): number[] {
  const hashes: number[] = [];
  if (bytes === null) return hashes;
  const most = Math.min(4 * kept, bytes.length - (bytes.length & 3));
  for (let at = 0; at < most; at += 4) hashes.push(hashAt(bytes, at));
  return hashes;
}

/** Whether a name is among those of the sketch; null where too many came for it to say. */
export function hasName(hashes: readonly number[], name: string): boolean | null {
  if (hashes.includes(hash32(name))) return true;
  return hashes.length < kept ? false : null;
}

/** Whether adding these would change nothing of what is stored. */
export function holdsHashes(stored: Uint8Array, hashes: readonly number[]): boolean {
  if (hashes.length > 3 || stored.length > 4 * kept) return false;
  for (const hash of hashes) {
    let isThere = false;
    for (let at = 0; at + 3 < stored.length && !isThere; at += 4) isThere = hashAt(stored, at) === hash;
    if (!isThere) return false;
  }
  return true;
}

/** Most sketches hold one hash, and mostly one of those before. */
const ofOne = new Map<number, Uint8Array>();
const keptOfOne = 2000;

/** Not to be changed. */
export function toSketch(hashes: readonly number[]): Uint8Array {
  const [first] = hashes;
  if (first === undefined || hashes.length > 1) return toBytes(hashes);
  let bytes = ofOne.get(first);
  if (!bytes) {
    if (ofOne.size >= keptOfOne) ofOne.clear();
    // Not of the pool: one that is kept would keep what is beside it.
    bytes = Uint8Array.from(toBytes(hashes));
    ofOne.set(first, bytes);
  }
  return bytes;
}

function toBytes(hashes: readonly number[]): Uint8Array {
  const bytes = Buffer.allocUnsafe(hashes.length * 4);
  for (let at = 0; at < hashes.length; at++) bytes.writeUInt32BE(hashes[at]!, at * 4);
  return bytes;
}

/** As `countSketch`, of a stored sketch. */
export function countStored(bytes: Uint8Array): number {
  const count = Math.min(kept, bytes.length >> 2);
  return count < kept ? count : countLast(hashAt(bytes, 4 * (kept - 1)));
}

export function countSketch(hashes: readonly number[]): number {
  const last = hashes[kept - 1];
  if (last === undefined) return hashes.length;
  return countLast(last);
}

/** The closer together they lie, the more there are. */
const countLast = (last: number): number => Math.max(kept, Math.round((kept - 1) / ((last + 1) / 2 ** 32)));
