import type { Filter } from 'mongodb';
import { sessionKey } from '../../core/effects.ts';
import { impliedMark } from '../../core/grouping.ts';
import { sessionQueryFields } from '../../core/list-query-fields.ts';
import type { TenantStore } from '../../core/store.ts';
import { readListQuery } from '../list-query.ts';
import { type Connection, readBound, type Stored } from './connection/connection.ts';
import { parseCursor, readKeyset, toCursor, toRangeFilter } from './connection/paging.ts';
import { sessionPaths, toListFilter } from './list-query.ts';
import { sessionShape } from './records.ts';
import type { Scanner } from './scan/scanner.ts';

export function createSessionsOfTenant(
  connection: Connection,
  scanner: Scanner,
  userId: string,
): Pick<TenantStore, 'session' | 'sessions'> {
  return {
    async session(nodeId, session) {
      const found = await connection.run((c) =>
        c.sessions.findOne({ _id: sessionKey(userId, nodeId, session) }, readBound),
      );
      return found && sessionShape.read(found);
    },
    async sessions(filter, page) {
      const after = parseCursor(page.cursor, '');
      const driving: Filter<Stored>[] = [{ user_id: userId }];
      if (filter.source !== undefined) driving.push({ source_ip: { $eq: filter.source } });
      // Implied sessions are kept for alerts alone (core/grouping.ts).
      const residual: Filter<Stored>[] = [{ session: { $not: new RegExp(`^${impliedMark}`) } }];
      if (filter.node_id !== undefined) residual.push({ node_id: { $eq: filter.node_id } });
      driving.push(...toRangeFilter('last_at', filter));
      const query = readListQuery(filter.query, sessionQueryFields);
      if (query !== null) {
        const { source, from, to } = query.bounds;
        if (source !== undefined && filter.source === undefined) driving.push({ source_ip: { $eq: source } });
        if (from !== undefined) driving.push({ last_at: { $gte: from } });
        if (to !== undefined) driving.push({ last_at: { $lt: to } });
        residual.push(toListFilter(query, sessionPaths));
      }
      const keyset = { order: 'last_at', driving, residual, after, limit: page.limit };
      const read = (signal?: AbortSignal) =>
        connection.run((c) => readKeyset({ ...keyset, collection: c.sessions, signal }));
      const { found, next } = await (query === null ? read() : scanner.run(userId, page.gone, read));
      return { items: found.map(sessionShape.read), next_cursor: next && toCursor(next) };
    },
  };
}
