/** Thousands of sources that each do little, at one decoy or node, must be seen in time and be one matter. */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { createCrowds, usualCrowdLimits } from '../../src/alert/crowds.ts';
import { crowdDocs } from '../../src/core/doc-kinds.ts';
import type { DraftEvent, StoredEvent } from '../../src/core/event.ts';
import { fallbackVerdict, type Verdict } from '../../src/core/verdict.ts';
import { createDistinctCount } from '../../src/lib/distinct-count.ts';
import { type Api, openApi } from '../support/api-client.ts';
import { aDraft } from '../support/drafts.ts';
import { startMongo } from '../support/mongo-server.ts';
import { makeEvent } from '../support/store/contract/records.ts';

const hourMs = 60 * 60_000;
const startMs = Date.UTC(2026, 10, 2);
const outside = (n: number): string => `${11 + (n >> 16)}.${(n >> 8) & 255}.${n & 255}.9`;
const inside = (n: number): string => `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`;

const attempt = (n: number, address = outside): DraftEvent => ({
  ...aDraft(),
  kind: 'login.failed',
  service: 'ssh',
  source_ip: address(n),
  activity: 'login attempt',
  payload: '',
  session: null,
  // Another account each: no counter of accounts sees them.
  extra: { username: `user${n}`, password: `guess-${n}` },
  timestamp: new Date().toISOString(),
});

const mongo = await startMongo();
after(() => mongo?.close());

/** Sends them in batches; resolves with how many were sent when the first alert was made. */
async function send(api: Api, drafts: DraftEvent[]) {
  const user = await api.createUser();
  const node = await api.createNode(user);
  let raisedBy = Number.POSITIVE_INFINITY;
  for (let n = 0; n < drafts.length; n += 400) {
    const sent = drafts.slice(n, n + 400);
    const answers = await api.pipeline.accept({ user_id: user.id, node_id: node.id }, sent);
    if (answers.some(({ alert_created }) => alert_created)) raisedBy = Math.min(raisedBy, n + sent.length);
  }
  const tenant = api.store.of(user.id);
  const { items: incidents } = await tenant.incidents({}, { limit: 100 });
  const { items: alerts } = await tenant.alerts({}, { limit: 100 });
  return { raisedBy, incidents, alerts };
}

describe('4,000 failed sign-ins at one decoy from 4,000 addresses', () => {
  it('are one incident, in time', async (t) => {
    const drafts = Array.from({ length: 4000 }, (_, n) => attempt(n));
    const { raisedBy, incidents, alerts } = await send(await openApi(t), drafts);
    assert.ok(raisedBy <= 2400, `raised after ${raisedBy}`);
    assert.equal(incidents.length, 1);
    assert.equal(alerts.length, 1);
    assert.equal(incidents[0]?.risk_score, 8);
    assert.match(incidents[0]?.title ?? '', /^\d{4} sources are guessing passwords on ssh of /);
    assert.match(
      alerts[0]?.reasons[0] ?? '',
      /^About \d,\d{3} sources came to ssh of this node within an hour/,
    );
  });
});

for (const [name, env] of [
  ['SQLite', {}],
  ['MongoDB', mongo ? { MONGODB_URI: mongo.uri, DATABASE_NAME: mongo.newDatabase() } : {}],
] as const)
  describe(`150 hosts inside that connect to one decoy, on ${name}`, {
    skip: name === 'MongoDB' && mongo === null,
  }, () => {
    it('are one incident', async (t) => {
      const drafts = Array.from(
        { length: 150 },
        (_, n): DraftEvent => ({
          ...attempt(n, inside),
          kind: 'connection.opened',
          activity: 'connection',
          extra: null,
        }),
      );
      const { incidents, alerts } = await send(await openApi(t, { env }), drafts);
      assert.deepEqual(
        incidents.map(({ group_key, risk_score }) => [group_key.split(':')[0], risk_score]),
        [['crowd', 8]],
      );
      assert.equal(alerts.length, 1);
    });
  });

/** One event of each source, in the given hour. */
function* hourOf(hour: number, sources: number, more: Partial<StoredEvent> = {}): Generator<StoredEvent> {
  for (let n = 0; n < sources; n++) {
    const at = new Date(startMs + hour * hourMs + n).toISOString();
    // Other sources every hour.
    const source_ip = outside(hour * 10_007 + n);
    yield makeEvent({
      user_id: 'user-1',
      node_id: 'node-1',
      service: 'ssh',
      kind: 'login.failed',
      source_ip,
      timestamp: at,
      received_at: at,
      ...more,
    });
  }
}

