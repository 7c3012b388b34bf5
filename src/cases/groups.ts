/** Groups of nodes: created, changed, deleted. */
import type { DocOf } from '../core/doc-kind.ts';
import { channelDocs, groupDocs } from '../core/doc-kinds.ts';
import { AppError, invalid, notFound } from '../core/errors.ts';
import type { GroupBody } from '../core/group.ts';
import type { EventPipeline } from '../core/pipeline.ts';
import type { TenantStore } from '../core/store.ts';
import { listDocuments, readDocument, updateDocument } from '../core/update-document.ts';
import { addDocument, checkRoom } from './new-document.ts';

export const mostGroups = 500;

export type GroupDoc = DocOf<GroupBody>;

interface GroupParts {
  tenant: Pick<TenantStore, 'doc' | 'docs' | 'countDocs' | 'createDoc' | 'updateDoc' | 'removeDoc'>;
  now(): string;
  pipeline: Pick<EventPipeline, 'refresh'>;
}

/** Oldest first. */
export const listGroups = (tenant: Pick<TenantStore, 'docs'>): Promise<GroupDoc[]> =>
  listDocuments(tenant, groupDocs, mostGroups);

/** Throws `not_found`. */
export async function getGroup(tenant: Pick<TenantStore, 'doc'>, id: string): Promise<GroupDoc> {
  const doc = await readDocument(tenant, groupDocs, id);
  if (doc === null) throw notFound('Group');
  return doc;
}

/** The group that a node belongs to, or null. */
export async function groupOfNode(
  tenant: Pick<TenantStore, 'node' | 'doc'>,
  nodeId: string,
): Promise<GroupBody | null> {
  const id = (await tenant.node(nodeId))?.group_id ?? null;
  return id === null ? null : ((await readDocument(tenant, groupDocs, id))?.body ?? null);
}

/** Throws `invalid_request` naming the channels that the tenant does not have. */
async function checkChannels(tenant: Pick<TenantStore, 'doc'>, ids: readonly string[]): Promise<void> {
  const found = await Promise.all(ids.map((id) => tenant.doc(channelDocs.name, id)));
  const errors = found.flatMap((doc, at) =>
    doc === null ? [{ field: `channels.${at}`, message: 'must be the id of one of your channels' }] : [],
  );
  if (errors.length > 0) throw invalid(errors);
}

/** Throws `invalid_request` for an unknown channel, and `conflict` at the limit. */
export async function createGroup(
  parts: GroupParts & { growingHex(): string },
  user_id: string,
  body: GroupBody,
): Promise<GroupDoc> {
  await checkRoom(parts.tenant, groupDocs, { most: mostGroups, what: 'groups' });
  await checkChannels(parts.tenant, body.channels);
  const doc = await addDocument(parts, groupDocs, { id: `group-${parts.growingHex()}`, user_id }, body);
  parts.pipeline.refresh();
  return doc;
}

/** Throws `not_found`, `invalid_request` for an unknown channel, and `conflict` where `version` is not the stored one. */
export async function changeGroup(
  { tenant, now, pipeline }: GroupParts,
  { id, version }: { id: string; version: number | null },
  change: Partial<GroupBody>,
): Promise<GroupDoc> {
  await getGroup(tenant, id);
  await checkChannels(tenant, change.channels ?? []);
  const saved = await updateDocument(
    tenant,
    groupDocs,
    id,
    ({ body }) => ({ body: { ...body, ...change } }),
    { now: now(), version },
  );
  if (saved === null) throw notFound('Group');
  if (saved === 'stale')
    throw new AppError('conflict', 'The group was changed by someone else; reload it and try again');
  pipeline.refresh();
  return saved;
}

/**
 * Deletes a group without nodes; `force` releases its nodes first, which follow the tenant's settings from then on.
 * Resolves with how many were released. Throws `not_found`, and `conflict` where it has nodes.
 */
export async function deleteGroup(
  parts: GroupParts & { tenant: Pick<TenantStore, 'nodes' | 'updateNode'> },
  { id, force }: { id: string; force: boolean },
): Promise<number> {
  const { tenant, pipeline } = parts;
  await getGroup(tenant, id);
  const members = (await tenant.nodes()).filter(({ group_id }) => group_id === id);
  if (members.length > 0 && !force)
    throw new AppError(
      'conflict',
      `The group has ${members.length} ${members.length === 1 ? 'node' : 'nodes'}; move them first, or delete it with force=true`,
    );
  for (const { node_id } of members) await tenant.updateNode(node_id, { group_id: null });
  const removed = await tenant.removeDoc(groupDocs.name, id);
  pipeline.refresh();
  if (!removed) throw notFound('Group');
  return members.length;
}
