/** A query without what it asks of some fields. Pure. */
import type { Query } from './ast.ts';

const everything = ({ position, length }: Query): Query => ({ kind: 'everything', position, length });

/** Whether the query looks at one of these fields. */
export function asksOf(query: Query, names: ReadonlySet<string>): boolean {
  switch (query.kind) {
    case 'everything':
      return false;
    case 'and':
    case 'or':
      return query.parts.some((part) => asksOf(part, names));
    case 'not':
      return asksOf(query.part, names);
    case 'term':
      return (query.field === null ? query.searched : [query.field]).some((name) => names.has(name));
  }
}

/**
 * A query that finds all that `query` finds, whatever these fields hold: what it finds says nothing of them. Parts that
 * look at them are left out where that finds more, and otherwise with what they stand in.
 */
export function withoutFields(query: Query, names: ReadonlySet<string>): Query {
  if (!asksOf(query, names)) return query;
  if (query.kind !== 'and') return everything(query);
  const parts = query.parts
    .map((part) => withoutFields(part, names))
    .filter(({ kind }) => kind !== 'everything');
  const [first] = parts;
  if (first === undefined) return everything(query);
  return parts.length === 1 ? first : { ...query, parts };
}
