/**
 * What one attacker, a known scanner and a touch inside become, for two tenants side by side on each store, while the
 * server is killed again and again: the same as if it had never been.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it, type TestContext } from 'node:test';
import { newWebhookSecret } from '../../src/notify/channels/webhook.ts';
import { startMongo } from '../support/mongo-server.ts';
import { answer, openReceiver } from '../support/notify/receiver.ts';
import { startServerProcess } from '../support/process.ts';
import { testSecret } from '../support/server.ts';

const mongo = await startMongo();
const guesser = '203.0.113.77';
const scanner = '10.9.9.9';
const guesses = 60;
const hourMs = 3600_000;

interface Tenant {
  mine: Record<string, string>;
  keys: string[];
}
interface Sending {
  key: string;
  body: Record<string, unknown>;
}

/** Always the same order for the same seed. */
function shuffled<T>(list: readonly T[], seed: number): T[] {
  let state = seed;
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return list
    .map((one) => ({ one, at: next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ one }) => one);
}

async function call<T>(url: string, headers: Record<string, string>, body?: object): Promise<T> {
  const response = await fetch(url, {
    method: body ? 'POST' : 'GET',
    headers: { ...(body ? { 'content-type': 'application/json' } : {}), ...headers },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as T;
}

async function openScene(t: TestContext, env: Record<string, string>) {
  const receiver = await openReceiver(answer(204));
  t.after(() => receiver.close());
  // Where registration is closed, the receiver inside is for both tenants.
  const start = (REGISTRATION = 'closed') =>
    startServerProcess({
      JWT_SECRET_KEY: testSecret,
      NOTIFY_ALLOW_PRIVATE: '127.0.0.1',
      REGISTRATION,
      ...env,
    });
  let server = await start('open');
  t.after(() => server.kill());
  let reborn: Promise<void> = Promise.resolve();

  async function register(name: string): Promise<Tenant['mine']> {
    const { access_token } = await call<{ access_token: string }>(
      `${server.address}/auth/register`,
      {},
      { email: `${name}@example.org`, password: 'correct horse battery' },
    );
    return { authorization: `Bearer ${access_token}` };
  }

  async function setUp(name: string, mine: Tenant['mine']): Promise<Tenant> {
    const keys: string[] = [];
    for (const node of ['east', 'west'])
      keys.push((await call<{ api_key: string }>(`${server.address}/nodes`, mine, { name: node })).api_key);
    await call(`${server.address}/api/channels`, mine, {
      name: 'all',
      channel: 'webhook',
      settings: { url: `${receiver.url}/${name}`, secret: newWebhookSecret() },
    });
    await call(`${server.address}/api/known-scanners`, mine, {
      name: 'Nessus',
      networks: [scanner],
      may: ['connect', 'page_views', 'probes'],
    });
    return { mine, keys };
  }

  async function enrol(...names: string[]): Promise<Tenant[]> {
    const headers: Tenant['mine'][] = [];
    for (const name of names) headers.push(await register(name));
    await server.kill();
    server = await start();
    const tenants: Tenant[] = [];
    for (const [n, name] of names.entries()) tenants.push(await setUp(name, headers[n]!));
    return tenants;
  }

  /** Each until it is acknowledged, as a client does, four at a time; the server is killed `kills` times on the way. */
  async function sendAll(events: readonly Sending[], kills: number): Promise<void> {
    const waiting = [...events];
    let acknowledged = 0;
    const killAt = Array.from({ length: kills }, (_, n) => ((n + 1) * events.length) / (kills + 1));
    const work = async (): Promise<void> => {
      for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
        await reborn;
        const { key, body } = one;
        const sent = await call(`${server.address}/api/honeypot-log`, { 'x-node-key': key }, body).then(
          () => true,
          (error: unknown) => {
            // Whatever a living server answers is its answer; only who was killed is asked again.
            if (error instanceof Error && error.message.includes(' answered ')) {
              waiting.length = 0;
              throw error;
            }
            return false;
          },
        );
        if (!sent) waiting.push(one);
        else acknowledged += 1;
        if (killAt[0] !== undefined && acknowledged >= killAt[0]) {
          killAt.shift();
          reborn = reborn.then(async () => {
            await server.kill();
            server = await start();
          });
        }
      }
    };
    await Promise.all(Array.from({ length: 4 }, work));
    await reborn;
    assert.equal(acknowledged, events.length);
    assert.equal(killAt.length, 0);
  }

  async function list<T>({ mine }: Tenant, path: string): Promise<T[]> {
    const { items } = await call<{ items: T[] }>(`${server.address}${path}`, mine);
    return items;
  }
  return {
    enrol,
    sendAll,
    list,
    get: <T>({ mine }: Tenant, path: string) => call<T>(`${server.address}${path}`, mine),
  };
}

/** Two sensors whose clocks are two hours apart, in no order. */
function guessing({ keys }: Tenant, nowMs: number): Sending[] {
  return keys.flatMap((key, node) =>
    Array.from({ length: guesses }, (_, n) => ({
      key,
      body: {
        event_id: `guess-${node}-${n}`,
        service: 'ssh',
        source_ip: guesser,
        activity: 'login attempt',
        payload: '',
        timestamp: new Date(nowMs - 600_000 + n * 2000 - node * 2 * hourMs).toISOString(),
        extra: { kind: 'login.failed', username: 'root', password: `guess ${n}` },
      },
    })),
  );
}

function night({ keys }: Tenant, nowMs: number): Sending[] {
  const bodies = [
    { service: 'ssh', activity: 'connection', payload: '', extra: { kind: 'connection.opened' } },
    {
      service: 'http',
      activity: 'request',
      payload: 'GET / HTTP/1.1\r\nHost: a\r\n\r\n',
      extra: { kind: 'http.request' },
    },
    {
      service: 'portscan',
      activity: 'port scan',
      payload: 'TCP port 445',
      extra: { kind: 'port.scanned' },
    },
  ];
  return keys.flatMap((key, node) =>
    bodies.flatMap((body, kind) =>
      Array.from({ length: 10 }, (_, n) => ({
        key,
        body: {
          ...body,
          event_id: `night-${node}-${kind}-${n}`,
          source_ip: scanner,
          timestamp: new Date(nowMs - n * 1000).toISOString(),
        },
      })),
    ),
  );
}

const signIn = (source_ip: string, event_id: string, kind: string): Record<string, unknown> => ({
  event_id,
  service: 'ssh',
  source_ip,
  activity: kind === 'login.succeeded' ? 'login success' : 'login attempt',
  payload: '',
  timestamp: new Date().toISOString(),
  extra: { kind, username: 'root', password: 'toor' },
});

interface Incident {
  source_ip: string;
  event_count: number;
}
interface Message {
  notice: { title: string; occasion: string; source_ip: string };
}

async function play(t: TestContext, env: Record<string, string>): Promise<void> {
  const scene = await openScene(t, env);
  const tenants = await scene.enrol('one', 'two');
  const nowMs = Date.now();
  const first = tenants.flatMap((tenant) => [...guessing(tenant, nowMs), ...night(tenant, nowMs)]);
  await scene.sendAll(shuffled(first, 7), 3);

  for (const tenant of tenants) {
    const { total_attacks } = await scene.get<{ total_attacks: number }>(tenant, '/api/stats');
    assert.equal(total_attacks, first.length / 2, 'every event once');
    const incidents = await scene.list<Incident>(tenant, '/api/incidents?limit=100');
    assert.deepEqual(
      incidents.map(({ source_ip }) => source_ip),
      [guesser],
      'one attacker is one incident, and the known scanner none',
    );
    const alerts = await scene.get<{ source_ip: string; count: number }[]>(tenant, '/api/alerts?limit=100');
    assert.equal(alerts.length, 2, 'one alert for each node');
    const told = await scene.list<Message>(tenant, '/api/deliveries?limit=100');
    assert.ok(told.length >= 1 && told.length <= 3, `${told.length} messages`);
  }

  // A success, a touch inside, and what the scanner never does: each is told, whatever came before.
  const second = tenants.flatMap(({ keys }) => [
    { key: keys[1]!, body: signIn(guesser, 'success', 'login.succeeded') },
    { key: keys[0]!, body: signIn('10.20.30.40', 'inside', 'login.failed') },
    { key: keys[0]!, body: signIn(scanner, 'never', 'login.succeeded') },
  ]);
  await scene.sendAll(shuffled(second, 3), 1);
  for (const tenant of tenants) {
    const messages = await scene.list<Message>(tenant, '/api/deliveries?limit=100');
    const occasionsOf = (source: string): string[] =>
      messages
        .map(({ notice }) => notice)
        .filter(({ source_ip }) => source_ip === source)
        .map((one) => one.occasion);
    assert.deepEqual(occasionsOf('10.20.30.40'), ['opened']);
    assert.deepEqual(occasionsOf(scanner), ['opened']);
    assert.ok(occasionsOf(guesser).includes('worse'), occasionsOf(guesser).join());
    assert.ok(occasionsOf(guesser).length <= 4, occasionsOf(guesser).join());
    const incidents = await scene.list<Incident>(tenant, '/api/incidents?limit=100');
    assert.deepEqual(
      incidents.map(({ source_ip }) => source_ip).sort(),
      [guesser, '10.20.30.40', scanner].sort(),
    );
  }
}

describe('the policy of two tenants, while the server is killed', () => {
  after(() => mongo?.close());

  it('holds on SQLite', async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'decoyverse-policy-'));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    await play(t, { DATA_DIR: folder });
  });
  it('holds on MongoDB', { skip: mongo === null }, (t) =>
    play(t, { MONGODB_URI: mongo!.uri, DATABASE_NAME: mongo!.newDatabase() }),
  );
});
