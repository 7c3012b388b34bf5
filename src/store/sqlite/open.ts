/** The embedded store: one file, one process, durable at each answer. */
import { chmodSync, closeSync, openSync, statSync } from 'node:fs';
import { AppError } from '../../core/errors.ts';
import type { StoredEvent } from '../../core/event.ts';
import type { EventCount, Page } from '../../core/query.ts';
import type { Store, TenantStore } from '../../core/store.ts';
import { findAlert, listAlerts, updateAlert, updateAlertsOfIncident } from './alerts.ts';
import { createCheckpointer } from './checkpoint/checkpointer.ts';
import { createCommits } from './commit.ts';
import { backupDatabase } from './connection/backup.ts';
import { type Connection, checkSqliteVersion, openConnection } from './connection/connection.ts';
import { toStoreError } from './connection/failure.ts';
import { takeLock } from './connection/lock.ts';
import { type ForTenant, type Sync, toOperations, toTenantOperations } from './connection/operations.ts';
import { createWalSync, type Flusher, type WalSync } from './connection/wal-sync.ts';
import { createDecoysOfTenant } from './decoys.ts';
import { createDeliveriesOfTenant, createOutbox, releaseClaims } from './deliveries.ts';
import { createDocs, createDocsOfTenant } from './docs.ts';
import { findEvent, listEvents } from './events.ts';
import { createFeedOfTenant } from './feed.ts';
import {
  closeIdleIncidents,
  countIncidents,
  createIncident,
  findIncident,
  listIncidents,
  unacknowledgedIncidents,
  updateIncident,
} from './incidents.ts';
import { createJournalOfTenant } from './journal.ts';
import { markSeen, moveAlerts } from './merging.ts';
import { migrate, schemaVersion } from './migrations/migrate.ts';
import { createNodes, createNodesOfTenant } from './nodes.ts';
import {
  findObservables,
  findObservablesOf,
  listObservableKinds,
  listObservables,
  sumObservables,
} from './observables.ts';
import { findProfile, listProfiles } from './profiles.ts';
import { createRateLimits } from './rate-limits.ts';
import { findRawPacks } from './raw-packs.ts';
import { listRollups } from './rollups.ts';
import { createScanner, type Scanner } from './scan/scanner.ts';
import { findSession, listSessions } from './sessions.ts';
import { removeSideTenant } from './side-tenant.ts';
import { readStats } from './stats.ts';
import { sweepStore } from './sweep.ts';
import { createUsers } from './users.ts';
import { listVulnerabilities } from './vulnerabilities.ts';
import { readBaseline } from './windows.ts';
import {
  type ObservableBuffer,
  type ObservableLimits,
  openObservableBuffer,
} from './writing/observable-buffer.ts';
import { openWriteBuffer, type WriteBuffer, type WriteBufferLimits } from './writing/write-buffer.ts';

export interface SqliteStoreParts {
  /** The database's file; its folder must exist. */
  file: string;
  clock?: () => number;
  bufferLimits?: WriteBufferLimits | undefined;
  observableLimits?: ObservableLimits | undefined;
  /** What this Node brings along; named so that a test may pretend. */
  sqliteVersion?: string | undefined;
  /** Flushes the log; a test may watch it, slow it down, or let it fail. */
  flusher?: Flusher | undefined;
  /** What happens when the disk did not confirm a write; by default the process ends. */
  onDiskFailure?: ((error: AppError) => void) | undefined;
}

/** Tenants whose bound operations are kept between requests. */
const keptTenants = 1000;

type SettledPart =
  | 'event'
  | 'events'
  | 'countEvents'
  | 'feed'
  | 'alert'
  | 'alerts'
  | 'updateAlert'
  | 'updateAlertsOfIncident'
  | 'createIncident'
  | 'incident'
  | 'incidents'
  | 'countIncidents'
  | 'updateIncident'
  | 'moveAlerts'
  | 'markSeen'
  | 'session'
  | 'sessions'
  | 'profile'
  | 'profiles'
  | 'stats'
  | 'rollups'
  | 'vulnerabilities'
  | 'baseline';

type FoldedPart = 'observables' | 'observablesById' | 'observablesOf' | 'observableKinds' | 'observableSums';

/**
 * Where the disk takes nothing any more, people still see what stood before; an operation that writes meets the disk
 * itself.
 */
