/**
 * The embedded store's parts work synchronously. Here they become the port's operations: errors are translated, and whoever
 * wrote something is answered when it is on disk.
 */
import type { Store, TenantStore } from '../../../core/store.ts';
import { toStoreError } from './failure.ts';
import type { WalSync } from './wal-sync.ts';

/** The same operations, answering at once (or with a promise where they must). */
export type Sync<T> = {
  [K in keyof T]: T[K] extends (...args: infer A) => Promise<infer R> ? (...args: A) => R | Promise<R> : T[K];
};

/** The same operations of one tenant, whose id comes first. */
export type ForTenant<T> = {
  [K in keyof T]: T[K] extends (...args: infer A) => Promise<infer R>
    ? (userId: string, ...args: A) => R | Promise<R>
    : never;
};

/**
 * Operations that only read, and so wait for no disk. What they return may be some milliseconds ahead of it; whatever is
 * done about it goes through an operation that is not listed here, and that one waits.
 */
const reading: ReadonlySet<string> = new Set<keyof Store | keyof TenantStore>([
  'nodes',
  'node',
  'decoys',
  'countDecoys',
  'event',
  'events',
  'countEvents',
  'alert',
  'alerts',
  'incident',
  'incidents',
  'countIncidents',
  'session',
  'sessions',
  'profile',
  'profiles',
  'stats',
  'rollups',
  'vulnerabilities',
  'observables',
  'observablesById',
  'observablesOf',
  'observableKinds',
  'observableSums',
  'baseline',
  'deliveries',
  'delivery',
  'doc',
  'docs',
  'countDocs',
  'journal',
  'feed',
  'userById',
  'userByEmail',
  'countUsers',
  'users',
  'nodeByKeyHash',
  'nodeExists',
  'docByLookup',
  'docsAfter',
  'docsRevision',
  'context',
  'unfinished',
  'nextDeliveryMs',
  'dueChannels',
  'foldedNotices',
  'unacknowledged',
  'rateLimit',
  'ping',
  'about',
  'backup',
]);

type Operation = (...args: unknown[]) => unknown;

/** `work` as the port has it: its errors are the port's, and arrive as rejections. */
const toReading =
  (work: Operation, disk: WalSync): Operation =>
  async (...args) => {
    try {
      disk.check();
      return await work(...args);
    } catch (error) {
      throw toStoreError(error);
    }
  };

/** Writes while no flush is under way (so that the event loop never waits for one), and answers after the next. */
const toWriting =
  (work: Operation, disk: WalSync): Operation =>
  async (...args) => {
    try {
      for (let busy = disk.busy(); busy !== null; busy = disk.busy()) await busy;
      disk.check();
      const result = await work(...args);
      const flush = disk.flush();
      if (flush !== null) await flush;
      return result;
    } catch (error) {
      throw toStoreError(error);
    }
  };

function each<T extends object>(parts: object, disk: WalSync, bind: (work: Operation) => Operation): T {
  const made: Record<string, Operation> = {};
  for (const [name, work] of Object.entries(parts as Record<string, Operation>))
    made[name] = (reading.has(name) ? toReading : toWriting)(bind(work), disk);
  return made as T;
}

/** All operations of `parts` made asynchronous. */
export const toOperations = <T extends object>(parts: Sync<T>, disk: WalSync): T =>
  each<T>(parts, disk, (work) => work);

/** All operations of `parts` bound to a tenant and made asynchronous. */
export const toTenantOperations = <T extends object>(parts: ForTenant<T>, userId: string, disk: WalSync): T =>
  each<T>(
    parts,
    disk,
    (work) =>
      (...args) =>
        work(userId, ...args),
  );
