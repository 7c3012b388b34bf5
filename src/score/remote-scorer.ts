/**
 * The client of an ML API (docs/contract.md). The service is somebody else's program on another machine: every call has
 * one time limit, every response a size limit, redirects are not followed, and a circuit breaker keeps a service that is
 * down from delaying events.
 */
import { AppError } from '../core/errors.ts';
import type { RemoteScorer, ScoreInput } from '../core/scorer.ts';
import type { Verdict } from '../core/verdict.ts';
import { type BreakerState, createBreaker } from './breaker.ts';
import { toContractFeatures } from './contract-features.ts';
import { parseMlResponse } from './ml-response.ts';

export interface RemoteScorerParts {
  /** Base address; `/predict` is added. */
  url: string;
  /** For connecting, asking and reading together. */
  limitMs?: number;
  answerBytes?: number;
  /** This many failures in a row open the breaker; then one probe each `probeMs`. */
  breaker?: { failures: number; probeMs: number };
  connections?: number;
  /** Monotonic, ms. */
  clock?: () => number;
  /** Called when the breaker opens and closes. */
  onState?(state: BreakerState): void;
}

const unanswered = (cause?: unknown): AppError =>
  new AppError('unavailable', 'The ML service did not answer', { cause });

/** The request's body: the six features and the raw fields. */
const toBody = (input: ScoreInput): string => {
  const { service, source_ip, activity, payload, agent } = input.event;
  return JSON.stringify({
    ...toContractFeatures(input),
    service,
    source_ip,
    activity,
    payload,
    hostname: agent?.hostname ?? '',
    username: agent?.username ?? '',
    file_accessed: agent?.file_accessed ?? '',
  });
};

/** `judge` rejects with `unavailable` for every kind of failure; the cause says which. */
export function createRemoteScorer({
  url,
  limitMs = 3000,
  answerBytes = 64 * 1024,
  breaker: breakerLimits = { failures: 5, probeMs: 30_000 },
  connections = 64,
  clock = () => performance.now(),
  onState = () => undefined,
}: RemoteScorerParts): RemoteScorer {
  const target = `${url.replace(/\/+$/, '')}/predict`;
  const openClient = async () => {
    const { Agent, request } = await import('undici');
    const agent = new Agent({
      connections,
      pipelining: 1,
      maxResponseSize: answerBytes,
      maxHeaderSize: 16 * 1024,
      headersTimeout: limitMs,
      bodyTimeout: limitMs,
      connect: { timeout: limitMs },
    });
    return { agent, request };
  };
  // Loaded here, not above: a server without an ML service does not need it.
  const client = openClient();
  const breaker = createBreaker(breakerLimits, clock);
  let announced: BreakerState = 'closed';

  function announce(): void {
    const { state } = breaker;
    // `open` again after a failed probe is not reported.
    if (state === announced || state === 'half-open') return;
    announced = state;
    onState(state);
  }

  async function ask(input: ScoreInput, signal: AbortSignal): Promise<Verdict> {
    const { agent, request } = await client;
    const { statusCode, body } = await request(target, {
      dispatcher: agent,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        'accept-encoding': 'identity',
      },
      body: toBody(input),
      signal,
    });
    if (statusCode !== 200) {
      await body.dump({ limit: answerBytes, signal });
      throw new TypeError(`status ${statusCode}`);
    }
    return parseMlResponse(JSON.parse(await body.text()));
  }

  return {
    name: 'ml_api',
    get state() {
      return breaker.state;
    },
    async judge(input, signal) {
      if (!breaker.enter()) throw unanswered();
      await client;
      const startedMs = clock();
      const abort = new AbortController();
      const stop = (): void => abort.abort(new DOMException('late', 'TimeoutError'));
      const timer = setTimeout(stop, limitMs);
      signal?.addEventListener('abort', stop, { once: true });
      if (signal?.aborted) stop();
      try {
        const verdict = await ask(input, abort.signal);
        breaker.succeeded();
        return verdict;
      } catch (error) {
        // Cut short by the caller after so little time that even a good service might not have answered.
        if (signal?.aborted && clock() - startedMs < limitMs / 2) breaker.undecided();
        else breaker.failed();
        throw unanswered(error);
      } finally {
        clearTimeout(timer);
        signal?.removeEventListener('abort', stop);
        announce();
      }
    },
    async close() {
      await (await client).agent.destroy();
    },
  };
}
