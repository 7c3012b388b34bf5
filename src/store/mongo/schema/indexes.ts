/** Indexes, made before the first request. Those of the contract have the names that MongoDB gives them by itself. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Collection, type IndexDescription, MongoServerError } from 'mongodb';
import { AppError } from '../../../core/errors.ts';
import type { CollectionName, Connection, Stored } from '../connection/connection.ts';
import { guarded, isDuplicate } from '../connection/failure.ts';

/** Any text. Not `$type`: the planner must see that a query for one value asks for no more than the index holds. */
const isText = { $gte: '' };

const newestFirst = (...prefix: string[]): IndexDescription['key'] => ({
  ...Object.fromEntries(prefix.map((field) => [field, 1])),
  timestamp: -1,
  _id: -1,
});

const ofEvents: IndexDescription[] = [
  { key: { node_id: 1 } },
  { key: newestFirst('user_id') },
  { key: newestFirst('user_id', 'source_ip') },
  { key: newestFirst('user_id', 'node_id') },
  { key: newestFirst('user_id', 'session'), partialFilterExpression: { session: isText } },
  { key: newestFirst('user_id', 'alert_id'), partialFilterExpression: { alert_id: isText } },
  { key: { todo: 1, received_at: 1, _id: 1 }, partialFilterExpression: { todo: { $exists: true } } },
];

const indexes: { readonly [N in CollectionName]?: IndexDescription[] } = {
  users: [
    { key: { email: 1 }, unique: true },
    { key: { id: 1 }, unique: true, partialFilterExpression: { id: isText } },
  ],
  nodes: [
    { key: { node_id: 1 }, unique: true },
    { key: { user_id: 1 } },
    { key: { key_hash: 1 }, partialFilterExpression: { key_hash: isText } },
    { key: { name_claim: 1 }, unique: true, partialFilterExpression: { name_claim: isText } },
    { key: { parent_id: 1 }, partialFilterExpression: { parent_id: isText } },
  ],
  decoys: [
    { key: { node_id: 1 } },
    { key: { user_id: 1, latest_at: -1, _id: -1 } },
    { key: { node_id: 1, user_id: 1, latest_at: -1, _id: -1 } },
  ],
  honeypot_logs: ofEvents,
  agent_events: ofEvents,
  alerts: [
    { key: { user_id: 1 } },
    { key: { risk_score: 1 } },
    { key: { user_id: 1, timestamp: -1 } },
    { key: newestFirst('user_id') },
    { key: newestFirst('user_id', 'source_ip') },
    { key: newestFirst('user_id', 'incident_id') },
    { key: newestFirst('user_id', 'is_active'), partialFilterExpression: { is_active: true } },
  ],
  profiles: [
    { key: { user_id: 1, last_seen: -1, _id: -1 } },
    { key: { user_id: 1, total_attacks: -1, _id: -1 } },
    { key: { user_id: 1, max_risk_score: -1, _id: -1 } },
  ],
  incidents: [
    { key: { open_key: 1 }, unique: true },
    { key: { user_id: 1, last_seen: -1, _id: -1 } },
    { key: { user_id: 1, source_ip: 1, last_seen: -1, _id: -1 } },
    {
      key: { user_id: 1, is_active: 1, last_seen: -1, _id: -1 },
      partialFilterExpression: { is_active: true },
    },
    { key: { is_open: 1, last_seen: 1 }, partialFilterExpression: { is_open: true } },
    { key: { status: 1, opened_at: 1, _id: 1 }, partialFilterExpression: { status: 'open' } },
  ],
  sessions: [
    { key: { user_id: 1, last_at: -1, _id: -1 } },
    { key: { user_id: 1, source_ip: 1, last_at: -1, _id: -1 } },
  ],
  rawPacks: [{ key: { user_id: 1, received_at: 1 } }, { key: { user_id: 1, newest: 1 } }],
  vulnerabilities: [{ key: { user_id: 1, events: -1, id: 1 } }],
  observables: [
    { key: { user_id: 1, kind: 1, events: -1, _id: -1 } },
    { key: { user_id: 1, kind: 1, first_ms: -1, _id: -1 } },
    { key: { user_id: 1, last_ms: 1 } },
  ],
  observablePeriods: [{ key: { user_id: 1, period: 1 } }],
  windows: [{ key: { written_at: 1 } }],
  levels: [{ key: { user_id: 1, day: -1 } }],
  deliveries: [
    { key: { user_id: 1, created_at: -1, _id: -1 } },
    { key: { user_id: 1, incident_id: 1, created_at: -1, _id: -1 } },
    { key: { user_id: 1, channel_id: 1, created_at: -1, _id: -1 } },
    { key: { ready_ms: 1, _id: 1 }, partialFilterExpression: { ready_ms: { $exists: true } } },
    { key: { lane: 1, ready_ms: 1 }, partialFilterExpression: { ready_ms: { $exists: true } } },
    { key: { notice_id: 1 } },
  ],
  notices: [
    {
      key: { user_id: 1, incident_id: 1, created_at: 1 },
      partialFilterExpression: { folded: { $exists: true } },
    },
    { key: { user_id: 1, created_at: 1 } },
  ],
  docs: [
    { key: { kind: 1, lookup: 1 }, unique: true, partialFilterExpression: { lookup: isText } },
    { key: { user_id: 1, kind: 1, created_at: 1, _id: 1 } },
    { key: { kind: 1, created_at: 1, _id: 1 } },
    { key: { expires_at: 1 }, partialFilterExpression: { expires_at: isText } },
  ],
  journal: [{ key: { user_id: 1, stream: 1, at: -1, _id: -1 } }],
  feed: [{ key: { written_at: 1 } }],
  rateLimits: [{ key: { until_ms: 1 } }],
};

/** IndexOptionsConflict, IndexKeySpecsConflict. */
const conflicts = new Set<unknown>([85, 86]);
/** NamespaceNotFound, IndexNotFound: another process was faster. */
const gone = new Set<unknown>([26, 27]);
const isOneOf = (error: unknown, codes: ReadonlySet<unknown>): boolean =>
  error instanceof MongoServerError && codes.has(error.code);

/** Other hands may have made an index of this name or key otherwise: ours takes its place. */
async function replaceIndex(collection: Collection<Stored>, wanted: IndexDescription): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await collection.createIndexes([wanted]);
      return;
    } catch (error) {
      if (!isOneOf(error, conflicts) || tries === 10) throw error;
    }
    const key = JSON.stringify(wanted.key);
    const existing = (await collection.indexes()).find((index) => JSON.stringify(index.key) === key);
    try {
      if (existing?.name) await collection.dropIndex(existing.name);
    } catch (error) {
      if (!isOneOf(error, gone)) throw error;
    }
    // Several processes start at once and do the same.
    await sleep(Math.random() * 50 * tries);
  }
}

export async function createIndexes(connection: Connection): Promise<void> {
  for (const [name, wanted] of Object.entries(indexes) as [CollectionName, IndexDescription[]][]) {
    const collection = connection.in[name];
    try {
      await guarded(() => collection.createIndexes(wanted));
    } catch (error) {
      if (isDuplicate(error))
        throw new AppError('conflict', `Two documents in ${collection.collectionName} claim the same name`, {
          cause: error,
        });
      if (!isOneOf(error, conflicts)) throw error;
      for (const one of wanted) await guarded(() => replaceIndex(collection, one));
    }
  }
}
