/** Changes of many incidents that the server makes as a job: they go on though the page is closed. */
import { queryOptions } from '@tanstack/react-query';
import { call } from './client.ts';
import type { IncidentChange } from './incidents.ts';
import type { BulkJob, IncidentCount, IncidentFilter, IncidentView } from './types.ts';

const everyMs = 700;
export const isEnded = ({ state }: BulkJob): boolean => state === 'done' || state === 'cancelled';

/** The last jobs of the tenant, latest first; asked again while one of them runs. */
export const bulkJobsQuery = () =>
  queryOptions({
    queryKey: ['bulk-jobs'],
    queryFn: ({ signal }) => call<{ items: BulkJob[] }>('GET', '/api/bulk-jobs', { signal }),
    refetchInterval: ({ state }) =>
      state.data?.items.some((job) => !isEnded(job)) === true ? everyMs : false,
  });

/** How many incidents the server finds, up to as many as one job takes. */
export const incidentCountQuery = (filter: IncidentFilter) =>
  queryOptions({
    queryKey: ['incidents', 'count', filter],
    queryFn: ({ signal }) =>
      call<IncidentCount>('GET', '/api/incidents/count', { query: { ...filter }, signal }),
    staleTime: 10_000,
  });

/** Only as they are known: one that somebody changed meanwhile stays as it is, and the job says so. */
export const startBulkJob = (
  incidents: readonly Pick<IncidentView, 'incident_id' | 'version'>[],
  change: IncidentChange,
) =>
  call<BulkJob>('POST', '/api/bulk-jobs', {
    body: {
      incidents: incidents.map(({ incident_id, version }) => ({ incident_id, version })),
      ...change,
    },
  });

const path = (id: string, what: 'cancel' | 'undo'): string =>
  `/api/bulk-jobs/${encodeURIComponent(id)}/${what}`;
export const cancelBulkJob = (id: string) => call<BulkJob>('POST', path(id, 'cancel'), { body: {} });
export const undoBulkJob = (id: string) => call<BulkJob>('POST', path(id, 'undo'), { body: {} });
