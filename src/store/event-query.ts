/** A query about events, and what of it an index can answer. Both stores read it. */

import { AppError } from '../core/errors.ts';
import { type EventQueryFieldName, eventQueryFields } from '../core/event-query-fields.ts';
import type { EventFilter, EventQuery } from '../core/query.ts';
import { compareWords, toAddressText } from '../lib/address-words.ts';
import { parseQuery, type Query } from '../lib/query-language/index.ts';
import { toInterval } from '../lib/query-language/interval.ts';
import { addWithin } from '../lib/query-language/within.ts';

/** The fields that a query looks at. */
export function fieldsOf(query: Query, into: Set<EventQueryFieldName> = new Set()): Set<EventQueryFieldName> {
  if (query.kind === 'not') fieldsOf(query.part, into);
  else if (query.kind === 'and' || query.kind === 'or') for (const part of query.parts) fieldsOf(part, into);
  else if (query.kind === 'term')
    for (const name of query.field === null ? query.searched : [query.field])
      into.add(name as EventQueryFieldName);
  return into;
}

const later = (a: string | undefined, b: string): string => (a === undefined || b > a ? b : a);
const earlier = (a: string | undefined, b: string): string => (a === undefined || b < a ? b : a);

/** The filter, narrowed by what must hold in any case: one source, one node, a range of time. */
export function narrow(filter: EventFilter, query: Query, nowMs: number): EventFilter {
  if (query.kind === 'and') return query.parts.reduce((all, part) => narrow(all, part, nowMs), filter);
  if (query.kind !== 'term' || query.tests.length !== 1) return filter;
  const [test] = query.tests;
  if (query.field === 'source' && test?.kind === 'address' && compareWords(test.first, test.last) === 0)
    return filter.source === undefined ? { ...filter, source: toAddressText(test.first) } : filter;
  // Ids of nodes are of our making, in lower case.
  if (query.field === 'node' && test?.kind === 'text' && test.parts.length === 1)
    return filter.node_id === undefined
      ? { ...filter, node_id: (test.parts[0] ?? '').toLowerCase() }
      : filter;
  if (query.field === 'time' && (test?.kind === 'compare' || test?.kind === 'between')) {
    const { from, until } = toInterval(test, nowMs);
    const narrowed = { ...filter };
    if (from !== null) narrowed.from = later(filter.from, new Date(from).toISOString());
    if (until !== null) narrowed.to = earlier(filter.to, new Date(until + 1).toISOString());
    return narrowed;
  }
  return filter;
}

export interface ReadQuery {
  ast: Query;
  nowMs: number;
  /** The rest of the filter, narrowed by the query. */
  filter: EventFilter;
}

/** Null where the filter has none. Throws `invalid_request` where it cannot be read: whoever asks reads it before. */
export function readEventQuery(filter: EventFilter): ReadQuery | null {
  const { query, ...rest } = filter;
  if (query === undefined) return null;
  const { ast } = parseEventQuery(query);
  return ast.kind === 'everything'
    ? { ast, nowMs: query.nowMs, filter: rest }
    : { ast, nowMs: query.nowMs, filter: narrow(rest, ast, query.nowMs) };
}

function parseEventQuery({ text, within }: EventQuery): { ast: Query } {
  const { ast, errors } = parseQuery(text, eventQueryFields);
  if (ast === undefined)
    throw new AppError('invalid_request', errors[0]?.message ?? 'The query cannot be read');
  return { ast: addWithin(ast, within) };
}
