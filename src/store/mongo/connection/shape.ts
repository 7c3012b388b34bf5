/**
 * How records become documents and come back. A document may lack fields (other hands wrote it), so every field has a
 * default; what senders name freely (keys of `extra`, services) is never a key of a document as it stands.
 */
import type { Document } from 'mongodb';
import { addNameCounts } from '../../../core/name-counts.ts';
import type { Stored } from './connection.ts';

export interface Shape<T> {
  toDocument(record: T, id: string): Stored;
  /** The fields of a patch that are given, as `$set` takes them. */
  toSet(patch: Partial<T>): Document;
  read(document: Document): T;
}

/** `json` fields are kept as text: nesting, dots, dollars, NUL and `__proto__` in keys mean nothing there. */
export function defineShape<T extends object>(
  defaults: () => T,
  json: readonly (keyof T & string)[] = [],
): Shape<T> {
  const fields = Object.keys(defaults()) as (keyof T & string)[];
  const asText = new Set<string>(json);
  const toField = (name: string, value: unknown): unknown =>
    asText.has(name) && value !== null && value !== undefined ? JSON.stringify(value) : value;
  return {
    toDocument(record, id) {
      const document: Stored = { _id: id };
      for (const name of fields) document[name] = toField(name, record[name]);
      return document;
    },
    toSet(patch) {
      const set: Document = {};
      for (const name of fields) if (patch[name] !== undefined) set[name] = toField(name, patch[name]);
      return set;
    },
    read(document) {
      const record = defaults();
      for (const name of fields) {
        const value = document[name];
        if (value === undefined) continue;
        record[name] = asText.has(name) && typeof value === 'string' ? JSON.parse(value) : value;
      }
      return record;
    },
  };
}

/** A name as a key of a document: no dot, dollar or NUL, never empty. */
export const encodeName = (name: string): string =>
  name === '' ? '%' : name.replace(/[%.$\0]/g, (c) => `%${c.charCodeAt(0).toString(16).padStart(2, '0')}`);
export const decodeName = (key: string): string =>
  key === '%'
    ? ''
    : key.replace(/%([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

/** Counters by name, from a document's map. An own property each, whatever the name. */
export function readCounts(stored: unknown): Record<string, number> {
  if (typeof stored !== 'object' || stored === null) return {};
  return Object.fromEntries(
    Object.entries(stored)
      .filter((entry): entry is [string, number] => typeof entry[1] === 'number')
      .map(([key, count]) => [decodeName(key), count]),
  );
}

/** `stored + delta`, as a document keeps it. */
export function addToCounts(stored: unknown, delta: Record<string, number>): Document {
  const counts = addNameCounts(new Map(Object.entries(readCounts(stored))), delta);
  return toCounts(counts);
}

/** Counters as a document keeps them. */
export const toCounts = (counts: ReadonlyMap<string, number>): Document =>
  Object.fromEntries([...counts].map(([name, count]) => [encodeName(name), count]));

/** Texts by name, from a document's map, and as a document keeps them. */
export function readTexts(stored: unknown): Record<string, string> {
  if (typeof stored !== 'object' || stored === null) return {};
  return Object.fromEntries(
    Object.entries(stored)
      .filter((entry): entry is [string, string] => typeof entry[1] === 'string')
      .map(([key, text]) => [decodeName(key), text]),
  );
}
export const toTexts = (texts: ReadonlyMap<string, string>): Document =>
  Object.fromEntries([...texts].map(([name, text]) => [encodeName(name), text]));

/** Own key within a tenant. User ids hold no `|`. */
export const keyOf = (userId: string, ...rest: string[]): string => [userId, ...rest].join('|');
