/**
 * A process that ends at any point of an operation. The wire to the server is cut at its first, second, third … command,
 * before it arrives and after it was carried out but not answered; then another process completes the operation or repeats
 * it. All that is stored must be as if nothing had happened.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it, test } from 'node:test';
import { type Effects, noEffects } from '../../src/core/effects.ts';
import { AppError } from '../../src/core/errors.ts';
import type { StoredEvent } from '../../src/core/event.ts';
import type { Store } from '../../src/core/store.ts';
import { openMongoStore } from '../../src/store/mongo/open.ts';
import { startMongo, type TestMongo } from '../support/mongo-server.ts';
import {
  makeAgentEvent,
  makeAlert,
  makeCounts,
  makeDelivery,
  makeDoc,
  makeEvent,
  makeIncident,
  makeIncidentFold,
  makeSession,
  makeVerdict,
  newTenant,
  time,
} from '../support/store/contract/records.ts';
import { openWire, type Wire } from '../support/store/mongo-wire.ts';

const server = await startMongo();
const source = '203.0.113.7';
const hour = '2026-10-05T08:00:00.000Z';
const quick = { selectionMs: 400, socketMs: 3000, patienceMs: 30, commitMs: 0 };
/** Of whoever completes it: a server that is slow because the machine is busy is waited for. */
const patient = { socketMs: 60_000, patienceMs: 30, commitMs: 60_000 };
const nothing = { logIds: [], windows: [], sessions: [], openKeys: [] };

/** What follows from `events`, of every sort there is, upon what `prepare` stored. */
function effectsOf(user: string, round: number, events: readonly StoredEvent[]): Effects {
  const count = events.length;
  const worse = { ...makeAlert({ user_id: user }), risk_score: 8 + round, attack_type: `Type${round}` };
  const judgement = {
    attack_type: worse.attack_type,
    risk_score: worse.risk_score,
    confidence: 1,
    is_anomaly: true,
    reasons: [],
    evidence: [],
    tactics: [],
    techniques: [],
    scored_by: 'local',
    model: 'm',
    protocol: null,
    vulnerability: null,
  };
  const first = round === 0;
  return {
    ...noEffects(),
    profiles: [source, `198.51.100.${round}`].map((source_ip) => ({
      user_id: user,
      source_ip,
      events: count,
      risk_sum: 7,
      max_risk: 5,
      first_seen: time(round),
      last_seen: time(round),
      attack_types: { BruteForce: 1, 'a.b': 2 },
      services: { $x: count },
      nodes: { 'node-1': count },
      exposures: {},
    })),
    rollups: [
      {
        ...{ user_id: user, hour, events: count, risk_sum: 7, high_risk: 1, alerts: 1 },
        ...{
          attack_types: { BruteForce: count },
          services: { 'a.b': count },
          nodes: { 'node-1': count },
          ...{ countries: {}, techniques: {}, exposures: {}, suppressed: {}, sources: {} },
          ...{ part: '', networks: {}, risks: {}, vulnerabilities: {}, examples: {} },
        },
      },
    ],
    windows: [100, 101].map((bucket) => ({ user_id: user, source_ip: source, bucket, counts: makeCounts() })),
    touches: [
      { user_id: user, node_id: 'node-1', file_name: 'f', file_path: '/f', at: time(round), count: 2 },
    ],
    sessions: [makeSession({ user_id: user, session: 's', events: 5 * (round + 1), version: round + 1 })],
    alerts: [makeAlert({ user_id: user, alert_id: `ALERT-${round}` })],
    alertFolds: first
      ? []
      : [{ user_id: user, alert_id: 'ALERT-0', events: 3, last_seen: time(9), worse: judgement }],
    closedIncidents: first ? [] : [{ user_id: user, incident_id: `inc-closing-${user}` }],
    incidents: first
      ? [
          makeIncident({ user_id: user, incident_id: `inc-0-${user}` }),
          makeIncident({ user_id: user, incident_id: `inc-closing-${user}`, open_key: `${user}|key` }),
        ]
      : [makeIncident({ user_id: user, incident_id: `inc-1-${user}`, open_key: `${user}|key` })],
    incidentFolds: first
      ? []
      : [
          makeIncidentFold({
            ...{ user_id: user, incident_id: `inc-0-${user}`, events: 4, alerts: 1, last_seen: time(9) },
            worse: { ...judgement, title: 'worse' },
            notified: {
              notified_risk: 9,
              notified_types: ['BruteForce', 'Type1'],
              throttled: true,
              notifications: 2,
              notified_channels: {},
            },
          }),
        ],
    deliveries: [makeDelivery({ user_id: user, delivery_id: `msg-${user}-${round}` })],
    changes: [{ user_id: user, kind: 'alert', id: `ALERT-${round}`, at: time(round) }],
    suppressionHits: [{ user_id: user, rule_id: 'rule', hits: 2, last_at: time(round) }],
  };
}

const toEvents = (user: string, round: number): StoredEvent[] => [
  makeEvent({ user_id: user, log_id: `log-${round}-0`, session: 's' }),
  makeEvent({ user_id: user, log_id: `log-${round}-1`, timestamp: time(round, 1) }),
  makeAgentEvent({ user_id: user, log_id: `log-${round}-2` }),
];

async function record(store: Store, user: string, round: number): Promise<void> {
  await store.record(toEvents(user, round), await store.context(nothing), (events) =>
    effectsOf(user, round, events),
  );
}

