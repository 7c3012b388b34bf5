/** Owners of networks in blocks of 32, each: AS number (u32 LE) | length of the name (one byte) | name (UTF-8). */
import { openBlocks, packBlocks } from './packed-blocks.ts';
import { type Bytes, DamagedError } from './packed-file.ts';

const ownersPerBlock = 32;

export interface Owner {
  asn: number;
  name: string;
}

/** Throws where a name is longer than 255 bytes. */
export function packOwners(owners: readonly Owner[]): { index: Uint8Array; blocks: Uint8Array } {
  const blocks = [];
  for (let first = 0; first < owners.length; first += ownersPerBlock) {
    const records = owners.slice(first, first + ownersPerBlock).map(({ asn, name }) => {
      const text = Buffer.from(name);
      if (text.length > 255) throw new Error('a name is longer than 255 bytes');
      const head = Buffer.alloc(5);
      head.writeUInt32LE(asn);
      head[4] = text.length;
      return Buffer.concat([head, text]);
    });
    blocks.push({ key: [], bytes: Buffer.concat(records) });
  }
  return packBlocks(blocks);
}

export interface OwnerList {
  /** No number from here on is in the list. */
  limit: number;
  /** The n-th, from 0. Throws DamagedError. */
  at(n: number): Owner;
}

export function openOwners(index: Uint8Array, blocks: Bytes): OwnerList {
  const reader = openBlocks(index, 0, blocks);
  return {
    limit: reader.count * ownersPerBlock,
    at(n) {
      const bytes = reader.read(Math.floor(n / ownersPerBlock));
      let from = 0;
      for (let skipped = n % ownersPerBlock; skipped > 0; skipped -= 1) from += 5 + (bytes[from + 4] ?? 255);
      const end = from + 5 + (bytes[from + 4] ?? 255);
      if (end > bytes.length) throw new DamagedError('owners of networks are missing');
      return { asn: bytes.readUInt32LE(from), name: bytes.toString('utf8', from + 5, end) };
    },
  };
}
