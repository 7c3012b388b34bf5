/**
 * Searching what is shown masked. Whoever may not see passwords must not find out by searching either: a text that is
 * found says that it is there. For them the store is asked without the texts, so that what it reads says nothing of them,
 * and the texts are compared here, as they are shown.
 */
import { type Caller, mayAct } from '../core/access.ts';
import { AppError } from '../core/errors.ts';
import type { StoredEvent } from '../core/event.ts';
import { eventQueryFields } from '../core/event-query-fields.ts';
import type { Observable, ObservableFilter, ObservableOrder } from '../core/observable.ts';
import type { EventCondition, EventFilter, Page, PageRequest } from '../core/query.ts';
import type { TenantStore } from '../core/store.ts';
import { masked, maskedValue } from '../lib/masking.ts';
import { fold, formatQuery, matches, parseQuery, type QueryRecord } from '../lib/query-language/index.ts';
import { asksOf, withoutFields } from '../lib/query-language/without-fields.ts';

/** Records looked at in one call, and in one read of the store for it. */
const mostLooked = 2000;
const atOnce = 500;
/** What of an event is masked where it holds a password. */
const textFields: ReadonlySet<string> = new Set(['payload', 'activity']);

export const maySeeSecrets = ({ scopes }: Pick<Caller, 'scopes'>): boolean => mayAct(scopes, 'secrets');

const textOf = (extra: StoredEvent['extra'], name: string): unknown =>
  extra !== null && Object.hasOwn(extra, name) ? extra[name] : null;

/** An event as the query language asks for it. */
export const toEventRecord = (event: StoredEvent): QueryRecord => ({
  service: event.service,
  source: event.source_ip,
  risk: event.verdict?.risk_score,
  type: event.verdict?.attack_type,
  kind: event.kind,
  time: event.timestamp,
  received: event.received_at,
  node: event.node_id,
  session: event.session,
  user: event.agent === null ? textOf(event.extra, 'username') : event.agent.username,
  process: textOf(event.extra, 'process_name'),
  decoy: event.agent === null ? null : event.agent.file_path || event.agent.file_accessed,
  activity: event.activity,
  payload: event.payload,
  country: event.place?.country,
  asn: event.place?.asn,
  owner: event.place?.network_owner,
  technique: event.verdict?.techniques,
  vulnerability: event.verdict?.vulnerability?.id,
  exposure: event.verdict?.exposure,
  alert: event.alert_id,
  suppressed: event.suppressed_by,
});

/** Pages of what `holds`, of a store that is asked for more than that. A page may end before it is full. */
async function pageOf<T>(
  read: (page: PageRequest) => Promise<Page<T>>,
  holds: (item: T) => boolean,
  { limit, cursor = null, gone }: PageRequest,
): Promise<Page<T>> {
  const items: T[] = [];
  let next = cursor;
  for (let looked = 0; looked < mostLooked && items.length < limit; ) {
    const missing = limit - items.length;
    const asked = { limit: Math.max(missing, atOnce), cursor: next, gone };
    let page = await read(asked);
    looked += Math.max(page.items.length, 1);
    const meant = page.items.flatMap((item, at) => (holds(item) ? [at] : []));
    const last = meant[missing - 1];
    // Only the store can say where the next page begins after a record in the middle of this one.
    if (last !== undefined && last + 1 < page.items.length) page = await read({ ...asked, limit: last + 1 });
    for (const at of meant) if (at < page.items.length) items.push(page.items[at] as T);
    next = page.next_cursor;
    if (next === null || gone?.aborted) break;
  }
  return { items, next_cursor: next };
}

/** As `tenant.events`, of texts as the caller sees them. */
export function searchEvents(
  tenant: Pick<TenantStore, 'events'>,
  { q, query, ...filter }: EventFilter,
  page: PageRequest,
  maySee: boolean,
): Promise<Page<StoredEvent>> {
  const { ast } = query === undefined ? {} : parseQuery(query.text, eventQueryFields);
  const isPlain = q === undefined && (ast === undefined || !asksOf(ast, textFields));
  if (maySee || isPlain)
    return tenant.events(
      { ...filter, ...(q === undefined ? {} : { q }), ...(query === undefined ? {} : { query }) },
      page,
    );
  const wide = ast === undefined ? '' : formatQuery(withoutFields(ast, textFields));
  const asked =
    query === undefined || (wide === '' && query.within === undefined)
      ? filter
      : { ...filter, query: { ...query, text: wide } };
  const part = q === undefined ? null : fold(q);
  return pageOf(
    (request) => tenant.events(asked, request),
    (event) => {
      const shown = masked(event);
      if (
        part !== null &&
        ![shown.payload, shown.activity, shown.source_ip, shown.service].some((text) =>
          fold(text).includes(part),
        )
      )
        return false;
      return ast === undefined || matches(ast, toEventRecord(shown), query?.nowMs ?? 0);
    },
    page,
  );
}

/** Whether the value holds `q` as the caller sees it. */
export function showsPart({ kind, value }: Observable, q: string | undefined, maySee: boolean): boolean {
  if (q === undefined) return true;
  const shown = maySee ? value : maskedValue(kind, value).value;
  return fold(shown).includes(fold(q));
}

/** As `tenant.observables`, of values as the caller sees them. */
export function searchObservables(
  tenant: Pick<TenantStore, 'observables'>,
  { q, ...filter }: ObservableFilter,
  order: ObservableOrder,
  page: PageRequest,
  maySee: boolean,
): Promise<Page<Observable>> {
  if (maySee || q === undefined || q === '')
    return tenant.observables({ ...filter, ...(q === undefined ? {} : { q }) }, order, page);
  return pageOf(
    (request) => tenant.observables(filter, order, request),
    (one) => showsPart(one, q, maySee),
    page,
  );
}

/** Throws `forbidden`: how many events a text is in says what it is. */
export function checkTextCondition(caller: Pick<Caller, 'scopes'>, { text }: EventCondition): void {
  if (text !== undefined && text !== '' && !maySeeSecrets(caller))
    throw new AppError(
      'forbidden',
      'A condition on text requires the scope "secrets": its count would tell what is masked',
    );
}
