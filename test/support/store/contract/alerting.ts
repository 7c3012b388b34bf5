import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import pino from 'pino';
import { channelKind } from '../../../../src/core/channel.ts';
import type { DraftEvent, EventIdentity } from '../../../../src/core/event.ts';
import type { Store } from '../../../../src/core/store.ts';
import { createPipeline, type Pipeline } from '../../../../src/pipeline/pipeline.ts';
import { createRulesScorer } from '../../../../src/score/local.ts';
import { channel, verdict } from '../../tenant-sim.ts';
import type { Backend } from './backend.ts';
import { fresh, makeDoc, newTenant } from './records.ts';

const hour = 60 * 60_000;
const startMs = Date.parse('2026-11-24T10:00:00.000Z');
const toIso = (ms: number): string => new Date(ms).toISOString();

const draft = (atMs: number, change: Partial<DraftEvent> = {}): DraftEvent => ({
  // Exposure bounds what guessing may have; here every event has the risk that its payload says.
  kind: 'payload.received',
  collection: 'honeypot_logs',
  event_id: null,
  timestamp: toIso(atMs),
  service: 'ssh',
  source_ip: '2001:db8::1',
  activity: 'login failed',
  payload: '8',
  extra: null,
  session: null,
  agent: null,
  ...change,
});

/** The rules of alerts and incidents over what this store keeps, across a restart and with two tenants at once. */
export function alertingContract(backend: Backend): void {
  describe(`${backend.name}: alerts and incidents of a pipeline`, () => {
    interface Rig {
      store: Store;
      pipeline: Pipeline;
      nowMs: number;
      restart(): Promise<void>;
      close(): Promise<void>;
    }

    async function open(): Promise<Rig> {
      const opened = await backend.open();
      const scorer = createRulesScorer();
      const start = async (store: Store): Promise<Pipeline> => {
        const pipeline = createPipeline({
          store,
          // Every event has the risk that its payload says, so that the case says what happens.
          scorer: {
            ...scorer,
            judge: ({ event }) =>
              verdict(
                event.kind === 'login.succeeded' ? 'CredentialAccess' : 'BruteForce',
                Number(event.payload || 8),
              ),
          },
          log: pino({ level: 'silent' }),
          clock: () => rig.nowMs,
        });
        await pipeline.start();
        return pipeline;
      };
      const rig: Rig = {
        store: opened.store,
        pipeline: null as unknown as Pipeline,
        nowMs: startMs,
        async restart() {
          await rig.pipeline.close();
          rig.store = await opened.reopen();
          rig.pipeline = await start(rig.store);
        },
        async close() {
          await rig.pipeline.close();
          await opened.dispose();
        },
      };
      rig.pipeline = await start(opened.store);
      return rig;
    }

    async function enrol(rig: Rig, filters: Record<string, object>): Promise<EventIdentity> {
      const user_id = newTenant();
      for (const [id, filter] of Object.entries(filters))
        await rig.store
          .of(user_id)
          .createDoc(
            makeDoc({ user_id, kind: channelKind, id, body: { ...channel(id, { filter }) } as never }),
          );
      rig.pipeline.refresh();
      return { user_id, node_id: fresh('node') };
    }

    const messages = async (rig: Rig, userId: string): Promise<string[]> =>
      (await rig.store.of(userId).deliveries({}, { limit: 100 })).items
        .map((one) => `${one.channel_id} ${one.occasion}`)
        .sort();

    it('make one alert and one incident of a source, before and after a restart, for each of two tenants', async () => {
      const rig = await open();
      try {
        const senders = [await enrol(rig, { all: {} }), await enrol(rig, { all: {}, nine: { min_risk: 9 } })];
        let created = 0;
        for (let batch = 0; batch < 20; batch++) {
          if (batch === 10) await rig.restart();
          rig.nowMs += 30_000;
          for (const sender of senders) {
            // Two sensors behind one node, whose clocks are two hours apart, from many addresses of a /64.
            const drafts = Array.from({ length: 50 }, (_, n) =>
              draft(rig.nowMs - (n % 2) * 2 * hour, { source_ip: `2001:db8::${(n + 1).toString(16)}` }),
            );
            const results = await rig.pipeline.accept(sender, drafts);
            created += results.filter((result) => result.alert_created).length;
          }
        }
        assert.equal(created, 2);
        for (const { user_id, node_id } of senders) {
          const tenant = rig.store.of(user_id);
          const alerts = (await tenant.alerts({}, { limit: 10 })).items;
          assert.deepEqual(
            alerts.map((alert) => [alert.event_count, alert.notified]),
            [[1000, true]],
          );
          const [incident, ...others] = (await tenant.incidents({}, { limit: 10 })).items;
          assert.equal(others.length, 0);
          assert.equal(incident?.event_count, 1000);
          assert.equal(incident?.alert_count, 1);
          assert.equal(incident?.active_at, toIso(rig.nowMs));
          assert.deepEqual(incident?.touched.nodes, [node_id]);
          assert.equal((await tenant.stats()).active_alerts, 1);
        }
        assert.deepEqual(await messages(rig, senders[0]!.user_id), ['all opened', 'all throttled']);
        assert.deepEqual(await messages(rig, senders[1]!.user_id), ['all opened', 'all throttled']);
        await rig.pipeline.accept(senders[1]!, [draft(rig.nowMs, { kind: 'login.succeeded', payload: '9' })]);
        assert.deepEqual(await messages(rig, senders[1]!.user_id), [
          'all opened',
          'all throttled',
          'all worse',
          'nine opened',
        ]);
        assert.equal(
          (await messages(rig, senders[0]!.user_id)).length,
          2,
          'the other tenant is told nothing',
        );
      } finally {
        await rig.close();
      }
    });

    it('resume an incident quietly after days, and remember across a restart what each channel was told', async () => {
      const rig = await open();
      try {
        const sender = await enrol(rig, { all: {}, nine: { min_risk: 9 } });
        for (let day = 0; day < 5; day++) {
          rig.nowMs = startMs + day * 24 * hour;
          await rig.pipeline.accept(sender, [draft(rig.nowMs)]);
          await rig.restart();
        }
        const [incident, ...others] = (await rig.store.of(sender.user_id).incidents({}, { limit: 10 })).items;
        assert.equal(others.length, 0);
        assert.equal(incident?.event_count, 5);
        assert.deepEqual(await messages(rig, sender.user_id), ['all opened']);
        await rig.pipeline.accept(sender, [draft(rig.nowMs, { payload: '9' })]);
        await rig.restart();
        rig.nowMs += 24 * hour;
        await rig.pipeline.accept(sender, [draft(rig.nowMs, { payload: '9' })]);
        // Within the window one point more is no news to those who know the incident; the other channel meets it first.
        assert.deepEqual(await messages(rig, sender.user_id), ['all opened', 'all worse', 'nine opened']);
      } finally {
        await rig.close();
      }
    });

    it('tell nobody of what an import brings of more than a day ago, and tell of a clock that is slow', async () => {
      const rig = await open();
      try {
        const sender = await enrol(rig, { all: {} });
        const old = startMs - 25 * hour;
        await rig.pipeline.accept(sender, [draft(old, { history: true, source_ip: '192.0.2.1' })]);
        assert.deepEqual(await messages(rig, sender.user_id), []);
        await rig.pipeline.accept(sender, [draft(old, { source_ip: '192.0.2.2' })]);
        assert.deepEqual(await messages(rig, sender.user_id), ['all opened']);
      } finally {
        await rig.close();
      }
    });
  });
}
