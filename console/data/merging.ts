/** Incidents that are one, or are not, and who has opened them. */
import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { call } from './client.ts';
import { incidentQuery, patchCached } from './incidents.ts';
import {
  type IncidentSplitAnswer,
  type IncidentView,
  type MergeView,
  type Page,
  type TakenApartView,
  toWords,
} from './types.ts';

const list = (query: Record<string, string | number | boolean | undefined>, signal: AbortSignal) =>
  call<Page<IncidentView>>('GET', '/api/incidents', { query, signal });

/** What an incident may be the same as: those of its source, the latest open ones, or those that hold the text. */
export const sameQuery = ({ incident_id, source_ip }: IncidentView, text: string) =>
  queryOptions({
    queryKey: ['same-incidents', incident_id, text],
    async queryFn({ signal }) {
      const pages =
        text === ''
          ? await Promise.all([
              list({ source: source_ip, limit: 20 }, signal),
              list({ open: true, limit: 20 }, signal),
            ])
          : [await list({ q: toWords(text), limit: 30 }, signal)];
      const found = new Map(pages.flatMap(({ items }) => items).map((one) => [one.incident_id, one]));
      return [...found.values()].filter((one) => one.incident_id !== incident_id && one.merged_into === null);
    },
    staleTime: 0,
  });

const makeStale = (client: QueryClient): void => {
  for (const key of ['incidents', 'incident', 'stats']) void client.invalidateQueries({ queryKey: [key] });
};

/** Merges them and shows it wherever they are cached. */
export async function mergeWithCache(
  client: QueryClient,
  incidents: readonly string[],
  into: string,
): Promise<MergeView> {
  const answer = await call<MergeView>('POST', '/api/incidents/merge', {
    body: { into, incidents },
  });
  const merged = new Set(answer.undo?.incidents);
  patchCached(client, ({ incident_id }) => {
    if (incident_id === into) return answer.incident;
    return merged.has(incident_id) ? { merged_into: into, status: 'resolved', unread: false } : null;
  });
  makeStale(client);
  return answer;
}

/** So many are read anew at once; the lists have the others with their next answer. */
const mostRead = 20;

/** Splits them off again and shows it wherever they are cached. */
export async function splitWithCache(
  client: QueryClient,
  incidents: readonly string[],
): Promise<IncidentSplitAnswer> {
  const answer = await call<IncidentSplitAnswer>('POST', '/api/incidents/split', { body: { incidents } });
  const done = answer.results.filter(({ result }) => result === 'split').map((one) => one.incident_id);
  await Promise.all(
    done.slice(0, mostRead).map(async (id) => {
      const now = await client.fetchQuery({ ...incidentQuery(id), staleTime: 0 }).catch(() => null);
      if (now !== null) patchCached(client, ({ incident_id }) => (incident_id === id ? now : null));
    }),
  );
  makeStale(client);
  return answer;
}

/** Makes an incident of its own of these alerts. `undo` in the answer says how to merge it back. */
export async function takeApartWithCache(
  client: QueryClient,
  id: string,
  alerts: readonly string[],
): Promise<TakenApartView> {
  const answer = await call<TakenApartView>('POST', `/api/incidents/${encodeURIComponent(id)}/split`, {
    body: { alert_ids: alerts },
  });
  patchCached(client, ({ incident_id }) => (incident_id === id ? answer.from : null));
  makeStale(client);
  return answer;
}

/** Notes that the person has opened it, or, with `seen` false, that it is unread again. */
export async function markSeenWithCache(
  client: QueryClient,
  id: string,
  me: string,
  seen: boolean,
): Promise<void> {
  const at = new Date().toISOString();
  await call('POST', '/api/incidents/seen', { body: { incidents: [id], seen } });
  patchCached(client, ({ incident_id, seen_by }) => {
    if (incident_id !== id) return null;
    const others = seen_by.filter(({ by }) => by !== me);
    return { unread: !seen, seen_by: seen ? [{ by: me, at }, ...others] : others };
  });
}
