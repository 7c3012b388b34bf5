/** Which nodes a request means by `node_id` and `group_id`: a group stands for the nodes that are in it now. */
import { notFound } from '../core/errors.ts';
import type { TenantStore } from '../core/store.ts';

export interface AskedNodes {
  node_id?: string | undefined;
  group_id?: string | undefined;
}

/** Null = all. Throws `not_found` for a node or group that the tenant does not have. */
export async function findAskedNodes(
  tenant: Pick<TenantStore, 'nodes' | 'node' | 'doc'>,
  { node_id, group_id }: AskedNodes,
): Promise<string[] | null> {
  if (node_id === undefined && group_id === undefined) return null;
  if (group_id !== undefined && (await tenant.doc('group', group_id)) === null) throw notFound('Group');
  const nodes = await tenant.nodes();
  if (node_id !== undefined && !nodes.some((node) => node.node_id === node_id)) throw notFound('Node');
  return nodes
    .filter((node) => node_id === undefined || node.node_id === node_id)
    .filter((node) => group_id === undefined || node.group_id === group_id)
    .map((node) => node.node_id);
}
