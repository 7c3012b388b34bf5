/** What makes a kind of document typed: its name, and how a stored body is read. */
import type { JsonObject } from './event.ts';
import type { Doc } from './query.ts';

/** A document whose body was read by its kind. */
export type DocOf<Body> = Omit<Doc, 'body'> & { body: Body };

export interface DocKind<Body extends object> {
  /** `Doc.kind` of all of them. */
  readonly name: string;
  /** The body as stored, with defaults for what an earlier version did not write. Pure, never throws. */
  parse(body: JsonObject): Body;
  /** The document with its body parsed. */
  read(doc: Doc): DocOf<Body>;
  /** The body as it is stored. */
  write(body: Body): JsonObject;
  /** A new document, version 1, ready for `createDoc`. `now` is ISO. */
  create(
    doc: Pick<Doc, 'id' | 'user_id'> & Partial<Pick<Doc, 'lookup' | 'tag' | 'expires_at'>>,
    body: Body,
    now: string,
  ): Doc;
}

/** Every kind is defined in doc-kinds.ts, so that no two have one name. */
export function defineDocKind<Body extends object>(
  name: string,
  parse: (body: JsonObject) => Body,
): DocKind<Body> {
  // Bodies are plain data; an interface has no index signature, so the compiler cannot see that by itself.
  const write = (body: Body): JsonObject => ({ ...body }) as object as JsonObject;
  return {
    name,
    parse,
    write,
    read: (doc) => ({ ...doc, body: parse(doc.body) }),
    create: ({ id, user_id, lookup = null, tag = null, expires_at = null }, body, now) => ({
      kind: name,
      id,
      user_id,
      lookup,
      tag,
      created_at: now,
      updated_at: now,
      expires_at,
      version: 1,
      body: write(body),
    }),
  };
}

/** Text stored under `name`, or `otherwise` where there is none. */
export function storedText<T extends string | null>(
  body: JsonObject,
  name: string,
  otherwise: T,
): string | T {
  const value = Object.hasOwn(body, name) ? body[name] : undefined;
  return typeof value === 'string' ? value : otherwise;
}

/** The number stored under `name`, or null where there is none. */
export function storedNumber(body: JsonObject, name: string): number | null {
  const value = Object.hasOwn(body, name) ? body[name] : undefined;
  return typeof value === 'number' ? value : null;
}

/** Entries of the list stored under `name`, which only this kind's `write` puts there; none where there is no list. */
export function storedList<T = unknown>(body: JsonObject, name: string): T[] {
  const value: unknown = Object.hasOwn(body, name) ? body[name] : undefined;
  return Array.isArray(value) ? (value as T[]) : [];
}
