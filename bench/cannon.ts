/** Helper: the load, in a process of its own. */
import autocannon from 'autocannon';
import { serve } from './process.ts';

export interface Shot {
  url: string;
  headers: Record<string, string>;
  /** Sent in turn. */
  bodies: string[];
  connections: number;
  seconds: number;
}
export interface Hit {
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  maxMs: number;
  answered: number;
  /** Answers that were not 2xx, and requests without an answer. */
  bad: number;
}

serve(async (message) => {
  const { url, headers, bodies, connections, seconds } = message as unknown as Shot;
  const result = await autocannon({
    url,
    connections,
    duration: seconds,
    // A stall of a busy machine is told as the longest answer, not as a failure.
    timeout: 60,
    requests: bodies.map((body) => ({
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    })),
  });
  return {
    perSecond: result.requests.total / result.duration,
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
    maxMs: result.latency.max,
    answered: result['2xx'],
    bad: result.non2xx + result.errors + result.timeouts,
  } satisfies Hit;
});
