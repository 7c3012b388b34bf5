import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';
import { createPlace } from '../support/command-line.ts';
import { openTestServer } from '../support/server.ts';
import { sharedFile } from '../support/shared-data.ts';

const log = sharedFile('cowrie_real', 'kareiva_2018-05-10_21.json') ?? '';

interface Source {
  events: number;
  first: string;
  last: string;
  failedAtMs: number[];
  /** Did more than connect, say its version and leave. */
  acted: boolean;
}

interface Profile {
  total_attacks: number;
  first_seen: string;
  last_seen: string;
  services_targeted: Record<string, number>;
  attack_types: Record<string, number>;
}

/** The independent count: what the file says, by its own words and nothing of ours. */
function countSources(): Map<string, Source> {
  const sources = new Map<string, Source>();
  for (const line of readFileSync(log, 'utf8').split('\n')) {
    if (line === '') continue;
    const { src_ip, timestamp, eventid } = JSON.parse(line);
    const time = `${timestamp.slice(0, 23)}Z`;
    const source = sources.get(src_ip) ?? {
      events: 0,
      first: time,
      last: time,
      failedAtMs: [],
      acted: false,
    };
    sources.set(src_ip, source);
    source.events += 1;
    if (time < source.first) source.first = time;
    if (time > source.last) source.last = time;
    if (eventid === 'cowrie.login.failed') source.failedAtMs.push(Date.parse(time));
    if (!/^cowrie\.(session\.connect|session\.closed|client\.version)$/.test(eventid)) source.acted = true;
  }
  return sources;
}

/** Fifteen or more failed sign-ins within half an hour, or within four days: nobody mistypes like that. */
const isBruteForce = ({ failedAtMs }: Source): boolean =>
  [30 * 60_000, 4 * 24 * 60 * 60_000].some((spanMs) =>
    failedAtMs.some((time, at) => (failedAtMs[at + 14] ?? Number.POSITIVE_INFINITY) - time <= spanMs),
  );

const skip = log === '' ? 'LEFT OUT: the folder of real logs is not here (DECOYVERSE_DATA names it)' : false;

it('a real Cowrie log of 16,955 lines becomes events, alerts, profiles and statistics, once', {
  skip,
}, async (t) => {
  const sources = countSources();
  const lines = [...sources.values()].reduce((sum, { events }) => sum + events, 0);
  assert.equal(lines, 16_955);

  const place = createPlace(t);
  const account = async () => {
    const { code, stdout, stderr } = await place.run(['import', '--json', '--format', 'cowrie', log]);
    assert.equal(code, 0, stderr);
    return { ...JSON.parse(stdout), stderr };
  };
  const first = await account();
  assert.deepEqual(
    [first.records, first.accepted, first.duplicate, first.skipped, first.bad],
    [lines, lines, 0, 0, 0],
  );
  const second = await account();
  assert.deepEqual([second.records, second.accepted, second.duplicate, second.bad], [lines, 0, lines, 0]);

  const server = await openTestServer({ folder: place.dataDir });
  t.after(() => server.close());
  const [, email = ''] = /e-mail\s+(\S+)/.exec(first.stderr) ?? [];
  const [, password = ''] = /password {2}(\S+)/.exec(first.stderr) ?? [];
  const { body: session } = await server.call<{ access_token: string }>('POST', '/auth/login', {
    body: { email, password },
  });
  const headers = { authorization: `Bearer ${session.access_token}` };

  const { body: stats } = await server.call('GET', '/api/stats', { headers });
  assert.equal(stats.total_attacks, lines);
  assert.equal(stats.unique_attackers, sources.size);
  assert.equal(stats.total_nodes, 1);
  assert.equal(stats.active_alerts, first.alerts);

  const { body: alerts } = await server.call<{ source_ip: string }[]>('GET', '/api/alerts?limit=1000', {
    headers,
  });
  assert.equal(alerts.length, first.alerts);
  const alerted = new Set(alerts.map(({ source_ip }) => source_ip));
  const bruteForce = [...sources].filter(([, source]) => isBruteForce(source)).map(([ip]) => ip);
  const probes = [...sources].filter(([, source]) => !source.acted).map(([ip]) => ip);
  assert.ok(bruteForce.length >= 10 && probes.length >= 50, `${bruteForce.length} and ${probes.length}`);
  assert.deepEqual(
    bruteForce.filter((ip) => !alerted.has(ip)),
    [],
    'brute force without an alert',
  );
  assert.deepEqual(
    probes.filter((ip) => alerted.has(ip)),
    [],
    'a mere probe with an alert',
  );

  const { body: incidents } = await server.call<{ items: { source_ip: string }[] }>(
    'GET',
    '/api/incidents?limit=1000',
    { headers },
  );
  // The log is of one day: whatever a source did in it is one incident.
  assert.deepEqual(incidents.items.map(({ source_ip }) => source_ip).sort(), [...alerted].sort());

  const busiest = [...sources].sort(([, a], [, b]) => b.events - a.events).slice(0, 10);
  for (const [ip, source] of [...busiest, ...[...sources].slice(0, 10)]) {
    const { body: profile } = await server.call<Profile>('GET', `/api/attacker-profile/${ip}`, {
      headers,
    });
    assert.equal(profile.total_attacks, source.events, ip);
    assert.deepEqual([profile.first_seen, profile.last_seen], [source.first, source.last], ip);
    assert.deepEqual(profile.services_targeted, { ssh: source.events }, ip);
    const types = Object.values(profile.attack_types);
    assert.equal(
      types.reduce((sum, count) => sum + count, 0),
      source.events,
      ip,
    );
  }
});