describe('what counts as a crowd', () => {
  const verdict: Verdict = { ...fallbackVerdict, risk_score: 3, exposure: 'internet' };
  const open = () => {
    const crowds = createCrowds(12345);
    crowds.load('node-1', null);
    const raised = (events: Iterable<StoredEvent>, of = verdict): number[] => {
      const risks: number[] = [];
      for (const event of events) {
        const { risk_score, crowd } = crowds.judge(event, of);
        if (crowd) risks.push(risk_score);
      }
      return risks;
    };
    return { crowds, raised };
  };

  it('is far above what the sensor usually sees', () => {
    const { raised } = open();
    for (let hour = 0; hour < 100; hour++) assert.deepEqual(raised(hourOf(hour, 300)), []);
    assert.deepEqual(raised(hourOf(100, 1300)), []);
    assert.deepEqual(raised(hourOf(101, 1900)), [8]);
    // Told once while it goes on, and again when it is four times as large.
    assert.deepEqual(raised(hourOf(102, 1900)), []);
    assert.deepEqual(raised(hourOf(103, 9000)), [9]);
  });

  it('may come slowly, over a day', () => {
    const { raised } = open();
    for (let hour = 0; hour < 5 * 24; hour++) assert.deepEqual(raised(hourOf(hour, 20)), []);
    const day = Array.from({ length: 24 }, (_, hour) => raised(hourOf(120 + hour, 200))).flat();
    assert.deepEqual(day, [8]);
  });

  it('is a hundred sources inside, and one source however busy is none', () => {
    const internal: Verdict = { ...verdict, exposure: 'internal' };
    const { raised } = open();
    const fromInside = [...hourOf(0, 120)].map((event, n) => ({ ...event, source_ip: inside(n) }));
    assert.deepEqual(raised(fromInside.slice(0, 80), internal), []);
    assert.deepEqual(raised(fromInside, internal), [8]);
    const one = open();
    assert.deepEqual(one.raised(hourOf(0, 5000, { source_ip: '203.0.113.7' })), []);
    assert.deepEqual(
      one.raised([...hourOf(1, 5000)].map((event) => ({ ...event, source_ip: '2001:db8::1' }))),
      [],
    );
  });

  it('is seen at a node whose services are many, and an import of the past is none of today', () => {
    const { raised } = open();
    const many = [...hourOf(0, 4000)].map((event, n) => ({ ...event, service: `port-${n % 500}` }));
    assert.deepEqual(raised(many), [8]);
    const past = open();
    past.raised(hourOf(1000, 1));
    const old = [...hourOf(0, 5000, { history: true })].map((event) => ({
      ...event,
      received_at: new Date(startMs + 1000 * hourMs).toISOString(),
    }));
    assert.deepEqual(past.raised(old), []);
  });

  it('is bounded in memory, and forgets no baseline with a restart', () => {
    const crowds = createCrowds(1, { ...usualCrowdLimits, nodes: 2 });
    for (const id of ['a', 'b', 'c']) crowds.load(id, null);
    assert.deepEqual(['a', 'b', 'c'].map(crowds.has), [false, true, true]);
    const { crowds: before } = open();
    for (let hour = 0; hour < 30; hour++) for (const event of hourOf(hour, 900)) before.judge(event, verdict);
    const [saved] = before.takeChanged();
    assert.deepEqual(before.takeChanged(), []);
    const stored = crowdDocs.parse(crowdDocs.write({ usual: saved?.usual ?? {} }));
    const usual = stored.usual['internet|ssh']?.hour;
    assert.ok((usual?.sources ?? 0) > 800 && (usual?.sources ?? 0) < 1000, String(usual?.sources));
    const restarted = createCrowds(2);
    restarted.load('node-1', stored.usual);
    for (const event of hourOf(31, 3500)) assert.equal(restarted.judge(event, verdict).crowd, undefined);
    assert.deepEqual(crowdDocs.parse({ usual: { x: null, y: { hour: { sources: 'a' } } } }).usual.y?.hour, {
      sources: 0,
      known: 0,
    });
  });
});

describe('the count of different texts', () => {
  it('is near the truth', () => {
    for (const truth of [10, 100, 1000, 4000, 50_000]) {
      const count = createDistinctCount(truth * 31);
      for (let round = 0; round < 2; round++) for (let n = 0; n < truth; n++) count.add(outside(n));
      assert.ok(Math.abs(count.count() - truth) <= truth * 0.15, `${truth}: ${count.count()}`);
    }
  });
});
