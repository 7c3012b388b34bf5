/** Which vulnerabilities were tried: one document each. Only commits write them (writing/plan-figures.ts). */
import type { Document } from 'mongodb';
import type { TenantStore } from '../../core/store.ts';
import type { VulnerabilityDelta, VulnerabilitySum } from '../../core/vulnerability-sum.ts';
import { type Connection, readBound } from './connection/connection.ts';
import { countOf, earlier, later } from './connection/figures.ts';
import { addToCounts, keyOf, readCounts } from './connection/shape.ts';
import type { Whole } from './writing/batch.ts';

export const vulnerabilityKey = (userId: string, id: string): string => keyOf(userId, id);

export const toVulnerability = (existing: Document | undefined, delta: VulnerabilityDelta): Whole => ({
  id: vulnerabilityKey(delta.user_id, delta.id),
  set: {
    user_id: delta.user_id,
    id: delta.id,
    title: delta.title,
    product: delta.product,
    events: countOf(existing, 'events') + delta.events,
    first_seen: earlier(existing?.first_seen, delta.first_seen),
    last_seen: later(existing?.last_seen, delta.last_seen),
    sources: addToCounts(existing?.sources, delta.sources),
  },
});

const read = (document: Document): VulnerabilitySum => ({
  user_id: document.user_id as string,
  id: document.id as string,
  title: document.title as string,
  product: document.product as string,
  events: countOf(document, 'events'),
  first_seen: document.first_seen as string,
  last_seen: document.last_seen as string,
  sources: readCounts(document.sources),
});

export const createVulnerabilitiesOfTenant = (
  connection: Connection,
  userId: string,
): Pick<TenantStore, 'vulnerabilities'> => ({
  async vulnerabilities() {
    const found = await connection.run((c) =>
      c.vulnerabilities
        .find({ user_id: userId, events: { $gt: 0 } }, { ...readBound, sort: { events: -1, id: 1 } })
        .toArray(),
    );
    return found.map(read);
  },
});
