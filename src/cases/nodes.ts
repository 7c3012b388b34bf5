/** What people do to nodes. A node's key leaves here once, when it is made; the store has its hash. */

import { hash } from 'node:crypto';
import { groupDocs } from '../core/doc-kinds.ts';
import { AppError, invalid, notFound } from '../core/errors.ts';
import { nodeId, type RandomHex } from '../core/ids.ts';
import { type NodeRecord, nameKeyOf, newNode } from '../core/node.ts';
import type { EventPipeline } from '../core/pipeline.ts';
import type { TenantStore } from '../core/store.ts';
import { hashOf, newNodeKey, type RandomBytes } from './credentials.ts';
import type { IncidentMessaging } from './incident-changes.ts';
import { setups } from './setup/index.ts';
import { resolveSilence } from './silent-nodes.ts';

const sha256 = (text: string): string => hash('sha256', text, 'hex');

export const maxConfigBytes = 64 * 1024;
const uninstallMs = 30 * 24 * 3600_000;

export interface NodeParts {
  tenant: Pick<TenantStore, 'updateNode' | 'announce' | 'doc'>;
  /** The process's cache of node keys: forgets what it knows after every change. */
  nodeKeys: { forget(): void };
  /** Learns of a node's name and exposure. */
  pipeline: Pick<EventPipeline, 'refresh'>;
  now(): string;
}

interface NewKeyParts {
  random: RandomBytes;
}

export interface NodeWithKey {
  node: NodeRecord;
  /** In clear, this once. */
  key: string;
}

type NodePatch = Partial<
  Pick<
    NodeRecord,
    | 'name'
    | 'status'
    | 'deployment_config'
    | 'exposure'
    | 'labels'
    | 'owner'
    | 'location'
    | 'group_id'
    | 'maintenance'
    | 'sensor'
    | 'relay'
  >
>;

/** Each label once, without space around it. Throws `invalid_request` for one that is empty then. */
function toLabels(labels: readonly string[]): string[] {
  const trimmed = labels.map((label) => label.trim());
  const errors = trimmed.flatMap((label, at) =>
    label === '' ? [{ field: `labels.${at}`, message: 'must not be empty' }] : [],
  );
  if (errors.length > 0) throw invalid(errors);
  return [...new Set(trimmed)];
}

/** A change as it is stored. Throws `invalid_request`, also for a group that the tenant does not have. */
async function toPatch<P extends NodePatch>({ tenant }: Pick<NodeParts, 'tenant'>, given: P): Promise<P> {
  checkConfig(given.deployment_config);
  const { group_id = null, sensor = null } = given;
  if (sensor !== null && !setups.some(({ name }) => name === sensor))
    throw invalid([
      { field: 'sensor', message: `must be one of ${setups.map(({ name }) => name).join(', ')}` },
    ]);
  if (group_id !== null && (await tenant.doc(groupDocs.name, group_id)) === null)
    throw invalid([{ field: 'group_id', message: 'must be the id of one of your groups' }]);
  return {
    ...given,
    ...(given.labels === undefined ? {} : { labels: toLabels(given.labels) }),
    ...(given.owner === undefined ? {} : { owner: given.owner?.trim() || null }),
    ...(given.location === undefined ? {} : { location: given.location?.trim() || null }),
  };
}

function checkConfig(config: unknown): void {
  if (config !== undefined && Buffer.byteLength(JSON.stringify(config)) > maxConfigBytes)
    throw invalid([{ field: 'deployment_config', message: 'must be at most 64 KiB' }]);
}

/** Updates this process's caches and every live stream. */
async function publish({ tenant, nodeKeys, pipeline, now }: NodeParts, id: string): Promise<void> {
  nodeKeys.forget();
  pipeline.refresh();
  await tenant.announce({ kind: 'node', id, at: now() });
}

export type NewNode = Omit<Parameters<typeof newNode>[0], 'node_id' | 'key_hash' | 'created_at'>;

interface AddParts extends NewKeyParts {
  tenant: Pick<TenantStore, 'createNode'>;
  now(): string;
  randomHex: RandomHex;
}

function withKey({ now, random, randomHex }: Omit<AddParts, 'tenant'>, given: NewNode): NodeWithKey {
  const key = newNodeKey(random);
  return {
    node: newNode({ ...given, node_id: nodeId(randomHex), key_hash: hashOf(key), created_at: now() }),
    key,
  };
}
const idTaken = (): AppError => new AppError('conflict', 'The node could not be created; try again');

/** Writes a new node with a new key. Throws `conflict` where the random id is taken. */
export async function addNode(parts: AddParts, given: NewNode): Promise<NodeWithKey> {
  const made = withKey(parts, given);
  if (!(await parts.tenant.createNode(made.node))) throw idTaken();
  return made;
}

