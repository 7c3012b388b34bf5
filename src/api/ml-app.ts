/** The ML API (docs/contract.md §5) over HTTP: public and without a store; the service decides what it answers. */
import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { anything, list, number, object, type Schema } from '../contract/schema.ts';
import type { Log } from './deps.ts';
import { createHttpApp } from './http/http-app.ts';
import { mount } from './http/mount.ts';
import { publicRoute, type Route } from './http/route.ts';
import { docsRoutes } from './routes/docs.ts';

/** Implemented in `src/score/ml-service.ts`. Bodies are unchecked; what is wrong with them is thrown as `invalid_request`. */
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
  version: string;
  log: Log;
}

const tag = 'Predictions';
const bodyLimitBytes = 8 * 1024 * 1024;

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
    description: 'Six numbers; raw fields of the event may accompany them.',
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
      handle: (asked) => handle(asked.body),
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
  const { log, version } = deps;
  const app = createHttpApp({ log, processId: randomBytes(3).toString('hex'), bodyLimitBytes });
  const table = mlRoutes(deps);
  table.push(...docsRoutes({ version }, table));
  for (const route of table) mount(app, route, null);
  return app;
}
