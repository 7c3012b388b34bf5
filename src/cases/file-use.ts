/** What a tenant's kept files take, without summing them at every upload. */
import { captureDocs, recordingDocs } from '../core/doc-kinds.ts';
import { mostKeptFiles } from '../core/kept-file.ts';
import type { Store } from '../core/store.ts';
import { listDocuments } from '../core/update-document.ts';

interface Known {
  bytes: number;
  files: number;
  readMs: number;
}

const freshMs = 60_000;
/** A tenant who was refused and has removed something is let in after this time. */
const recountMs = 5000;
const mostHeld = 10_000;

export interface FileUse {
  bytes(userId: string): Promise<number>;
  /** Whether so many bytes more fit beside those that are there (`bytes`), in one file. They are taken for kept. */
  fits(userId: string, more: number, limit: number | null): Promise<{ fits: boolean; bytes: number }>;
}

export function createFileUse({ store, clock }: { store: Pick<Store, 'of'>; clock(): number }): FileUse {
  const held = new Map<string, Known>();

  async function known(userId: string, maxAgeMs: number): Promise<Known> {
    const before = held.get(userId);
    if (before !== undefined && clock() - before.readMs <= maxAgeMs && clock() >= before.readMs)
      return before;
    const tenant = store.of(userId);
    const all = [
      ...(await listDocuments(tenant, recordingDocs, mostKeptFiles)),
      ...(await listDocuments(tenant, captureDocs, mostKeptFiles)),
    ];
    const bytes = all.reduce((sum, { body }) => sum + body.stored_bytes, 0);
    const now = { bytes, files: all.length, readMs: clock() };
    if (held.size >= mostHeld) held.clear();
    held.set(userId, now);
    return now;
  }

  return {
    bytes: async (userId) => (await known(userId, recountMs)).bytes,
    async fits(userId, more, limit) {
      const isFull = ({ bytes, files }: Known): boolean =>
        files + 1 > mostKeptFiles || (limit !== null && bytes + more > limit);
      let use = await known(userId, freshMs);
      if (isFull(use)) use = await known(userId, recountMs);
      const { bytes } = use;
      if (isFull(use)) return { fits: false, bytes };
      use.bytes += more;
      use.files += 1;
      return { fits: true, bytes };
    },
  };
}
