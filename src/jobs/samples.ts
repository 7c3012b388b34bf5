/** Keeps the nodes of sample data alive, and removes sample data that somebody forgot. */
import { keepSample } from '../cases/sample/sample.ts';
import { sampleDocs } from '../core/doc-kinds.ts';
import { defineJob } from './job.ts';

const pageSize = 100;

export const samples = defineJob({
  name: 'samples',
  plan({ store, clock }) {
    const now = (): string => new Date(clock()).toISOString();
    let cursor: string | null = null;
    return {
      everyMs: 5 * 60_000,
      async run() {
        const page = await store.docsAfter(sampleDocs.name, { limit: pageSize, cursor });
        for (const doc of page.items) await keepSample({ store, now, clock }, sampleDocs.read(doc));
        cursor = page.next_cursor;
        return cursor !== null;
      },
    };
  },
});
