/**
 * Fifty acts × inside and outside × with and without a session, as they come in: over HTTP one by one, as a batch, and
 * from a file that is imported. What each must become is read from the table of levels.
 */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { type Exposure, exposures } from '../../src/core/exposure.ts';
import { type Act, acts } from '../../src/score/exposure/act.ts';
import { levels } from '../../src/score/exposure/levels.ts';
import { createPlace } from '../support/command-line.ts';
import { startMongo } from '../support/mongo-server.ts';
import { type ActSample, actSamples } from '../support/score/acts.ts';
import { openTestServer, type TestServer, type TestUser } from '../support/server.ts';

interface Case {
  act: Act;
  sample: ActSample;
  exposure: Exposure;
  hasSession: boolean;
  /** Each of its own, so that no touch counts towards another's scan. */
  source: string;
}

const addressOf = (exposure: Exposure, n: number): string =>
  exposure === 'internal' ? `10.20.${n >> 8}.${n & 255}` : `8.20.${n >> 8}.${n & 255}`;

const cases: Case[] = exposures.flatMap((exposure) =>
  [true, false].flatMap((hasSession) =>
    acts
      .flatMap((act) => actSamples[act].map((sample) => ({ act, sample })))
      .map(({ act, sample }, n) => ({
        act,
        sample,
        exposure,
        hasSession,
        source: addressOf(exposure, n + (hasSession ? 256 : 512)),
      })),
  ),
);

const toBody = ({ sample, hasSession, source }: Case): object => ({
  timestamp: new Date().toISOString(),
  service: sample.service,
  source_ip: source,
  activity: sample.activity,
  payload: sample.payload,
  extra: { kind: sample.kind, ...sample.extra, ...(hasSession ? { session: `s-${source}` } : {}) },
});

interface Judged {
  source_ip: string;
  session: string | null;
  alert_id: string | null;
  exposure: string;
  risk_score: number;
  risk_exact: number;
  attack_type: string;
}

/** What looking around and guessing may be called: only these have an upper bound. */
const bounded = new Set(['Normal', 'unknown', 'Recon', 'Fingerprinting', 'BruteForce']);
/** What scanners do by themselves, and what sensors say of themselves: a lone one alerts nowhere. */
const quiet: ReadonlySet<Act> = new Set(['page-view', 'connection', 'ping', 'bookkeeping']);

/** All of a tenant's events as the store has them. */
async function judgedBy(server: TestServer, user: TestUser): Promise<Map<string, Judged>> {
  const found = new Map<string, Judged>();
  let cursor: string | null = null;
  do {
    const page = await server.store.of(user.id).events({}, { limit: 1000, cursor });
    for (const { source_ip, session, alert_id, verdict } of page.items)
      found.set(source_ip, {
        source_ip,
        session,
        alert_id,
        exposure: verdict?.exposure ?? '',
        risk_score: verdict?.risk_score ?? -1,
        risk_exact: verdict?.risk_exact ?? verdict?.risk_score ?? -1,
        attack_type: verdict?.attack_type ?? '',
      });
    cursor = page.next_cursor;
  } while (cursor !== null);
  return found;
}

function checkCase(one: Case, event: Judged | undefined): void {
  const { act, sample, hasSession } = one;
  // Wherever a token is used from, it was taken from inside.
  const exposure = act === 'token' ? 'internal' : one.exposure;
  const name = `${act} (${sample.service} ${sample.activity}), ${exposure}, session ${hasSession}`;
  assert.ok(event, `${name}: not there`);
  assert.equal(event.exposure, exposure, name);
  const level = levels[exposure][act];
  assert.ok(event.risk_exact >= level.from, `${name}: ${event.risk_exact} is below ${level.from}`);
  if (bounded.has(event.attack_type))
    assert.ok(event.risk_exact <= level.to, `${name}: ${event.risk_exact} is above ${level.to}`);
  const alerts = event.alert_id !== null;
  if (act !== 'bookkeeping') assert.equal(alerts, event.risk_score > 7, `${name}: risk ${event.risk_score}`);
  if (exposure === 'internal') assert.equal(alerts, !quiet.has(act), `${name}: risk ${event.risk_score}`);
  if (quiet.has(act)) assert.equal(alerts, false, `${name}: risk ${event.risk_score}`);
}

const mongo = await startMongo();

