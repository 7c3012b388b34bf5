/** `node_id`, `group_id` and `exposure` as parameters of lists and sums. */
import { findAskedNodes } from '../../cases/asked-nodes.ts';
import { choice, optional, text } from '../../contract/schema.ts';
import { type Exposure, exposures } from '../../core/exposure.ts';
import type { EventQuery, QueryWithin } from '../../core/query.ts';
import { partsOf } from '../../core/rollup-parts.ts';
import type { TenantStore } from '../../core/store.ts';
import { momentOf, toStamp } from './moment.ts';

export const nodeField = optional(text({ description: 'Attackers of this node.', maxLength: 100 }));
export const groupField = optional(
  text({ description: 'Incidents that touched a node that is in this group now.', maxLength: 100 }),
);
export const exposureField = optional(
  choice(exposures, { description: 'Whether it happened inside your network or on the internet.' }),
);
/** For sums and lists that have all three. */
export const withinFields = { node_id: nodeField, group_id: groupField, exposure: exposureField };

/** For lists of what has a latest event. */
export const seenFields = {
  from: momentOf('Only those whose latest event is at or after this time.'),
  to: momentOf('Only those whose latest event is before this time.'),
};

export interface AskedWithin {
  from?: string | undefined;
  to?: string | undefined;
  node_id?: string | undefined;
  group_id?: string | undefined;
  exposure?: Exposure | undefined;
}

/** The parts of the sums that are meant; null = the whole tenant. Throws `not_found`. */
export const readParts = async (tenant: TenantStore, asked: AskedWithin): Promise<string[] | null> =>
  partsOf(await findAskedNodes(tenant, asked), asked.exposure);

const msOf = (given: string | undefined): number | undefined =>
  given === undefined ? undefined : Date.parse(toStamp(given) ?? '');

/** Undefined where nothing was asked for. Throws `not_found`. */
export async function readWithin(tenant: TenantStore, asked: AskedWithin): Promise<QueryWithin | undefined> {
  const nodes = await findAskedNodes(tenant, asked);
  const { exposure } = asked;
  const [fromMs, toMs] = [msOf(asked.from), msOf(asked.to)];
  const within = {
    ...(nodes === null ? {} : { nodes }),
    ...(exposure === undefined ? {} : { exposure }),
    ...(fromMs === undefined ? {} : { fromMs }),
    ...(toMs === undefined ? {} : { toMs }),
  };
  return Object.keys(within).length === 0 ? undefined : within;
}

/** The query with what must hold beside it. Throws `not_found`. */
export async function addAsked(
  tenant: TenantStore,
  { query }: { query?: EventQuery },
  asked: AskedWithin,
  nowMs: number,
): Promise<{ query?: EventQuery }> {
  const within = await readWithin(tenant, asked);
  if (within === undefined) return query === undefined ? {} : { query };
  return { query: { ...(query ?? { text: '', nowMs }), within } };
}