async function prepare(store: Store, user: string): Promise<void> {
  await store
    .of(user)
    .createDoc(makeDoc({ user_id: user, kind: 'suppression', id: 'rule', body: { hits: 1 } }));
  await record(store, user, 0);
  const pending = [0, 1].map((at) => makeEvent({ user_id: user, log_id: `log-pending-${at}` }));
  await store.append(pending);
}

/** All that a tenant has, as text without its name. */
async function dump(store: Store, user: string): Promise<string> {
  const mine = store.of(user);
  const page = { limit: 100 };
  const whole = {
    stats: await mine.stats(),
    events: (await mine.events({}, page)).items,
    profiles: (await mine.profiles('last_seen', page)).items,
    rollups: await mine.rollups('2026-01-01', '2027-01-01'),
    windows: [
      ...(await store.context({ ...nothing, windows: [{ user_id: user, source_ip: source, bucket: 101 }] }))
        .windows,
    ],
    decoys: (await mine.decoys({}, { limit: 100 })).items,
    sessions: (await mine.sessions({}, page)).items,
    alerts: (await mine.alerts({}, page)).items,
    incidents: (await mine.incidents({}, page)).items,
    deliveries: (await mine.deliveries({}, page)).items,
    rule: await mine.doc('suppression', 'rule'),
    feed: (await mine.feed('1.0', 100)).items.map((item) =>
      item.type === 'event' ? item.event.log_id : item.change.id,
    ),
  };
  return JSON.stringify(whole, null, 1).replaceAll(user, 'TENANT');
}

/** Whole dumps are too long to be read when they differ. */
function assertSame(actual: string, expected: string, what: string): void {
  const wanted = expected.split('\n');
  const at = actual.split('\n').findIndex((line, index) => line !== wanted[index]);
  const near = (text: string): string =>
    text
      .split('\n')
      .slice(Math.max(0, at - 3), at + 4)
      .join('\n');
  assert.ok(actual === expected, `${what}: stored\n${near(actual)}\ninstead of\n${near(expected)}`);
}

const operations = {
  'recording a batch': (store: Store, user: string): Promise<unknown> => record(store, user, 1),
  'judging stored events': async (store: Store, user: string): Promise<unknown> =>
    store.apply(
      [0, 1].map((at) =>
        makeEvent({ user_id: user, log_id: `log-pending-${at}`, verdict: makeVerdict({ risk_score: 9 }) }),
      ),
      await store.context(nothing),
      (events) => effectsOf(user, 1, events),
    ),
  'resolving the alerts of an incident': (store: Store, user: string): Promise<unknown> =>
    store.of(user).updateAlertsOfIncident('inc-1', 'resolved'),
};

function suite(mongo: TestMongo): void {
  describe('a process that is cut off at any command', () => {
    const database = mongo.newDatabase();
    /** Cut at a time: most of an attempt is waiting for a server that does not come. */
    let wires: Wire[] = [];
    let store: Store;
    before(async () => {
      wires = await Promise.all(Array.from({ length: 3 }, () => openWire(mongo.uri)));
      store = await openMongoStore({ uri: mongo.uri, database, times: patient });
    });
    after(async () => {
      await store.close();
      await Promise.all(wires.map((wire) => wire.close()));
      await mongo.close();
    });

    // Cut after one command is all but cut before the next: two tests share the places of a batch.
    for (const [name, when, from, step] of [
      ['recording a batch', 'before', 1, 2],
      ['recording a batch', 'after', 1, 2],
      ['judging stored events', 'after', 2, 2],
      ['resolving the alerts of an incident', 'after', 1, 1],
    ] as const)
      it(`leaves nothing half-done while ${name}, cut ${when} the command`, async () => {
        const operation = operations[name];
        const clean = newTenant();
        await prepare(store, clean);
        const untouched = await dump(store, clean);
        await operation(store, clean);
        const done = await dump(store, clean);
        assert.notEqual(done, untouched);

        /** Whether the operation was cut at all. */
        async function attempt(nth: number, wire: Wire): Promise<boolean> {
          const user = newTenant();
          await prepare(store, user);
          wire.heal();
          const victim = await openMongoStore({ uri: wire.uri, database, times: quick });
          wire.cut(nth, when);
          const failure = await operation(victim, user).then(
            () => null,
            (error: unknown) => error,
          );
          const wasCut = wire.commands >= nth;
          await victim.close();
          if (failure === null) {
            assertSame(await dump(store, user), done, `acknowledged, cut at command ${nth}`);
            return wasCut;
          }
          assert.ok(failure instanceof AppError && failure.code === 'unavailable', String(failure));
          // Half of them are completed by whoever starts next, the others by whoever repeats the call.
          if (cuts % 2 === 0) {
            await store.recover(() => noEffects());
            const left = await dump(store, user);
            assert.ok(left === done || left === untouched, `half-done after recovery, cut at command ${nth}`);
          }
          await operation(store, user);
          assertSame(await dump(store, user), done, `cut at command ${nth}`);
          cuts += 1;
          return true;
        }

        let cuts = 0;
        let nth = from;
        for (let more = true; more; ) {
          const places = wires.map((_, at) => nth + at * step);
          nth += wires.length * step;
          const were = await Promise.all(wires.map((wire, at) => attempt(places[at] ?? 0, wire)));
          more = were.every((wasCut) => wasCut);
        }
        assert.ok(cuts >= 5, `only ${cuts} cuts`);
      });
  });
}

if (server) suite(server);
else
  test('a process that is cut off', { skip: 'no server of its protocol on this machine' }, () => undefined);
