/** The OpenAPI 3.1 document, generated from the routes: their access, their schemas, their descriptions. */

import type { JsonSchema } from '../../contract/schema.ts';
import type { Access } from '../../core/access.ts';
import type { ErrorCode } from '../../core/errors.ts';
import { statusOf } from './problem.ts';
import type { Route } from './route.ts';
import { tagDescriptions } from './tags.ts';

type Json = { [key: string]: unknown };

/** Replaces models by references to them, wherever they are used. Models are recognized by object identity. */
function withReferences(
  schema: JsonSchema,
  names: ReadonlyMap<unknown, string>,
  self: unknown = null,
): unknown {
  const visit = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    const name = value === self ? undefined : names.get(value);
    if (name !== undefined) return { $ref: `#/components/schemas/${name}` };
    if (Array.isArray(value)) return value.map(visit);
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, visit(inner)]));
  };
  return visit(schema);
}

/** A value that the schema allows: its own example where it has one, else a simple one. */
export function exampleOf(schema: JsonSchema): unknown {
  if (Array.isArray(schema.examples)) return schema.examples[0];
  if (schema.default !== undefined) return schema.default;
  if (Array.isArray(schema.enum)) return schema.enum[0];
  if (Array.isArray(schema.anyOf)) return exampleOf(schema.anyOf[0] as JsonSchema);
  switch ([schema.type].flat()[0]) {
    case 'object':
      return Object.fromEntries(
        Object.entries((schema.properties ?? {}) as Record<string, JsonSchema>).map(([name, part]) => [
          name,
          exampleOf(part),
        ]),
      );
    case 'array':
      return schema.items ? [exampleOf(schema.items as JsonSchema)] : [];
    case 'string':
      return 'text';
    case 'integer':
    case 'number':
      return typeof schema.minimum === 'number' ? schema.minimum : 0;
    case 'boolean':
      return false;
    default:
      return null;
  }
}

/** `GET /api/events/:id` → `getApiEventsId`. */
const operationIdOf = ({ method, path }: Route): string =>
  `${method.toLowerCase()}${path.replace(/[^a-z0-9]+(\w?)/gi, (_all, next: string) => next.toUpperCase())}`;

const securityOf = (access: Access): Json[] => {
  if (access === 'public') return [];
  if (access === 'operator') return [{ operator: [] }];
  return 'user' in access ? [{ user: [] }] : [{ node: [] }];
};

function errorsOf(route: Route): ErrorCode[] {
  // Malformed HTTP, our own mistakes and a store that cannot answer can meet any call.
  const codes = new Set<ErrorCode>([...(route.errors ?? []), 'bad_request', 'internal', 'unavailable']);
  const { access } = route;
  if (access !== 'public') codes.add('unauthenticated');
  if (typeof access === 'object') codes.add('forbidden');
  if (typeof access === 'object' && 'node' in access)
    for (const code of ['bad_request', 'not_found'] as const) codes.add(code);
  if (route.path.includes(':')) codes.add('not_found');
  // Of a node or group that the call names, and of sample data (`X-Sample-Data`) where there is none.
  if (typeof access === 'object' && 'user' in access && route.isPersonal !== true) codes.add('not_found');
  if (route.query) codes.add('invalid_request');
  // A body that no call takes is refused as well.
  if (route.body || route.method !== 'GET')
    for (const code of ['too_large', 'unsupported_media_type', 'invalid_request'] as const) codes.add(code);
  // A call whose Idempotency-Key belongs to one that still runs.
  if (route.method === 'POST' && typeof access === 'object' && 'user' in access) codes.add('conflict');
  return [...codes].sort((a, b) => statusOf[a] - statusOf[b]);
}

