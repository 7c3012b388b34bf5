/** What every HTTP server of ours has in common: limits, error answers, body parsing, route mounting. */
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { ServerCertificate } from '../../core/certificate.ts';
import { AppError, notFound } from '../../core/errors.ts';
import { statusPage } from '../../tokens/plain-server.ts';
import type { Log } from '../deps.ts';
import { readJsonBodies } from './body.ts';
import { type Connections, createConnections, usualLimits } from './connections.ts';
import { normalizeForwarded } from './forwarded.ts';
import { prepare } from './mount.ts';
import { isPlain, sendPlain } from './plain.ts';
import { sendProblem, statusOf, toAppError } from './problem.ts';
import { answerBadHttp, requireOneHost } from './raw.ts';
import { serveTls } from './tls.ts';

export interface HttpAppParts {
  log: Log;
  /** Begins every request id of this process, so that ids of two processes differ. */
  processId: string;
  bodyLimitBytes: number;
  /** Addresses and networks whose X-Forwarded-For is believed. */
  trustProxy?: readonly string[];
  connections?: Connections;
  /** With it the port speaks HTTPS. */
  certificate?: ServerCertificate | null;
}

const noCompiler = (): never => {
  throw new AppError('internal', 'Schemas of Fastify are not used here');
};

/**
 * An app without routes; `mount()` adds them. It refuses to start with a route that has no access control.
 * `listen` or `inject` starts it.
 */
export function createHttpApp({
  log,
  processId,
  bodyLimitBytes,
  trustProxy = [],
  connections = createConnections({ trustProxy }),
  certificate = null,
}: HttpAppParts): FastifyInstance {
  let requests = 0;
  const sendError = (error: unknown, request: FastifyRequest, reply: FastifyReply): void => {
    if (isPlain(request)) sendPlain(request, reply, statusPage(statusOf[toAppError(error).code]));
    else sendProblem(error, request, reply, log);
  };
  const app = fastify({
    logger: false,
    requestTimeout: 15_000,
    connectionTimeout: 60_000,
    keepAliveTimeout: 72_000,
    maxRequestsPerSocket: 10_000,
    bodyLimit: bodyLimitBytes,
    forceCloseConnections: 'idle',
    return503OnClosing: true,
    exposeHeadRoutes: false,
    requestIdHeader: false,
    genReqId: () => `req-${processId}-${(requests++).toString(36)}`,
    trustProxy: trustProxy.length > 0 ? [...trustProxy] : false,
    // The Python platform redirected `/nodes/` to `/nodes`.
    routerOptions: { maxParamLength: 300, ignoreTrailingSlash: true },
    // Node applies the smaller of its two limits to the headers and the larger to the whole request, and its own limit
    // for headers is a minute: unless both are set, a body would have that minute. It checks every few seconds.
    http: {
      maxHeaderSize: 16 * 1024,
      requireHostHeader: false,
      headersTimeout: 15_000,
      connectionsCheckingInterval: 5000,
    },
    // Bodies and queries are checked by the contract's own checker and answers are written by JSON.stringify: without
    // these two, Fastify would load a schema compiler and a serializer that nothing uses (115 modules, 4 MB).
    schemaController: { compilersFactory: { buildValidator: noCompiler, buildSerializer: noCompiler } },
    clientErrorHandler: answerBadHttp,
    frameworkErrors: sendError,
  });
  // `connections` refuses earlier; some that it closed may not be gone yet.
  app.server.maxConnections = usualLimits.all + 1024;
  connections.watch(app.server, certificate === null ? undefined : serveTls(app.server, certificate));
  app.setErrorHandler(sendError);
  app.setNotFoundHandler(() => {
    throw notFound('This path is');
  });
  if (trustProxy.length > 0)
    app.addHook('onRequest', (request, _reply, done) => {
      normalizeForwarded(request.raw.headers);
      done();
    });
  requireOneHost(app);
  prepare(app);
  readJsonBodies(app);
  refuseRoutesWithoutAccess(app);
  app.addHook('preClose', async () => connections.closeSilent());
  return app;
}

/** A route without access control would be open to everyone: then the server must not start. */
function refuseRoutesWithoutAccess(app: FastifyInstance): void {
  const open: string[] = [];
  app.addHook('onRoute', ({ method, url, config }) => {
    if (config?.access === undefined) open.push(`${method} ${url}`);
  });
  app.addHook('onReady', async () => {
    if (open.length > 0)
      throw new AppError('internal', `These routes have no access control: ${open.join(', ')}`);
  });
}
