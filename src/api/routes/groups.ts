/** Groups of nodes: what is set for all nodes of a site, a customer or a network. */

import { changeGroup, createGroup, deleteGroup, getGroup, listGroups } from '../../cases/groups.ts';
import { parseMaintenance } from '../../cases/maintenance.ts';
import { Group, GroupCreate, GroupDeleted, GroupUpdate, toGroupView } from '../../contract/group.ts';
import { flag, list, object, optional } from '../../contract/schema.ts';
import { groupDocs } from '../../core/doc-kinds.ts';
import type { TenantStore } from '../../core/store.ts';
import { parseQuietHours } from '../../notify/channel-settings.ts';
import { type Route, type RouteParts, userRoute } from '../http/route.ts';

const tag = 'Groups';

/** Nodes by group. */
async function countNodes(tenant: TenantStore): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const { group_id } of await tenant.nodes())
    if (group_id !== null) counts.set(group_id, (counts.get(group_id) ?? 0) + 1);
  return counts;
}

/** The fields that a body gives, read. */
const toChange = ({ quiet_hours, channels, maintenance, ...rest }: Omit<GroupUpdate, 'version'>) => ({
  ...rest,
  ...(quiet_hours === undefined ? {} : { quiet_hours: parseQuietHours(quiet_hours) }),
  ...(channels === undefined ? {} : { channels: [...new Set(channels)] }),
  ...(maintenance === undefined ? {} : { maintenance: parseMaintenance(maintenance) }),
});

export function groupRoutes(parts: RouteParts): Route[] {
  return [
    userRoute(parts, {
      method: 'GET',
      path: '/api/groups',
      access: { user: 'read' },
      tag,
      summary: 'All groups of nodes',
      answer: list(Group),
      async handle({ tenant }) {
        const counts = await countNodes(tenant);
        return (await listGroups(tenant)).map((doc) => toGroupView(doc, counts.get(doc.id) ?? 0));
      },
    }),

    userRoute(parts, {
      method: 'POST',
      path: '/api/groups',
      access: { user: 'admin' },
      tag,
      summary: 'Create a group',
      description:
        'Fields that are null or omitted follow the alert settings. A node joins with `PATCH /nodes/{id}` and `group_id`.',
      body: GroupCreate,
      answer: Group,
      errors: ['conflict'],
      async handle({ tenant, caller, body }) {
        const group = { ...groupDocs.parse({}), ...toChange(body) };
        return toGroupView(await createGroup({ ...parts, tenant }, caller.user_id, group), 0);
      },
    }),

    userRoute(parts, {
      method: 'GET',
      path: '/api/groups/:id',
      access: { user: 'read' },
      tag,
      summary: 'One group',
      answer: Group,
      async handle({ tenant, params }) {
        const doc = await getGroup(tenant, params.id);
        return toGroupView(doc, (await countNodes(tenant)).get(doc.id) ?? 0);
      },
    }),

    userRoute(parts, {
      method: 'PATCH',
      path: '/api/groups/:id',
      access: { user: 'admin' },
      tag,
      summary: 'Change a group',
      body: GroupUpdate,
      answer: Group,
      errors: ['conflict'],
      async handle({ tenant, params, body: { version, ...change } }) {
        const which = { id: params.id, version: version ?? null };
        const doc = await changeGroup({ ...parts, tenant }, which, toChange(change));
        if (change.quiet_hours !== undefined) await parts.messaging.release(doc.user_id, 'held', null);
        return toGroupView(doc, (await countNodes(tenant)).get(doc.id) ?? 0);
      },
    }),

    userRoute(parts, {
      method: 'DELETE',
      path: '/api/groups/:id',
      access: { user: 'admin' },
      tag,
      summary: 'Delete a group',
      description: 'Refused while it has nodes; `force=true` releases them: they follow the alert settings.',
      query: object({ force: optional(flag({ default: false })) }),
      answer: GroupDeleted,
      errors: ['conflict'],
      async handle({ tenant, caller, params, query }) {
        const which = { id: params.id, force: query.force === true };
        const released = await deleteGroup({ ...parts, tenant }, which);
        await parts.messaging.release(caller.user_id, 'held', null);
        return { status: 'success', released };
      },
    }),
  ];
}
