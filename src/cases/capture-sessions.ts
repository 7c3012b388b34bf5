/**
 * Which files came in a session, without reading those of others: each capture has a small document for every session that
 * it names. One is written before the capture names its session, so that a crash leaves one too many and never one too few.
 */
import { hash } from 'node:crypto';
import type { DocOf } from '../core/doc-kind.ts';
import { captureDocs, captureSessionDocs } from '../core/doc-kinds.ts';
import { AppError } from '../core/errors.ts';
import { type CaptureBody, type CaptureSessionBody, mostKeptFiles } from '../core/kept-file.ts';
import type { TenantStore } from '../core/store.ts';
import { listDocuments, readDocument, saveDocument } from '../core/update-document.ts';

type SessionOf = CaptureBody['sessions'][number];

const linkId = (captureId: string, { node_id, session }: SessionOf): string =>
  `${captureId}/${hash('sha256', `${node_id}\n${session}`, 'hex').slice(0, 24)}`;

const mostRecords = 20;

/** Whether this record has reported it in this session before: then it is sent again, and counts no second time. */
export async function isReported(
  tenant: Pick<TenantStore, 'doc'>,
  captureId: string,
  session: SessionOf,
  record: string,
): Promise<boolean> {
  const doc = await readDocument(tenant, captureSessionDocs, linkId(captureId, session));
  return doc?.body.records.includes(record) ?? false;
}

/** `at` is ISO; `record` null = it is not said. Throws `unavailable` where others kept being faster. */
export async function linkSession(
  tenant: Pick<TenantStore, 'doc' | 'createDoc' | 'updateDoc'>,
  capture: { id: string; user_id: string; sha256: string },
  session: SessionOf,
  { at, record }: { at: string; record: string | null },
): Promise<void> {
  const { user_id, sha256 } = capture;
  const doc = { id: linkId(capture.id, session), user_id, tag: session.session };
  const change = (before: DocOf<CaptureSessionBody> | null): CaptureSessionBody => ({
    sha256,
    last_at: at,
    records: [...(before?.body.records ?? []), ...(record === null ? [] : [record])].slice(-mostRecords),
  });
  const saved = await saveDocument(tenant, captureSessionDocs, doc, change, at);
  if (saved === 'stale') throw new AppError('unavailable', 'The file is being reported by others; try again');
}

export async function unlinkSessions(
  tenant: Pick<TenantStore, 'removeDoc'>,
  captureId: string,
  sessions: readonly SessionOf[],
): Promise<void> {
  for (const session of sessions) await tenant.removeDoc(captureSessionDocs.name, linkId(captureId, session));
}

/**
 * A page of the captures that came in sessions of this name, the latest reported there first. Reads what came in them and
 * nothing else.
 */
export async function listOfSession(
  tenant: Pick<TenantStore, 'docs' | 'doc'>,
  session: string,
  idOf: (sha256: string) => string,
  { limit, after }: { limit: number; after: string | null },
): Promise<{ items: DocOf<CaptureBody>[]; next: string | null }> {
  const latest = new Map<string, string>();
  for (const { body } of await listDocuments(tenant, captureSessionDocs, mostKeptFiles, { tag: session }))
    if (body.last_at > (latest.get(body.sha256) ?? '')) latest.set(body.sha256, body.last_at);
  const places = Array.from(latest, ([sha256, at]) => ({ sha256, place: `${at} ${sha256}` }))
    .filter(({ place }) => after === null || place < after)
    .sort((a, b) => (a.place < b.place ? 1 : -1));
  const shown = places.slice(0, limit);
  const found = await Promise.all(shown.map(({ sha256 }) => readDocument(tenant, captureDocs, idOf(sha256))));
  const last = shown.at(-1);
  return {
    items: found.filter((doc) => doc !== null),
    next: last !== undefined && places.length > limit ? last.place : null,
  };
}
