import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { answers, goodAnswer, hangs, openMlService } from '../support/ml-service.ts';
import { eventually } from '../support/pipeline.ts';
import { openTestServer } from '../support/server.ts';

const events = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => ({
    event_id: `e${from + i}`,
    service: 'SSH',
    source_ip: '203.0.113.60',
    activity: 'login_attempt',
    payload: '',
    timestamp: '2026-11-25T08:00:00Z',
  }));

interface BatchAnswer {
  accepted: number;
  results: { status: string; ml_prediction: { attack_type: string; risk_score: number } }[];
}

describe('when the ML service is down', () => {
  it('nothing is lost, a restart included, and everything is scored again when it is back', async () => {
    const service = await openMlService(hangs);
    let server = await openTestServer({
      env: { ML_API_URL: service.url },
      overrides: {
        pipelineLimits: { budgetMs: 300, rescoreIdleMs: 50 },
        remoteLimits: { limitMs: 300, breaker: { failures: 5, probeMs: 100 } },
      },
    });
    try {
      const user = await server.createUser();
      const node = await server.createNode(user);
      const send = (from: number, to: number) =>
        server.call<BatchAnswer>('POST', '/api/events', { headers: node.headers, body: events(from, to) });

      const first = await send(0, 50);
      assert.equal(first.status, 200);
      assert.equal(first.body.accepted, 50);
      for (const { ml_prediction } of first.body.results) {
        assert.equal(ml_prediction.attack_type, 'unknown');
        assert.equal(ml_prediction.risk_score, 0);
      }

      server = await server.restart();
      const second = await send(40, 100);
      assert.equal(second.status, 200);
      assert.equal(second.body.accepted, 50);

      service.behave(answers(goodAnswer));
      await eventually(
        async () =>
          (await server.store.unfinished('fallback', '9999-01-01T00:00:00.000Z', 1000)).length === 0,
      );
      const stats = await server.call<Record<string, number>>('GET', '/api/stats', { headers: user.headers });
      assert.equal(stats.body.total_attacks, 100);
      assert.equal(stats.body.avg_risk_score, 9);
      assert.equal(stats.body.high_risk_count, 100);
      assert.ok(stats.body.active_alerts! > 0);
    } finally {
      await server.close();
      await service.close();
    }
  });
});
