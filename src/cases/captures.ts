/** Files that visitors left on sensors: kept once for a tenant, and given out only in an encrypted archive. */
import { hash } from 'node:crypto';
import type { DocOf } from '../core/doc-kind.ts';
import { captureDocs } from '../core/doc-kinds.ts';
import { AppError, notFound } from '../core/errors.ts';
import { type CaptureBody, mostKeptFiles } from '../core/kept-file.ts';
import type { TenantStore } from '../core/store.ts';
import { listDocuments, readDocument, updateDocument } from '../core/update-document.ts';
import { isReported, linkSession, listOfSession, unlinkSessions } from './capture-sessions.ts';
import { toEncryptedZip } from './encrypted-zip.ts';
import { fileTypeOf } from './file-type.ts';
import { packFile, readParts, removeParts, writeParts } from './kept-bytes.ts';

type Tenant = Pick<TenantStore, 'createDoc' | 'updateDoc' | 'doc' | 'removeDoc'>;

export interface CaptureParts {
  tenant: Tenant;
  userId: string;
  /** Throws `quota_exceeded` unless so many bytes more may be kept. */
  checkFiles(bytes: number): Promise<void>;
  /** ISO. */
  now(): string;
}

/** With which such archives are encrypted everywhere: it keeps scanners and double clicks away, and no secret. */
export const archivePassword = 'infected';
const mostNames = 10;
const mostSessions = 20;

const hex = (data: Uint8Array | string): string => hash('sha256', data, 'hex');
const idOf = (userId: string, sha256: string): string => `cap-${hex(`${userId}\n${sha256}`).slice(0, 24)}`;

interface Given {
  nodeId: string;
  /** Of the sensor; null = it did not say. */
  session: string | null;
  /** Hostile text; '' = it has none. */
  name: string;
  /** Id of the sensor's record that names it; null = it is not said. The same again counts no second time. */
  record: string | null;
}

/** The capture with one more report of it. The latest sessions and the first names are kept. */
const withReport = (body: CaptureBody, { nodeId, session, name }: Given, at: string): CaptureBody => {
  const others = body.sessions.filter((one) => one.node_id !== nodeId || one.session !== session);
  return {
    ...body,
    names: name === '' || body.names.includes(name) ? body.names : [...body.names, name].slice(0, mostNames),
    sessions:
      session === null ? body.sessions : [...others, { node_id: nodeId, session }].slice(-mostSessions),
    count: body.count + 1,
    last_at: at,
  };
};

/**
 * Keeps a file, once for the tenant, and counts how often it came. Throws `bad_request` for none, `quota_exceeded` where
 * there is no room.
 */
export async function keepCapture(
  { tenant, userId, checkFiles, now }: CaptureParts,
  { bytes, ...given }: Given & { bytes: Uint8Array },
): Promise<{ capture: DocOf<CaptureBody>; isNew: boolean }> {
  const sha256 = hex(bytes);
  const id = idOf(userId, sha256);
  const at = now();
  const link = async (): Promise<void> => {
    const { nodeId: node_id, session, record } = given;
    if (session !== null)
      await linkSession(tenant, { id, user_id: userId, sha256 }, { node_id, session }, { at, record });
  };
  const count = async (isLinked: boolean): Promise<DocOf<CaptureBody> | null> => {
    let gone: CaptureBody['sessions'] = [];
    const change = ({ body }: DocOf<CaptureBody>) => {
      const next = withReport(body, given, at);
      gone = body.sessions.filter(
        (one) => !next.sessions.some((kept) => kept.node_id === one.node_id && kept.session === one.session),
      );
      return { body: next };
    };
    const before = await readDocument(tenant, captureDocs, id);
    if (before === null) return null;
    const { nodeId: node_id, session, record } = given;
    const isNamed = !isLinked && session !== null && record !== null;
    if (isNamed && (await isReported(tenant, id, { node_id, session }, record))) return before;
    if (!isLinked) await link();
    const saved = await updateDocument(tenant, captureDocs, id, change, { now: at });
    if (saved === 'stale')
      throw new AppError('unavailable', 'The file is being reported by others; try again');
    if (saved !== null) await unlinkSessions(tenant, id, gone);
    return saved;
  };
  const known = await count(false);
  if (known !== null) return { capture: known, isNew: false };
  const packed = await packFile(bytes);
  await checkFiles(packed.storedBytes);
  await writeParts(tenant, { id, userId, at, packed });
  const empty: CaptureBody = {
    node_id: given.nodeId,
    sha256,
    size_bytes: bytes.length,
    stored_bytes: packed.storedBytes,
    parts: packed.parts.length,
    type: fileTypeOf(bytes),
    names: [],
    sessions: [],
    count: 0,
    last_at: at,
  };
  await link();
  const doc = captureDocs.create({ id, user_id: userId }, withReport(empty, given, at), at);
  if ((await tenant.createDoc(doc)) === 'created') return { capture: captureDocs.read(doc), isNew: true };
  const other = await count(true);
  if (other === null) throw notFound('File');
  return { capture: other, isNew: false };
}

