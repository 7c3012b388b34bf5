/** The HTTP API: parses requests, finds out who sends them, and decides what goes back. Opens nothing itself. */

import { randomBytes } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import type { FastifyInstance } from 'fastify';
import { createAccountStates } from '../cases/account-states.ts';
import { createAssetFinders } from '../cases/assets.ts';
import { runOnce } from '../cases/idempotency.ts';
import { createIngestProblems } from '../cases/ingest-problems.ts';
import { createMappings } from '../cases/mappings.ts';
import { hpfeedsSecretOf } from '../cases/node-name.ts';
import { createOwnAddresses } from '../cases/own-addresses.ts';
import { createSubNodes } from '../cases/sub-nodes.ts';
import { createTokenHits } from '../cases/token-hits.ts';
import { tokenKeyOf } from '../cases/tokens.ts';
import { createGrowingHex } from '../core/ids.ts';
import { createApiKeys } from './auth/api-key.ts';
import { createFindCaller } from './auth/caller.ts';
import { createLastSeen } from './auth/last-seen.ts';
import { createNodeAuth } from './auth/node-auth.ts';
import { createNodeKeys } from './auth/node-key.ts';
import { createPasswords } from './auth/password.ts';
import { createInSample } from './auth/sample-caller.ts';
import { createSessions } from './auth/session.ts';
import { createThrottle } from './auth/throttle.ts';
import type { AppDeps } from './deps.ts';
import { createAudit } from './http/audit.ts';
import { createConnections } from './http/connections.ts';
import { allowOrigins } from './http/cors.ts';
import { createHttpApp } from './http/http-app.ts';
import { requireLoopback } from './http/loopback.ts';
import { createUnknown } from './http/methods.ts';
import { type AccessControl, mount } from './http/mount.ts';
import { answerPlainly } from './http/plain.ts';
import type { Route, RouteParts } from './http/route.ts';
import { inputRoutes, readInputBodies } from './inputs/input-routes.ts';
import { batchRoutes, readBatchBodies } from './routes/batch.ts';
import { callbackRoutes } from './routes/callbacks.ts';
import { docsRoutes } from './routes/docs.ts';
import { routesOf } from './routes/index.ts';
import { fileRoutes, readFileBodies } from './routes/kept-files.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Every route of the app, as it describes itself. For the OpenAPI document and the house tests. */
    routeTable: readonly Route[];
    /** What the listeners share with the routes of nodes; ends with the app. */
    nodeParts: Pick<
      RouteParts,
      | 'nodeKeys'
      | 'lastSeen'
      | 'ownAddresses'
      | 'ingestProblems'
      | 'mappings'
      | 'subNodes'
      | 'hpfeedsSecretOf'
    >;
  }
}

function toParts(deps: AppDeps, closing: AbortSignal): RouteParts {
  const { clock = Date.now, random = randomBytes, homePath = 'console/', bcryptCost = 12, store, log } = deps;
  const secret = deps.settings.jwtSecret ?? random(32).toString('hex');
  const randomHex = (bytes: number): string => random(bytes).toString('hex');
  const growing = createGrowingHex(randomHex);
  const now = (): string => new Date(clock()).toISOString();
  const accountStates = createAccountStates({ store, clock });
  const pipeline = accountStates.guard(deps.pipeline);
  const assetsOf = createAssetFinders(store);
  const lastSeen = createLastSeen({ store, clock, log });
  const ingestProblems = createIngestProblems({
    store,
    clock,
    tell: deps.messaging.tellProblems,
    onError: (err) => log.error({ err }, 'ingest problems could not be stored'),
  });
  return {
    ...deps,
    pipeline,
    accountStates,
    ownAddresses: createOwnAddresses({ store, log, clock }),
    closing,
    liveStreams: new Map(),
    connections: createConnections({ trustProxy: deps.settings.trustProxy }),
    clock,
    random,
    homePath,
    passwords: createPasswords({ cost: bcryptCost }),
    sessions: createSessions({ secret, store, accountStates, clock, notBeforeMs: deps.sessionsSinceMs ?? 0 }),
    apiKeys: createApiKeys({ store, accountStates, clock, log }),
    throttle: createThrottle({ store, clock }),
    nodeKeys: createNodeKeys({ store, clock }),
    lastSeen,
    tokenHits: createTokenHits({
      ...deps,
      pipeline,
      clock,
      now,
      random,
      randomHex,
      onError: (err) => log.error({ err }, 'a use of a token could not be stored'),
    }),
    assetFor: assetsOf,
    async locateFor(userId) {
      const find = await assetsOf(userId);
      return (source, kept) => ({ ...deps.knowledge.locate(source, kept), asset: find(source) });
    },
    mappings: createMappings({ store, clock }),
    ingestProblems,
    subNodes: createSubNodes({ ...deps, pipeline, ingestProblems, lastSeen, now, clock }),
    tokenKey: tokenKeyOf(secret),
    hpfeedsSecretOf: ({ key_hash }) => hpfeedsSecretOf(secret, key_hash),
    now,
    randomHex,
    growingHex: () => growing(clock()),
  };
}

