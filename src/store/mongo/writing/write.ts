/** Bulk writes that may be repeated: what is there already, or was changed by this commit already, is left alone. */
import { type AnyBulkWriteOperation, type Collection, type Document, MongoBulkWriteError } from 'mongodb';
import type { Stored } from '../connection/connection.ts';
import { duplicateKey } from '../connection/failure.ts';

/** Throws what is not a duplicate key. */
export async function ignoringDuplicates(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof MongoBulkWriteError)) throw error;
    // Without a confirmation by the majority nothing of it counts as written.
    if (error.result?.getWriteConcernError?.()) throw error;
    const errors = [error.writeErrors].flat();
    const other = errors.find(({ code }) => code !== duplicateKey);
    if (errors.length === 0 || other) throw error;
  }
}

export async function insertMissing(
  collection: Collection<Stored>,
  documents: readonly Stored[],
): Promise<void> {
  if (documents.length === 0) return;
  await ignoringDuplicates(() => collection.insertMany([...documents], { ordered: false }));
}

export async function writeAll(
  collection: Collection<Stored>,
  operations: readonly AnyBulkWriteOperation<Stored>[],
): Promise<void> {
  if (operations.length === 0) return;
  await ignoringDuplicates(() => collection.bulkWrite([...operations], { ordered: false }));
}

/**
 * One change of one document by the commit `seq`, at most once. Where the commit has been there, the filter finds
 * nothing and an upsert meets its own document's key: a duplicate, left alone.
 */
export function once(
  seq: number,
  id: string,
  update: Document,
  options: { upsert?: boolean; where?: Document } = {},
): AnyBulkWriteOperation<Stored> {
  return {
    updateOne: {
      filter: { _id: id, applied: { $not: { $gte: seq } }, ...options.where },
      update: { ...update, $set: { ...update.$set, applied: seq } },
      upsert: options.upsert ?? false,
    },
  };
}
