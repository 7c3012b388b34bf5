/** One connection pool, bounded in every direction: no call may wait for ever, and none is acknowledged from memory. */
import { type Collection, type Db, type Document, MongoClient } from 'mongodb';
import { mended } from './driver.ts';
import { guarded } from './failure.ts';

/** Every document's own key is text made by us; documents of other hands are given one at open (adopt.ts). */
export interface Stored extends Document {
  _id: string;
}

const names = {
  users: 'users',
  nodes: 'nodes',
  decoys: 'decoys',
  honeypot_logs: 'honeypot_logs',
  agent_events: 'agent_events',
  alerts: 'alerts',
  profiles: 'attacker_profiles',
  incidents: 'incidents',
  sessions: 'sessions',
  windows: 'windows',
  levels: 'levels',
  rawPacks: 'raw_packs',
  rollups: 'rollups',
  vulnerabilities: 'vulnerabilities',
  observables: 'observables',
  observableKinds: 'observable_kinds',
  observablePeriods: 'observable_periods',
  totals: 'totals',
  deliveries: 'deliveries',
  notices: 'notices',
  docs: 'docs',
  revisions: 'revisions',
  journal: 'journal',
  feed: 'feed',
  // Names of earlier versions, as databases have them.
  rateLimits: 'hits',
  commitLogs: 'ledgers',
  meta: 'meta',
} as const;
export type CollectionName = keyof typeof names;
export type Collections = { readonly [N in CollectionName]: Collection<Stored> };

export interface Connection {
  readonly client: MongoClient;
  readonly db: Db;
  readonly in: Collections;
  /** Runs one operation of the driver; what does not answer becomes `unavailable`. */
  run<T>(work: (collections: Collections) => Promise<T>): Promise<T>;
}

export interface MongoTimes {
  /** How long a server is looked for. */
  selectionMs: number;
  /** How long a socket may be silent under a request; 0 = for ever. */
  socketMs: number;
  /** How long a write waits for the majority. */
  writeMs: number;
  /** How long another process's commit may stay undone before it is carried out here too. */
  patienceMs: number;
  /** How long one commit is tried in all. */
  commitMs: number;
}
export const mongoTimes: MongoTimes = {
  selectionMs: 5000,
  socketMs: 15_000,
  writeMs: 10_000,
  patienceMs: 1000,
  commitMs: 15_000,
};

export async function connect(uri: string, database: string, times: MongoTimes): Promise<Connection> {
  const client = new MongoClient(uri, {
    ...mended,
    appName: 'decoyverse',
    ignoreUndefined: true,
    retryReads: true,
    retryWrites: true,
    readPreference: 'primary',
    writeConcern: { w: 'majority', journal: true, wtimeoutMS: times.writeMs },
    serverSelectionTimeoutMS: times.selectionMs,
    connectTimeoutMS: times.selectionMs,
    socketTimeoutMS: times.socketMs,
    waitQueueTimeoutMS: times.selectionMs,
    maxPoolSize: 20,
    maxConnecting: 4,
    maxIdleTimeMS: 60_000,
  });
  await guarded(() => client.connect()).catch(async (error: unknown) => {
    await client.close().catch(() => undefined);
    throw error;
  });
  const db = client.db(database);
  const entries = Object.entries(names).map(([key, name]) => [key, db.collection<Stored>(name)]);
  const collections = Object.fromEntries(entries) as Collections;
  return { client, db, in: collections, run: (work) => guarded(() => work(collections)) };
}

/** Options of every read: how long the server works on it at most. */
export const readBound = { maxTimeMS: 10_000 } as const;