function settleIfPossible(buffer: { settle(): void }): void {
  try {
    buffer.settle();
  } catch (error) {
    const known = toStoreError(error);
    if (!(known instanceof AppError)) throw error;
  }
}

/** The same operations, which read or change what the buffer adds to. */
function settled<T extends object>(buffer: { settle(): void }, parts: T): T {
  const made: Record<string, unknown> = {};
  for (const [name, work] of Object.entries(parts as Record<string, (...args: unknown[]) => unknown>))
    made[name] = (...args: unknown[]) => {
      settleIfPossible(buffer);
      return work(...args);
    };
  return made as T;
}

function createTenantParts(
  db: Connection,
  buffer: WriteBuffer,
  observables: ObservableBuffer,
  scanner: Scanner,
  clock: () => number,
): ForTenant<TenantStore> {
  const { announce, feed } = createFeedOfTenant(db, clock);
  const overWaiting: ForTenant<Pick<TenantStore, SettledPart>> = {
    feed,
    event: (user, id) => findEvent(db, user, id),
    events: async (user, filter, { gone, ...page }) =>
      filter.q === undefined && filter.query === undefined
        ? listEvents(db, user, filter, page)
        : ((await scanner.run({ kind: 'events', userId: user, filter, page }, gone)) as Page<StoredEvent>),
    countEvents: async (userId, condition, { gone, ...asked }) =>
      (await scanner.run({ kind: 'count', userId, condition, ...asked }, gone)) as EventCount,
    alert: (user, id) => findAlert(db, user, id),
    alerts: (user, filter, page) => listAlerts(db, user, filter, page),
    updateAlert: (user, id, patch) => updateAlert(db, user, id, patch),
    updateAlertsOfIncident: (user, id, status, which) => updateAlertsOfIncident(db, user, id, status, which),
    createIncident: (user, incident) => createIncident(db, { ...incident, user_id: user }),
    incident: (user, id) => findIncident(db, user, id),
    incidents: (user, filter, page) => listIncidents(db, user, filter, page),
    countIncidents: (user, filter, most) => countIncidents(db, user, filter, most),
    updateIncident: (user, id, version, patch) => updateIncident(db, user, id, version, patch),
    moveAlerts: (user, move) => moveAlerts(db, user, move),
    markSeen: (user, ids, by, at) => markSeen(db, user, ids, by, at),
    session: (user, node, session) => findSession(db, user, node, session),
    sessions: (user, filter, page) => listSessions(db, user, filter, page),
    profile: (user, source) => findProfile(db, user, source),
    profiles: (user, order, page, query) => listProfiles(db, user, order, page, query),
    stats: (user) => readStats(db, user),
    rollups: (user, from, to, only, parts) => listRollups(db, user, from, to, only, parts),
    vulnerabilities: (user) => listVulnerabilities(db, user),
    baseline: (user) => readBaseline(db, user),
  };
  const overFolded: ForTenant<Pick<TenantStore, FoldedPart>> = {
    observables: (user, filter, order, page) => listObservables(db, user, filter, order, page),
    observablesById: (user, ids) => findObservables(db, user, ids),
    observablesOf: (user, values) => findObservablesOf(db, user, values),
    observableKinds: (user) => listObservableKinds(db, user),
    observableSums: (user, kind, from, to) => sumObservables(db, user, kind, from, to),
  };
  return {
    ...settled(buffer, overWaiting),
    ...settled(observables, overFolded),
    announce,
    rawPacks: (user, receivedAt) => findRawPacks(db, user, receivedAt),
    ...createNodesOfTenant(db),
    ...createDecoysOfTenant(db),
    ...createDeliveriesOfTenant(db),
    ...createDocsOfTenant(db),
    ...createJournalOfTenant(db),
  };
}

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

function about(db: Connection): Record<string, string | number> {
  return {
    kind: 'sqlite',
    sqlite: process.versions.sqlite ?? '',
    schema: schemaVersion(db),
    file: db.file,
    size_bytes: sizeOf(db.file),
    wal_bytes: sizeOf(`${db.file}-wal`),
    events: Number(db.sql('SELECT coalesce(sum(events), 0) AS n FROM totals').get()?.n ?? 0),
  };
}

