/** The store for several processes: a MongoDB deployment, be it a standalone, a replica set or behind mongos. */

import { AppError } from '../../core/errors.ts';
import type { Store, TenantStore } from '../../core/store.ts';
import { createAlertsOfTenant } from './alerts.ts';
import { createCommits } from './commit.ts';
import { type Connection, connect, type MongoTimes, mongoTimes, readBound } from './connection/connection.ts';
import { createCountOfTenant } from './count.ts';
import { createDecoysOfTenant } from './decoys.ts';
import { createDeliveriesOfTenant, createOutbox } from './deliveries.ts';
import { createDocs, createDocsOfTenant } from './docs.ts';
import { createEventsOfTenant, createUnfinished } from './events.ts';
import { createFeedOfTenant } from './feed.ts';
import { createIncidents, createIncidentsOfTenant } from './incidents.ts';
import { createJournalOfTenant } from './journal.ts';
import { createMergingOfTenant } from './merging.ts';
import { createNodes, createNodesOfTenant } from './nodes.ts';
import { createObservablesOfTenant } from './observables.ts';
import { createProfilesOfTenant } from './profiles.ts';
import { createRateLimits } from './rate-limits.ts';
import { findRawPacks } from './raw-packs.ts';
import { createRollupsOfTenant } from './rollups.ts';
import { createScanner, type Scanner } from './scan/scanner.ts';
import { adoptForeign } from './schema/adopt.ts';
import { createIndexes } from './schema/indexes.ts';
import { createSessionsOfTenant } from './sessions.ts';
import { createSideTenants } from './side-tenant.ts';
import { createStatsOfTenant, sumOf } from './stats.ts';
import { createSweep } from './sweep.ts';
import { createUsers } from './users.ts';
import { createVulnerabilitiesOfTenant } from './vulnerabilities.ts';
import { createBaselineOfTenant } from './windows.ts';
import { type CommitLog, createCommitLog } from './writing/commit-log.ts';

/** Who asks whether the store answers does not want to wait long for a no. */
const pingMs = 3000;

export interface MongoStoreParts {
  /** `mongodb://` or `mongodb+srv://`. */
  uri: string;
  database: string;
  times?: Partial<MongoTimes>;
  /** Values of one kind of observables that a tenant keeps. */
  mostObservables?: number;
}

const createTenant = (
  connection: Connection,
  scanner: Scanner,
  commitLog: CommitLog,
  userId: string,
): TenantStore => ({
  ...createNodesOfTenant(connection, userId),
  ...createDecoysOfTenant(connection, userId),
  ...createEventsOfTenant(connection, scanner, userId),
  ...createCountOfTenant(connection, scanner, userId),
  ...createAlertsOfTenant(connection, commitLog, userId),
  ...createIncidentsOfTenant(connection, scanner, userId),
  ...createMergingOfTenant(connection, commitLog, userId),
  ...createSessionsOfTenant(connection, scanner, userId),
  ...createProfilesOfTenant(connection, scanner, userId),
  rawPacks: (receivedAt) => findRawPacks(connection, userId, receivedAt),
  ...createStatsOfTenant(connection, userId),
  ...createRollupsOfTenant(connection, userId),
  ...createVulnerabilitiesOfTenant(connection, userId),
  ...createObservablesOfTenant(connection, userId),
  ...createBaselineOfTenant(connection, userId),
  ...createDeliveriesOfTenant(connection, userId),
  ...createDocsOfTenant(connection, userId),
  ...createJournalOfTenant(connection, userId),
  ...createFeedOfTenant(connection, commitLog, userId),
});

async function about(connection: Connection): Promise<Record<string, string | number>> {
  const { db } = connection;
  const [build, size, totals] = await Promise.all([
    connection.run(() => db.command({ buildInfo: 1 })),
    connection.run(() => db.command({ dbStats: 1 })),
    connection.run((c) => c.totals.find({}, readBound).toArray()),
  ]);
  return {
    kind: 'mongo',
    server: String(build.version),
    database: db.databaseName,
    size_bytes: Number(size.storageSize ?? 0),
    events: totals.reduce((sum, one) => sum + sumOf(one, 'events'), 0),
  };
}

/** Throws `unavailable` where no server answers. */
export async function openMongoStore({
  uri,
  database,
  times,
  mostObservables,
}: MongoStoreParts): Promise<Store> {
  const allTimes = { ...mongoTimes, ...times };
  // An index over millions of events takes its time, and so does a database of other hands.
  const patient = await connect(uri, database, { ...allTimes, socketMs: 0 });
  try {
    await adoptForeign(patient);
    await createIndexes(patient);
  } finally {
    await patient.client.close();
  }
  const connection = await connect(uri, database, allTimes);
  return assemble(connection, createCommitLog(connection, allTimes), mostObservables);
}

function assemble(connection: Connection, commitLog: CommitLog, mostObservables?: number): Store {
  const scanner = createScanner();
  return {
    kind: 'mongo',
    of: (userId) => createTenant(connection, scanner, commitLog, userId),
    ...createUsers(connection),
    ...createNodes(connection),
    ...createDocs(connection),
    ...createCommits(connection, commitLog, mostObservables),
    ...createUnfinished(connection),
    ...createOutbox(connection),
    ...createIncidents(connection),
    ...createRateLimits(connection),
    sweep: createSweep(connection, commitLog),
    ...createSideTenants(connection),
    ping: async () => {
      await connection.run(() => connection.db.command({ ping: 1 }, { signal: AbortSignal.timeout(pingMs) }));
    },
    backup: async () => {
      throw new AppError('bad_request', 'A MongoDB database is backed up with mongodump');
    },
    about: () => about(connection),
    close() {
      scanner.close();
      return connection.client.close();
    },
  };
}
