/** What agents report about themselves: where they run, what they planted, and that they have removed it. */
import type { Decoy } from '../core/decoy.ts';
import type { Json } from '../core/event.ts';
import { decoyId } from '../core/ids.ts';
import type { NodeRecord } from '../core/node.ts';
import type { Store, TenantStore } from '../core/store.ts';
import { hashOf } from './credentials.ts';

type Owner = Pick<NodeRecord, 'node_id' | 'user_id'>;

/** A decoy as an agent reports it; unknown fields are stored in `extra`. */
export interface ReportedDecoy {
  file_name: string;
  file_path?: string | null | undefined;
  type?: string | null | undefined;
  status?: string | null | undefined;
  [name: string]: unknown;
}

export async function registerAgent(
  {
    store,
    nodeKeys,
    now,
  }: { store: Pick<Store, 'registerAgent'>; nodeKeys: { forget(): void }; now(): string },
  nodeId: string,
  { hostname, os }: { hostname?: string | null | undefined; os?: string | null | undefined },
): Promise<void> {
  await store.registerAgent(nodeId, {
    hostname: hostname ?? null,
    os: os ?? null,
    registered_at: now(),
  });
  nodeKeys.forget();
}

export function toDecoy(reported: ReportedDecoy, { node_id, user_id }: Owner, at: string): Decoy {
  const { file_name, file_path, type, status, ...rest } = reported;
  // In NFC, as events name it: the systems of two agents write the same letters differently.
  const place = { file_name: file_name.normalize('NFC'), file_path: file_path?.normalize('NFC') || null };
  return {
    id: decoyId(node_id, place, hashOf),
    node_id,
    user_id,
    ...place,
    type: type || 'file',
    status: status || 'active',
    registered_at: at,
    last_accessed: null,
    triggers_count: 0,
    extra: Object.keys(rest).length > 0 ? (rest as { [key: string]: Json }) : null,
  };
}

/** Adds or renews the decoys; of two with one path the last counts. */
export async function registerDecoys(
  { tenant, now }: { tenant: Pick<TenantStore, 'registerDecoys'>; now(): string },
  node: Owner,
  reported: readonly ReportedDecoy[],
): Promise<void> {
  const at = now();
  const decoys = reported.map((one) => toDecoy(one, node, at));
  await tenant.registerDecoys([...new Map(decoys.map((one) => [one.id, one])).values()]);
}

/** The agent has removed itself and its decoys: its node becomes inactive, and the node's key is refused from now on. */
export async function completeUninstall(
  {
    store,
    nodeKeys,
    now,
  }: {
    store: Pick<Store, 'deactivateNode'> & { of(userId: string): Pick<TenantStore, 'announce'> };
    nodeKeys: { forget(): void };
    now(): string;
  },
  { node_id, user_id, deleted_at }: Owner & Pick<NodeRecord, 'deleted_at'>,
): Promise<void> {
  const at = now();
  await store.deactivateNode(node_id, at);
  nodeKeys.forget();
  // A deleted node is on no list that could show the change.
  if (deleted_at === null) await store.of(user_id).announce({ kind: 'node', id: node_id, at });
}
