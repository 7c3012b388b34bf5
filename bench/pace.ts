/**
 * Helper: requests at a steady rate that does not wait for answers, as many senders together make it. The load tool
 * sends a whole second's requests at each second's beginning, which measures its own queue.
 */
import { Agent, request } from 'node:http';
import { serve } from './process.ts';

export interface Pace {
  url: string;
  headers: Record<string, string>;
  /** Sent in turn. */
  bodies: string[];
  /** Requests a second. */
  rate: number;
  seconds: number;
}
export interface Paced {
  p50Ms: number;
  p99Ms: number;
  maxMs: number;
  answered: number;
  /** Answers that were not 2xx, and requests without an answer. */
  bad: number;
}

const quantile = (sorted: Float64Array, share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

serve(async (message) => {
  const { url, headers, bodies, rate, seconds } = message as unknown as Pace;
  const agent = new Agent({ keepAlive: true, maxSockets: 256, scheduling: 'fifo' });
  const waits: number[] = [];
  let bad = 0;
  let open = 0;
  /** `dueMs` is when it should have gone: a sender's own delay counts. */
  const send = (body: string, dueMs: number): void => {
    open++;
    const end = (ok: boolean): void => {
      open--;
      if (ok) waits.push(performance.now() - dueMs);
      else bad++;
    };
    request(url, {
      agent,
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...headers },
    })
      .on('response', (response) => {
        response.resume();
        response.on('end', () => end(response.statusCode === 200));
      })
      .on('error', () => end(false))
      .end(body);
  };
  const startMs = performance.now();
  const total = Math.floor(rate * seconds);
  for (let sent = 0; sent < total; ) {
    const due = Math.min(total, Math.floor(((performance.now() - startMs) / 1000) * rate));
    for (; sent < due; sent++) send(bodies[sent % bodies.length]!, startMs + (sent / rate) * 1000);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  const endMs = performance.now() + 60_000;
  while (open > 0 && performance.now() < endMs) await new Promise((resolve) => setTimeout(resolve, 5));
  agent.destroy();
  const sorted = Float64Array.from(waits).sort();
  return {
    p50Ms: quantile(sorted, 0.5),
    p99Ms: quantile(sorted, 0.99),
    maxMs: quantile(sorted, 1),
    answered: waits.length,
    bad: bad + open,
  } satisfies Paced;
});
