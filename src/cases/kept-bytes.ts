/** The bytes of kept files: deflated, in parts that a document can hold, and the same in both stores. */
import { promisify } from 'node:util';
import { deflate, inflate } from 'node:zlib';
import { filePartDocs } from '../core/doc-kinds.ts';
import { AppError } from '../core/errors.ts';
import type { TenantStore } from '../core/store.ts';
import { readDocument } from '../core/update-document.ts';

const deflated = promisify(deflate);
const inflated = promisify(inflate);

/** Of a part, before base64. */
const partBytes = 1024 * 1024;
const partId = (id: string, number: number): string => `${id}/${number}`;

type Tenant = Pick<TenantStore, 'createDoc' | 'doc' | 'removeDoc'>;

export interface PackedFile {
  parts: string[];
  /** Of all parts as they are stored. */
  storedBytes: number;
}

export async function packFile(bytes: Uint8Array): Promise<PackedFile> {
  const packed = await deflated(bytes);
  const parts: string[] = [];
  for (let at = 0; at < packed.length; at += partBytes)
    parts.push(packed.subarray(at, at + partBytes).toString('base64'));
  return { parts, storedBytes: parts.reduce((sum, { length }) => sum + length, 0) };
}

/** Before the document that describes the file: what a crash leaves is written again with it. `at` is ISO. */
export async function writeParts(
  tenant: Tenant,
  { id, userId, at, packed }: { id: string; userId: string; at: string; packed: PackedFile },
): Promise<void> {
  for (const [number, data] of packed.parts.entries())
    await tenant.createDoc(filePartDocs.create({ id: partId(id, number), user_id: userId }, { data }, at));
}

/** Throws `not_found` where a part is missing: the file was removed meanwhile. */
export async function readParts(
  tenant: Tenant,
  { id, parts, size_bytes }: { id: string; parts: number; size_bytes: number },
): Promise<Buffer> {
  const all: Buffer[] = [];
  for (let number = 0; number < parts; number++) {
    const part = await readDocument(tenant, filePartDocs, partId(id, number));
    if (part === null) throw new AppError('not_found', 'File not found');
    all.push(Buffer.from(part.body.data, 'base64'));
  }
  return inflated(Buffer.concat(all), { maxOutputLength: Math.max(1, size_bytes) });
}

export async function removeParts(
  tenant: Tenant,
  { id, parts }: { id: string; parts: number },
): Promise<void> {
  for (let number = 0; number < parts; number++)
    await tenant.removeDoc(filePartDocs.name, partId(id, number));
}
