/** A query about incidents, attackers or sessions, and what of it an index can answer. Both stores read it. */
import { AppError } from '../core/errors.ts';
import type { EventFilter, EventQuery } from '../core/query.ts';
import { type Field, parseQuery, type Query } from '../lib/query-language/index.ts';
import { addWithin } from '../lib/query-language/within.ts';
import { fieldsOf, narrow } from './event-query.ts';

export interface ReadListQuery {
  ast: Query;
  nowMs: number;
  /** The fields that it looks at. */
  fields: ReadonlySet<string>;
  /** What must hold in any case: one source, a range of the latest event's time (ISO, inclusive / exclusive). */
  bounds: Pick<EventFilter, 'source' | 'from' | 'to'>;
}

/** Null where there is none, or it asks for everything. Throws `invalid_request` where it cannot be read. */
export function readListQuery(query: EventQuery | undefined, known: readonly Field[]): ReadListQuery | null {
  if (query === undefined) return null;
  const { ast: asked, errors } = parseQuery(query.text, known);
  if (asked === undefined)
    throw new AppError('invalid_request', errors[0]?.message ?? 'The query cannot be read');
  const ast = addWithin(asked, query.within);
  if (ast.kind === 'everything') return null;
  const { source, from, to } = narrow({}, ast, query.nowMs);
  const bounds: ReadListQuery['bounds'] = {};
  if (source !== undefined) bounds.source = source;
  if (from !== undefined) bounds.from = from;
  if (to !== undefined) bounds.to = to;
  return { ast, nowMs: query.nowMs, fields: fieldsOf(ast) as ReadonlySet<string>, bounds };
}
