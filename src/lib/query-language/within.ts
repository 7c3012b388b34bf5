/** A query, and what must hold beside it. Pure. */
import type { Query, Term } from './ast.ts';

const termOf = (field: string, type: Term['type'], values: readonly string[]): Term => ({
  kind: 'term',
  field,
  searched: [],
  type,
  match: 'whole',
  tests: values.map((value) => ({ kind: 'text', parts: [value] })),
  position: 0,
  length: 0,
});

/** `nodes` empty: nothing is found. */
export function addWithin(
  query: Query,
  { nodes, exposure }: { nodes?: readonly string[]; exposure?: string } = {},
): Query {
  const parts: Query[] = query.kind === 'everything' ? [] : query.kind === 'and' ? [...query.parts] : [query];
  // No node is called that: ids are of our making.
  if (nodes !== undefined) parts.push(termOf('node', 'text', nodes.length === 0 ? [''] : nodes));
  if (exposure !== undefined) parts.push(termOf('exposure', 'enum', [exposure]));
  const [first] = parts;
  if (first === undefined) return query;
  const { position, length } = query;
  return parts.length === 1 ? first : { kind: 'and', parts, position, length };
}
