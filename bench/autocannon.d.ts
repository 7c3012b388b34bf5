/** The part of autocannon that the benchmarks use; the package has no types. */
declare module 'autocannon' {
  interface Request {
    method: string;
    headers: Record<string, string>;
    body: string;
  }
  interface Options {
    url: string;
    connections: number;
    duration: number;
    /** Seconds. */
    timeout?: number;
    requests: Request[];
    /** Called for each connection before its first request. */
    setupClient?(client: { setRequests(requests: Request[]): void }): void;
  }
  interface Result {
    requests: { total: number };
    latency: { p50: number; p99: number; max: number };
    duration: number;
    '2xx': number;
    non2xx: number;
    errors: number;
    timeouts: number;
  }
  export default function autocannon(
    options: Options,
  ): Promise<Result> & { on(name: 'start', listener: () => void): void };
}
