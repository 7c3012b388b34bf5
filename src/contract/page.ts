/** Lists, page by page. */
import { list, nullable, object, type Schema, text } from './schema.ts';

/** A list by keyset: `next_cursor` is what `cursor` of the next request must be; null = there is no more. */
export const pageOf = <T>(items: Schema<T>): Schema<{ items: T[]; next_cursor: string | null }> =>
  object({ items: list(items), next_cursor: nullable(text()) }) as Schema<{
    items: T[];
    next_cursor: string | null;
  }>;
