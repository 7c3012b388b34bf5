/** The parameters by which incidents are chosen: to list them, and to change all that match. */
import { queryField } from '../../contract/query-language.ts';
import { choice, flag, integer, object, optional, type Static, text } from '../../contract/schema.ts';
import { alertStatuses } from '../../core/alert.ts';
import { incidentQueryFields } from '../../core/list-query-fields.ts';
import type { IncidentFilter } from '../../core/query.ts';
import type { TenantStore } from '../../core/store.ts';
import { momentOf, toStamp } from './moment.ts';
import { sourceField, withSource } from './paging.ts';
import { readQuery } from './query-language.ts';
import { addAsked, groupField } from './within.ts';

export const incidentFilterFields = {
  status: optional(choice(alertStatuses)),
  open: optional(flag({ description: 'true: all but the resolved ones.' })),
  source: sourceField,
  node_id: optional(text({ description: 'Incidents that touched this node.', maxLength: 100 })),
  group_id: groupField,
  service: optional(text({ description: 'Incidents that touched this service.', maxLength: 100 })),
  attack_type: optional(
    text({ description: 'Incidents in which this attack type was seen.', maxLength: 50 }),
  ),
  min_risk: optional(integer({ minimum: 0, maximum: 10 })),
  assignee: optional(text({ maxLength: 254 })),
  snoozed: optional(flag({ description: 'true: those that are snoozed; false: those that are not.' })),
  unread: optional(flag({ description: 'true: those that the caller has not opened.' })),
  merged: optional(
    flag({ description: 'true: also those that are merged into another (always included with `source`).' }),
  ),
  from: momentOf('Still active at or after this time.'),
  to: momentOf('Began before this time.'),
  q: queryField,
};
const IncidentFilterQuery = object(incidentFilterFields);
export type AskedIncidents = Static<typeof IncidentFilterQuery>;

const toSleep = (snoozed: boolean | undefined, now: string) =>
  snoozed === undefined ? {} : snoozed ? { asleep_at: now } : { awake_at: now };

/** Throws `invalid_request` for a query that cannot be read, and `not_found` for a group that is none. */
export async function readIncidentFilter(
  tenant: TenantStore,
  asked: AskedIncidents,
  { nowMs, reader }: { nowMs: number; reader: string },
): Promise<IncidentFilter> {
  const { open, from, to, snoozed, unread, merged, q, group_id, ...filter } = asked;
  const query = await addAsked(tenant, readQuery(q, incidentQueryFields, nowMs), { group_id }, nowMs);
  return {
    ...withSource(filter),
    ...query,
    ...(open ? { open } : {}),
    ...(merged ? { merged } : {}),
    ...(unread ? { unread_by: reader } : {}),
    from: toStamp(from),
    to: toStamp(to),
    ...toSleep(snoozed, new Date(nowMs).toISOString()),
  };
}
