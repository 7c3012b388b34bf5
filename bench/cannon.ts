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
  /** Each body once, instead of for so many seconds. */
  once?: boolean;
  /** A connection for each request. */
  reconnects?: boolean;
  /** Bodies are bytes in base64. */
  base64?: boolean;
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

/** Requests that one connection has ready; then it begins again. */
const readyRequests = 700;

serve(async (message) => {
  const { url, headers, bodies, connections, seconds, once, reconnects, base64 } = message as unknown as Shot;
  const requests = bodies.map((body) => ({
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: base64 ? Buffer.from(body, 'base64') : body,
  }));
  let clients = 0;
  const shooting = autocannon({
    url,
    connections,
    ...(once ? { amount: requests.length } : { duration: seconds }),
    ...(reconnects ? { reconnectRate: 1 } : {}),
    // A stall of a busy machine is told as the longest answer, not as a failure.
    timeout: 60,
    requests: requests.slice(0, 1),
    // All connections together send the bodies in turn, as one crowd would; each with all of them would send each body
    // a hundred times at once, and take seconds to get ready.
    setupClient(client) {
      const first = clients++ % connections;
      const count = once
        ? Math.ceil((requests.length - first) / connections)
        : Math.min(requests.length, readyRequests);
      client.setRequests(
        Array.from({ length: count }, (_, at) => requests[(first + at * connections) % requests.length]!),
      );
    },
  });
  // The tool counts from before its connections are ready.
  let startedMs = performance.now();
  shooting.on('start', () => {
    startedMs = performance.now();
  });
  const result = await shooting;
  return {
    perSecond: (result.requests.total / (performance.now() - startedMs)) * 1000,
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
    maxMs: result.latency.max,
    answered: result['2xx'],
    bad: result.non2xx + result.errors + result.timeouts,
  } satisfies Hit;
});
