/** Small documents: channels, rules, keys, blocked addresses. Each kind has a revision by which caches agree. */
import type { Document, Filter } from 'mongodb';
import { docKinds } from '../../core/doc-kinds.ts';
import type { JsonObject } from '../../core/event.ts';
import type { Doc } from '../../core/query.ts';
import type { Store, TenantStore } from '../../core/store.ts';
import { type Connection, readBound, type Stored } from './connection/connection.ts';
import { isDuplicate } from './connection/failure.ts';
import { allOf } from './connection/filter.ts';
import { parseCursor, toCursor } from './connection/paging.ts';
import { defineShape, keyOf } from './connection/shape.ts';

const shape = defineShape<Doc>(
  () => ({
    kind: '',
    id: '',
    user_id: '',
    lookup: null,
    tag: null,
    created_at: '',
    updated_at: '',
    expires_at: null,
    version: 1,
    body: {},
  }),
  ['body'],
);

export const docKey = (kind: string, userId: string, id: string): string => keyOf(userId, kind, id);

/** Commits add to the hits of a rule, so those two stand beside the body, where they can be added to. */
function splitBody(body: JsonObject): { body: JsonObject; hits?: number; last_hit_at?: string } {
  const { hits, last_hit_at, ...rest } = body;
  if (typeof hits !== 'number') return { body };
  return typeof last_hit_at === 'string'
    ? { body: rest, hits, last_hit_at }
    : { body: last_hit_at === undefined ? rest : { ...rest, last_hit_at }, hits };
}

function toDocDocument(doc: Doc): Stored {
  const { body, hits, last_hit_at } = splitBody(doc.body);
  const document = shape.toDocument({ ...doc, body }, docKey(doc.kind, doc.user_id, doc.id));
  return { ...document, hits, last_hit_at, applied: 0 };
}

function readDoc(document: Document): Doc {
  const doc = shape.read(document);
  if (typeof document.hits === 'number') doc.body.hits = document.hits;
  if (typeof document.last_hit_at === 'string') doc.body.last_hit_at = document.last_hit_at;
  return doc;
}

/** A kind has no line break in it, so no tenant's key is a kind. */
const tenantRevision = (userId: string, kind: string): string => `${kind}\n${userId}`;

/**
 * Grows before and after: whatever is cut short, no cache that agrees with the revision misses the change. The tenant's
 * own grows first, because caches look at it only once the one of all tenants has grown.
 */
export async function changing<T>(
  connection: Connection,
  { userIds, kind }: { userIds: readonly string[]; kind: string },
  work: () => Promise<T>,
): Promise<T> {
  const keys = [...userIds.map((userId) => tenantRevision(userId, kind)), kind];
  const grow = () =>
    connection.run((c) =>
      c.revisions.bulkWrite(
        keys.map((_id) => ({ updateOne: { filter: { _id }, update: { $inc: { n: 1 } }, upsert: true } })),
        { ordered: true },
      ),
    );
  await grow();
  try {
    return await work();
  } finally {
    await grow();
  }
}

/** A side tenant is gone: nobody asks for its revisions any more. */
export async function removeRevisions(connection: Connection, userId: string): Promise<void> {
  const kinds = docKinds.map(({ name }) => tenantRevision(userId, name));
  await connection.run((c) => c.revisions.deleteMany({ _id: { $in: kinds } }));
}

const ascending = { created_at: 1, _id: 1 } as const;

async function readRevision(connection: Connection, key: string): Promise<number> {
  const found = await connection.run((c) => c.revisions.findOne({ _id: key }, readBound));
  return (found?.n as number) ?? 0;
}

export function createDocsOfTenant(
  connection: Connection,
  userId: string,
): Pick<
  TenantStore,
  'createDoc' | 'doc' | 'docs' | 'countDocs' | 'updateDoc' | 'removeDoc' | 'docsRevision'
