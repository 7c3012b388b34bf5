/**
 * Which observables belong to some nodes, an exposure or a time. An observable is of the whole tenant, but it knows its
 * nodes, of which it keeps hashes, and its latest events, which know their exposure.
 */
import type { Observable } from '../core/observable.ts';
import type { QueryWithin } from '../core/query.ts';
import type { TenantStore } from '../core/store.ts';
import { hasName } from '../lib/observables/sketch.ts';

/** By its latest events. */
async function hasEvent(
  tenant: Pick<TenantStore, 'event'>,
  { refs }: Observable,
  { nodes, exposure }: QueryWithin,
): Promise<boolean> {
  for (const ref of refs) {
    const event = await tenant.event(ref);
    const isMeant =
      event !== null &&
      (nodes === undefined || nodes.includes(event.node_id)) &&
      (exposure === undefined || event.verdict?.exposure === exposure);
    if (isMeant) return true;
  }
  return false;
}

/**
 * On a node: exact for values seen on up to 47 nodes. With an exposure: exact for addresses, otherwise one of the latest
 * five events had it. Both are asked apart.
 */
async function isWithin(
  tenant: Pick<TenantStore, 'event' | 'profile'>,
  one: Observable,
  { nodes, exposure, fromMs, toMs }: QueryWithin,
): Promise<boolean> {
  if (fromMs !== undefined && Date.parse(one.last_seen) < fromMs) return false;
  if (toMs !== undefined && Date.parse(one.first_seen) >= toMs) return false;
  if (nodes !== undefined) {
    const said = nodes.map((node) => hasName(one.node_hashes, node));
    const isOn = said.includes(true) || (said.includes(null) && (await hasEvent(tenant, one, { nodes })));
    if (!isOn) return false;
  }
  if (exposure === undefined) return true;
  if (one.kind !== 'address') return hasEvent(tenant, one, { exposure });
  return ((await tenant.profile(one.value))?.exposures[exposure] ?? 0) > 0;
}

/** The first of them, in their order; all of them that there are where nothing was asked for. */
export async function firstWithin(
  tenant: Pick<TenantStore, 'event' | 'profile'>,
  all: readonly Observable[],
  within: QueryWithin | undefined,
  limit: number,
): Promise<Observable[]> {
  if (within === undefined) return all.slice(0, limit);
  const found: Observable[] = [];
  for (const one of all) {
    if (found.length >= limit) break;
    if (await isWithin(tenant, one, within)) found.push(one);
  }
  return found;
}
