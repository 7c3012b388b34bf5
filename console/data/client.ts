/** Speaks to the API: JSON in and out, one kind of error. */
import { apiUrl } from './place.ts';
import { isInSample } from './sample-mode.ts';
import { dropToken, sessionToken } from './session.ts';
import type { ErrorCode, FieldError, Problem } from './types.ts';

/** `offline`: no answer came at all. */
export type FailureCode = ErrorCode | 'offline';

export class ApiError extends Error {
  readonly code: FailureCode;
  /** One sentence from the server; may be empty for `offline`. */
  readonly detail: string;
  readonly errors: readonly FieldError[];
  readonly requestId: string | null;

  constructor(code: FailureCode, detail: string, problem: Partial<Problem> = {}) {
    super(detail);
    this.name = 'ApiError';
    this.code = code;
    this.detail = detail;
    this.errors = problem.errors ?? [];
    this.requestId = problem.requestId ?? null;
  }
}

/** An API's sentence in the person's language; null where it is known in English alone. */
export type ErrorWords = (english: string) => string | null;
let loadWords: (() => Promise<ErrorWords>) | null = null;

/** Set by the app, as the language is: texts are not known here. Null: English. */
export function setErrorWords(load: (() => Promise<ErrorWords>) | null): void {
  loadWords = load;
}

async function translated(problem: Partial<Problem>): Promise<Partial<Problem>> {
  // Without the words (they are a file that is fetched) the sentence stays as it came.
  const words = await loadWords?.().catch(() => null);
  if (!words) return problem;
  const errors = problem.errors?.map((one) => ({ ...one, message: words(one.message) ?? one.message }));
  const named = errors?.map(({ field, message }) => `${field}: ${message}`).join('; ');
  const detail = problem.detail === undefined ? undefined : (words(problem.detail) ?? problem.detail);
  return { ...problem, errors, detail: problem.code === 'invalid_request' && named ? named : detail };
}

export type Query = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** `/api/events` and `{source: '203.0.113.9', q: undefined}` → `/api/events?source=203.0.113.9`. */
export function toPath(path: string, query: Query = {}): string {
  const given = Object.entries(query).filter(
    ([, value]) => value !== undefined && value !== null && value !== '',
  );
  const search = new URLSearchParams(
    given.map(([name, value]): [string, string] => [name, String(value)]),
  ).toString();
  return search === '' ? path : `${path}?${search}`;
}

export async function toError(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => null);
  const problem = await translated(typeof body === 'object' && body !== null ? body : {});
  const code = problem.code ?? (response.status >= 502 ? 'unavailable' : 'internal');
  return new ApiError(code, problem.detail ?? `${response.status} ${response.statusText}`, problem);
}

/** The request with the token; rejects with ApiError. A refused token is dropped, which leads to the sign-in page. */
export async function request(path: string, init: RequestInit = {}): Promise<Response> {
  const token = sessionToken();
  const headers = new Headers(init.headers);
  if (token !== null) headers.set('authorization', `Bearer ${token}`);
  if (isInSample()) headers.set('x-sample-data', 'true');
  let response: Response;
  try {
    response = await fetch(apiUrl(path), { ...init, headers, credentials: 'omit' });
  } catch (cause) {
    if (init.signal?.aborted) throw cause;
    throw new ApiError('offline', '');
  }
  if (response.ok) return response;
  // Another token may have come meanwhile: that one was not refused.
  if (response.status === 401 && token !== null && token === sessionToken()) dropToken();
  throw await toError(response);
}

export async function call<T>(
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE',
  path: string,
  {
    body,
    query,
    signal,
    headers,
  }: { body?: unknown; query?: Query; signal?: AbortSignal; headers?: Record<string, string> } = {},
): Promise<T> {
  const response = await request(toPath(path, query), {
    method,
    signal,
    headers: {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  return (await response.json()) as T;
}
