import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { exampleOf } from '../../src/api/http/openapi.ts';
import { toBlockView } from '../../src/contract/block.ts';
import { toDeliveryView } from '../../src/contract/delivery.ts';
import { models } from '../../src/contract/index.ts';
import { toNodeView } from '../../src/contract/node.ts';
import { projectionOf } from '../../src/contract/project.ts';
import type { JsonSchema } from '../../src/contract/schema.ts';
import {
  anything,
  either,
  list,
  nullable,
  object,
  optional,
  record,
  text,
} from '../../src/contract/schema.ts';

/** Adds a field to every closed object of a value, as a record that has gained one would. */
function withSecrets(schema: JsonSchema, value: unknown): unknown {
  const shape = Array.isArray(schema.anyOf) ? (schema.anyOf[0] as JsonSchema) : schema;
  if (Array.isArray(value)) return value.map((item) => withSecrets((shape.items ?? {}) as JsonSchema, item));
  if (typeof value !== 'object' || value === null || shape.additionalProperties !== false) return value;
  const parts = shape.properties as Record<string, JsonSchema>;
  return Object.fromEntries([
    ['secret', 'x'],
    ...Object.entries(value)
      .reverse()
      .map(([name, part]) => [name, withSecrets(parts[name] ?? {}, part)]),
  ]);
}

describe('a projection', () => {
  const closed = Object.entries(models).filter(
    ([, schema]) => schema.type === 'object' && schema.additionalProperties === false,
  );

  it('shows what the schema names, in its order, and nothing that a record holds beside it', () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    assert.ok(closed.length > 50, `only ${closed.length} models`);
    for (const [name, schema] of closed) {
      const example = exampleOf(schema);
      const shown = projectionOf(schema)(withSecrets(schema, example));
      assert.equal(JSON.stringify(shown), JSON.stringify(example), name);
      assert.ok(ajv.validate(schema, shown), `${name}: ${ajv.errorsText()}`);
    }
  });

  const Sample = object({
    name: text(),
    extra: anything(),
    gone: nullable(text()),
    tags: optional(list(text())),
    inner: nullable(object({ x: text() })),
    items: nullable(list(object({ y: text() }))),
    counts: record(text()),
    open: object({ z: text() }, { open: true }),
    mixed: either(text(), list(text())),
  });
  const project = projectionOf<unknown>(Sample);

  it('gives a required field that is undefined as null, and leaves out an optional one', () => {
    const whole = {
      mixed: ['m'],
      open: { z: 'z', more: 1 },
      counts: { any: 'a' },
      items: null,
      inner: null,
      extra: undefined,
      name: 'n',
    };
    assert.equal(
      JSON.stringify(project(whole)),
      '{"name":"n","extra":null,"gone":null,"inner":null,"items":null,"counts":{"any":"a"},"open":{"z":"z","more":1},"mixed":["m"]}',
    );
  });

  it('leaves the record as it is', () => {
    const whole = Object.freeze({ name: 'n', inner: Object.freeze({ x: 'x', secret: 1 }), tags: ['a'] });
    const shown = project(whole) as { inner: object; tags: string[] };
    assert.deepEqual(shown.inner, { x: 'x' });
    assert.deepEqual(whole.inner, { x: 'x', secret: 1 });
  });
});

describe('views with computed fields', () => {
  const node = {
    node_id: 'node-1',
    user_id: 'user-1',
    name: 'dmz',
    status: 'active' as const,
    os_type: null,
    deployment_config: undefined,
    key_hash: 'a'.repeat(64),
    created_at: '2026-08-21T10:15:30.123Z',
    last_seen: null,
    agent: null,
    agent_removed_at: null,
    deleted_at: null,
    uninstall_grace_until: null,
    exposure: 'auto' as const,
    owner: null,
    location: null,
    labels: ['site: Lyon'],
    group_id: null,
    usual_pause_ms: null,
    silent_since: null,
    maintenance: [],
    sensor: null,
    relay: null,
    parent_id: null,
  };

  it('show the key of a node only where it was just made, and its hash never', () => {
    assert.equal(toNodeView(node, { key: 'nk_1' }).api_key, 'nk_1');
    const shown = toNodeView(node);
    assert.equal(shown.api_key, null);
    assert.equal(shown.deployment_config, null);
    assert.deepEqual([shown.exposure, shown.labels], ['auto', ['site: Lyon']]);
    assert.ok(!JSON.stringify(shown).includes(node.key_hash));
  });

  it('say of a block whether the node that asks has confirmed it', () => {
    const block = {
      id: 'block-1',
      network: '203.0.113.9',
      family: 4 as const,
      note: '',
      source: 'manual' as const,
      incident_id: null,
      alert_id: null,
      node_id: null,
      added_by: 'ada@example.org',
      added_at: node.created_at,
      expires_at: null,
      confirmed: [{ node_id: 'node-1', at: node.created_at }],
    };
    assert.equal(toBlockView(block).status, 'blocked');
    assert.equal(toBlockView(block, 'node-1').status, 'blocked');
    assert.equal(toBlockView(block, 'node-2').status, 'pending');
    assert.ok(!('network' in toBlockView(block)));
  });

  it('show when a delivery is due only while it is, and not who holds it', () => {
    const delivery = {
      delivery_id: 'msg_1',
      user_id: 'user-1',
      channel_id: 'ch-1',
      incident_id: null,
      occasion: 'test',
      notice: JSON.parse('{}'),
      state: 'due' as const,
      attempts: 0,
      created_at: node.created_at,
      next_at_ms: 0,
      claimed_until_ms: 5,
      claimed_by: 'worker-1',
      last_attempt_at: null,
      last_status: null,
      last_error: null,
      last_answer: null,
      held: false,
      log: [],
      recipients: null,
    };
    assert.equal(toDeliveryView(delivery).next_attempt_at, '1970-01-01T00:00:00.000Z');
    assert.equal(toDeliveryView({ ...delivery, state: 'sent' }).next_attempt_at, null);
    assert.ok(!JSON.stringify(toDeliveryView(delivery)).includes('worker-1'));
  });
});