function parametersOf(route: Route, toSchema: (schema: JsonSchema) => unknown): Json[] {
  const path = [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const query = Object.entries((route.query?.properties ?? {}) as Record<string, JsonSchema>).map(
    ([name, schema]) => ({
      name,
      in: 'query',
      required: ((route.query?.required ?? []) as string[]).includes(name),
      ...(schema.description ? { description: schema.description } : {}),
      schema: toSchema(schema),
    }),
  );
  return [...path, ...query];
}

/** `models` by the names they have in the document. */
export function toOpenApi(
  routes: readonly Route[],
  models: Readonly<Record<string, JsonSchema>>,
  version: string,
): Json {
  const names = new Map<unknown, string>(Object.entries(models).map(([name, schema]) => [schema, name]));
  const toSchema = (schema: JsonSchema): unknown => withReferences(schema, names);
  /** Bodies and answers that are no model of their own, named after their operation: generators name types so. */
  const own: Record<string, unknown> = {};
  const named = (schema: JsonSchema, name: string): unknown => {
    const written = toSchema(schema) as Json;
    if (typeof written.$ref === 'string') return written;
    own[name] = written;
    return { $ref: `#/components/schemas/${name}` };
  };
  const content = (
    types: readonly string[],
    { schema, name, example }: { schema: JsonSchema; name: string; example: unknown },
  ): Json => {
    const written = types.includes('application/json') ? named(schema, name) : toSchema(schema);
    return Object.fromEntries(types.map((type) => [type, { schema: written, example }]));
  };

  function operation(route: Route): Json {
    const answerTypes = [route.answerType ?? 'application/json'].flat();
    const operationId = operationIdOf(route);
    const name = (ending: string): string =>
      operationId.charAt(0).toUpperCase() + operationId.slice(1) + ending;
    const answer = route.answer
      ? {
          content: content(answerTypes, {
            schema: route.answer,
            name: name('Answer'),
            example: route.example ?? exampleOf(route.answer),
          }),
        }
      : route.answerType === undefined
        ? { content: { 'application/json': { schema: named({}, name('Answer')) } } }
        : { content: Object.fromEntries(answerTypes.map((type) => [type, { schema: { type: 'string' } }])) };
    return {
      operationId,
      tags: [route.tag],
      summary: route.summary,
      ...(route.description ? { description: route.description } : {}),
      security: securityOf(route.access),
      parameters: parametersOf(route, toSchema),
      ...(route.body
        ? {
            requestBody: {
              required:
                route.isBodyOptional !== true &&
                (!route.ownBody || route.body.type !== undefined || route.bodyTypes !== undefined),
              content: content(route.bodyTypes ?? ['application/json'], {
                schema: route.body,
                name: name('Body'),
                example: exampleOf(route.body),
              }),
            },
          }
        : {}),
      responses: {
        [route.answerStatus ?? 200]: {
          description: route.answerStatus === 202 ? 'Accepted. The job continues on the server.' : 'Done.',
          ...answer,
        },
        ...Object.fromEntries(
          errorsOf(route).map((code) => [statusOf[code], { $ref: `#/components/responses/${code}` }]),
        ),
        // Of a query that is too long; answered before the call is known (raw.ts).
        ...(route.query
          ? {
              431: {
                description: 'The address and the headers are longer than 16 KiB.',
                content: {
                  'application/problem+json': { schema: { type: 'object' } },
                },
              },
            }
          : {}),
      },
    };
  }

  const paths: Record<string, Json> = {};
  for (const route of routes) {
    if (route.hidden) continue;
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) };
  }
  const problem = { $ref: '#/components/schemas/Problem' };
  return {
    openapi: '3.1.0',
    info: {
      title: 'DecoyVerse',
      version,
      summary: 'Collects events from decoys, scores each one, and alerts people to the risky ones.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    tags: [...new Set(routes.filter(({ hidden }) => !hidden).map(({ tag }) => tag))].map((name) => ({
      name,
      description: tagDescriptions[name] ?? name,
    })),
    paths,
    components: {
      schemas: {
        ...Object.fromEntries(
          Object.entries(models).map(([name, schema]) => [name, withReferences(schema, names, schema)]),
        ),
        ...own,
      },
      responses: Object.fromEntries(
        // A wrong method has no operation that could name its answer.
        [...new Set(routes.filter(({ hidden }) => !hidden).flatMap(errorsOf))].map((code) => [
          code,
          {
            description: code.replaceAll('_', ' '),
            content: { 'application/problem+json': { schema: problem } },
          },
        ]),
      ),
      securitySchemes: {
        user: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'From POST /auth/login, or an API key (`dvk_…`).',
        },
        node: {
          type: 'apiKey',
          in: 'header',
          name: 'X-Node-Key',
          description: 'From POST /nodes. X-Node-API-Key is a synonym; X-Node-Id may name the node as well.',
        },
        operator: { type: 'http', scheme: 'bearer', description: "The installation's METRICS_TOKEN." },
      },
    },
  };
}
