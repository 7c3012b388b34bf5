/** API keys, the audit log, the alert settings, the password, and what the server says of itself. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { call } from './client.ts';
import type {
  AlertSettings,
  ApiKey,
  ApiKeyCreated,
  Entry,
  Health,
  Page,
  Quota,
  Scope,
  ThresholdAdvice,
  TokenView,
} from './types.ts';

export const apiKeysQuery = () =>
  queryOptions({
    queryKey: ['api-keys'],
    queryFn: ({ signal }) => call<ApiKey[]>('GET', '/api/keys', { signal }),
  });
export const createApiKey = (body: { name: string; scopes: Scope[]; expires_at: string | null }) =>
  call<ApiKeyCreated>('POST', '/api/keys', { body });
export const revokeApiKey = (id: string) => call<unknown>('DELETE', `/api/keys/${encodeURIComponent(id)}`);

/** One call that changed something. */
export interface AuditEntry extends Entry {
  data: {
    method?: string;
    path?: string;
    params?: Record<string, string>;
    subjects?: string[];
    fields?: string[];
    address?: string;
    request_id?: string;
  };
}
export const auditQuery = (limit: number) =>
  infiniteQueryOptions({
    queryKey: ['audit', limit],
    // It grows with everything that people do, here and elsewhere.
    staleTime: 0,
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      call<Page<AuditEntry>>('GET', '/api/audit', { query: { limit, cursor: pageParam }, signal }),
    getNextPageParam: ({ next_cursor }) => next_cursor,
  });

export const alertSettingsQuery = () =>
  queryOptions({
    queryKey: ['alert-settings'],
    queryFn: ({ signal }) => call<AlertSettings>('GET', '/api/alert-settings', { signal }),
  });
export const saveAlertSettings = (body: Partial<Omit<AlertSettings, 'effective_threshold'>>) =>
  call<AlertSettings>('PATCH', '/api/alert-settings', { body });

export const thresholdAdviceQuery = () =>
  queryOptions({
    queryKey: ['threshold-advice'],
    queryFn: ({ signal }) => call<ThresholdAdvice>('GET', '/api/tuning/threshold', { signal }),
  });
export const applyThreshold = (threshold: number) =>
  call<ThresholdAdvice>('POST', '/api/tuning/threshold', { body: { threshold } });
export const revertThreshold = () => call<ThresholdAdvice>('POST', '/api/tuning/threshold/revert');

/** Ends every session of the account; the answer's token begins a new one. */
export const changePassword = (current_password: string, new_password: string) =>
  call<TokenView>('POST', '/auth/password', { body: { current_password, new_password } });

export const quotasQuery = () =>
  queryOptions({
    queryKey: ['quotas'],
    queryFn: ({ signal }) => call<Quota[]>('GET', '/api/quotas', { signal }),
  });

export const healthQuery = () =>
  queryOptions({
    queryKey: ['health'],
    queryFn: ({ signal }) => call<Health>('GET', '/api/health', { signal }),
  });
