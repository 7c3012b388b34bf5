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
import type { ObservableKind } from '../core/observable.ts';
import type { EventPlace } from '../core/place.ts';
import type { Page, PageRequest } from '../core/query.ts';
import type { TenantStore } from '../core/store.ts';
import type { Field } from '../lib/query-language/index.ts';
import { searchEvents, searchObservables } from './masked-search.ts';

export const listNames = [
  'events',
  'incidents',
  'alerts',
  'attackers',
  'sessions',
  'observables',
  'deliveries',
] as const;
export type ListName = (typeof listNames)[number];

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

/** One page as the API shows it, whole: nothing is cut. Newest first; observables the most frequent first. */
export async function readList(
  { tenant, locate }: ListParts,
  name: ListName,
  { q, kind, isRevealed = false, maySee, reader = '', nowMs }: ListAsked,
  page: PageRequest,
): Promise<Page<object>> {
  const query = q === undefined || q === '' ? undefined : { text: q, nowMs };
  const filter = query ? { query } : {};
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
      return mapPage(await tenant.alerts({}, page), (alert) =>
        toAlertView(alert, locate(alert.source_ip).asset),
      );
    case 'attackers':
      return mapPage(await tenant.profiles('last_seen', page, query), (profile) =>
        toProfileView(profile, locate(profile.source_ip)),
      );
    case 'sessions':
      return mapPage(await tenant.sessions(filter, page), (state) => withAsset(toSessionView(state)));
    case 'deliveries':
      return mapPage(await tenant.deliveries({}, page), toDeliveryView);
    case 'observables': {
      if (kind === undefined) throw new AppError('bad_request', 'kind: name the kind of observables');
      const asked = { kind, ...(query ? { q: query.text } : {}) };
      return mapPage(await searchObservables(tenant, asked, 'events', page, maySee), (one) =>
        toObservableView(one, { isRevealed }),
      );
    }
  }
}