/** Null where it is not kept. */
export const findCapture = (
  tenant: Pick<TenantStore, 'doc'>,
  userId: string,
  sha256: string,
): Promise<DocOf<CaptureBody> | null> =>
  readDocument(tenant, captureDocs, idOf(userId, sha256.toLowerCase()));

/** Throws `not_found`. */
export async function getCapture(
  tenant: Pick<TenantStore, 'doc'>,
  userId: string,
  sha256: string,
): Promise<DocOf<CaptureBody>> {
  const doc = await findCapture(tenant, userId, sha256);
  if (doc === null) throw notFound('File');
  return doc;
}

export interface CapturePage {
  items: DocOf<CaptureBody>[];
  /** Null = there are no more. */
  next: string | null;
}

/** Greater than of all that were reported later; equal for none. */
const placeOf = ({ body }: DocOf<CaptureBody>): string => `${body.last_at} ${body.sha256}`;

/**
 * The latest reported first. A tenant has at most `mostKeptFiles`, so all are read and sorted; of a session, only those
 * that came in it.
 */
export async function listCaptures(
  tenant: Pick<TenantStore, 'docs' | 'doc'>,
  userId: string,
  { limit, after, session }: { limit: number; after: string | null; session: string | null },
): Promise<CapturePage> {
  if (session !== null)
    return listOfSession(tenant, session, (sha256) => idOf(userId, sha256), { limit, after });
  const all = (await listDocuments(tenant, captureDocs, mostKeptFiles)).sort((a, b) =>
    placeOf(a) < placeOf(b) ? 1 : -1,
  );
  const rest = after === null ? all : all.filter((doc) => placeOf(doc) < after);
  const items = rest.slice(0, limit);
  const last = items.at(-1);
  return { items, next: last !== undefined && rest.length > limit ? placeOf(last) : null };
}

/** A zip with one entry, named by its hash and encrypted with `archivePassword`. Throws `not_found`. */
export async function archiveCapture(
  tenant: Tenant,
  capture: DocOf<CaptureBody>,
  random: (length: number) => Uint8Array,
): Promise<Buffer> {
  const { id, created_at, body } = capture;
  const bytes = await readParts(tenant, { id, ...body });
  const entry = { name: body.sha256, bytes, password: archivePassword, at: new Date(created_at) };
  return toEncryptedZip(entry, random);
}

/** The file and all that is known of it. Throws `not_found`. */
export async function removeCapture(tenant: Tenant, capture: DocOf<CaptureBody>): Promise<void> {
  if (!(await tenant.removeDoc(captureDocs.name, capture.id))) throw notFound('File');
  await removeParts(tenant, { id: capture.id, parts: capture.body.parts });
  await unlinkSessions(tenant, capture.id, capture.body.sessions);
}
