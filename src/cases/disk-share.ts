/**
 * When the disk is almost full, those who use the most of it are refused first, so that one tenant's flood is not another's
 * lost event.
 */
import { usageDocs } from '../core/doc-kinds.ts';
import { storedBytesOf } from '../core/quota.ts';
import type { Store } from '../core/store.ts';
import { allDocuments } from './all-documents.ts';

export interface DiskShare {
  /** Whether the disk is almost full and this tenant, with `storedBytes`, uses more than a fair share of it. */
  isShareUsedUp(userId: string, storedBytes: number): Promise<boolean>;
}

/** A disk with less than this is almost full. */
export const reserveBytes = 512 * 1024 ** 2;
const askEveryMs = 10_000;
const sumEveryMs = 60_000;

export function createDiskShare({
  store,
  freeBytes,
  clock,
}: {
  store: Pick<Store, 'docsAfter'>;
  /** Of the disk that holds the data; null where it is not known (a database on another machine). */
  freeBytes(): Promise<number | null>;
  clock(): number;
}): DiskShare {
  let asked: { atMs: number; isFull: Promise<boolean> } | null = null;
  let summed: { atMs: number; fairBytes: Promise<number> } | null = null;

  /** What a tenant may hold: twice the mean, or half of everything where there are few. */
  async function sum(): Promise<number> {
    let [total, tenants] = [0, 0];
    for await (const { body } of allDocuments(store, usageDocs)) {
      total += storedBytesOf(body);
      tenants++;
    }
    // With nobody else there is nobody to protect.
    return tenants < 2 ? Number.POSITIVE_INFINITY : Math.min(total / 2, (2 * total) / tenants);
  }

  return {
    async isShareUsedUp(_userId, storedBytes) {
      const nowMs = clock();
      if (asked === null || nowMs - asked.atMs >= askEveryMs || nowMs < asked.atMs)
        asked = {
          atMs: nowMs,
          isFull: freeBytes().then(
            (free) => free !== null && free < reserveBytes,
            () => false,
          ),
        };
      if (!(await asked.isFull)) return false;
      if (summed === null || nowMs - summed.atMs >= sumEveryMs || nowMs < summed.atMs)
        summed = { atMs: nowMs, fairBytes: sum().catch(() => Number.POSITIVE_INFINITY) };
      return storedBytes > (await summed.fairBytes);
    },
  };
}
