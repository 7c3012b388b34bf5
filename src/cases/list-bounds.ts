/** What narrows a list beside its query: the same for its pages, its file and the command line. */
import type { observableSorts } from '../contract/observable.ts';
import type { Exposure } from '../core/exposure.ts';
import type { EventQuery, QueryWithin } from '../core/query.ts';
import type { TenantStore } from '../core/store.ts';
import { findAskedNodes } from './asked-nodes.ts';
import { observableRange } from './observable-list.ts';

export type ObservableSort = (typeof observableSorts)[number];

/** Times are ISO, in UTC. */
export interface ListBounds {
  from?: string | undefined;
  to?: string | undefined;
  node_id?: string | undefined;
  group_id?: string | undefined;
  exposure?: Exposure | undefined;
  /** Of observables. */
  sort?: ObservableSort | undefined;
}
export type BoundName = keyof ListBounds;

/** Which of them each list has. */
export const boundsOf = {
  events: ['from', 'to', 'node_id', 'group_id', 'exposure'],
  incidents: ['from', 'to', 'node_id', 'group_id'],
  alerts: ['from', 'to', 'node_id'],
  attackers: ['from', 'to', 'node_id', 'group_id', 'exposure'],
  sessions: ['from', 'to', 'node_id', 'group_id', 'exposure'],
  observables: ['from', 'to', 'sort'],
  deliveries: ['from', 'to'],
} as const satisfies Readonly<Record<string, readonly BoundName[]>>;

/** Bounds as a store's filters have them. */
export interface BoundFilter {
  times: { from?: string; to?: string };
  node: { node_id?: string };
  query: { query?: EventQuery };
  sort: ObservableSort;
}

/**
 * Throws `not_found` for a group that the tenant does not have (of attackers also a node), and `bad_request` for a
 * range of observables that cannot be counted.
 */
export async function toBoundFilter(
  tenant: Pick<TenantStore, 'nodes' | 'node' | 'doc'>,
  name: keyof typeof boundsOf,
  { from, to, node_id, group_id, exposure, sort = 'events' }: ListBounds,
  { text = '', nowMs }: { text?: string | undefined; nowMs: number },
): Promise<BoundFilter> {
  if (name === 'observables') observableRange({ from, to, sort }, nowMs);
  // Profiles have no filter but the query; a node that is gone still has its events and sessions.
  const isProfile = name === 'attackers';
  const nodes = await findAskedNodes(tenant, isProfile ? { node_id, group_id } : { group_id });
  const within: QueryWithin = {
    ...(nodes === null ? {} : { nodes }),
    ...(exposure === undefined ? {} : { exposure }),
    ...(isProfile && from !== undefined ? { fromMs: Date.parse(from) } : {}),
    ...(isProfile && to !== undefined ? { toMs: Date.parse(to) } : {}),
  };
  const isWithin = Object.keys(within).length > 0;
  return {
    times: { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) },
    node: node_id === undefined ? {} : { node_id },
    query: text === '' && !isWithin ? {} : { query: { text, nowMs, ...(isWithin ? { within } : {}) } },
    sort,
  };
}
