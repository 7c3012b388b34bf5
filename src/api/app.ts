/** The HTTP edge: takes requests apart, finds out who is asking, and knows what goes back. Opens nothing itself. */
import { randomBytes } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import type { Socket } from 'node:net';
import fastify, { type FastifyInstance } from 'fastify';
import { AppError, notFound } from '../core/errors.ts';
import { createGrowingHex } from '../core/ids.ts';
import { createApiKeys } from './auth/api-key.ts';
import { createFindCaller } from './auth/caller.ts';
import { createLastSeen } from './auth/last-seen.ts';
import { createNodeAuth } from './auth/node-auth.ts';
import { createNodeKeys } from './auth/node-key.ts';
import { createPasswords } from './auth/password.ts';
import { createSessions } from './auth/session.ts';
import { createThrottle } from './auth/throttle.ts';
import type { AppDeps } from './deps.ts';
import { createAudit } from './http/audit.ts';
import { readJsonBodies } from './http/body.ts';
import { allowOrigins } from './http/cors.ts';
import { type Gate, mount, prepare } from './http/mount.ts';
import { sendProblem } from './http/problem.ts';
import { answerBadHttp, refuseHostless } from './http/raw.ts';
import type { Route, RouteParts } from './http/route.ts';
import { agentRoutes } from './routes/agent.ts';
import { alertSettingsRoutes } from './routes/alert-settings.ts';
import { alertRoutes } from './routes/alerts.ts';
import { apiKeyRoutes } from './routes/api-keys.ts';
import { attackerListRoutes } from './routes/attacker-list.ts';
import { attackerRoutes } from './routes/attackers.ts';
import { auditRoutes } from './routes/audit.ts';
import { authRoutes } from './routes/auth.ts';
import { batchRoutes, readBatchBodies } from './routes/batch.ts';
import { blockFeedRoutes } from './routes/block-feeds.ts';
import { blockListRoutes } from './routes/block-list.ts';
import { channelRoutes } from './routes/channels.ts';
import { consoleRoutes } from './routes/console.ts';
import { decoyRoutes } from './routes/decoys.ts';
import { deliveryRoutes } from './routes/deliveries.ts';
import { docsRoutes } from './routes/docs.ts';
import { eventRoutes } from './routes/events.ts';
import { healthRoutes } from './routes/health.ts';
import { honeypotRoutes } from './routes/honeypot.ts';
import { incidentRoutes } from './routes/incidents.ts';
import { incidentBulkRoutes } from './routes/incidents-bulk.ts';
import { liveRoutes } from './routes/live.ts';
import { logRoutes } from './routes/logs.ts';
import { metricsRoutes } from './routes/metrics.ts';
import { nodeRoutes } from './routes/nodes.ts';
import { sessionRoutes } from './routes/sessions.ts';
import { statsRoutes } from './routes/stats.ts';
import { suppressionRoutes } from './routes/suppressions.ts';
import { thresholdRoutes } from './routes/threshold.ts';
import { verdictRoutes } from './routes/verdicts.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Every route of the app, as it says of itself. For the OpenAPI document and the house tests. */
    routeTable: readonly Route[];
  }
}

/** The routes that read their bodies as all do. A new noun is a line here. */
const routesOf = (parts: RouteParts): Route[] => [
  ...authRoutes(parts),
  ...nodeRoutes(parts),
  ...honeypotRoutes(parts),
  ...agentRoutes(parts),
  ...alertRoutes(parts),
  ...alertSettingsRoutes(parts),
  ...incidentRoutes(parts),
  ...incidentBulkRoutes(parts),
  ...verdictRoutes(parts),
  ...thresholdRoutes(parts),
  ...suppressionRoutes(parts),
  ...channelRoutes(parts),
  ...deliveryRoutes(parts),
  ...blockListRoutes(parts),
  ...blockFeedRoutes(parts),
  ...apiKeyRoutes(parts),
  ...auditRoutes(parts),
  ...eventRoutes(parts),
  ...logRoutes(parts),
  ...decoyRoutes(parts),
  ...attackerRoutes(parts),
  ...attackerListRoutes(parts),
  ...sessionRoutes(parts),
  ...statsRoutes(parts),
  ...liveRoutes(parts),
  ...healthRoutes(parts),
  ...metricsRoutes(parts),
  ...consoleRoutes(),
];

