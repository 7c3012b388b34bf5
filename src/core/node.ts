import type { ExposureSetting } from './exposure.ts';
import type { MaintenanceWindow } from './maintenance.ts';

export type NodeStatus = 'active' | 'inactive';

export interface NodeRecord {
  node_id: string;
  user_id: string;
  name: string;
  status: NodeStatus;
  os_type: string | null;
  /** Free-form, kept as it is, ≤ 64 KiB. */
  deployment_config: unknown;
  /** SHA-256 of the key, lower-case hex. The key itself is nowhere. */
  key_hash: string;
  created_at: string;
  last_seen: string | null;
  /** What an agent said of itself when it registered; null = no agent has. */
  agent: { hostname: string | null; os: string | null; registered_at: string } | null;
  /** When its agent reported that it had removed itself; null = it has not, or an agent registered again since. */
  agent_removed_at: string | null;
  /** Deleted: gone from every list; an agent's key still opens heartbeat and uninstall-complete until this time. */
  deleted_at: string | null;
  uninstall_grace_until: string | null;
  /** Whether its events count as inside; `auto`: its group's setting decides, then the tenant's, then the source. */
  exposure: ExposureSetting;
  /** Short texts of people's own, at most 16. */
  labels: string[];
  /** Who answers for it, and where it stands: texts of people's own. */
  owner: string | null;
  location: string | null;
  /** The group it belongs to, or null: the tenant's settings hold. */
  group_id: string | null;
  /** How long it usually is between two of its calls, learned by the store (silence.ts); null = not known yet. */
  usual_pause_ms: number | null;
  /** When it was last seen before it fell silent; null = it is not silent. */
  silent_since: string | null;
  maintenance: MaintenanceWindow[];
  /** Which sensor reports with its key, by the name of its set-up (cases/setup); null = not said. */
  sensor: string | null;
  /** Whether the sensors behind its key are told apart (sub-node.ts); null = as its sensor's set-up says. */
  relay: boolean | null;
  /** The node whose key its events come with; null = it has its own. */
  parent_id: string | null;
}

/** A node that has just been made: active, never seen, without an agent. */
export const newNode = (
  node: Pick<NodeRecord, 'node_id' | 'user_id' | 'name' | 'key_hash' | 'created_at'> &
    Partial<
      Pick<
        NodeRecord,
        | 'os_type'
        | 'deployment_config'
        | 'exposure'
        | 'labels'
        | 'owner'
        | 'location'
        | 'group_id'
        | 'maintenance'
        | 'sensor'
        | 'relay'
        | 'parent_id'
      >
    >,
): NodeRecord => ({
  os_type: null,
  deployment_config: null,
  exposure: 'auto',
  labels: [],
  owner: null,
  location: null,
  group_id: null,
  maintenance: [],
  sensor: null,
  relay: null,
  parent_id: null,
  ...node,
  status: 'active',
  last_seen: null,
  usual_pause_ms: null,
  silent_since: null,
  agent: null,
  agent_removed_at: null,
  deleted_at: null,
  uninstall_grace_until: null,
});

/** A name as it is compared: what looks the same is the same. */
export const nameKeyOf = (name: string): string => name.normalize('NFC');
