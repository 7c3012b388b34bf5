import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startMongo, type TestMongo } from '../support/mongo-server.ts';
import { eventually } from '../support/pipeline.ts';
import { type ServerProcess, startServerProcess } from '../support/process.ts';
import { testSecret } from '../support/server.ts';

const json = { 'content-type': 'application/json' };

/** JSON in and out; anything but 200 fails. */
async function call<T>(
  { address }: ServerProcess,
  path: string,
  headers: Record<string, string>,
  body?: unknown,
): Promise<T> {
  const response = await fetch(`${address}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { ...(body === undefined ? {} : json), ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (response.status !== 200)
    throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as T;
}

const attempt = (event_id: string, i: number, source_ip: string) => ({
  event_id,
  service: 'SSH',
  source_ip,
  activity: 'login_attempt',
  payload: '',
  timestamp: new Date(Date.now() - 60_000 + i * 500).toISOString(),
  extra: { username: 'root', password: `p${i}` },
});

interface BatchAnswer {
  accepted: number;
  duplicate: number;
  results: { alert_created?: boolean }[];
}

// The server said so already where there is none to be had, and CI fails then.
const mongo: TestMongo | null = await startMongo();

describe('two server processes on one MongoDB', { skip: mongo === null }, () => {
  let one: ServerProcess;
  let two: ServerProcess;
  let user: Record<string, string>;
  let node: Record<string, string>;

  before(async () => {
    const env = {
      MONGODB_URI: mongo!.uri,
      DATABASE_NAME: mongo!.newDatabase(),
      JWT_SECRET_KEY: testSecret,
    };
    one = await startServerProcess(env);
    two = await startServerProcess(env);
    const account = { email: 'owner@example.org', password: 'correct horse battery' };
    await call(one, '/auth/register', {}, account);
    // Signed in here, known there.
    const { access_token } = await call<{ access_token: string }>(two, '/auth/login', {}, account);
    user = { authorization: `Bearer ${access_token}` };
    const made = await call<{ api_key: string }>(one, '/nodes', user, { name: 'a node' });
    node = { 'x-node-key': made.api_key };
  });
  after(async () => {
    await one?.kill();
    await two?.kill();
    await mongo?.close();
  });

  it('show what was sent to the one in the statistics, alerts and live stream of the other', async () => {
    const abort = new AbortController();
    const stream = await fetch(`${two.address}/api/live`, { headers: user, signal: abort.signal });
    assert.equal(stream.status, 200);
    let seen = '';
    const reading = (async () => {
      for await (const chunk of stream.body!.pipeThrough(new TextDecoderStream())) seen += chunk;
    })().catch(() => undefined);

    const events = Array.from({ length: 60 }, (_, i) => attempt(`a${i}`, i, '203.0.113.80'));
    const sent = await call<BatchAnswer>(one, '/api/events', node, events);
    assert.equal(sent.accepted, 60);
    assert.ok(sent.results.some(({ alert_created }) => alert_created));

    const stats = await call<{ total_attacks: number }>(two, '/api/stats', user);
    assert.equal(stats.total_attacks, 60);
    const alerts = await call<{ source_ip: string }[]>(two, '/api/alerts', user);
    assert.ok(alerts.length > 0 && alerts.every(({ source_ip }) => source_ip === '203.0.113.80'));
    await eventually(async () => seen.includes('event: event') && seen.includes('event: change'));
    assert.match(seen, /203\.0\.113\.80/);
    abort.abort();
    await reading;
  });

  it('make one event of what is sent to both', async () => {
    const events = Array.from({ length: 200 }, (_, i) => attempt(`b${i}`, i, `203.0.113.${i % 20}`));
    const answers = await Promise.all(
      [one, two, one, two].map((server) => call<BatchAnswer>(server, '/api/events', node, events)),
    );
    assert.equal(
      answers.reduce((sum, { accepted }) => sum + accepted, 0),
      200,
    );
    for (const { accepted, duplicate } of answers) assert.equal(accepted + duplicate, 200);
    for (const server of [one, two]) {
      const stats = await call<{ total_attacks: number }>(server, '/api/stats', user);
      assert.equal(stats.total_attacks, 260);
    }
  });

  it('see one brute force although every other attempt goes to the other process', async () => {
    let alerts = 0;
    for (let i = 0; i < 60; i++) {
      const answer = await call<{ alert_created: boolean }>(
        i % 2 ? one : two,
        '/api/honeypot-log',
        node,
        attempt(`c${i}`, i, '203.0.113.90'),
      );
      if (answer.alert_created) alerts++;
    }
    assert.ok(alerts > 0);
    const profile = await call<{ total_attacks: number }>(two, '/api/attacker-profile/203.0.113.90', user);
    assert.equal(profile.total_attacks, 60);
  });
});
