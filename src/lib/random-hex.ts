import { randomFillSync } from 'node:crypto';
import type { RandomHex } from '../core/ids.ts';

/** Random hex digits from node's generator; one call of it serves many ids. */
export function createRandomHex(): RandomHex {
  const pool = Buffer.alloc(4096);
  let used = pool.length;
  return (bytes) => {
    if (used + bytes > pool.length) {
      randomFillSync(pool);
      used = 0;
    }
    used += bytes;
    return pool.toString('hex', used - bytes, used);
  };
}