/** The tenant's node of this name, or a new one, decided in the store. `key` is null for one that existed. */
export async function findOrAddNode(
  parts: Omit<AddParts, 'tenant'> & { tenant: Pick<TenantStore, 'findOrCreateNode'> },
  given: NewNode,
): Promise<{ node: NodeRecord; key: string | null }> {
  const { node: wanted, key } = withKey(parts, given);
  const node = await parts.tenant.findOrCreateNode(wanted);
  if (node === null) throw idTaken();
  return { node, key: node.node_id === wanted.node_id ? key : null };
}

/** Throws `invalid_request` where the configuration is too large, a label empty or the group unknown. */
export async function createNode(
  parts: NodeParts & Parameters<typeof addNode>[0],
  given: NewNode,
): Promise<NodeWithKey> {
  const made = await addNode(parts, await toPatch(parts, given));
  await publish(parts, made.node.node_id);
  return made;
}

/**
 * The tenant's node of this name, whose key is not known any more, or a new one. Throws as createNode does, and what
 * `checkRoom` throws where a new one is needed.
 */
export async function findOrCreateNode(
  parts: NodeParts & Omit<AddParts, 'tenant'> & { tenant: Pick<TenantStore, 'findOrCreateNode' | 'nodes'> },
  given: NewNode,
  checkRoom: () => Promise<void>,
): Promise<{ node: NodeRecord; key: string | null }> {
  const wanted = await toPatch(parts, given);
  try {
    await checkRoom();
  } catch (error) {
    const name = nameKeyOf(wanted.name);
    const existing = (await parts.tenant.nodes()).find((node) => nameKeyOf(node.name) === name);
    if (!existing) throw error;
    return { node: existing, key: null };
  }
  const found = await findOrAddNode(parts, wanted);
  if (found.key !== null) await publish(parts, found.node.node_id);
  return found;
}

/** Of a sub-node, whose events come with its parent's key. */
const noKeyOfItsOwn = (): AppError =>
  new AppError('conflict', 'The node reports with the key of the node above it, and has none of its own');

/** Throws `not_found`, `invalid_request` as createNode does, and `conflict` for the relay of a sub-node. */
export async function changeNode(
  parts: NodeParts & { tenant: Pick<TenantStore, 'node'> },
  id: string,
  patch: NodePatch,
): Promise<NodeRecord> {
  if ((patch.relay ?? null) !== null && (await parts.tenant.node(id))?.parent_id != null)
    throw noKeyOfItsOwn();
  const node = await parts.tenant.updateNode(id, await toPatch(parts, patch));
  if (node === null) throw notFound('Node');
  await publish(parts, id);
  return node;
}

/** The old key is refused from now on. Throws `not_found`, and `conflict` for a sub-node. */
export async function rotateNodeKey(
  parts: NodeParts & NewKeyParts & { tenant: Pick<TenantStore, 'node'> },
  id: string,
): Promise<NodeWithKey> {
  if ((await parts.tenant.node(id))?.parent_id != null) throw noKeyOfItsOwn();
  const key = newNodeKey(parts.random);
  const node = await parts.tenant.updateNode(id, { key_hash: hashOf(key) });
  if (node === null) throw notFound('Node');
  await publish(parts, id);
  return { node, key };
}

/**
 * Deletes a node. Where an agent has registered and not removed itself, the key is accepted for heartbeat and
 * uninstall-complete for 30 more days, so that the agent can remove its decoys; `force` ends that, also for a node that
 * was deleted before. Nodes below it are deleted with it. Resolves with whether an agent is expected to uninstall. Throws `not_found`.
 */
export async function deleteNode(
  parts: NodeParts & {
    tenant: Pick<
      TenantStore,
      'node' | 'subNodes' | 'endUninstallGrace' | 'incident' | 'updateIncident' | 'append'
    >;
    messaging: IncidentMessaging;
    clock(): number;
  },
  { id, force }: { id: string; force: boolean },
): Promise<boolean> {
  const { tenant, now, clock } = parts;
  const node = await tenant.node(id);
  const hasAgent = node !== null && node.agent !== null && node.agent_removed_at === null;
  const uninstalls = hasAgent && !force;
  const deleted =
    node !== null &&
    (await tenant.updateNode(id, {
      deleted_at: now(),
      uninstall_grace_until: uninstalls ? new Date(clock() + uninstallMs).toISOString() : null,
    })) !== null;
  // Nobody expects it back: an incident about its silence is over.
  const silence = deleted ? await resolveSilence(tenant, node, { nowIso: now(), sha256 }) : null;
  if (silence !== null) await parts.messaging.tell(silence, 'resolved', String(silence.version));
  // They report with its key: a call that was cut off is repeated, and goes on with those that are left.
  for (const below of await tenant.subNodes(id)) await deleteNode(parts, { id: below.node_id, force });
  // One that was deleted before may still be waiting for its agent.
  if (!deleted && !(force && (await tenant.endUninstallGrace(id)))) throw notFound('Node');
  await publish(parts, id);
  return uninstalls;
}
