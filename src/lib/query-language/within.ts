/** A query, and what must hold beside it. Pure. */
import type { Operator, Query, Term } from './ast.ts';

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

const timeOf = (operator: Operator, atMs: number): Term => ({
  ...termOf('time', 'time', []),
  tests: [
    {
      kind: 'compare',
      operator,
      value: { type: 'moment', fromMs: atMs, untilMs: atMs, text: new Date(atMs).toISOString() },
    },
  ],
});

interface Within {
  nodes?: readonly string[];
  exposure?: string;
  fromMs?: number;
  toMs?: number;
}

/** `nodes` empty: nothing is found. */
export function addWithin(query: Query, { nodes, exposure, fromMs, toMs }: Within = {}): Query {
  const parts: Query[] = query.kind === 'everything' ? [] : query.kind === 'and' ? [...query.parts] : [query];
  // No node is called that: ids are of our making.
  if (nodes !== undefined) parts.push(termOf('node', 'text', nodes.length === 0 ? [''] : nodes));
  if (exposure !== undefined) parts.push(termOf('exposure', 'enum', [exposure]));
  if (fromMs !== undefined) parts.push(timeOf('>=', fromMs));
  if (toMs !== undefined) parts.push(timeOf('<', toMs));
  const [first] = parts;
  if (first === undefined) return query;
  const { position, length } = query;
  return parts.length === 1 ? first : { kind: 'and', parts, position, length };
}
