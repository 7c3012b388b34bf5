import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { openApi } from '../support/api-client.ts';

type Json = Record<string, unknown>;
interface Document {
  openapi: string;
  info: { title: string; version: string };
  paths: Record<string, Record<string, Operation>>;
  components: {
    schemas: Record<string, Json>;
    responses: Record<string, Json>;
    securitySchemes: Record<string, Json>;
  };
}
interface Operation {
  operationId: string;
  summary: string;
  security: Json[];
  parameters: { name: string; in: string; required: boolean; schema: Json }[];
  requestBody?: { content: Record<string, { schema: Json; example: unknown }> };
  responses: Record<
    string,
    { $ref?: string; description?: string; content?: Record<string, { schema: Json; example?: unknown }> }
  >;
}

async function open(t: Parameters<typeof openApi>[0]) {
  const api = await openApi(t);
  const { status, body } = await api.call<Document>('GET', '/openapi.json');
  assert.equal(status, 200);
  const operations = Object.entries(body.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      name: `${method.toUpperCase()} ${path}`,
      operation,
    })),
  );
  return { api, document: body, operations };
}

describe('the OpenAPI document', () => {
  it('is of version 3.1, and refers to nothing that is not in it', async (t) => {
    const { document, operations } = await open(t);
    assert.match(document.openapi, /^3\.1\.\d+$/);
    assert.ok(document.info.title && document.info.version);
    const text = JSON.stringify(document);
    const refs = [...text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path]) => path!.split('/'));
    assert.ok(refs.length > 50);
    for (const path of refs) {
      let at: unknown = document;
      for (const key of path) at = (at as Json)[key];
      assert.ok(at, path.join('/'));
    }
    assert.equal((text.match(/"\$ref"/g) ?? []).length, refs.length);
    const ids = operations.map(({ operation }) => operation.operationId);
    assert.equal(new Set(ids).size, ids.length);
    for (const { name, operation } of operations) {
      assert.ok(operation.summary, name);
      for (const [, parameter] of name.matchAll(/\{(\w+)\}/g))
        assert.ok(
          operation.parameters.some((p) => p.in === 'path' && p.name === parameter && p.required),
          name,
        );
      for (const scheme of operation.security.flatMap(Object.keys))
        assert.ok(document.components.securitySchemes[scheme]);
      assert.ok(operation.responses['200'] ?? operation.responses['202'], name);
    }
  });

  it('has the 18 endpoints of the contract and what newer agents and the front end call', async (t) => {
    const { operations } = await open(t);
    const names = new Set(operations.map(({ name }) => name));
    for (const name of [
      'POST /auth/register',
      'POST /auth/login',
      'POST /nodes',
      'GET /nodes',
      'PATCH /nodes/{id}',
      'DELETE /nodes/{id}',
      'GET /nodes/{id}/decoys',
      'POST /api/honeypot-log',
      'POST /api/agent-alert',
      'GET /api/stats',
      'GET /api/recent-attacks',
      'GET /api/alerts',
      'GET /api/attacker-profile/{ip}',
      'GET /api/health',
      'GET /',
      'GET /docs',
      'GET /redoc',
      'GET /openapi.json',
      'POST /api/agent/register',
      'POST /api/agent/heartbeat',
      'POST /api/agent/register-decoys',
      'POST /api/agent/uninstall-complete',
      'GET /nodes/{id}',
      'GET /nodes/stats',
      'GET /api/decoys',
      'GET /api/logs',
      'PATCH /api/alerts/{alert_id}',
      'POST /api/events',
      'GET /api/events',
      'GET /api/events/{id}',
      'GET /api/live',
      'POST /auth/password',
      'POST /auth/logout',
      'GET /auth/me',
      'POST /nodes/{id}/rotate-key',
      'GET /metrics',
    ])
      assert.ok(names.has(name), name);
  });

  it('has every model of the contract by its name', async (t) => {
    const { document } = await open(t);
    const contract =
      'UserCreate UserLogin UserResponse TokenResponse NodeCreate NodeResponse NodeUpdate DecoyResponse HoneypotLog AgentEvent MLPrediction Alert AttackerProfile StatsResponse RecentAttack Problem';
    for (const name of contract.split(' ')) {
      const schema = document.components.schemas[name];
      assert.equal(schema?.type, 'object', name);
      assert.ok(Object.keys((schema?.properties ?? {}) as Json).length > 0, name);
    }
  });

  it('shows the limits that are checked', async (t) => {
    const { document } = await open(t);
    type Limits = { maxLength?: number; 'x-kept-length'?: number };
    const limits = (model: string, field: string) => {
      const schemas = document.components.schemas as Record<string, { properties: Record<string, Limits> }>;
      const { maxLength, 'x-kept-length': kept } = schemas[model]?.properties[field] ?? {};
      return [maxLength, kept];
    };
    // What is kept to a limit is refused by none: a client must not refuse it either.
    assert.deepEqual(limits('HoneypotLog', 'payload'), [undefined, 10_000]);
    assert.deepEqual(limits('AgentEvent', 'file_path'), [undefined, 4096]);
    assert.deepEqual(limits('HoneypotLog', 'source_ip'), [300, undefined]);
    assert.deepEqual(limits('NodeCreate', 'name'), [100, undefined]);
  });

  it('has examples of bodies and answers, each of which its schema allows', async (t) => {
    const { document, operations } = await open(t);
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    ajv.addSchema({ $id: 'document', ...document });
    const absolute = (schema: Json): Json =>
      JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"document#/'));
    let checked = 0;
    const check = (what: string, schema: Json, example: unknown): void => {
      const valid = ajv.compile(absolute(schema));
      assert.ok(valid(example), `${what}: ${ajv.errorsText(valid.errors)} ${JSON.stringify(example)}`);
      checked++;
    };
    for (const { name, operation } of operations) {
      for (const { schema, example } of Object.values(operation.requestBody?.content ?? {}))
        check(name, schema, example);
      for (const { schema, example } of Object.values(
        (operation.responses['200'] ?? operation.responses['202'])?.content ?? {},
      ))
        if (example !== undefined) check(`${name} 200`, schema, example);
    }
    for (const [name, schema] of Object.entries(document.components.schemas))
      for (const example of (schema.examples ?? []) as unknown[]) check(name, schema, example);
    assert.ok(checked > 40, `only ${checked} examples`);
  });

  it('says of each route what it asks for, as the routes themselves do', async (t) => {
    const { api, operations } = await open(t);
    const byName = new Map(operations.map(({ name, operation }) => [name, operation]));
    let hidden = 0;
    for (const { method, path, access, hidden: isHidden } of api.app.routeTable) {
      if (isHidden) {
        assert.equal(access, 'public');
        hidden++;
        continue;
      }
      const operation = byName.get(`${method} ${path.replace(/:(\w+)/g, '{$1}')}`);
      assert.ok(operation, `${method} ${path}`);
      const scheme =
        access === 'public' ? [] : [typeof access === 'string' ? access : 'user' in access ? 'user' : 'node'];
      assert.deepEqual(operation.security.flatMap(Object.keys), scheme);
      assert.equal(
        '401' in operation.responses,
        access !== 'public' ||
          [
            '/auth/login',
            '/auth/welcome',
            '/api/acknowledge',
            '/api/callbacks/:address',
            '/api/wallboard',
          ].includes(path),
        `${method} ${path}`,
      );
    }
    assert.equal(byName.size, api.app.routeTable.length - hidden);
  });
});