function toParts(deps: AppDeps, closing: AbortSignal): RouteParts {
  const { clock = Date.now, random = randomBytes, homePath = 'console/', bcryptCost = 12, store, log } = deps;
  const secret = deps.settings.jwtSecret ?? random(32).toString('hex');
  const randomHex = (bytes: number): string => random(bytes).toString('hex');
  const growing = createGrowingHex(randomHex);
  return {
    ...deps,
    closing,
    clock,
    random,
    homePath,
    passwords: createPasswords({ cost: bcryptCost }),
    sessions: createSessions({ secret, store, clock }),
    apiKeys: createApiKeys({ store, clock, log }),
    throttle: createThrottle({ store, clock }),
    nodeKeys: createNodeKeys({ store, clock }),
    lastSeen: createLastSeen({ store, clock, log }),
    now: () => new Date(clock()).toISOString(),
    randomHex,
    growingHex: () => growing(clock()),
  };
}

/**
 * Builds the app; `listen` or `inject` starts it. It refuses to start with a route that does not say who may call it.
 * Closing it ends the live streams and writes what is known of nodes; store and pipeline stay the caller's.
 */
export function createApp(deps: AppDeps): FastifyInstance {
  const closing = new AbortController();
  setMaxListeners(0, closing.signal);
  const parts = toParts(deps, closing.signal);
  const { settings, log } = deps;
  const process = parts.randomHex(3);
  let requests = 0;
  const app = fastify({
    logger: false,
    requestTimeout: 15_000,
    connectionTimeout: 60_000,
    keepAliveTimeout: 72_000,
    maxRequestsPerSocket: 10_000,
    bodyLimit: 1024 * 1024,
    forceCloseConnections: 'idle',
    return503OnClosing: true,
    exposeHeadRoutes: false,
    requestIdHeader: false,
    genReqId: () => `req-${process}-${(requests++).toString(36)}`,
    trustProxy: settings.trustProxy.length > 0 ? [...settings.trustProxy] : false,
    // The Python platform sent `/nodes/` to `/nodes`.
    routerOptions: { maxParamLength: 300, ignoreTrailingSlash: true },
    // Node takes the smaller of its two limits for the headers and the larger for the whole request, and its own limit for
    // headers is a minute: unless both are set, a body would have that minute. It looks every so often, so often enough.
    http: {
      maxHeaderSize: 16 * 1024,
      requireHostHeader: false,
      headersTimeout: 15_000,
      connectionsCheckingInterval: 5000,
    },
    clientErrorHandler: answerBadHttp,
    frameworkErrors: (error, request, reply) => sendProblem(error, request, reply, log),
  });
  app.server.maxConnections = 8192;
  app.setErrorHandler((error, request, reply) => sendProblem(error, request, reply, log));
  app.setNotFoundHandler(() => {
    throw notFound('This path is');
  });
  refuseHostless(app);
  prepare(app);
  readJsonBodies(app);
  allowOrigins(app, settings.corsOrigins);

  const gate: Gate = {
    findCaller: createFindCaller({ ...parts, authEnabled: settings.authEnabled }),
    nodeAuth: createNodeAuth({ ...parts, authEnabled: settings.authEnabled }),
    audit: createAudit(parts),
    authEnabled: settings.authEnabled,
    metricsToken: settings.metricsToken,
  };
  const routes = routesOf(parts);
  const batches = batchRoutes(parts);
  const table = [...routes, ...batches];
  table.push(...docsRoutes(parts, table));
  app.decorate('routeTable', table);
  refuseOpenRoutes(app);
  for (const route of table) if (!batches.includes(route)) mount(app, route, gate);
  // Batches come compressed and by line, so they have readers of their own.
  void app.register((scope, _options, done) => {
    readBatchBodies(scope);
    for (const route of batches) mount(scope, route, gate);
    done();
  });
  app.addHook('preClose', async () => closing.abort());
  dropSilentConnections(app);
  app.addHook('onClose', () => parts.lastSeen.flush());
  return app;
}

/** A route that forgot to say who may call it is open to all: better no server than that. */
function refuseOpenRoutes(app: FastifyInstance): void {
  const open: string[] = [];
  app.addHook('onRoute', ({ method, url, config }) => {
    if (config?.access === undefined) open.push(`${method} ${url}`);
  });
  app.addHook('onReady', async () => {
    if (open.length > 0)
      throw new AppError('internal', `These routes do not say who may call them: ${open.join(', ')}`);
  });
}

/** A connection on which nothing was ever sent is not idle in Node's eyes, and would hold up closing until it times out. */
function dropSilentConnections(app: FastifyInstance): void {
  const sockets = new Set<Socket>();
  app.server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  app.addHook('preClose', async () => {
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
  });
}
