import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type AlertView, openScene, type PageView, type Scene } from '../support/triage.ts';

interface View {
  current: number;
  suggested: number | null;
  reason: string;
  attack: number[];
  harmless: number[];
  applied: { from: number | null; to: number } | null;
}
const url = '/api/tuning/threshold';
/** A source that was not there before, each time. */
let next = 50;

/** A source asks for a page that web servers should not show, which is of risk 7; whether that made an alert. */
const wakes = async ({ api, node }: Scene, source: string): Promise<boolean> =>
  (
    await api.call<{ alert_created: boolean }>('POST', '/api/honeypot-log', {
      headers: { 'x-node-key': node.key },
      body: {
        timestamp: new Date().toISOString(),
        service: 'http',
        source_ip: source,
        activity: 'http_request',
        payload: 'GET /phpinfo.php HTTP/1.1',
      },
    })
  ).body.alert_created;

async function probe(scene: Scene, source: string): Promise<AlertView> {
  assert.equal(await wakes(scene, source), true);
  const { body } = await scene.as<AlertView[]>('GET', `/api/alerts?source=${source}`);
  return body[0] ?? assert.fail('no alert');
}

/** So many sources probe, and somebody calls each of the alerts harmless. */
async function judgeSources(scene: Scene, count: number): Promise<(number | null)[]> {
  const said: (number | null)[] = [];
  for (let at = 0; at < count; at++) {
    const { alert_id } = await probe(scene, `198.51.100.${at + 1}`);
    const { body } = await scene.as<{ threshold_suggestion: number | null }>(
      'POST',
      `/api/alerts/${alert_id}/verdict`,
      { verdict: 'harmless' },
    );
    said.push(body.threshold_suggestion);
  }
  return said;
}
const look = async ({ as }: Scene): Promise<View> => (await as<View>('GET', url)).body;
describe('GET and POST /api/tuning/threshold', () => {
  it('suggests from verdicts, applies, and takes back', async (t) => {
    const scene = await openScene(t, { env: { ALERT_RISK_THRESHOLD: '4' } });
    assert.deepEqual((await look(scene)).harmless, new Array(11).fill(0));
    const { risk_score: risk } = await probe(scene, '203.0.113.1');
    assert.ok(risk > 4 && risk <= 8, `the touch has risk ${risk}`);
    assert.deepEqual(await judgeSources(scene, 5), [null, null, null, null, risk]);
    const before = await look(scene);
    assert.deepEqual(
      [before.current, before.suggested, before.harmless[risk], before.applied],
      [4, risk, 5, null],
    );
    assert.equal(await wakes(scene, `203.0.113.${++next}`), true, 'a suggestion changes nothing');

    assert.equal((await scene.as('POST', url, { threshold: risk + 1 })).status, 409);
    const applied = await scene.as<View>('POST', url, { threshold: risk });
    assert.equal(applied.status, 200);
    assert.deepEqual(applied.body.applied, { from: null, to: risk });
    assert.equal(applied.body.current, risk);
    assert.equal(await wakes(scene, `203.0.113.${++next}`), false);
    assert.equal((await scene.as('POST', url, { threshold: risk })).status, 409, 'nothing left to gain');

    const back = await scene.as<View>('POST', `${url}/revert`);
    assert.deepEqual([back.status, back.body.current, back.body.applied], [200, 4, null]);
    assert.equal(await wakes(scene, `203.0.113.${++next}`), true);
    assert.equal((await scene.as('POST', `${url}/revert`)).status, 404);
    const entries = await scene.as<PageView<{ kind: string; data: { threshold?: object } }>>(
      'GET',
      '/api/tuning',
    );
    assert.deepEqual(
      entries.body.items.filter(({ data }) => data.threshold).map(({ kind, data }) => [kind, data.threshold]),
      [
        ['reverted', { from: risk, to: null }],
        ['applied', { from: null, to: risk }],
      ],
    );
  });

  it('does not take back what somebody set since', async (t) => {
    const scene = await openScene(t, { env: { ALERT_RISK_THRESHOLD: '4' } });
    await judgeSources(scene, 5);
    const { suggested } = await look(scene);
    assert.equal((await scene.as('POST', url, { threshold: suggested })).status, 200);
    await scene.as('PATCH', '/api/alert-settings', { threshold: 3 });
    assert.equal((await scene.as('POST', `${url}/revert`)).status, 409);
    assert.equal((await look(scene)).current, 3);
  });

  it('forgets a verdict that was changed, and a flood of one source counts once', async (t) => {
    const scene = await openScene(t, { env: { ALERT_RISK_THRESHOLD: '4' } });
    await judgeSources(scene, 5);
    const [alert] = (await scene.as<AlertView[]>('GET', '/api/alerts?source=198.51.100.1')).body;
    const { harmless } = await look(scene);
    for (let at = 0; at < 30; at++) await wakes(scene, '198.51.100.2');
    assert.deepEqual((await look(scene)).harmless, harmless, 'events are no verdicts');
    await scene.as('POST', `/api/alerts/${alert?.alert_id}/verdict`, { verdict: 'attack' });
    const changed = await look(scene);
    assert.equal(changed.harmless[7], 4);
    assert.equal(changed.suggested, null, 'an attack of that risk would be missed');
    assert.equal(
      changed.attack.reduce((a, b) => a + b),
      1,
    );
  });

  it('keeps both of two verdicts that come at once', async (t) => {
    const scene = await openScene(t, { env: { ALERT_RISK_THRESHOLD: '4' } });
    const alerts = [];
    for (let at = 0; at < 6; at++) alerts.push(await probe(scene, `198.51.100.${at + 1}`));
    await Promise.all(
      alerts.map(({ alert_id }) =>
        scene.as('POST', `/api/alerts/${alert_id}/verdict`, { verdict: 'harmless' }),
      ),
    );
    assert.equal(
      (await look(scene)).harmless.reduce((a, b) => a + b),
      6,
    );
  });

  it('is each tenant’s own, and refuses what is no threshold', async (t) => {
    const scene = await openScene(t, { env: { ALERT_RISK_THRESHOLD: '4' } });
    await judgeSources(scene, 5);
    const other = await scene.api.createUser();
    const seen = await scene.api.call<View>('GET', url, { headers: other.headers });
    assert.deepEqual([seen.body.suggested, seen.body.harmless.every((count) => count === 0)], [null, true]);
    for (const threshold of ['8', null, -1, 11, undefined])
      assert.equal((await scene.as('POST', url, { threshold })).status, 422, String(threshold));
  });
});