describe('fifty acts, inside and outside, with and without a session', () => {
  after(() => mongo?.close());

  it('are fifty at least', () => {
    assert.ok(cases.length / 4 >= 50, `only ${cases.length / 4}`);
  });

  it('alert as the table says over HTTP, one by one', async (t) => {
    const server = await openTestServer();
    t.after(() => server.close());
    const user = await server.createUser();
    const node = await server.createNode(user);
    const answers = new Map<string, boolean>();
    for (const one of cases) {
      const { status, body } = await server.call<{ alert_created: boolean }>('POST', '/api/honeypot-log', {
        headers: node.headers,
        body: toBody(one),
      });
      assert.equal(status, 200, JSON.stringify(body));
      answers.set(one.source, body.alert_created);
    }
    const judged = await judgedBy(server, user);
    for (const one of cases) {
      checkCase(one, judged.get(one.source));
      assert.equal(answers.get(one.source), judged.get(one.source)?.alert_id !== null, one.source);
    }
  });

  for (const store of ['SQLite', 'MongoDB'])
    it(`alert as the table says as one batch, for two tenants side by side on ${store}`, {
      skip: store === 'MongoDB' && mongo === null,
    }, async (t) => {
      const server = await openTestServer(
        store === 'SQLite' ? {} : { env: { MONGODB_URI: mongo!.uri, DATABASE_NAME: mongo!.newDatabase() } },
      );
      t.after(() => server.close());
      const users = [await server.createUser(), await server.createUser()];
      const accepted = await Promise.all(
        users.map(async (user) => {
          const node = await server.createNode(user);
          const { body } = await server.call<{ accepted: number }>('POST', '/api/events', {
            headers: node.headers,
            body: cases.map(toBody),
          });
          return body.accepted;
        }),
      );
      assert.deepEqual(accepted, [cases.length, cases.length]);
      for (const user of users) {
        const judged = await judgedBy(server, user);
        for (const one of cases) checkCase(one, judged.get(one.source));
      }
    });

  it('alert as the table says from a file that is imported', async (t) => {
    const place = createPlace(t);
    const file = join(place.folder, 'acts.jsonl');
    writeFileSync(file, cases.map((one) => JSON.stringify(toBody(one))).join('\n'));
    const { code, stderr } = await place.run(['import', '--format', 'native', file]);
    assert.equal(code, 0, stderr);
    const server = await openTestServer({ folder: place.dataDir });
    t.after(() => server.close());
    const [owner] = await server.store.users(1);
    assert.ok(owner);
    const judged = await judgedBy(server, {
      ...owner,
      password: '',
      token: '',
      headers: { authorization: '' },
    });
    for (const one of cases) checkCase(one, judged.get(one.source));
  });
});

describe('what an agent reports', () => {
  const actions = ['ACCESSED', 'MODIFIED', 'DELETED', 'COPIED', 'RENAMED', 'EXFILTRATED'];

  for (const exposure of exposures)
    for (const hasSession of [true, false])
      it(`alerts as the table says, ${exposure}, ${hasSession ? 'with' : 'without'} a session`, async (t) => {
        const server = await openTestServer();
        t.after(() => server.close());
        const user = await server.createUser();
        const node = await server.createNode(user);
        // An agent is inside unless its node is said to stand on the internet.
        if (exposure === 'internet') {
          const patch = { headers: user.headers, body: { exposure } };
          assert.equal((await server.call('PATCH', `/nodes/${node.id}`, patch)).status, 200);
        }
        for (const [n, action] of actions.entries()) {
          const { status } = await server.call('POST', '/api/agent-alert', {
            headers: node.headers,
            body: {
              timestamp: new Date().toISOString(),
              hostname: `pc-${n}`,
              username: 'j.doe',
              file_accessed: 'salaries.xlsx',
              file_path: 'C:\\Users\\j.doe\\salaries.xlsx',
              action,
              severity: 'LOW',
              alert_type: 'decoy_access',
              ...(hasSession ? { session: `s-${n}` } : {}),
            },
          });
          assert.equal(status, 200);
        }
        const judged = await judgedBy(server, user);
        const level = levels[exposure].file;
        for (const [n, action] of actions.entries()) {
          const event = judged.get(`pc-${n}`);
          assert.ok(event, action);
          assert.equal(event.exposure, exposure, action);
          assert.equal(event.session, hasSession ? `s-${n}` : null, action);
          assert.ok(event.risk_exact >= level.from, `${action}: ${event.risk_exact}`);
          assert.equal(event.alert_id !== null, event.risk_score > 7, `${action}: ${event.risk_score}`);
          if (exposure === 'internal') assert.notEqual(event.alert_id, null, action);
        }
      });
});

describe('the exposure of a node', () => {
  it('holds before the source, from the next event on', async (t) => {
    const server = await openTestServer();
    t.after(() => server.close());
    const user = await server.createUser();
    const node = await server.createNode(user);
    const send = async (source: string): Promise<boolean> => {
      const { body } = await server.call<{ alert_created: boolean }>('POST', '/api/honeypot-log', {
        headers: node.headers,
        body: {
          timestamp: new Date().toISOString(),
          service: 'ssh',
          source_ip: source,
          activity: 'login failed',
          payload: 'root:root',
        },
      });
      return body.alert_created;
    };
    const set = (exposure: string) =>
      server.call('PATCH', `/nodes/${node.id}`, { headers: user.headers, body: { exposure } });
    assert.deepEqual([await send('10.9.0.1'), await send('8.9.0.1')], [true, false]);
    assert.equal((await set('internet')).status, 200);
    assert.equal(await send('10.9.0.2'), false);
    assert.equal((await set('internal')).status, 200);
    assert.equal(await send('8.9.0.2'), true);
    assert.equal((await set('auto')).status, 200);
    assert.deepEqual([await send('10.9.0.3'), await send('8.9.0.3')], [true, false]);
    const [event] = (await server.store.of(user.id).events({ source: '8.9.0.2' }, { limit: 1 })).items;
    assert.equal(event?.verdict?.exposure_reason, 'the node is set to internal');
    assert.equal((await set('elsewhere')).status, 422);
  });
});
