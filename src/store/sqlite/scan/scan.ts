/** Reads that may look at very many events. They run in a scan worker, on a connection of its own. */
import type { StoredEvent } from '../../../core/event.ts';
import type { EventCount, EventFilter, Page, PageRequest } from '../../../core/query.ts';
import type { Connection } from '../connection/connection.ts';
import { type CountQuestion, countEvents } from '../count.ts';
import { listEvents } from '../events.ts';

export type Scan =
  | ({ kind: 'count' } & CountQuestion)
  | { kind: 'events'; userId: string; filter: EventFilter; page: PageRequest };
export type ScanAnswer = EventCount | Page<StoredEvent>;

/** Events looked at for one page of a text search. */
const mostSearched = 10_000;
export const runScan = (db: Connection, scan: Scan): ScanAnswer =>
  scan.kind === 'count'
    ? countEvents(db, scan)
    : listEvents(db, scan.userId, scan.filter, scan.page, mostSearched);
