/** The filters of the events list: from the address to the API, and whether an event that arrives would be listed. */
import type { Search } from '../../data/address.ts';
import { holds } from '../../data/event-query.ts';
import { toTimeRange } from '../../data/time-range.ts';
import type { EventFilter, EventView } from '../../data/types.ts';

const names = [
  'q',
  'source',
  'service',
  'attack_type',
  'node_id',
  'min_risk',
  'session',
  'alert_id',
] as const;

export function toFilter(search: Search, nowMs: number): EventFilter {
  const { from, to } = toTimeRange(search, nowMs);
  const filter: EventFilter = {};
  for (const name of names) if (search[name]) filter[name] = search[name];
  return { ...filter, ...(from ? { from } : {}), ...(to ? { to } : {}) };
}

export function matches(filter: EventFilter, event: EventView): boolean {
  const risk = event.verdict?.risk_score ?? 0;
  return (
    (!filter.q || holds(filter.q, event, Date.now())) &&
    (!filter.source || event.source_ip === filter.source) &&
    (!filter.service || event.service === filter.service) &&
    (!filter.attack_type || event.verdict?.attack_type === filter.attack_type) &&
    (!filter.node_id || event.node_id === filter.node_id) &&
    (!filter.session || event.session === filter.session) &&
    (!filter.alert_id || event.alert_id === filter.alert_id) &&
    (!filter.min_risk || risk >= Number(filter.min_risk)) &&
    (!filter.from || event.timestamp >= filter.from) &&
    (!filter.to || event.timestamp < filter.to)
  );
}

export const isFiltered = (filter: EventFilter): boolean => Object.keys(filter).length > 0;
