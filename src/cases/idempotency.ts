/**
 * Calls that must happen once: whoever repeats a POST with the same `Idempotency-Key` gets the first answer. Answers may
 * hold a key that is shown once, so they are kept for a day, encrypted with the client's key, of which only a hash is kept.
 */
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import type { DocOf } from '../core/doc-kind.ts';
import { idempotencyDocs } from '../core/doc-kinds.ts';
import { AppError, invalid } from '../core/errors.ts';
import type { IdempotencyBody } from '../core/idempotency.ts';
import type { TenantStore } from '../core/store.ts';
import { listDocuments, readDocument } from '../core/update-document.ts';

const keptMs = 24 * 3600_000;
/** A call that is still open after this was cut off with its server. */
const abandonedMs = 60_000;
/** Of one tenant; the oldest give way. */
const mostKeys = 1000;
const givesWay = 50;
const keyForm = /^[\x21-\x7e]{8,255}$/;

export interface IdempotencyParts {
  tenant: Pick<TenantStore, 'doc' | 'docs' | 'countDocs' | 'createDoc' | 'updateDoc' | 'removeDoc'>;
  userId: string;
  clock(): number;
}

export interface IdempotentCall {
  key: string;
  method: string;
  path: string;
  body: unknown;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const secretOf = (userId: string, key: string): Buffer =>
  Buffer.from(hkdfSync('sha256', key, userId, 'idempotent answer', 32));

function seal(userId: string, key: string, text: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', secretOf(userId, key), nonce);
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64');
}

function unseal(userId: string, key: string, sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', secretOf(userId, key), bytes.subarray(0, 12));
  decipher.setAuthTag(bytes.subarray(12, 28));
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
}

async function makeRoom({ tenant }: IdempotencyParts): Promise<void> {
  if ((await tenant.countDocs(idempotencyDocs.name, mostKeys)) < mostKeys) return;
  for (const { id } of await listDocuments(tenant, idempotencyDocs, givesWay))
    await tenant.removeDoc(idempotencyDocs.name, id);
}

/** What is known of the call: its answer, or that it runs. Throws where the key was used for something else. */
function replay(
  { userId, clock }: IdempotencyParts,
  { key }: IdempotentCall,
  request: string,
  { body, created_at }: DocOf<IdempotencyBody>,
): string | null {
  if (body.request !== request)
    throw invalid([{ field: 'Idempotency-Key', message: 'was used for another request' }]);
  if (body.answer !== null) return unseal(userId, key, body.answer);
  const openMs = clock() - Date.parse(created_at);
  if (openMs > abandonedMs) return null;
  throw new AppError('conflict', 'The first call with this Idempotency-Key is still running', {
    retryAfterSeconds: 1,
  });
}

/**
 * Runs the call, or gives the answer of the first one with its key. A call that fails may be repeated. Throws
 * `invalid_request` for a key that is none or was used for another request, and `conflict` while the first call runs.
 */
export async function runOnce(
  parts: IdempotencyParts,
  call: IdempotentCall,
  run: () => Promise<string>,
): Promise<{ answer: string; isReplayed: boolean }> {
  const { tenant, userId, clock } = parts;
  const { key, method, path, body } = call;
  if (!keyForm.test(key))
    throw invalid([{ field: 'Idempotency-Key', message: 'must be 8 to 255 visible ASCII characters' }]);
  const id = `idem-${sha256(`${userId}\n${key}`).slice(0, 40)}`;
  const request = sha256(`${method} ${path}\n${JSON.stringify(body) ?? ''}`);
  const nowMs = clock();
  const now = new Date(nowMs).toISOString();
  const doc = idempotencyDocs.create(
    { id, user_id: userId, expires_at: new Date(nowMs + keptMs).toISOString() },
    { request, answer: null },
    now,
  );
  await makeRoom(parts);
  if ((await tenant.createDoc(doc)) === 'exists') {
    const known = await readDocument(tenant, idempotencyDocs, id);
    const isOver = known === null || (known.expires_at !== null && known.expires_at <= now);
    const answer = isOver ? null : replay(parts, call, request, known);
    if (answer !== null) return { answer, isReplayed: true };
    // Expired, or left open by a server that was stopped: this is the first call again.
    await tenant.removeDoc(idempotencyDocs.name, id);
    if ((await tenant.createDoc(doc)) === 'exists')
      throw new AppError('conflict', 'The first call with this Idempotency-Key is still running', {
        retryAfterSeconds: 1,
      });
  }
  try {
    const answer = await run();
    await tenant.updateDoc(idempotencyDocs.name, id, null, {
      body: idempotencyDocs.write({ request, answer: seal(userId, key, answer) }),
      updated_at: new Date(clock()).toISOString(),
    });
    return { answer, isReplayed: false };
  } catch (error) {
    await tenant.removeDoc(idempotencyDocs.name, id);
    throw error;
  }
}
