/** The lists that the API pages, files are exported from and the command line shows: one way to read each. */
import { toAlertView } from '../contract/alert.ts';
import { toProfileView } from '../contract/attacker.ts';
import { toDeliveryView } from '../contract/delivery.ts';
import { toEventView } from '../contract/event.ts';
import { toIncidentView } from '../contract/incident.ts';
import { toObservableView } from '../contract/observable.ts';
import type { Located } from '../contract/place.ts';
import { toSessionView } from '../contract/session.ts';
import { AppError } from '../core/errors.ts';
import { eventQueryFields } from '../core/event-query-fields.ts';
import { attackerQueryFields, incidentQueryFields, sessionQueryFields } from '../core/list-query-fields.ts';
import type { Observable, ObservableKind } from '../core/observable.ts';
import type { EventPlace } from '../core/place.ts';
import type { Page, PageRequest } from '../core/query.ts';
import type { TenantStore } from '../core/store.ts';
import type { Field } from '../lib/query-language/index.ts';
import { type BoundFilter, type boundsOf, toBoundFilter } from './list-bounds.ts';
import { searchEvents } from './masked-search.ts';
import { mostRanked, observableRange, pageObservables, rankObservables } from './observable-list.ts';

export const listNames = [
  'events',
  'incidents',
  'alerts',
  'attackers',
  'sessions',
  'observables',
  'deliveries',
] as const;
export type ListName = (typeof listNames)[number] & keyof typeof boundsOf;

/** What each can be asked for in the query language; null where it has none. */
export const queryFieldsOf: Readonly<Record<ListName, readonly Field[] | null>> = {
  events: eventQueryFields,
  incidents: incidentQueryFields,
  alerts: null,
  attackers: attackerQueryFields,
  sessions: sessionQueryFields,
  observables: null,
  deliveries: null,
};

export interface ListAsked {
  /** Already checked. Of observables a part of the value. */
  q?: string | undefined;
  kind?: ObservableKind | undefined;
  /** What must hold beside it, of `toBoundFilter` with the same `q` and time. */
  bounds?: BoundFilter;
  /** Passwords as they were sent; whoever asks was allowed to. */
  isRevealed?: boolean;
  /** The person, or key, that asks. */
  reader?: string;
  /** Whether a query may be about what is masked (masked-search.ts). */
  maySee: boolean;
  nowMs: number;
}

export interface ListParts {
  tenant: TenantStore;
  locate(source: string, place?: EventPlace | null): Located;
}

const mapPage = <T, V extends object>(
  { items, next_cursor }: Page<T>,
  toView: (item: T) => V,
): Page<object> => ({
  items: items.map(toView),
  next_cursor,
});

/**
 * One page as the API shows it, whole: nothing is cut. Newest first; observables the most frequent first, or by their
 * `sort`: a ranking of a range is one page of at most 1,000.
 */
export async function readList(
  { tenant, locate }: ListParts,
  name: ListName,
  { q, kind, bounds, isRevealed = false, maySee, reader = '', nowMs }: ListAsked,
  page: PageRequest,
): Promise<Page<object>> {
  const { times, node, query, sort } = bounds ?? (await toBoundFilter(tenant, name, {}, { text: q, nowMs }));
  const filter = { ...times, ...node, ...query };
  const withAsset = <T extends { source_ip: string }>(view: T) => ({
    ...view,
    asset: locate(view.source_ip).asset ?? null,
  });
  switch (name) {
    case 'events':
      return mapPage(await searchEvents(tenant, filter, page, maySee), (event) =>
        toEventView(event, locate(event.source_ip, event.place), isRevealed),
      );
    case 'incidents':
      return mapPage(await tenant.incidents(filter, page), (incident) =>
        toIncidentView(incident, locate(incident.source_ip), new Date(nowMs).toISOString(), reader),
      );
    case 'alerts':
      return mapPage(await tenant.alerts({ ...times, ...node }, page), (alert) =>
        toAlertView(alert, locate(alert.source_ip).asset),
      );
    case 'attackers':
      return mapPage(await tenant.profiles('last_seen', page, query.query), (profile) =>
        toProfileView(profile, locate(profile.source_ip)),
      );
    case 'sessions':
      return mapPage(await tenant.sessions(filter, page), (state) => withAsset(toSessionView(state)));
    case 'deliveries':
      return mapPage(await tenant.deliveries(times, page), toDeliveryView);
    case 'observables': {
      if (kind === undefined) throw new AppError('bad_request', 'kind: is required for observables');
      // An address says whose it is, as everywhere.
      const toView = (one: Observable, sums: { in_range?: number; before?: number } = {}) => {
        const view = toObservableView(one, { ...sums, isRevealed });
        const isAddress = kind === 'address' || kind === 'host';
        return isAddress ? { ...view, asset: locate(view.value).asset ?? null } : view;
      };
      const asked = { kind, q: q === '' ? undefined : q, maySee };
      const range = observableRange({ ...times, sort }, nowMs);
      if (range === null || sort === 'first_seen') {
        const order = sort === 'first_seen' ? sort : 'events';
        return mapPage(await pageObservables(tenant, { ...asked, ...times }, order, page), (one) =>
          toView(one),
        );
      }
      const { items } = await rankObservables(tenant, { ...asked, ...range, by: sort }, mostRanked);
      return {
        items: items.map(({ observable, ...sums }) => toView(observable, sums)),
        next_cursor: null,
      };
    }
  }
}
