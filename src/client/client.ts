/** Calls a DecoyVerse server's API with fetch: a request is repeated until it is answered or out of attempts. */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseRetryAfter } from '../lib/retry-after.ts';
import { cut } from '../lib/text.ts';
import { ClientError, kindOfStatus } from './client-error.ts';
import { defaultRetry, type RetryPolicy, withRetry } from './retry.ts';

/** What is used of fetch, so that a small program can do without the built-in one (light-fetch.ts). */
export interface Answer {
  ok: boolean;
  status: number;
  headers: { get(name: string): string | null };
  body: AsyncIterable<Uint8Array> | null;
}
export type Fetch = (
  url: string,
  request: {
    method: string;
    headers: Record<string, string>;
    body?: Uint8Array<ArrayBuffer> | string;
    redirect: 'error';
    signal: AbortSignal;
  },
) => Promise<Answer>;

export interface ClientParts {
  /** The server's base address. */
  url: string;
  /** Sent with every request: the key of a node, a token. */
  headers?: Readonly<Record<string, string>>;
  retry?: RetryPolicy;
  /** Limit of one attempt. */
  timeoutMs?: number;
  /** Called once per request, with the reason for waiting. */
  onRetry?(error: ClientError): void;
  fetch?: Fetch;
  wait?(ms: number, signal?: AbortSignal): Promise<unknown>;
  random?(): number;
  clock?(): number;
}

export interface ClientRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** From the root: `/api/events`. */
  path: string;
  headers?: Readonly<Record<string, string>>;
  body?: Uint8Array<ArrayBuffer> | string;
  /** Ends the attempts early. */
  signal?: AbortSignal;
}

export interface Client {
  url: string;
  /**
   * Resolves with the parsed body of a 2xx (null where it is empty or no JSON); rejects with ClientError. A request
   * must be harmless to repeat: events carry ids, everything else names what it changes.
   */
  request(input: ClientRequest): Promise<unknown>;
}

/** Limit of an answer: one to a batch of 5,000 events is shorter. */
const maxAnswerBytes = 32 * 1024 * 1024;

/** '' for an answer that is too long: it cannot be from a DecoyVerse server. */
async function readText({ body }: Answer): Promise<string> {
  const pieces: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const piece of body ?? []) {
    sizeBytes += piece.length;
    if (sizeBytes > maxAnswerBytes) return '';
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString();
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function detailOf(body: unknown): string {
  const detail = (body as { detail?: unknown } | null)?.detail;
  return typeof detail === 'string' ? cut(detail, 300) : '';
}

function toConnectionError(error: unknown, url: string, signal: AbortSignal | undefined): ClientError {
  const { name, cause } = error as Error;
  if (signal?.aborted)
    return new ClientError('aborted', `the request to ${url} was aborted`, { cause: error });
  if (name === 'TimeoutError')
    return new ClientError('timeout', `${url} did not respond in time`, { cause: error });
  const code = (cause as NodeJS.ErrnoException | undefined)?.code;
  return new ClientError('unreachable', `${url} cannot be reached (${code ?? name})`, { cause: error });
}

export function createClient({
  url,
  headers: ownHeaders = {},
  retry = defaultRetry,
  timeoutMs = 60_000,
  onRetry = () => undefined,
  fetch = globalThis.fetch,
  wait = (ms, signal) => sleep(ms, undefined, { signal }),
  random = Math.random,
  clock = Date.now,
}: ClientParts): Client {
  const base = url.replace(/\/+$/, '');

  async function attempt({ method, path, headers, body, signal }: ClientRequest): Promise<unknown> {
    const timeout = AbortSignal.timeout(timeoutMs);
    let answer: Answer;
    let text: string;
    try {
      answer = await fetch(base + path, {
        method,
        headers: { ...ownHeaders, ...headers },
        body,
        // No redirects: the key is for this server only.
        redirect: 'error',
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      });
      text = await readText(answer);
    } catch (error) {
      throw toConnectionError(error, url, signal);
    }
    const parsed = parse(text);
    if (answer.ok) return parsed;
    const detail = detailOf(parsed);
    throw new ClientError(kindOfStatus(answer.status), `${url} answered ${answer.status} ${detail}`.trim(), {
      status: answer.status,
      detail,
      retryAfterMs: parseRetryAfter(answer.headers.get('retry-after'), clock()),
    });
  }

  return {
    url,
    request: (input) =>
      withRetry(() => attempt(input), { policy: retry, wait, random, onRetry }, input.signal),
  };
}
