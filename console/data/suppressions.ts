/** Suppression rules: what raises no alert. */
import { queryOptions } from '@tanstack/react-query';
import { call } from './client.ts';
import type { Condition, Suppression, SuppressionCount } from './types.ts';

export const suppressionsQuery = () =>
  queryOptions({
    queryKey: ['suppressions'],
    queryFn: ({ signal }) => call<Suppression[]>('GET', '/api/suppressions', { signal }),
  });

/** What a condition holds for among all stored events. */
export const suppressionCountQuery = (condition: Condition) =>
  queryOptions({
    queryKey: ['suppression-count', condition],
    queryFn: ({ signal }) =>
      call<SuppressionCount>('POST', '/api/suppressions/preview', { body: { condition }, signal }),
  });

export interface SuppressionDraft {
  name: string;
  note: string;
  condition: Condition;
  expires_at: string | null;
}

const at = (id: string): string => `/api/suppressions/${encodeURIComponent(id)}`;

export const createSuppression = (body: SuppressionDraft) =>
  call<Suppression>('POST', '/api/suppressions', { body });
export const changeSuppression = (
  id: string,
  body: Partial<SuppressionDraft> & { enabled?: boolean; version?: number },
) => call<Suppression>('PATCH', at(id), { body });
export const deleteSuppression = (id: string) => call<unknown>('DELETE', at(id));
