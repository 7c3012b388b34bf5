/** Incidents: what the inbox reads, and what people do to them. */
import {
  type InfiniteData,
  infiniteQueryOptions,
  type QueryClient,
  queryOptions,
} from '@tanstack/react-query';
import { call } from './client.ts';
import type {
  BulkItem,
  BulkView,
  EventCondition,
  IncidentDetailView,
  IncidentFilter,
  IncidentVerdictAnswer,
  IncidentView,
  Page,
  SuppressionPreview,
  VerdictKind,
} from './types.ts';

const pageSize = 100;
const peekKey = (filter: IncidentFilter) => ['incidents', 'peek', filter];
const readPage = (filter: IncidentFilter, cursor: string, limit: number, signal?: AbortSignal) =>
  call<Page<IncidentView>>('GET', '/api/incidents', { query: { ...filter, limit, cursor }, signal });

/** The rows of the inbox. Not under a noun of the live stream: rows do not move while people read. */
export const inboxQuery = (filter: IncidentFilter) =>
  infiniteQueryOptions({
    queryKey: ['inbox', filter],
    initialPageParam: '',
    async queryFn({ pageParam, signal, client }) {
      const page = await readPage(filter, pageParam, pageSize, signal);
      if (pageParam === '') client.setQueryData(peekKey(filter), page);
      return page;
    },
    getNextPageParam: ({ next_cursor }) => next_cursor,
  });

/** The inbox's first page as it is now: the live stream keeps it fresh. `inboxQuery` fills it first. */
export const inboxPeekQuery = (filter: IncidentFilter) =>
  queryOptions({
    queryKey: peekKey(filter),
    queryFn: ({ signal }) => readPage(filter, '', pageSize, signal),
    staleTime: Number.POSITIVE_INFINITY,
    // What is snoozed comes back at its time, and nothing else happens then.
    refetchInterval: 60_000,
  });

export const incidentQuery = (id: string) =>
  queryOptions({
    queryKey: ['incident', id],
    queryFn: ({ signal }) =>
      call<IncidentDetailView>('GET', `/api/incidents/${encodeURIComponent(id)}`, { signal }),
  });

export const incidentsOfQuery = (source: string, limit = 20) =>
  queryOptions({
    queryKey: ['incidents', 'source', source, limit],
    queryFn: ({ signal }) => readPage({ source }, '', limit, signal),
  });

export const openIncidentsOfQuery = (source: string) =>
  queryOptions({
    queryKey: ['incidents', 'open-of', source],
    queryFn: ({ signal }) => readPage({ source, open: true }, '', 20, signal),
  });

/** How many stored events a condition holds for, and how many of those alerted. Changes nothing. */
export const suppressionPreviewQuery = (condition: EventCondition) =>
  queryOptions({
    queryKey: ['suppression-preview', condition],
    queryFn: ({ signal }) =>
      call<SuppressionPreview>('POST', '/api/suppressions/preview', { body: { condition }, signal }),
    // Events go on coming: what was counted a while ago is counted again.
    staleTime: 10_000,
  });

/** Ids and versions of all that a filter matches, at most `most`, and whether that was all. */
export async function readAllIncidents(
  filter: IncidentFilter,
  keeps: (incident: IncidentView) => boolean,
  most: number,
): Promise<{ items: IncidentView[]; isWhole: boolean }> {
  const items: IncidentView[] = [];
  let cursor: string | null = '';
  while (cursor !== null && items.length < most) {
    const page: Page<IncidentView> = await readPage(filter, cursor, 1000);
    items.push(...page.items.filter(keeps));
    cursor = page.next_cursor;
  }
  return { items: items.slice(0, most), isWhole: cursor === null && items.length <= most };
}

export type IncidentChange = Pick<BulkItem, 'status' | 'assignee' | 'snooze'>;
type Held = Pick<IncidentView, 'status' | 'assignee' | 'snooze' | 'asleep'>;

/** What a change makes of an incident, as far as it can be shown before the server has answered. */
export function toHeld(incident: Held, { status, assignee, snooze }: IncidentChange): Held {
  const ends = snooze === null || (status !== undefined && status !== incident.status);
  return {
    status: status ?? incident.status,
    assignee: assignee === undefined ? incident.assignee : assignee,
    ...(snooze
      ? { asleep: true, snooze: { until: snooze.until, events: null, by: '', at: '' } }
      : ends
        ? { asleep: false, snooze: null }
        : { asleep: incident.asleep, snooze: incident.snooze }),
  };
}

/** Changes what is cached of these incidents, wherever it is cached. */
export function patchCached(
  client: QueryClient,
  change: (incident: IncidentView) => Partial<IncidentView> | null,
): void {
  const patch = <T extends IncidentView>(incident: T): T => {
    const made = change(incident);
    return made === null ? incident : { ...incident, ...made };
  };
  const patchPage = (page: Page<IncidentView>): Page<IncidentView> => ({
    ...page,
    items: page.items.map(patch),
  });
  client.setQueriesData<InfiniteData<Page<IncidentView>>>(
    { queryKey: ['inbox'] },
    (data) => data && { ...data, pages: data.pages.map(patchPage) },
  );
  client.setQueriesData<Page<IncidentView>>({ queryKey: ['incidents'] }, (data) => data && patchPage(data));
  client.setQueriesData<IncidentDetailView>({ queryKey: ['incident'] }, (data) => data && patch(data));
}