/** `listen` or `inject` starts it. Closing it ends the live streams and writes pending `last_seen` times; store and pipeline stay open. */
export function createApp(deps: AppDeps): FastifyInstance {
  const closing = new AbortController();
  setMaxListeners(0, closing.signal);
  const parts = toParts(deps, closing.signal);
  const { settings, log } = deps;
  const app = createHttpApp({
    log,
    processId: parts.randomHex(3),
    bodyLimitBytes: 1024 * 1024,
    trustProxy: settings.trustProxy,
    connections: parts.connections,
    certificate: settings.httpsEnabled ? deps.certificate : null,
  });
  if (!settings.authEnabled) requireLoopback(app);
  answerPlainly(app, parts);
  allowOrigins(app, settings.corsOrigins);

  const control: AccessControl = {
    findCaller: createFindCaller({ ...parts, authEnabled: settings.authEnabled }),
    inSample: createInSample(parts),
    nodeAuth: createNodeAuth({ ...parts, authEnabled: settings.authEnabled }),
    audit: createAudit(parts),
    once: ({ userId, call }, run) =>
      runOnce({ tenant: parts.store.of(userId), userId, clock: parts.clock }, call, run),
    authEnabled: settings.authEnabled,
    metricsToken: settings.metricsToken,
    ...(deps.loop ? { mark: deps.loop.mark } : {}),
  };
  const batches = batchRoutes(parts);
  const inputs = inputRoutes(parts);
  const files = [...fileRoutes(parts), ...callbackRoutes(parts)];
  const table = [...routesOf(parts), ...batches, ...inputs, ...files];
  table.push(...docsRoutes(parts, table));
  app.decorate('routeTable', table);
  app.decorate('nodeParts', parts);
  const others = new Set([...batches, ...inputs, ...files]);
  for (const route of table) if (!others.has(route)) mount(app, route, control);
  // Batches come compressed or line by line, so they have body parsers of their own, and so have sensors' own formats.
  void app.register((scope, _options, done) => {
    readBatchBodies(scope);
    for (const route of batches) mount(scope, route, control);
    done();
  });
  void app.register((scope, _options, done) => {
    readInputBodies(scope);
    for (const route of inputs) mount(scope, route, control);
    done();
  });
  void app.register((scope, _options, done) => {
    readFileBodies(scope);
    for (const route of files) mount(scope, route, control);
    done();
  });
  const answerUnknown = createUnknown(table, control);
  // Before a body is read: whatever it holds, nobody takes it.
  app.addHook('onRequest', (request, reply, done) => {
    if (request.is404) answerUnknown(request, reply).then(() => done(), done);
    else done();
  });
  app.addHook('preClose', async () => closing.abort());
  app.addHook('onClose', async () => {
    await parts.tokenHits.close();
    await parts.ingestProblems.close();
    await parts.lastSeen.flush();
    await parts.ownAddresses.close();
  });
  return app;
}
