/** The part of autocannon that the benchmarks use; the package has no types. */
declare module 'autocannon' {
  interface Request {
    method: string;
    headers: Record<string, string>;
    body: string | Uint8Array;
  }
  interface Options {
    url: string;
    connections: number;
    /** Seconds; this, or the number of requests in all. */
    duration?: number;
    amount?: number;
    /** Requests of a connection; then it is opened again. */
    reconnectRate?: number;
    /** Seconds. */
    timeout?: number;
    requests: Request[];
    /** Called for each connection before its first request. */
    setupClient?(client: { setRequests(requests: Request[]): void }): void;
  }
  interface Result {
    requests: { total: number };
    latency: { p50: number; p99: number; max: number };
    /** Seconds; this, or the number of requests in all. */
    duration?: number;
    amount?: number;
    /** Requests of a connection; then it is opened again. */
    reconnectRate?: number;
    '2xx': number;
    non2xx: number;
    errors: number;
    timeouts: number;
  }
  export default function autocannon(
    options: Options,
  ): Promise<Result> & { on(name: 'start', listener: () => void): void };
}
