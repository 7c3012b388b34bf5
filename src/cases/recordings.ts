/** Recordings of terminals, kept with their session, and played as one. */
import { hash } from 'node:crypto';
import type { DocOf } from '../core/doc-kind.ts';
import { recordingDocs } from '../core/doc-kinds.ts';
import { AppError } from '../core/errors.ts';
import { mostRecordingsOfSession, type RecordingBody } from '../core/kept-file.ts';
import type { TenantStore } from '../core/store.ts';
import { listDocuments, readDocument } from '../core/update-document.ts';
import { parseRecording, type Recording, toAsciicast } from '../ingest/tty-log.ts';
import { packFile, readParts, writeParts } from './kept-bytes.ts';

type Tenant = Pick<TenantStore, 'createDoc' | 'doc' | 'docs' | 'removeDoc'>;

export interface RecordingParts {
  tenant: Tenant;
  userId: string;
  /** Throws `quota_exceeded` unless so many bytes more may be kept. */
  checkFiles(bytes: number): Promise<void>;
  /** ISO. */
  now(): string;
}

const hex = (data: Uint8Array | string): string => hash('sha256', data, 'hex');
const tagOf = (nodeId: string, session: string): string =>
  `recording:${hex(`${nodeId}\n${session}`).slice(0, 32)}`;

/** When a recording began, unless it says something that cannot be: then when it came. */
function startOf({ startedMs }: Recording, now: string): string {
  const nowMs = Date.parse(now);
  return startedMs > 0 && startedMs <= nowMs + 60_000 ? new Date(startedMs).toISOString() : now;
}

/**
 * Keeps a recording, once for its session. Throws `bad_request` for bytes that are none, `quota_exceeded` where there is
 * no room.
 */
export async function keepRecording(
  { tenant, userId, checkFiles, now }: RecordingParts,
  { nodeId, session, bytes }: { nodeId: string; session: string; bytes: Uint8Array },
): Promise<{ recording: DocOf<RecordingBody>; isNew: boolean }> {
  const recording = parseRecording(bytes);
  const sha256 = hex(bytes);
  const tag = tagOf(nodeId, session);
  const id = `rec-${hex(`${nodeId}\n${session}\n${sha256}`).slice(0, 24)}`;
  const known = await readDocument(tenant, recordingDocs, id);
  if (known !== null) return { recording: known, isNew: false };
  const others = await tenant.docs(recordingDocs.name, { tag }, mostRecordingsOfSession);
  if (others.length >= mostRecordingsOfSession)
    throw new AppError('quota_exceeded', `A session keeps at most ${mostRecordingsOfSession} recordings`, {
      retryAfterSeconds: 3600,
    });
  const packed = await packFile(bytes);
  await checkFiles(packed.storedBytes);
  const at = startOf(recording, now());
  await writeParts(tenant, { id, userId, at, packed });
  const doc = recordingDocs.create(
    { id, user_id: userId, tag },
    {
      node_id: nodeId,
      session,
      sha256,
      size_bytes: bytes.length,
      stored_bytes: packed.storedBytes,
      parts: packed.parts.length,
      format: recording.format,
      started_at: at,
      duration_ms: Math.round(recording.durationMs),
    },
    at,
  );
  const isNew = (await tenant.createDoc(doc)) === 'created';
  return { recording: recordingDocs.read(doc), isNew };
}

/** Of a session, in the order in which they began. */
export const recordingsOf = (
  tenant: Pick<TenantStore, 'docs'>,
  nodeId: string,
  session: string,
): Promise<DocOf<RecordingBody>[]> =>
  listDocuments(tenant, recordingDocs, mostRecordingsOfSession, { tag: tagOf(nodeId, session) });

/** All recordings of a session as one asciicast v2; null where it has none. */
export async function playRecordings(
  tenant: Tenant,
  nodeId: string,
  session: string,
): Promise<string | null> {
  const docs = await recordingsOf(tenant, nodeId, session);
  if (docs.length === 0) return null;
  const all: Recording[] = [];
  for (const { id, body } of docs) all.push(parseRecording(await readParts(tenant, { id, ...body })));
  return toAsciicast(all, session);
}
