/** What an observable occurs together with: the other values of the sessions of its latest events. Bounded, whatever there is. */
import type { StoredEvent } from '../core/event.ts';
import type { Observable, ObservableKind } from '../core/observable.ts';
import type { TenantStore } from '../core/store.ts';
import { createObservableTally } from '../lib/observables/tally.ts';

const mostOfSession = 100;
/** An event without a session stands with those of its source shortly before and after. */
const nearMs = 10 * 60_000;
const mostNear = 50;
const mostListed = 10;

export interface Together {
  groups: { kind: ObservableKind; items: { id: string; value: string; events: number }[] }[];
  /** Events that were looked at. */
  lookedAt: number;
}

const near = (at: string, byMs: number): string => new Date(Date.parse(at) + byMs).toISOString();

function companyOf(tenant: TenantStore, event: StoredEvent): Promise<{ items: StoredEvent[] }> {
  if (event.session !== null)
    return tenant.events({ node_id: event.node_id, session: event.session }, { limit: mostOfSession });
  return tenant.events(
    {
      source: event.source_ip,
      from: near(event.timestamp, -nearMs),
      to: near(event.timestamp, nearMs),
    },
    { limit: mostNear },
  );
}

export async function findTogether(tenant: TenantStore, { id, refs }: Observable): Promise<Together> {
  const events = new Map<string, StoredEvent>();
  const visited = new Set<string>();
  for (const ref of refs) {
    const event = await tenant.event(ref);
    if (event === null) continue;
    events.set(event.log_id, event);
    const company = event.session === null ? event.log_id : `${event.node_id}|${event.session}`;
    if (visited.has(company)) continue;
    visited.add(company);
    for (const one of (await companyOf(tenant, event)).items) events.set(one.log_id, one);
  }
  const tally = createObservableTally();
  for (const event of events.values()) tally.add(event);
  const others = [...tally.all()].sort((a, b) => b.events - a.events || (a.value < b.value ? -1 : 1));
  const listed = [...Map.groupBy(others, ({ kind }) => kind).values()].flatMap((some) =>
    some.slice(0, mostListed + 1),
  );
  const counts = new Map(listed.map((one) => [`${one.kind}\n${one.value}`, one.events]));
  // Those that made room for others have no id any more.
  const known = (await tenant.observablesOf(listed)).filter((one) => one.id !== id);
  const groups = Array.from(
    Map.groupBy(known, ({ kind }) => kind),
    ([kind, items]) => ({
      kind,
      items: items.slice(0, mostListed).map((item) => ({
        ...{ id: item.id, value: item.value },
        events: counts.get(`${kind}\n${item.value}`) ?? 0,
      })),
    }),
  );
  return { groups, lookedAt: events.size };
}
