/** The part of autocannon that the benchmarks use; the package has no types. */
declare module 'autocannon' {
  interface Options {
    url: string;
    connections: number;
    duration: number;
    /** Seconds. */
    timeout?: number;
    requests: { method: string; headers: Record<string, string>; body: string }[];
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
  export default function autocannon(options: Options): Promise<Result>;
}
