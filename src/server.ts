/**
 * The composition root: from a configuration to a running server. The command line and the tests use this same function;
 * `Overrides` holds what tests replace, and none of it can be reached by configuration.
 */
import { randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import pkg from '../package.json' with { type: 'json' };
import { createApp } from './api/app.ts';
import { createNodeClocks } from './cases/node-clocks.ts';
import { type Config, schemeOf } from './config.ts';
import type { LocalScorer } from './core/scorer.ts';
import type { Store } from './core/store.ts';
import { type Knowledge, openKnowledge } from './geo/knowledge.ts';
import { startJobs } from './jobs/index.ts';
import type { ListenerPorts } from './listeners/listener.ts';
import type { Listening } from './listeners/servers.ts';
import type { Deliverer } from './notify/delivery/deliver.ts';
import type { PipelineLimits } from './pipeline/limits.ts';
import { createPipeline, type Pipeline } from './pipeline/pipeline.ts';
import type { RemoteScorerParts } from './score/remote-scorer.ts';
import { type OpenCertificate, openCertificate } from './server/certificate.ts';
import { listen } from './server/listen.ts';
import { listenForSensors } from './server/listeners.ts';
import { createLog } from './server/log.ts';
import { openLoopWatch } from './server/loop-watch.ts';
import { createNotifications } from './server/notifications.ts';
import { createProtectedAddresses } from './server/protected-addresses.ts';
import { openQuotas } from './server/quotas.ts';
import { toLocalScorer, toRemoteScorer } from './server/scorers.ts';
import { openStore } from './store/open.ts';

export interface Overrides {
  /** Instead of the one that the configuration names; the server closes it. */
  store: Store;
  scorer: LocalScorer;
  log: Logger;
  clock: () => number;
  bcryptCost: number;
  /** Sessions that began before are refused, epoch ms: a backup was restored then. */
  sessionsSinceMs: number;
  pipelineLimits: Partial<PipelineLimits>;
  remoteLimits: Partial<Omit<RemoteScorerParts, 'url'>>;
  /** Where a browser that opens `/` is sent. */
  homePath: string;
}

export interface Server {
  app: ReturnType<typeof createApp>;
  store: Store;
  pipeline: Pipeline;
  deliverer: Deliverer;
  log: Logger;
  /** `http://127.0.0.1:8001`, with the actual port. */
  address: string;
  /** The actual ports of the listeners; null = off. */
  listenerPorts: ListenerPorts;
  /** Stops listening, finishes what was accepted, closes the store. May be called twice. */
  close(): Promise<void>;
}

/** Slow clients get this long to finish their requests when the server stops. */
const graceMs = 5000;

/** Resolves when it is listening. Otherwise it closes everything it opened, and rejects. */
export async function openServer(config: Config, overrides: Partial<Overrides> = {}): Promise<Server> {
  const log = overrides.log ?? createLog(config);
  const store = overrides.store ?? (await openStore(config));
  let knowledge: Knowledge | null = null;
  let certificate: OpenCertificate | null = null;
  try {
    certificate = openCertificate(config, { clock: overrides.clock ?? Date.now, log });
    knowledge = await openKnowledge({
      countryFile: config.geoCountryFile,
      asnFile: config.geoAsnFile,
      marksDir: config.marksDir,
      onWarning: (message) => log.warn({}, message),
    });
    return await assemble(config, overrides, store, { knowledge, certificate }, log);
  } catch (error) {
    certificate?.close();
    knowledge?.close();
    await store.close().catch(() => undefined);
    throw error;
  }
}

async function assemble(
  config: Config,
  overrides: Partial<Overrides>,
  store: Store,
  { knowledge, certificate }: { knowledge: Knowledge; certificate: OpenCertificate | null },
  log: Logger,
): Promise<Server> {
  const { clock = Date.now } = overrides;
  const { alertRiskThreshold, publicUrl, retentionDays } = config;
  const linkTo = (id: string): string | null =>
    publicUrl === null ? null : `${publicUrl}/console/incidents/${id}`;
  const loop = openLoopWatch({ log });
  const remote = toRemoteScorer(config, overrides.remoteLimits, log);
  const scorer = overrides.scorer ?? toLocalScorer(config, log);
  const pipeline = createPipeline({
    store,
    scorer,
    remote,
    mlFallback: config.mlFallback,
    alertRiskThreshold,
    placeOf: knowledge.placeOf,
    linkTo,
    log,
    clock,
    limits: overrides.pipelineLimits,
    mark: loop.mark,
  });
  const { deliverer, messaging, toDeliveries, tellQuota, tellClock } = createNotifications({
    store,
    config,
    linkTo,
    pageLink: (path) => (publicUrl === null ? null : `${publicUrl}/console/${path}`),
    log,
    clock,
  });
  const clocks = createNodeClocks({
    store,
    tell: tellClock,
    clock,
    onError: (err) => log.warn({ err }, 'the clock of a node could not be noted'),
  });
  const quotas = openQuotas({ store, config, tell: tellQuota, log, clock });
  const app = createApp({
    loop,
    store,
    pipeline: quotas.guard(clocks.guard(pipeline)),
    quotas,
    settings: config,
    messaging,
    certificate,
    knowledge,
    linkTo,
    alertRiskThreshold,
    log,
    version: pkg.version,
    model: scorer.version,
    clock,
    bcryptCost: overrides.bcryptCost,
    sessionsSinceMs: overrides.sessionsSinceMs,
    homePath: overrides.homePath,
  });

  await pipeline.start();
  pipeline.onCommit((_users, hasDeliveries) => {
    if (hasDeliveries) deliverer.wake();
  });
  deliverer.start();
  const jobs = startJobs({
    store,
    retentionDays,
    clock,
    linkTo,
    toDeliveries,
    messaging,
    randomHex: (bytes) => randomBytes(bytes).toString('hex'),
    onCommit: pipeline.onCommit,
    wakeDeliverer: deliverer.wake,
    protectedOf: createProtectedAddresses({ store, clock }),
    log,
    mark: loop.mark,
  });

  let listening: Listening | null = null;

  async function shutDown(): Promise<void> {
    await listening?.close();
    // HTTP first: requests in progress are still answered, and they need everything else.
    const late = setTimeout(() => app.server.closeAllConnections(), graceMs);
    await app.close();
    clearTimeout(late);
    await jobs.close();
    loop.close();
    await pipeline.close();
    await clocks.settled();
    await quotas.close().catch((err: unknown) => log.warn({ err }, 'what tenants use could not be stored'));
    await deliverer.close();
    await remote?.close();
    certificate?.close();
    knowledge.close();
    await store.close();
  }
  let closed: Promise<void> | null = null;
  const close = (): Promise<void> => {
    closed ??= shutDown();
    return closed;
  };

  const opened = await (async () => {
    const address = await listen(app, { ...config, scheme: schemeOf(config) });
    loop.start();
    listening = await listenForSensors({ app, store, certificate, config, clock, log });
    return { address, listenerPorts: listening.ports };
  })().catch(async (error: unknown) => {
    await close();
    throw error;
  });
  const { address } = opened;
  log.info({ address, store: store.kind, version: pkg.version }, 'listening');
  return { app, store, pipeline, deliverer, log, ...opened, close };
}
