/**
 * What a program made with an API key. A key that leaked may have been used to make a node, a feed or a channel that stays
 * when the key is revoked: so the owner sees them, and revokes them with it or keeps them.
 */
import {
  apiKeyDocs,
  blockFeedDocs,
  channelDocs,
  knownScannerDocs,
  madeDocs,
  suppressionDocs,
  tokenDocs,
  wallboardDocs,
} from '../core/doc-kinds.ts';
import { notFound } from '../core/errors.ts';
import type { MadeBody, MadeKind } from '../core/made-by-key.ts';
import type { EventPipeline } from '../core/pipeline.ts';
import type { TenantStore } from '../core/store.ts';
import { listDocuments } from '../core/update-document.ts';
import { hashOf } from './credentials.ts';

/** The calls that make something, and how their answer names it. */
const makers: Readonly<
  Record<string, { kind: MadeKind; of(answer: Answer): Answer; id: string; name: string }>
> = {
  'POST /nodes': { kind: 'node', of: (answer) => answer, id: 'node_id', name: 'name' },
  'POST /api/channels': { kind: 'channel', of: (answer) => answer, id: 'id', name: 'name' },
  'POST /api/block-feeds': { kind: 'feed', of: (answer) => inner(answer.feed), id: 'id', name: 'name' },
  'POST /api/tokens': { kind: 'token', of: (answer) => answer, id: 'id', name: 'note' },
  'POST /api/suppressions': { kind: 'suppression', of: (answer) => answer, id: 'id', name: 'name' },
  'POST /api/known-scanners': { kind: 'known-scanner', of: (answer) => answer, id: 'id', name: 'name' },
  'POST /api/wallboards': {
    kind: 'wallboard',
    of: (answer) => inner(answer.wallboard),
    id: 'id',
    name: 'name',
  },
};
type Answer = Record<string, unknown>;
const inner = (value: unknown): Answer =>
  typeof value === 'object' && value !== null ? (value as Answer) : {};

const docsOf: Readonly<Record<Exclude<MadeKind, 'node'>, string>> = {
  channel: channelDocs.name,
  feed: blockFeedDocs.name,
  token: tokenDocs.name,
  suppression: suppressionDocs.name,
  'known-scanner': knownScannerDocs.name,
  wallboard: wallboardDocs.name,
};

/** More than an account may have of anything. */
const mostMade = 10_000;

/** Notes what a call with this key made, where it made something. `call`: `POST /nodes`. */
export async function recordMade(
  { tenant, now }: { tenant: Pick<TenantStore, 'createDoc'>; now(): string },
  { user_id, key_id, call, answer }: { user_id: string; key_id: string; call: string; answer: unknown },
): Promise<void> {
  const maker = makers[call];
  if (maker === undefined) return;
  const made = maker.of(inner(answer));
  const made_id = made[maker.id];
  if (typeof made_id !== 'string') return;
  const body: MadeBody = { kind: maker.kind, made_id, name: String(made[maker.name] ?? '') };
  const id = `made-${hashOf(`${key_id}\n${maker.kind}\n${made_id}`).slice(0, 24)}`;
  await tenant.createDoc(madeDocs.create({ id, user_id, tag: key_id }, body, now()));
}

/** What this key made and that is still there, oldest first. */
export async function listMade(
  tenant: Pick<TenantStore, 'docs' | 'doc' | 'node'>,
  keyId: string,
): Promise<(MadeBody & { made_at: string })[]> {
  const found = await listDocuments(tenant, madeDocs, mostMade, { tag: keyId });
  const isThere = await Promise.all(
    found.map(({ body: { kind, made_id } }) =>
      kind === 'node' ? tenant.node(made_id) : tenant.doc(docsOf[kind], made_id),
    ),
  );
  return found
    .filter((_doc, at) => isThere[at] !== null)
    .map(({ body, created_at }) => ({ ...body, made_at: created_at }));
}

/** Takes all of it away: nodes are deleted and their keys refused at once. Resolves with what was there. */
export async function revokeMade(
  {
    tenant,
    nodeKeys,
    pipeline,
    now,
  }: {
    tenant: Pick<TenantStore, 'docs' | 'doc' | 'node' | 'removeDoc' | 'updateNode' | 'announce'>;
    nodeKeys: { forget(): void };
    pipeline: Pick<EventPipeline, 'refresh'>;
    now(): string;
  },
  keyId: string,
): Promise<(MadeBody & { made_at: string })[]> {
  const made = await listMade(tenant, keyId);
  for (const { kind, made_id } of made) {
    if (kind !== 'node') await tenant.removeDoc(docsOf[kind], made_id);
    else {
      await tenant.updateNode(made_id, { deleted_at: now(), uninstall_grace_until: null });
      await tenant.announce({ kind: 'node', id: made_id, at: now() });
    }
  }
  nodeKeys.forget();
  pipeline.refresh();
  return made;
}

/** As `listMade`. Throws `not_found` where there is no such key and nothing that it made. */
export async function madeWith(
  { tenant }: { tenant: Pick<TenantStore, 'docs' | 'doc' | 'node'> },
  keyId: string,
): Promise<(MadeBody & { made_at: string })[]> {
  const made = await listMade(tenant, keyId);
  if (made.length === 0 && (await tenant.doc(apiKeyDocs.name, keyId)) === null) throw notFound('API key');
  return made;
}
