import assert from 'node:assert/strict';
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { createPlace, enter, nativeLines, type Place, startUp, stop } from '../support/command-line.ts';

interface Account {
  records: number;
  accepted: number;
  duplicate: number;
  skipped: number;
  bad: number;
  alerts: number;
  unreadable: number;
  files: {
    file: string;
    node: string;
    node_id: string;
    problems: { line: number; reason: string }[];
    failure: string | null;
  }[];
}

async function account(
  place: Place,
  args: string[],
  input?: string | Buffer,
): Promise<Account & { code: number | null }> {
  const { code, stdout, stderr } = await place.run(['import', '--json', ...args], { input });
  assert.match(stdout, /^\{.*\}\n$/, stderr);
  return { code, ...(JSON.parse(stdout) as Account) };
}
const totals = ({ records, accepted, duplicate, skipped, bad }: Account): number[] => [
  records,
  accepted,
  duplicate,
  skipped,
  bad,
];

const cowrie = [
  {
    eventid: 'cowrie.session.connect',
    src_ip: '203.0.113.9',
    session: 'a',
    protocol: 'ssh',
    timestamp: '2026-08-21T10:15:30.000001Z',
  },
  {
    eventid: 'cowrie.login.failed',
    src_ip: '203.0.113.9',
    session: 'a',
    protocol: 'ssh',
    username: 'root',
    password: '1',
    timestamp: '2026-08-21T10:15:31.000001Z',
  },
  { eventid: 'cowrie.abuseipdb.started', timestamp: '2026-08-21T10:15:32.000001Z' },
].map((record) => JSON.stringify(record));

