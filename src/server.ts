/**
 * The composition root: from a configuration to a running server. The command line and the tests use this same
 * function; what tests replace is in `Overrides`, and none of it can be reached by configuration.
 */
import { hash, randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import pino, { type Logger } from 'pino';
import pkg from '../package.json' with { type: 'json' };
import { toNotice } from './alert/effects.ts';
import { createApp } from './api/app.ts';
import { blocking } from './cases/block-list.ts';
import { applyBlockRules } from './cases/block-rule.ts';
import { escalateDue } from './cases/escalation.ts';
import type { Config } from './config.ts';
import { alertSettingsKind, toAlertSettings } from './core/alert-settings.ts';
import type { Notice } from './core/channel.ts';
import type { Delivery } from './core/delivery.ts';
import { AppError } from './core/errors.ts';
import type { LocalScorer, RemoteScorer } from './core/scorer.ts';
import type { Store } from './core/store.ts';
import { parseAgentEvent, parseHoneypotLog, parseNativeEvent } from './ingest/native.ts';
import { nativeSchemas } from './ingest/native-schema.ts';
import { channelsOf, closeIdleOnce, sweepOnce } from './jobs/maintenance.ts';
import { type PeriodicJob, startPeriodic } from './jobs/periodic.ts';
import { maskSettings, parseChannel, parseQuietHours } from './notify/channel-settings.ts';
import { channels } from './notify/channels/index.ts';
import { createChannelDirectory } from './notify/delivery/channel-directory.ts';
import { createDeliverer, type Deliverer } from './notify/delivery/deliver.ts';
import { toDeliveries } from './notify/delivery/outbox.ts';
import { createSender, testNotice } from './notify/delivery/sender.ts';
import { createGuard } from './notify/egress/guard.ts';
import { createPipeline, type Pipeline, type PipelineLimits } from './pipeline/pipeline.ts';
import { openLocalScorer } from './score/local.ts';
import { createRemoteScorer, type RemoteScorerParts } from './score/remote-scorer.ts';
import { openStore } from './store/open.ts';

export interface Overrides {
  /** Instead of the one the configuration names; the server closes it. */
  store: Store;
  scorer: LocalScorer;
  log: Logger;
  clock: () => number;
  bcryptCost: number;
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
  /** `http://127.0.0.1:8001`, with the port it really has. */
  address: string;
  /** Stops listening, finishes what was taken, closes the store. May be called twice. */
  close(): Promise<void>;
}

/** Slow clients get this long to finish their requests when the server stops. */
const graceMs = 5000;

const toLog = (config: Config): Logger =>
  pino({
    level: config.logLevel,
    base: { pid: process.pid },
    // Belt and braces: nothing logs these, and an object that carries one by accident does not show it.
    redact: ['password', 'token', 'api_key', 'jwtSecret', 'mongodbUri', '*.password', '*.token', '*.api_key'],
  });

const toOrigin = ({ address, port }: AddressInfo): string => {
  const host = address === '0.0.0.0' || address === '::' ? '127.0.0.1' : address;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
};

/** Resolves when it listens. Rejects, with everything it opened closed again, where it cannot. */
export async function openServer(config: Config, overrides: Partial<Overrides> = {}): Promise<Server> {
  const log = overrides.log ?? toLog(config);
  const store = overrides.store ?? (await openStore(config));
  try {
    return await assemble(config, overrides, store, log);
  } catch (error) {
    await store.close().catch(() => undefined);
    throw error;
  }
}

async function assemble(
  config: Config,
  overrides: Partial<Overrides>,
  store: Store,
  log: Logger,
): Promise<Server> {
  const { clock = Date.now } = overrides;
  const linkTo = (id: string): string | null =>
    config.publicUrl === null ? null : `${config.publicUrl}/incidents/${id}`;
  const remote: RemoteScorer | null =
    config.mlApiUrl === null
      ? null
      : createRemoteScorer({
          onState: (state) => log.warn({ state }, 'ml service: the breaker changed'),
          ...overrides.remoteLimits,
          url: config.mlApiUrl,
        });
  const scorer =
    overrides.scorer ??
    openLocalScorer({
      shadowFolder: config.shadowModels ?? undefined,
      onWarning: (message) => log.warn({}, message),
    });
  const pipeline = createPipeline({
    store,
    scorer,
    remote,
    mlFallback: config.mlFallback,
    alertRiskThreshold: config.alertRiskThreshold,
    linkTo,
    log,
    clock,
    limits: overrides.pipelineLimits,
  });
  const guard = createGuard({ allow: config.notifyAllowPrivate });
  const send = createSender({ channels, guard, clock });
  const deliveriesOf = createDeliveriesOf(store, clock);
  const deliverer = createDeliverer({
    outbox: store,
    book: createChannelDirectory(store, clock),
    send,
    worker: `${process.pid}-${randomBytes(6).toString('hex')}`,
    log,
    clock,
    settled({ user_id, delivery_id: id }) {
      const at = new Date(clock()).toISOString();
      store
        .of(user_id)
        .announce({ kind: 'delivery', id, at })
        .catch(() => undefined);
    },
  });
  const app = createApp({
    store,
    pipeline: pipeline,
    settings: config,
    native: { schemas: nativeSchemas, parseHoneypotLog, parseAgentEvent, parseNativeEvent },
    messaging: {
      channels,
      send,
      parseChannel: (input, stored) => parseChannel(input, { channels, guard, stored }),
      maskSettings,
      parseQuietHours,
      testNotice,
      async tell(incident, occasion, turn) {
        const node = await store.of(incident.user_id).node(incident.node_id);
        const notice = toNotice(incident, occasion, {
          alertId: null,
          nodeName: node?.name ?? incident.node_id,
          payload: '',
          link: linkTo(incident.incident_id),
        });
        await store.enqueueDeliveries(await deliveriesOf(notice, incident.user_id, turn));
        deliverer.wake();
      },
      wake: () => deliverer.wake(),
    },
    blocking,
    linkTo,
    alertRiskThreshold: config.alertRiskThreshold,
    log,
    version: pkg.version,
    model: scorer.version,
    clock,
    bcryptCost: overrides.bcryptCost,
    homePath: overrides.homePath,
  });

  await pipeline.start();
  pipeline.onCommit((_users, hasDeliveries) => {
    if (hasDeliveries) deliverer.wake();
  });
  deliverer.start();
  const jobs = startJobs(config, {
    store,
    log,
    clock,
    linkTo,
    deliveriesOf,
    onCommit: pipeline.onCommit,
    wake: () => deliverer.wake(),
  });

  async function shut(): Promise<void> {
    // First the door: requests under way are answered, and they need everything behind it.
    const late = setTimeout(() => app.server.closeAllConnections(), graceMs);
    await app.close();
    clearTimeout(late);
    await Promise.all(jobs.map((job) => job.close()));
    await pipeline.close();
    await deliverer.close();
    await remote?.close();
    await store.close();
  }
  let closed: Promise<void> | null = null;
  const close = (): Promise<void> => {
    closed ??= shut();
    return closed;
  };
  try {
    await app.listen({ host: config.host, port: config.port });
  } catch (error) {
    await close();
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new AppError('conflict', `Port ${config.port} of ${config.host} is in use; set PORT to another`, {
      cause: error,
    });
  }
  const address = toOrigin(app.server.address() as AddressInfo);
  log.info({ address, store: store.kind, version: pkg.version }, 'listening');
  return { app, store, pipeline, deliverer, log, address, close };
}

interface JobTools {
  store: Store;
  log: Logger;
  clock: () => number;
  linkTo(incidentId: string): string | null;
  deliveriesOf: DeliveriesOf;
  onCommit: Pipeline['onCommit'];
  wake(): void;
}

type DeliveriesOf = (notice: Notice, userId: string, turn?: string) => Promise<Delivery[]>;

/** Deliveries of a message that no batch of events made. */
const createDeliveriesOf =
  (store: Store, clock: () => number): DeliveriesOf =>
  async (notice, userId, turn = '') => {
    const settings = toAlertSettings(await store.of(userId).doc(alertSettingsKind, userId));
    return toDeliveries({
      notice,
      userId,
      channels: await channelsOf(store, userId),
      quietHours: settings.quiet_hours,
      turn,
      nowMs: clock(),
      sha256: (text) => hash('sha256', text, 'hex'),
    });
  };

function startJobs(config: Config, tools: JobTools): PeriodicJob[] {
  const { store, log, clock, linkTo, deliveriesOf, onCommit, wake } = tools;
  const onError = (what: string) => (error: unknown) => log.warn({ err: error }, `${what} failed`);
  // At first everybody: what happened while no server ran, or in another process, is looked at too.
  let touched: Set<string> | null = null;
  let rounds = 0;
  onCommit((users) => {
    for (const user of users) touched?.add(user);
  });
  return [
    startPeriodic({
      everyMs: 10 * 60_000,
      firstMs: 30_000,
      run: () => sweepOnce(store, config.retentionDays, clock()),
      onError: onError('retention'),
    }),
    startPeriodic({
      everyMs: 5 * 60_000,
      run: () =>
        closeIdleOnce(
          store,
          alertSettingsKind,
          (body) => toAlertSettings({ body: body as never }).window_minutes,
          clock(),
        ),
      onError: onError('closing idle incidents'),
    }),
    startPeriodic({
      everyMs: 30_000,
      async run() {
        if ((await escalateDue({ store, toDeliveries: deliveriesOf, linkTo, clock })) > 0) wake();
        return false;
      },
      onError: onError('escalation'),
    }),
    startPeriodic({
      everyMs: 2000,
      async run() {
        const users = rounds++ % 30 === 0 ? null : touched;
        touched = new Set();
        if (users === null || users.size > 0) await applyBlockRules(store, users, clock());
        return false;
      },
      onError: onError('blocking by rule'),
    }),
  ];
}
