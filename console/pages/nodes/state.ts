/** The state of a node, and whether it passes the filters of the list. */
import type { Search } from '../../data/address.ts';
import { isSilent } from '../../data/nodes.ts';
import { isSpan, spans } from '../../data/time-range.ts';
import type { NodeResponse } from '../../data/types.ts';

export const nodeStates = ['active', 'silent', 'waiting', 'inactive'] as const;
export type NodeState = (typeof nodeStates)[number];

/** `waiting`: active, never heard, and not long enough for that to be a worry. */
export function stateOf(node: NodeResponse, nowMs: number): NodeState {
  if (node.status === 'inactive') return 'inactive';
  if (isSilent(node, nowMs)) return 'silent';
  return node.last_seen === null ? 'waiting' : 'active';
}

export function isShown(node: NodeResponse, search: Search, nowMs: number): boolean {
  const words = search.q?.toLowerCase() ?? '';
  const text = [node.name, node.node_id, node.agent?.hostname, node.os_type, ...node.labels]
    .join('\n')
    .toLowerCase();
  return (
    text.includes(words) &&
    (!search.group || node.group_id === search.group) &&
    (!search.label || node.labels.includes(search.label)) &&
    (!search.state || stateOf(node, nowMs) === search.state) &&
    (!isSpan(search.silent) || isSilent(node, nowMs, spans[search.silent]))
  );
}
