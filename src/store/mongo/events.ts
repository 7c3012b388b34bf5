/** Reading events. Newest first over both collections, which are merged here. */
import type { Filter } from 'mongodb';
import type { EventState, StoredEvent } from '../../core/event.ts';
import { type EventFilter, type Page, type PageRequest, pageBytes } from '../../core/query.ts';
import type { Store, TenantStore } from '../../core/store.ts';
import { readEventQuery } from '../event-query.ts';
import { type Connection, readBound, type Stored } from './connection/connection.ts';
import { type Key, parseCursor, readKeyset, toCursor } from './connection/paging.ts';
import { toQueryFilter } from './event-query.ts';
import { eventCollections, eventKey, readEvent, sizeOfEvent } from './event-record.ts';
import type { Scanner } from './scan/scanner.ts';

/** Letters that fold into others are left to the server's own rule for `i`. */
export const toPattern = (text: string): string =>
  text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&').replaceAll('\0', '\\x00');

/** What an index answers first: the rarest of what is asked for. */
export function toConditions(
  userId: string,
  given: EventFilter,
): { driving: Filter<Stored>[]; residual: Filter<Stored>[] } {
  const read = readEventQuery(given);
  const filter = read?.filter ?? given;
  const driving: Filter<Stored>[] = [{ user_id: userId }];
  const residual: Filter<Stored>[] = [];
  let isKeyed = false;
  const keyed: ['alert_id' | 'session' | 'source' | 'node_id', string][] = [
    ['alert_id', 'alert_id'],
    ['session', 'session'],
    ['source', 'source_ip'],
    ['node_id', 'node_id'],
  ];
  for (const [name, field] of keyed) {
    const value = filter[name];
    if (value === undefined) continue;
    (isKeyed ? residual : driving).push({ [field]: { $eq: value } });
    isKeyed = true;
  }
  if (filter.service !== undefined) residual.push({ service: { $eq: filter.service } });
  if (filter.attack_type !== undefined) residual.push({ 'verdict.attack_type': { $eq: filter.attack_type } });
  if (filter.min_risk !== undefined) residual.push({ 'verdict.risk_score': { $gte: filter.min_risk } });
  if (filter.from !== undefined) driving.push({ timestamp: { $gte: filter.from } });
  if (filter.to !== undefined) driving.push({ timestamp: { $lt: filter.to } });
  if (filter.q !== undefined) {
    const holds = { $regex: toPattern(filter.q), $options: 'i' };
    residual.push({
      $or: [{ payload: holds }, { activity: holds }, { source_ip: holds }, { service: holds }],
    });
  }
  if (read !== null && read.ast.kind !== 'everything') residual.push(toQueryFilter(read));
  return { driving, residual };
}

const compare = (a: Key, b: Key): number =>
  a[0] === b[0] ? (a[1] === b[1] ? 0 : a[1] > b[1] ? 1 : -1) : a[0] > b[0] ? 1 : -1;

async function listEvents(
  connection: Connection,
  userId: string,
  filter: EventFilter,
  page: PageRequest,
  signal?: AbortSignal,
): Promise<Page<StoredEvent>> {
  const after = parseCursor(page.cursor, '');
  const { driving, residual } = toConditions(userId, filter);
  const names = filter.collection ? [filter.collection] : eventCollections;
  const read = await Promise.all(
    names.map(async (name) => {
      const { found, next } = await connection.run((c) =>
        readKeyset({
          collection: c[name],
          order: 'timestamp',
          driving,
          residual,
          after,
          limit: page.limit,
          signal,
        }),
      );
      return { events: found.map((document) => readEvent(document, name)), next };
    }),
  );
  const keyOf = (event: StoredEvent): Key => [event.timestamp, eventKey(userId, event.log_id)];
  /** No collection was read beyond this key: what is older waits for the next page. */
  let frontier: Key | null = null;
  for (const { next } of read) if (next && (!frontier || compare(next, frontier) > 0)) frontier = next;
  const end = frontier;
  const items = read
    .flatMap(({ events }) => events)
    .filter((event) => !end || compare(keyOf(event), end) >= 0)
    .sort((a, b) => compare(keyOf(b), keyOf(a)));
  // Each collection was read up to the size of a page; both together are cut to it.
  let size = 0;
  let most = 0;
  while (most < page.limit && size < pageBytes && most < items.length) size += sizeOfEvent(items[most++]!);
  const last = items[most - 1];
  if (items.length > most && last) return { items: items.slice(0, most), next_cursor: toCursor(keyOf(last)) };
  return { items, next_cursor: end && toCursor(end) };
}

export function createEventsOfTenant(
  connection: Connection,
  scanner: Scanner,
  userId: string,
): Pick<TenantStore, 'event' | 'events'> {
  return {
    async event(logId) {
      for (const name of eventCollections) {
        const found = await connection.run((c) =>
          c[name].findOne({ _id: eventKey(userId, logId) }, readBound),
        );
        if (found) return readEvent(found, name);
      }
      return null;
    },
    events: (filter, page) =>
      filter.q === undefined && filter.query === undefined
        ? listEvents(connection, userId, filter, page)
        : scanner.run(userId, page.gone, (signal) => listEvents(connection, userId, filter, page, signal)),
  };
}

export function createUnfinished(connection: Connection): Pick<Store, 'unfinished'> {
  const read = async (
    name: (typeof eventCollections)[number],
    state: Exclude<EventState, 'done'>,
    before: string,
    limit: number,
  ): Promise<StoredEvent[]> => {
    const found = await connection.run((c) =>
      c[name]
        .find(
          { todo: state, received_at: { $lt: before } },
          { ...readBound, sort: { received_at: 1, _id: 1 }, limit },
        )
        .toArray(),
    );
    return found.map((document) => readEvent(document, name));
  };
  return {
    async unfinished(state, before, limit) {
      const both = await Promise.all(eventCollections.map((name) => read(name, state, before, limit)));
      const key = (event: StoredEvent): Key => [event.received_at, event.log_id];
      return both
        .flat()
        .sort((a, b) => compare(key(a), key(b)))
        .slice(0, limit);
    },
  };
}