> {
  async function find(kind: string, id: string): Promise<Doc | null> {
    const found = await connection.run((c) => c.docs.findOne({ _id: docKey(kind, userId, id) }, readBound));
    return found && readDoc(found);
  }
  return {
    async createDoc(doc) {
      if (await find(doc.kind, doc.id)) return 'exists';
      return changing(connection, { userIds: [userId], kind: doc.kind }, async () => {
        try {
          await connection.run((c) => c.docs.insertOne(toDocDocument({ ...doc, user_id: userId })));
          return 'created';
        } catch (error) {
          if (isDuplicate(error)) return 'exists';
          throw error;
        }
      });
    },
    doc: find,
    async docs(kind, filter, limit) {
      const where: Filter<Stored> = { user_id: userId, kind };
      if (filter.tag !== undefined) where.tag = { $eq: filter.tag };
      const found = await connection.run((c) =>
        c.docs.find(where, { ...readBound, sort: ascending, limit }).toArray(),
      );
      return found.map(readDoc);
    },
    countDocs: (kind, most) =>
      connection.run((c) => c.docs.countDocuments({ user_id: userId, kind }, { ...readBound, limit: most })),
    async updateDoc(kind, id, version, patch) {
      const existing = await find(kind, id);
      if (!existing) return null;
      if (version !== null && existing.version !== version) return 'stale';
      return changing(connection, { userIds: [userId], kind }, async () => {
        const filter: Filter<Stored> = {
          _id: docKey(kind, userId, id),
          ...(version === null ? {} : { version }),
        };
        const { body, tag, lookup, expires_at, updated_at } = patch;
        const split = body && splitBody(body);
        const set = { ...shape.toSet({ body: split?.body, tag, lookup, expires_at, updated_at }) };
        const unset: Document = {};
        if (split)
          for (const name of ['hits', 'last_hit_at'] as const)
            if (split[name] === undefined) unset[name] = '';
            else set[name] = split[name];
        try {
          const found = await connection.run((c) =>
            c.docs.findOneAndUpdate(
              filter,
              {
                $set: set,
                $inc: { version: 1 },
                ...(Object.keys(unset).length > 0 ? { $unset: unset } : {}),
              },
              { returnDocument: 'after' },
            ),
          );
          if (found) return readDoc(found);
        } catch (error) {
          // The lookup belongs to another document.
          if (isDuplicate(error)) return 'stale';
          throw error;
        }
        return version !== null && (await find(kind, id)) ? 'stale' : null;
      });
    },
    async removeDoc(kind, id) {
      if (!(await find(kind, id))) return false;
      return changing(connection, { userIds: [userId], kind }, async () => {
        const done = await connection.run((c) => c.docs.deleteOne({ _id: docKey(kind, userId, id) }));
        return done.deletedCount === 1;
      });
    },
    docsRevision: (kind) => readRevision(connection, tenantRevision(userId, kind)),
  };
}

export function createDocs(
  connection: Connection,
): Pick<Store, 'docByLookup' | 'docsAfter' | 'docsRevision'> {
  return {
    async docByLookup(kind, lookup) {
      const found = await connection.run((c) =>
        c.docs.findOne(allOf([{ kind: { $eq: kind }, lookup: { $eq: lookup } }]), readBound),
      );
      return found && readDoc(found);
    },
    async docsAfter(kind, { limit, cursor }) {
      const after = parseCursor(cursor, '');
      const range: Filter<Stored>[] = after
        ? [
            { created_at: { $gte: after[0] } },
            { $or: [{ created_at: { $gt: after[0] } }, { _id: { $gt: after[1] } }] },
          ]
        : [];
      const found = await connection.run((c) =>
        c.docs
          .find(allOf([{ kind: { $eq: kind } }, ...range]), {
            ...readBound,
            sort: ascending,
            limit: limit + 1,
          })
          .toArray(),
      );
      const last = found[limit - 1];
      const hasMore = found.length > limit && last !== undefined;
      return {
        items: found.slice(0, limit).map(readDoc),
        next_cursor: hasMore ? toCursor([String(last.created_at), last._id]) : null,
      };
    },
    docsRevision: (kind) => readRevision(connection, kind),
  };
}