describe('decoyverse import', () => {
  it('accounts for every line, and a second time finds all of it known', async (t) => {
    const place = createPlace(t);
    const file = join(place.folder, 'events.ndjson');
    writeFileSync(file, nativeLines(300));
    const first = await account(place, ['-f', 'native', file]);
    assert.deepEqual([first.code, ...totals(first)], [0, 300, 300, 0, 0, 0]);
    assert.ok(first.alerts > 0);
    const second = await account(place, ['-f', 'native', file]);
    assert.deepEqual([second.code, ...totals(second)], [0, 300, 0, 300, 0, 0]);
    assert.equal(second.alerts, 0);
    assert.equal(second.files[0]?.node_id, first.files[0]?.node_id);
    assert.equal(second.files[0]?.node, 'events.ndjson');
  });

  it('names each bad line with file, line and reason, and takes the others', async (t) => {
    const place = createPlace(t);
    writeFileSync(
      join(place.folder, 'cowrie.json'),
      [cowrie[0], 'not json', '', '{"eventid":"other"}', cowrie[1], '{"cut', cowrie[2]].join('\n'),
    );
    const { code, stdout, stderr } = await place.run(['import', '--format', 'cowrie', 'cowrie.json']);
    assert.equal(code, 3);
    assert.match(
      stdout,
      /^cowrie\.json: 6 records: 2 new, 0 already known, 1 skipped \(a message from the sensor about itself\), 3 bad; 0 alerts on node cowrie\.json /,
    );
    assert.match(stderr, /^cowrie\.json:2: is not valid JSON/m);
    assert.match(stderr, /^cowrie\.json:4: eventid: must be a Cowrie event id/m);
    assert.match(stderr, /^cowrie\.json:6: is truncated/m);
  });

  it('fails with a hint where nothing is of the format', async (t) => {
    const place = createPlace(t);
    const { code, stderr } = await place.run(['import', '-f', 'opencanary', '-'], { input: nativeLines(2) });
    assert.equal(code, 1);
    assert.match(stderr, /^stdin:1: logtype: /m);
    assert.match(stderr, /^hint: no record has the format opencanary/m);
  });

  it('reads gzip, an array and stdin alike, into the node that is named', async (t) => {
    const place = createPlace(t);
    const lines = nativeLines(20);
    writeFileSync(join(place.folder, 'a.gz'), gzipSync(lines));
    writeFileSync(join(place.folder, 'b.json'), `[${lines.split('\n').join(',\n')}]`);
    const args = ['-f', 'native', '--node', 'web-01'];
    assert.deepEqual(totals(await account(place, [...args, 'a.gz'])), [20, 20, 0, 0, 0]);
    assert.deepEqual(totals(await account(place, [...args, 'b.json'])), [20, 0, 20, 0, 0]);
    assert.deepEqual(totals(await account(place, [...args, '-'], gzipSync(lines))), [20, 0, 20, 0, 0]);
    const several = await account(place, [...args, 'a.gz', 'b.json', 'gone.json']);
    assert.deepEqual([several.code, several.unreadable, several.files.length], [3, 1, 2]);
    assert.equal((await account(place, [...args, 'gone.json'])).code, 1);
  });

  it('makes no installation for a file that is not there', async (t) => {
    const place = createPlace(t);
    assert.deepEqual(totals(await account(place, ['-f', 'native', 'gone.json'])), [0, 0, 0, 0, 0]);
    assert.equal(existsSync(place.dataDir), false);
  });

  it('takes what stands before the cut of a file that is cut off', async (t) => {
    const place = createPlace(t);
    const packed = gzipSync(nativeLines(2000));
    writeFileSync(join(place.folder, 'cut.gz'), packed.subarray(0, packed.length >> 1));
    const cut = await account(place, ['-f', 'native', 'cut.gz']);
    assert.equal(cut.code, 3);
    assert.match(cut.files[0]?.failure ?? '', /cannot read cut\.gz: truncated/);
    assert.ok(cut.accepted > 0);
  });

  it('tells equal native lines apart and makes equal lines of a sensor one', async (t) => {
    const place = createPlace(t);
    const [line] = nativeLines(1).split('\n');
    const same = `${line}\n${line}\n${line}\n`;
    assert.deepEqual(totals(await account(place, ['-f', 'native', '-'], same)), [3, 3, 0, 0, 0]);
    assert.deepEqual(totals(await account(place, ['-f', 'native', '-'], same)), [3, 0, 3, 0, 0]);
    assert.deepEqual(
      totals(await account(place, ['-f', 'cowrie', '-'], `${cowrie[1]}\n${cowrie[1]}\n`)),
      [2, 1, 1, 0, 0],
    );
  });

  it('is finished by a second run where the first was killed', async (t) => {
    const place = createPlace(t);
    const lines = nativeLines(5000);
    await place.run(['user', 'add', 'owner@example.org']);
    const cut = place.start(['import', '-f', 'native', '-']);
    cut.child.stdin.write(`${lines.split('\n').slice(0, 3500).join('\n')}\n`);
    const log = join(place.dataDir, 'decoyverse.db-wal');
    // More than one commit writes: it is killed with a part committed, while it waits for more.
    while (!existsSync(log) || statSync(log).size < 3_000_000) await sleep(20);
    cut.child.kill('SIGKILL');
    assert.equal((await cut.ended).code, null);
    const second = await account(place, ['-f', 'native', '-'], lines);
    assert.deepEqual([second.code, second.records, second.accepted + second.duplicate], [0, 5000, 5000]);
    assert.ok(second.duplicate > 0 && second.accepted > 0, JSON.stringify(totals(second)));
    const third = await account(place, ['-f', 'native', '-'], lines);
    assert.deepEqual(totals(third), [5000, 0, 5000, 0, 0]);
  });

  it('goes through the server that holds the data, or over HTTP with a key, to the same end', async (t) => {
    const place = createPlace(t);
    const up = await startUp(place);
    const { email, password } = await enter(up);
    const through = await account(place, ['-f', 'native', '--node', 'n', '-'], nativeLines(50));
    assert.deepEqual([through.code, ...totals(through)], [0, 50, 50, 0, 0, 0]);

    const post = async (path: string, body: unknown, token = '') => {
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
      return (await (
        await fetch(up.address + path, { method: 'POST', headers, body: JSON.stringify(body) })
      ).json()) as Record<string, string>;
    };
    const { access_token = '' } = await post('/auth/login', { email, password });
    const { api_key = '' } = await post('/nodes', { name: 'over-http' }, access_token);
    const http = ['-f', 'native', '--url', up.address, '--key', api_key, '-'];
    assert.deepEqual(totals(await account(place, http, nativeLines(50))), [50, 50, 0, 0, 0]);
    assert.deepEqual(totals(await account(place, http, nativeLines(50))), [50, 0, 50, 0, 0]);
    const stats = await fetch(`${up.address}/api/stats`, {
      headers: { authorization: `Bearer ${access_token}` },
    });
    assert.equal(((await stats.json()) as { total_attacks: number }).total_attacks, 100);

    const wrong = await place.run(['import', '-f', 'native', '--url', up.address, '--key', 'nk_wrong', '-'], {
      input: nativeLines(1),
    });
    assert.equal(wrong.code, 1);
    assert.match(wrong.stderr, /^error: .* answered 401 .*\nhint: check --key/m);
    await stop(up);
    const again = await account(place, ['-f', 'native', '--node', 'n', '-'], nativeLines(50));
    assert.deepEqual(totals(again), [50, 0, 50, 0, 0]);
  });

  it('does not hold up a server that is told to stop, and is finished by another run', async (t) => {
    const place = createPlace(t);
    const up = await startUp(place);
    const through = place.start(['import', '-f', 'native', '-']);
    const lines = nativeLines(4000).split('\n');
    through.child.stdin.write(`${lines.slice(0, 3000).join('\n')}\n`);
    const log = join(place.dataDir, 'decoyverse.db-wal');
    while (!existsSync(log) || statSync(log).size < 1_000_000) await sleep(20);
    assert.equal((await stop(up)).code, 0);
    through.child.stdin.end(lines.slice(3000).join('\n'));
    const { code, stderr } = await through.ended;
    assert.equal(code, 1);
    assert.match(
      stderr,
      /^error: the store did not accept the events: .*\nhint: .*run the same command again\n$/,
    );
    const again = await account(place, ['-f', 'native', '-'], lines.join('\n'));
    assert.deepEqual([again.code, again.accepted + again.duplicate], [0, 4000]);
    assert.ok(again.duplicate > 0);
  });

  it('warns of events that retention would remove again', async (t) => {
    const place = createPlace(t);
    const env = { RETENTION_DAYS: '1' };
    const { code, stderr } = await place.run(['import', '-f', 'native', '-'], { input: nativeLines(3), env });
    assert.equal(code, 0);
    assert.match(stderr, /^warning: stdin: 3 events older than RETENTION_DAYS/m);
  });

  it('asks whose data it is where there are several accounts', async (t) => {
    const place = createPlace(t);
    await place.run(['user', 'add', 'a@example.org']);
    await place.run(['user', 'add', 'b@example.org']);
    const asked = await place.run(['import', '-f', 'native', '-'], { input: nativeLines(1) });
    assert.equal(asked.code, 2);
    assert.match(asked.stderr, /hint: --user EMAIL, one of a@example\.org, b@example\.org/);
    const told = await account(place, ['-f', 'native', '--user', 'B@example.org', '-'], nativeLines(1));
    assert.equal(told.accepted, 1);
    const nobody = await place.run(['import', '-f', 'native', '--user', 'c@example.org', '-']);
    assert.equal(nobody.code, 1);
  });

  it('shows no byte of an attacker that could steer the terminal', async (t) => {
    const place = createPlace(t);
    const name = 'evil\u001b]0;owned\u0007\u202e.json';
    writeFileSync(join(place.folder, name), '\u001b[2J\u001b[31mnot json\n');
    const { stdout, stderr } = await place.run(['import', '-f', 'native', name]);
    assert.doesNotMatch(stdout + stderr, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    assert.match(stderr, /evil\\x1b\]0;owned\\x07\\u202e\.json:1: is not valid JSON/);
    const { files, code } = await account(place, ['-f', 'native', name]);
    assert.deepEqual([files[0]?.file, code], [name, 1], 'JSON says it as it is');
  });

  it('refuses wrong usage with code 2 and a hint', async (t) => {
    const place = createPlace(t);
    const wrong = [
      ['import'],
      ['import', '-f', 'native'],
      ['import', '-f', 'nope', 'x.json'],
      ['import', '-f', 'native', '--unknown', 'x.json'],
      ['import', '-f', 'native', '-', '-'],
      ['import', '-f', 'native', '--url', 'ftp://x', '--key', 'k', '-'],
      ['import', '-f', 'native', '--url', 'http://127.0.0.1:1', '-'],
    ];
    const ends = await Promise.all(wrong.map((args) => place.run(args)));
    for (const [at, { code, stderr }] of ends.entries()) {
      assert.equal(code, 2, `${wrong[at]?.join(' ')}: ${stderr}`);
      assert.match(stderr, /^error: .+\nhint: .+\n$/);
    }
    assert.ok(!existsSync(place.dataDir), 'nothing was made');
  });
});
