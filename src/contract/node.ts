/** Nodes: whatever reports events with a key of its own. */
import { exposureSettings } from '../core/exposure.ts';
import type { NodeRecord } from '../core/node.ts';
import type { NodeClockBody } from '../core/node-clock.ts';
import { isRelay } from '../core/sub-node.ts';
import { time } from './fields.ts';
import { maintenanceGiven, maintenanceView } from './maintenance.ts';
import { projectionOf } from './project.ts';
import {
  anything,
  choice,
  flag,
  integer,
  list,
  nullable,
  object,
  optional,
  type Static,
  text,
} from './schema.ts';

const nodeName = text({ minLength: 1, maxLength: 100, examples: ['ssh-dmz-1'] });
const deploymentConfig = anything({ description: 'Any JSON of at most 64 KiB, stored unchanged.' });
const exposure = choice(exposureSettings, {
  description:
    'Whether its events count as inside your network. `auto`: as its group or your alert settings say, else by their source.',
});
const labels = list(text({ minLength: 1, maxLength: 50, examples: ['site: Lyon'] }), {
  description: 'Short texts of your choice, without duplicates.',
  maxItems: 16,
});
const owner = nullable(
  text({ description: 'Who is responsible for it.', maxLength: 100, examples: ['IT Lyon'] }),
);
const location = nullable(text({ description: 'Where it is.', maxLength: 100, examples: ['Lyon, rack 4'] }));
const group_id = nullable(
  text({ description: 'The group it belongs to. Null: your alert settings apply.', maxLength: 100 }),
);
const sensor = nullable(
  text({
    description: 'Which sensor reports with its key: a `name` of GET /api/sensor-kinds. Null: not specified.',
    maxLength: 50,
    examples: ['opencanary'],
  }),
);
const relay = nullable(
  flag({
    description:
      'Whether the sensors that report with its key become nodes below it, by the names that they send. Null: as its `sensor` says (so for `tpot`, `hpfeeds` and `syslog`).',
  }),
);
const nodeStatus = choice(['active', 'inactive']);

export const NodeCreate = object({
  name: nodeName,
  os_type: optional(nullable(text({ maxLength: 50, examples: ['linux'] }))),
  deployment_config: optional(deploymentConfig),
  exposure: optional(exposure),
  labels: optional(labels),
  owner: optional(owner),
  location: optional(location),
  group_id: optional(group_id),
  maintenance: optional(maintenanceGiven),
  sensor: optional(sensor),
  relay: optional(relay),
});
export type NodeCreate = Static<typeof NodeCreate>;
export const NodeUpdate = object(
  {
    status: optional(nodeStatus),
    name: optional(nodeName),
    deployment_config: optional(deploymentConfig),
    exposure: optional(exposure),
    labels: optional(labels),
    owner: optional(owner),
    location: optional(location),
    group_id: optional(group_id),
    maintenance: optional(maintenanceGiven),
    sensor: optional(sensor),
    relay: optional(relay),
  },
  { minProperties: 1 },
);
export type NodeUpdate = Static<typeof NodeUpdate>;

export const NodeResponse = object({
  node_id: text({ examples: ['node-0a1b2c3d4e5f6071'] }),
  user_id: text(),
  name: nodeName,
  status: nodeStatus,
  api_key: nullable(text({ description: 'Shown only when the key was just created.', examples: ['nk_…'] })),
  node_api_key: nullable(text({ description: 'The same as api_key.' })),
  os_type: nullable(text()),
  deployment_config: deploymentConfig,
  exposure,
  labels,
  owner,
  location,
  group_id,
  maintenance: maintenanceView,
  sensor,
  relay,
  is_relay: flag({ description: 'The value of `relay` that applies.' }),
  parent_id: nullable(
    text({ description: 'The parent node, whose key it reports with. Null: it has its own key.' }),
  ),
  silent_since: nullable(
    time('When it was last seen before it fell silent. Null: it reports as usual, or has never reported.'),
  ),
  clock: nullable(
    object({
      ahead_seconds: integer({ description: 'How far its clock is ahead; negative: behind.' }),
      since: time('When that was noticed.'),
    }),
  ),
  last_seen: nullable(time('Time of its latest valid call, to the minute.')),
  created_at: time('When it was created.'),
  agent: nullable(
    object({
      hostname: nullable(text()),
      os: nullable(text()),
      registered_at: time('When an agent registered.'),
    }),
  ),
  agent_removed_at: nullable(
    time('When its agent reported that it had removed itself; the node is inactive since.'),
  ),
});
export type NodeResponse = Static<typeof NodeResponse>;
const project = projectionOf(NodeResponse);
/** `key` only where it was just made; `clock` null where it is right, or not known to be wrong. */
export const toNodeView = (
  node: NodeRecord,
  { key = null, clock = null }: { key?: string | null; clock?: NodeClockBody | null } = {},
): NodeResponse => project({ ...node, clock, is_relay: isRelay(node), api_key: key, node_api_key: key });

export const NodeDeleted = object({ status: choice(['success']), message: text() });
export type NodeDeleted = Static<typeof NodeDeleted>;

export const NodeStats = object({
  total: integer(),
  active: integer(),
  inactive: integer(),
  online: integer({ description: 'Seen within the last 10 minutes.' }),
});
export type NodeStats = Static<typeof NodeStats>;
