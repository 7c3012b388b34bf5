/** The ML API (contract §5) over HTTP: public, without a store; what it answers is the service's matter. */
import { randomBytes } from 'node:crypto';
import fastify, { type FastifyInstance } from 'fastify';
import { anything, list, number, object, type Schema } from '../contract/schema.ts';
import { AppError, notFound } from '../core/errors.ts';
import type { Log, NativeEvents } from './deps.ts';
import { readJsonBodies } from './http/body.ts';
import { type Gate, mount, prepare } from './http/mount.ts';
import { sendProblem } from './http/problem.ts';
import { publicRoute, type Route } from './http/route.ts';
import { docsRoutes } from './routes/docs.ts';

/** From `src/score/service.ts`. Bodies are unknown; what is wrong with them is thrown as `invalid_request`. */
export interface MlCalls {
  about(): object;
  health(): object;
  features(): {
    feature_order: readonly string[];
    feature_ranges: Record<string, { min: number; max: number }>;
  };
  predict(body: unknown): object;
  predictBatch(body: unknown): object;
  score(body: unknown): object;
}

export interface MlAppDeps {
  service: MlCalls;
  native: NativeEvents;
  version: string;
  log: Log;
}

const tag = 'Predictions';
const bodyLimitBytes = 8 * 1024 * 1024;

const nobody = (): never => {
  throw new AppError('internal', 'This route asks for nobody');
};
/** Every route here is public: nobody is ever asked who he is. */
const openGate: Gate = {
  findCaller: async () => nobody(),
  nodeAuth: { checkHeaders: nobody, checkBody: nobody },
  authEnabled: false,
  metricsToken: null,
};

function featuresSchema(service: MlCalls): Schema {
  const { feature_order, feature_ranges } = service.features();
  const numbers = Object.fromEntries(
    feature_order.map((name) => {
      const { min, max } = feature_ranges[name] ?? { min: 0, max: 0 };
      return [name, number({ minimum: min, maximum: max })];
    }),
  );
  return object(numbers, {
    open: true,
    description: 'Six numbers; raw fields of the event may stand beside them.',
  });
}

function mlRoutes({ service }: MlAppDeps): Route[] {
  const Features = featuresSchema(service);
  const answer = anything();
  const get = (path: string, summary: string, handle: () => object): Route =>
    publicRoute({ method: 'GET', path, access: 'public', tag: 'Service', summary, answer, handle });
  const post = (path: string, summary: string, body: Schema, handle: (body: unknown) => object): Route =>
    publicRoute({
      method: 'POST',
      path,
      access: 'public',
      tag,
      summary,
      body,
      bodyLimitBytes,
      answer,
      errors: ['invalid_request'],
      handle: ({ body: given }) => handle(given),
    });
  return [
    get('/', 'What this service is', service.about),
    get('/health', 'Whether it works, and with which model', service.health),
    get('/features', 'The six features and their ranges', service.features),
    post('/predict', 'Judge six numbers', Features, service.predict),
    post(
      '/predict-batch',
      'Judge many at once',
      object({ logs: list(Features, { minItems: 1, maxItems: 5_000 }) }, { open: true }),
      service.predictBatch,
    ),
    post('/score', 'Judge whole events', object({}, { open: true }), service.score),
  ];
}

/** `listen` or `inject` starts it. */
export function createMlApp(deps: MlAppDeps): FastifyInstance {
  const { log, native, version } = deps;
  const run = randomBytes(3).toString('hex');
  let requests = 0;
  const app = fastify({
    logger: false,
    requestTimeout: 15_000,
    connectionTimeout: 60_000,
    bodyLimit: bodyLimitBytes,
    forceCloseConnections: 'idle',
    exposeHeadRoutes: false,
    requestIdHeader: false,
    genReqId: () => `req-${run}-${(requests++).toString(36)}`,
    frameworkErrors: (error, request, reply) => sendProblem(error, request, reply, log),
  });
  app.setErrorHandler((error, request, reply) => sendProblem(error, request, reply, log));
  app.setNotFoundHandler(() => {
    throw notFound('This path is');
  });
  prepare(app);
  readJsonBodies(app);
  const table = mlRoutes(deps);
  table.push(...docsRoutes({ native, version }, table));
  for (const route of table) mount(app, route, openGate);
  return app;
}
