/** Documents of one kind of all tenants, for jobs: page by page, so that however many there are, none is left out. */
import type { DocKind, DocOf } from '../core/doc-kind.ts';
import type { Store } from '../core/store.ts';

const pageSize = 500;

/** Ascending by created_at. What is created meanwhile comes at the end. Lets other work run between pages. */
export async function* allDocuments<Body extends object>(
  store: Pick<Store, 'docsAfter'>,
  kind: DocKind<Body>,
  limit = pageSize,
): AsyncGenerator<DocOf<Body>> {
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<Store['docsAfter']>> = await store.docsAfter(kind.name, { limit, cursor });
    for (const doc of page.items) yield kind.read(doc);
    cursor = page.next_cursor;
    // An embedded store answers within the same turn of the event loop.
    await new Promise((resolve) => setImmediate(resolve));
  } while (cursor !== null);
}
