/**
 * Small blocks, one after another, and an index of them: key (words, u32 LE) | offset (u32 LE) | CRC-32 (u32 LE) of each.
 * The index stays in memory; a block is read, and compared with its checksum, when it is asked for.
 */
import { crc32 } from 'node:zlib';
import { type Bytes, DamagedError } from './packed-file.ts';

/** No block of ours is larger; what claims to be is not read. */
const maxBlockBytes = 64 * 1024;

export interface Block {
  /** What it is found by, as words; the same number of them in each. */
  key: readonly number[];
  bytes: Uint8Array;
}

export function packBlocks(blocks: readonly Block[]): { index: Uint8Array; blocks: Uint8Array } {
  const words: number[] = [];
  let offset = 0;
  for (const { key, bytes } of blocks) {
    words.push(...key, offset, crc32(bytes));
    offset += bytes.length;
  }
  const index = new Uint8Array(4 * words.length);
  const view = new DataView(index.buffer);
  for (const [n, word] of words.entries()) view.setUint32(4 * n, word, true);
  return { index, blocks: Buffer.concat(blocks.map(({ bytes }) => bytes)) };
}

export interface BlockReader {
  count: number;
  /** The keys of all blocks, one after another. */
  keys: Uint32Array;
  /** Throws DamagedError where the block is not what the index promises. */
  read(block: number): Buffer;
}

/** Throws DamagedError where the index is cut off or does not fit the blocks. */
export function openBlocks(index: Uint8Array, keyWords: number, blocks: Bytes): BlockReader {
  const entryBytes = 4 * (keyWords + 2);
  const count = index.length / entryBytes;
  if (!Number.isInteger(count)) throw new DamagedError('the index is cut off');
  const view = new DataView(index.buffer, index.byteOffset, index.byteLength);
  const keys = new Uint32Array(count * keyWords);
  const ends = new Uint32Array(count);
  const sums = new Uint32Array(count);
  let from = 0;
  for (let n = 0; n < count; n += 1) {
    const at = n * entryBytes;
    for (let word = 0; word < keyWords; word += 1)
      keys[n * keyWords + word] = view.getUint32(at + 4 * word, true);
    sums[n] = view.getUint32(at + 4 * keyWords + 4, true);
    const end = n + 1 < count ? view.getUint32(at + entryBytes + 4 * keyWords, true) : blocks.size;
    if (view.getUint32(at + 4 * keyWords, true) !== from || end <= from || end - from > maxBlockBytes)
      throw new DamagedError('the index does not fit its blocks');
    ends[n] = end;
    from = end;
  }
  return {
    count,
    keys,
    read(block) {
      const start = block === 0 ? 0 : ends[block - 1]!;
      const bytes = blocks.read(start, ends[block]! - start);
      if (crc32(bytes) !== sums[block]) throw new DamagedError('a block is damaged');
      return bytes;
    },
  };
}
