/** Groups of nodes. */
import type { DocOf } from '../core/doc-kind.ts';
import { exposureSettings } from '../core/exposure.ts';
import type { GroupBody } from '../core/group.ts';
import { QuietHours } from './alert-settings.ts';
import { plainTime } from './fields.ts';
import { maintenanceGiven, maintenanceView } from './maintenance.ts';
import { projectionOf } from './project.ts';
import {
  anything,
  choice,
  integer,
  list,
  nullable,
  number,
  object,
  optional,
  type Static,
  text,
} from './schema.ts';

const name = text({ minLength: 1, maxLength: 100, examples: ['Lyon'] });
const description = text({ maxLength: 1000 });
const exposure = nullable(choice(exposureSettings, { description: 'Null: your alert settings apply.' }));
const threshold = nullable(
  number({
    description: 'An alert is raised when the risk is greater than this. Null: as your alert settings say.',
    minimum: 0,
    maximum: 10,
  }),
);
const window_minutes = nullable(
  integer({ description: 'Null: your alert settings apply.', minimum: 1, maximum: 10_080 }),
);
const channels = list(text({ maxLength: 100 }), {
  description: 'Ids of the channels that are notified about its nodes; empty: all.',
  maxItems: 100,
});
const silence_minutes = nullable(
  integer({
    description:
      'Minutes without an event before a node of the group counts as silent. Null: learned from how it usually reports.',
    minimum: 15,
    maximum: 43_200,
  }),
);

export const Group = object({
  id: text({ examples: ['group-019ab9a2b4c112e3f4a5b6c7'] }),
  name,
  description,
  exposure,
  threshold,
  window_minutes,
  quiet_hours: nullable(QuietHours),
  channels,
  silence_minutes,
  maintenance: maintenanceView,
  node_count: integer({ description: 'Nodes that belong to it.' }),
  created_at: plainTime,
  updated_at: plainTime,
  version: integer(),
});
export type Group = Static<typeof Group>;
const project = projectionOf(Group);
export const toGroupView = ({ body, ...doc }: DocOf<GroupBody>, node_count: number): Group =>
  project({ ...doc, ...body, node_count });

const given = {
  description: optional(description),
  exposure: optional(exposure),
  threshold: optional(threshold),
  window_minutes: optional(window_minutes),
  quiet_hours: optional(anything({ description: 'As in the response; null: as your alert settings say.' })),
  channels: optional(channels),
  silence_minutes: optional(silence_minutes),
  maintenance: optional(maintenanceGiven),
};
export const GroupCreate = object({ name, ...given });
export type GroupCreate = Static<typeof GroupCreate>;
export const GroupUpdate = object(
  { name: optional(name), ...given, version: optional(integer({ minimum: 1 })) },
  { minProperties: 1 },
);
export type GroupUpdate = Static<typeof GroupUpdate>;
export const GroupDeleted = object({
  status: choice(['success']),
  released: integer({ description: 'Nodes that belonged to it.' }),
});
export type GroupDeleted = Static<typeof GroupDeleted>;