/** Creates the file if it is missing; those that exist are made private, whatever their mode was. */
function makePrivate(file: string): void {
  closeSync(openSync(file, 'a', 0o600));
  for (const one of [file, `${file}-wal`, `${file}-shm`, `${file}.lock`, `${file}.pid`]) {
    const about = statSync(one, { throwIfNoEntry: false });
    // Of another user it cannot be changed; then it is theirs.
    if (about && (about.mode & 0o077) !== 0 && about.uid === process.getuid?.()) chmodSync(one, 0o600);
  }
}

/** Opens the file and brings it to the newest schema. */
function openDatabase(file: string): Connection {
  // Password hashes and captured data are nobody else's business; SQLite gives its other files the same mode.
  makePrivate(file);
  const db = openConnection(file);
  try {
    migrate(db);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/**
 * Throws `conflict` where another process has the file open, `internal` where its schema is newer or this Node's SQLite
 * too old, `unavailable` where it is damaged or the disk does not take it.
 */
export async function openSqliteStore({
  file,
  clock = Date.now,
  bufferLimits,
  observableLimits,
  sqliteVersion = process.versions.sqlite,
  flusher,
  onDiskFailure = endProcess,
}: SqliteStoreParts): Promise<Store> {
  try {
    checkSqliteVersion(sqliteVersion);
    const lock = takeLock(file);
    try {
      const db = openDatabase(file);
      const disk = createWalSync(db, { ...(flusher ? { flusher } : {}), onFailure: onDiskFailure });
      releaseClaims(db);
      const store = assemble(db, disk, clock, { bufferLimits, observableLimits }, () => lock.release());
      await disk.flush();
      return store;
    } catch (error) {
      lock.release();
      throw error;
    }
  } catch (error) {
    throw toStoreError(error);
  }
}

/** What was acknowledged is on disk; what the log holds beyond that only a new process can find out. */
const endProcess = (error: AppError): void => {
  setImmediate(() => {
    throw error;
  });
};

function assemble(
  db: Connection,
  disk: WalSync,
  clock: () => number,
  limits: Pick<SqliteStoreParts, 'bufferLimits' | 'observableLimits'>,
  release: () => void,
): Store {
  const scanner = createScanner(db.file);
  const checkpointer = createCheckpointer(db, disk);
  db.onCommit(() => checkpointer.check());
  const buffer = openWriteBuffer(db, clock, limits.bufferLimits);
  const observables = openObservableBuffer(db, limits.observableLimits);
  const tenantParts = createTenantParts(db, buffer, observables, scanner, clock);
  const tenants = new Map<string, TenantStore>();
  let isClosed = false;
  const parts: Sync<Omit<Store, 'kind' | 'of' | 'close'>> = {
    ...createUsers(db),
    ...createNodes(db),
    ...createDocs(db),
    ...createCommits(db, buffer, observables, clock),
    ...createRateLimits(db),
    ...createOutbox(db),
    ...settled(buffer, {
      unacknowledged: (before: string, limit: number) => unacknowledgedIncidents(db, before, limit),
      closeIdleIncidents: (before: string, limit: number) => closeIdleIncidents(db, before, limit),
      sweep: (before: string | null, nowMs: number) => {
        observables.settle();
        return sweepStore(db, before, nowMs).finally(() => buffer.windowsSwept());
      },
      removeSideTenant(userId: string) {
        observables.settle();
        return removeSideTenant(db, userId).finally(() => buffer.windowsSwept());
      },
      about: () => about(db),
    }),
    ping: () => {
      db.sql('SELECT value FROM sequence').get();
    },
    backup: (file, progress) => backupDatabase(db.file, file, progress),
  };

  async function close(): Promise<void> {
    if (isClosed) return;
    isClosed = true;
    await Promise.all([scanner.close(), checkpointer.close()]);
    await disk.close();
    // After a failed flush SQLite must not copy what the log may no longer hold: the process ends without it.
    if (disk.hasFailed()) return;
    settleIfPossible(buffer);
    settleIfPossible(observables);
    // Copies the log into the database file and waits for the disk.
    db.close();
    release();
  }

  return {
    kind: 'sqlite',
    of(userId) {
      let tenant = tenants.get(userId);
      if (!tenant) {
        if (tenants.size >= keptTenants) tenants.clear();
        tenant = toTenantOperations<TenantStore>(tenantParts, userId, disk);
        tenants.set(userId, tenant);
      }
      return tenant;
    },
    ...toOperations(parts, disk),
    close,
  };
}