export interface BulkOutcome {
  changed: number;
  unchanged: number;
  /** Gone, or another tenant's. */
  missing: number;
  /** Somebody changed them meanwhile. */
  conflicts: number;
  /** The server did not answer. */
  failed: number;
  undo: BulkItem[];
}

/** The most that one request takes; more is a job of the server (bulk-jobs.ts). */
export const bulkSize = 200;

/** Sends at most `bulkSize` changes and says what became of each. */
async function changeIncidents(
  items: readonly BulkItem[],
): Promise<BulkOutcome & { incidents: IncidentView[] }> {
  try {
    const { changed, undo, results } = await call<BulkView>('POST', '/api/incidents/bulk', {
      body: { incidents: items },
    });
    const count = (wanted: string): number => results.filter(({ result }) => result === wanted).length;
    return {
      changed,
      unchanged: count('unchanged'),
      missing: count('not_found'),
      conflicts: count('conflict'),
      failed: 0,
      undo: undo?.incidents ?? [],
      incidents: results.flatMap(({ incident }) => incident ?? []),
    };
  } catch {
    const nothing = { changed: 0, unchanged: 0, missing: 0, conflicts: 0, undo: [], incidents: [] };
    return { ...nothing, failed: items.length };
  }
}

/**
 * Shows a change at once, sends it, and shows what came of it: what the server refused is as it was before. Lists are
 * not read anew, so nothing jumps.
 */
export async function changeWithCache(client: QueryClient, items: readonly BulkItem[]): Promise<BulkOutcome> {
  const byId = new Map(items.map((item) => [item.incident_id, item]));
  const before = new Map<string, Held>();
  // Answers on their way are from before the change. Those that a page waits for are not stopped: it would wait for ever.
  const isKnown = ({ state }: { state: { data: unknown } }): boolean => state.data !== undefined;
  await Promise.all(
    ['incidents', 'incident'].map((key) => client.cancelQueries({ queryKey: [key], predicate: isKnown })),
  );
  patchCached(client, (incident) => {
    const item = byId.get(incident.incident_id);
    if (item === undefined) return null;
    const { status, assignee, snooze, asleep } = incident;
    if (!before.has(incident.incident_id))
      before.set(incident.incident_id, { status, assignee, snooze, asleep });
    return toHeld(incident, item);
  });
  const outcome = await changeIncidents(items);
  const after = new Map(outcome.incidents.map((incident) => [incident.incident_id, incident]));
  patchCached(client, ({ incident_id }) => after.get(incident_id) ?? before.get(incident_id) ?? null);
  for (const key of ['incidents', 'incident', 'stats']) void client.invalidateQueries({ queryKey: [key] });
  return outcome;
}

const path = (id: string, rest: string): string => `/api/incidents/${encodeURIComponent(id)}/${rest}`;

export const sendComment = (id: string, text: string) =>
  call('POST', path(id, 'comments'), { body: { text } });

/** `expected` is answered with one known scanner for all that the source did, where it did nothing else. */
export const sendVerdict = (id: string, verdict: VerdictKind, note: string) =>
  call<IncidentVerdictAnswer>('POST', path(id, 'verdict'), { body: { verdict, note } });

/** What a verdict on this alert would hide; hides nothing, but notes the verdict. */
export const suggestSuppression = async (
  alertId: string,
  verdict: VerdictKind,
  note: string,
): Promise<EventCondition | null> => {
  const answer = await call<{ suggestion: { condition: EventCondition } | null }>(
    'POST',
    `/api/alerts/${encodeURIComponent(alertId)}/verdict`,
    { body: { verdict, note, apply: false } },
  );
  return answer.suggestion?.condition ?? null;
};

export interface NewSuppression {
  name: string;
  note: string;
  condition: EventCondition;
  expires_at: string | null;
}
export const sendSuppression = (body: NewSuppression) =>
  call<{ id: string }>('POST', '/api/suppressions', { body });
export const removeSuppression = (id: string) =>
  call('DELETE', `/api/suppressions/${encodeURIComponent(id)}`);

/** `minutes` null: without an end. */
export const blockSource = (incident: string, minutes: number | null, note: string) =>
  call<{ id: string; ip_address: string }>('POST', path(incident, 'block'), {
    body: { ...(minutes === null ? {} : { minutes }), ...(note === '' ? {} : { note }) },
  });
export const blockAddress = (ip_address: string, minutes: number | null, note: string) =>
  call<{ id: string; ip_address: string }>('POST', '/api/block-ip', {
    body: { ip_address, ...(minutes === null ? {} : { minutes }), ...(note === '' ? {} : { note }) },
  });
export const unblock = (id: string) => call('DELETE', `/api/blocked-ips/${encodeURIComponent(id)}`);
