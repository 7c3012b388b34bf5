/** Counters for Prometheus. They are about all tenants, so only the operator reads them. */
import type { Registry } from 'prom-client';
import { publicRoute, type Route, type RouteParts } from '../http/route.ts';

/** What goes down again: events under way, and shares and distances of drift. All else the pipeline counts only grows. */
const isLevel = (name: string): boolean => /^in_flight$|_(?:share|distance)$/.test(name);

/** Names as Prometheus takes them. */
const nameOf = (name: string): string =>
  `decoyverse_${name
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .replace(/[^\w]/g, '_')
    .toLowerCase()}`;

/** All that can be read without asking anybody to wait: the pipeline's counters, the store's sizes, the process. */
async function gather(
  { pipeline, store, messaging, version, model, loop, connections, quotas }: RouteParts,
  startedMs: number,
  nowMs: number,
): Promise<Registry> {
  // Loaded with the first question: most servers are never asked.
  const { Counter, Gauge, Registry } = await import('prom-client');
  const registry = new Registry();
  const set = (name: string, help: string, value: number): void =>
    new Gauge({ name, help, registers: [registry] }).set(value);
  const count = (name: string, help: string, value: number): void =>
    new Counter({ name, help, registers: [registry] }).inc(value);
  new Gauge({
    name: 'decoyverse_info',
    help: 'What runs.',
    labelNames: ['version', 'store', 'model'],
    registers: [registry],
  })
    .labels(version, store.kind, model)
    .set(1);
  for (const [name, value] of Object.entries(pipeline.counters()))
    if (isLevel(name)) set(nameOf(name), `Events: ${name}.`, value);
    else count(nameOf(`${name}_total`), `Events: ${name}.`, value);
  for (const [name, value] of Object.entries(messaging.counters()))
    if (isLevel(name)) set(nameOf(`deliveries_${name}`), `Messages: ${name}.`, value);
    else count(nameOf(`deliveries_${name}_total`), `Messages: ${name}.`, value);
  for (const [name, value] of Object.entries(await store.about()))
    if (typeof value === 'number') set(nameOf(`store_${name}`), `Store: ${name}.`, value);
  for (const [quota, events] of Object.entries(quotas.refused()))
    count(`decoyverse_events_refused_${quota}_total`, `Events above a tenant's quota of ${quota}.`, events);
  const { open, closed } = connections.figures();
  set('decoyverse_connections_open', 'Connections to this server.', open);
  for (const [reason, many] of Object.entries(closed))
    count(
      `decoyverse_connections_closed_${reason}_total`,
      `Connections that the server closed: ${reason}.`,
      many,
    );
  if (loop) {
    const { p99_ms, max_ms, longest, slow } = loop.figures();
    set(
      'decoyverse_event_loop_delay_p99_seconds',
      'Delay of the event loop, 99th percentile.',
      p99_ms / 1000,
    );
    set('decoyverse_event_loop_delay_max_seconds', 'Delay of the event loop, greatest.', max_ms / 1000);
    count('decoyverse_event_loop_slow_steps_total', 'Steps of the event loop above 50 ms.', slow);
    new Gauge({
      name: 'decoyverse_event_loop_longest_step_seconds',
      help: 'The longest step of the event loop, and what began in it.',
      labelNames: ['during'],
      registers: [registry],
    })
      .labels(longest.during)
      .set(longest.ms / 1000);
  }
  const { rss, heapUsed } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  set('process_resident_memory_bytes', 'Resident memory.', rss);
  set('process_heap_used_bytes', 'JavaScript heap in use.', heapUsed);
  count('process_cpu_seconds_total', 'CPU time.', (user + system) / 1e6);
  set('process_uptime_seconds', 'Since the app was made.', (nowMs - startedMs) / 1000);
  return registry;
}

export function metricsRoutes(parts: RouteParts): Route[] {
  const startedMs = parts.clock();
  return [
    publicRoute({
      method: 'GET',
      path: '/metrics',
      access: 'operator',
      tag: 'Service',
      summary: 'Metrics for Prometheus',
      description:
        'Requires `Authorization: Bearer` with the value of `METRICS_TOKEN`; without that setting, access is refused to everyone. In demo mode it is open.',
      answerType: 'text/plain',
      async handle({ reply }) {
        const registry = await gather(parts, startedMs, parts.clock());
        return reply
          .header('content-type', registry.contentType)
          .header('cache-control', 'no-store')
          .send(await registry.metrics());
      },
    }),
  ];
}
