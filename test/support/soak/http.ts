/** Calls to a server that comes and goes. */
export interface Target {
  /** Null while there is none. */
  address: string | null;
}

export interface Called<T> {
  /** 0 = no answer. */
  status: number;
  body: T | null;
  tookMs: number;
}

export async function call<T>(
  target: Target,
  method: string,
  path: string,
  {
    headers = {},
    body,
    signal,
  }: { headers?: Record<string, string>; body?: unknown; signal?: AbortSignal } = {},
): Promise<Called<T>> {
  const startedMs = performance.now();
  const took = (): number => performance.now() - startedMs;
  if (target.address === null) return { status: 0, body: null, tookMs: took() };
  try {
    const response = await fetch(target.address + path, {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json');
    return { status: response.status, body: (isJson ? JSON.parse(text) : text) as T, tookMs: took() };
  } catch {
    return { status: 0, body: null, tookMs: took() };
  }
}

/** As `call`, for what must succeed. */
export async function mustCall<T>(...asked: Parameters<typeof call>): Promise<T> {
  const { status, body } = await call<T>(...asked);
  if (status !== 200 || body === null)
    throw new Error(`${asked[1]} ${asked[2]} answered ${status}: ${JSON.stringify(body)?.slice(0, 300)}`);
  return body;
}

/** Of sorted values; 0 where there are none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
}
