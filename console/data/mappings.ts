/** Mappings: how records of a sensor that is not known become events. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call } from './client.ts';
import type { MappedSample, Mapping, MappingCreate, MappingPreview } from './types.ts';

const at = (id: string): string => `/api/mappings/${encodeURIComponent(id)}`;

/** Of one preview, as the API has it. */
export const mostSamples = 20;

export const mappingsQuery = () =>
  queryOptions({
    queryKey: ['mappings'],
    queryFn: ({ signal }) => call<Mapping[]>('GET', '/api/mappings', { signal }),
  });

/** What samples would become. Nothing is stored. */
export const mappedSamplesQuery = (body: MappingPreview | null) =>
  queryOptions({
    queryKey: ['mapping-preview', body],
    queryFn: ({ signal }) => call<MappedSample[]>('POST', '/api/mappings/preview', { body, signal }),
    enabled: body !== null,
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });

export const createMapping = (body: MappingCreate) => call<Mapping>('POST', '/api/mappings', { body });
export const changeMapping = (id: string, body: Partial<MappingCreate> & { version?: number }) =>
  call<Mapping>('PATCH', at(id), { body });
/** Events that it made stay. */
export const deleteMapping = (id: string) => call<unknown>('DELETE', at(id));
