import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { openWaitingFiles } from '../../src/cli/follow/waiting-files.ts';
import { createPlace, stop } from '../support/command-line.ts';
import { openTestServer } from '../support/server.ts';
import { ttyLog } from '../support/tty-log.ts';

const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');
const startMs = Date.parse('2026-11-24T08:06:44Z');
const tape = (text: string): Buffer => ttyLog(startMs, [[0, text]]);

/** A minute or two, so that what never comes fails instead of hanging. */
async function until(is: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 1500; tries++) {
    if (await is()) return;
    await sleep(50);
  }
  assert.fail('it never was');
}

interface Capture {
  sha256: string;
  names: string[];
  count: number;
  sessions: { node_id: string; session: string }[];
}

async function scene(t: TestContext, sensor: string | null = null) {
  const server = await openTestServer();
  t.after(() => server.close());
  const place = createPlace(t);
  const user = await server.createUser();
  const made = await server.call<{ node_id: string; api_key: string }>('POST', '/nodes', {
    headers: user.headers,
    body: { name: 'relay', sensor },
  });
  const env = { DECOYVERSE_URL: server.address, DECOYVERSE_NODE_KEY: made.body.api_key };
  const [tty, downloads] = [join(place.folder, 'tty'), join(place.folder, 'downloads')];
  for (const folder of [tty, downloads]) mkdirSync(folder);
  let number = 0;
  /** One more record of the log. */
  const log = (eventid: string, more: object): void => {
    number += 1;
    const timestamp = new Date(startMs + number).toISOString().replace('Z', '000Z');
    const record = { eventid, src_ip: '203.0.113.9', session: 's1', sensor: 'edge-1', timestamp, ...more };
    appendFileSync(join(place.folder, 'cowrie.json'), `${JSON.stringify(record)}\n`);
  };
  const closed = (name: string, more: object = {}): void =>
    log('cowrie.log.closed', { ttylog: `var/lib/cowrie/tty/${name}`, ...more });
  const fetched = (name: string, more: object = {}): void =>
    log('cowrie.session.file_download', {
      url: 'http://203.0.113.7/x.sh',
      outfile: `var/lib/cowrie/downloads/${name}`,
      ...more,
    });
  const args = ['--recordings', 'tty', '--files', 'downloads', 'cowrie.json'];
  const once = () => place.run(['follow', '--once', ...args], { env });
  const captures = async (): Promise<Capture[]> =>
    (await server.call<{ items: Capture[] }>('GET', '/api/captures', { headers: user.headers })).body.items;
  const recordings = async (session = 's1', node = made.body.node_id): Promise<string[]> => {
    const { body, status } = await server.call<{ recordings: { sha256: string }[] }>(
      'GET',
      `/api/sessions/${node}/${session}`,
      { headers: user.headers },
    );
    return status === 200 ? body.recordings.map((one) => one.sha256).sort() : [];
  };
  return { server, user, place, env, args, tty, downloads, closed, fetched, log, once, captures, recordings };
}

describe('follow --recordings and --files', () => {
  it('sends what accepted records name, once, and says what it does not send and why', async (t) => {
    const lab = await scene(t);
    const { tty, downloads, closed, fetched, once } = lab;
    const [good, other] = [tape('# id'), tape('# ls')];
    writeFileSync(join(tty, sha256(good)), good);
    closed(sha256(good), { shasum: sha256(good) });
    // The same recording of another session.
    closed(sha256(good), { shasum: sha256(good), session: 's2' });
    writeFileSync(join(tty, 'old-name.log'), other);
    closed('old-name.log');
    writeFileSync(join(downloads, sha256('evil')), 'evil');
    fetched(sha256('evil'), { shasum: sha256('evil') });
    writeFileSync(join(downloads, 'never-named'), 'secret');
    const first = await once();
    assert.equal(first.code, 0, first.stderr);
    assert.match(first.stdout, /3 recordings and 1 file sent, 0 not sent\n/);
    assert.deepEqual(await lab.recordings(), [sha256(good), sha256(other)].sort());
    assert.deepEqual(await lab.recordings('s2'), [sha256(good)]);
    const [capture, ...rest] = await lab.captures();
    assert.deepEqual(rest, []);
    assert.deepEqual([capture?.sha256, capture?.names, capture?.count], [sha256('evil'), ['x.sh'], 1]);
    assert.equal(capture?.sessions[0]?.session, 's1');

    // Hostile: links, other folders, what is no file.
    writeFileSync(join(lab.place.folder, 'passwd'), 'root:x:0:0');
    symlinkSync(join(lab.place.folder, 'passwd'), join(downloads, 'link'));
    mkdirSync(join(downloads, 'folder'));
    writeFileSync(join(tty, 'no-recording'), 'hello');
    writeFileSync(join(downloads, 'large'), '');
    truncateSync(join(downloads, 'large'), 17 * 1024 * 1024);
    for (const name of ['../../../passwd', 'link', 'folder', 'large', '..']) fetched(name);
    closed('no-recording');
    // Not there, and not whole.
    const late = Buffer.from('late');
    fetched(sha256('late'), { shasum: sha256('late') });
    writeFileSync(join(downloads, sha256('whole')), 'who');
    fetched(sha256('whole'), { shasum: sha256('whole') });
    const second = await once();
    assert.match(second.stdout, /0 recordings and 0 files sent, 4 not sent; others wait for the next time\n/);
    for (const why of [
      /file link is not sent: it is a link/,
      /file folder is not sent: it is no file/,
      /file large is not sent: it is larger than 16 MiB/,
      /recording no-recording is not sent: it was refused/,
    ])
      assert.match(second.stderr, why);
    assert.equal((await lab.captures()).length, 1);

    writeFileSync(join(downloads, sha256('late')), late);
    writeFileSync(join(downloads, sha256('whole')), 'whole');
    assert.match((await once()).stdout, /0 recordings and 2 files sent, 0 not sent; others wait/);
    // What never comes is given up: `passwd`, outside of the folder.
    let last = '';
    for (let round = 0; round < 10; round++) {
      const { stdout, stderr } = await once();
      last = stderr;
      if (!stdout.includes('others wait')) break;
    }
    assert.match(last, /file passwd is not sent: it is not there/);
    assert.deepEqual(
      (await lab.captures()).map((one) => one.sha256).sort(),
      [sha256('evil'), sha256('late'), sha256('whole')].sort(),
    );
    assert.ok((await lab.captures()).every(({ count }) => count === 1));
  });

  it('goes on after a kill, and each file is counted once', async (t) => {
    const lab = await scene(t);
    const files = [1, 2, 3].map((fill) => Buffer.alloc(1024 * 1024, fill));
    for (const bytes of files) {
      writeFileSync(join(lab.downloads, sha256(bytes)), bytes);
      lab.fetched(sha256(bytes), { shasum: sha256(bytes) });
    }
    const running = lab.place.start(['follow', '--quiet', ...lab.args], lab.env);
    await until(async () => (await lab.captures()).length > 0);
    running.child.kill('SIGKILL');
    await running.ended;
    const { stdout, code } = await lab.once();
    assert.equal(code, 0);
    assert.match(stdout, /^0 records/);
    const kept = await lab.captures();
    assert.deepEqual(kept.map((one) => one.sha256).sort(), files.map(sha256).sort());
    assert.deepEqual(
      kept.map(({ count }) => count),
      [1, 1, 1],
    );
  });

  it('sends beside the events, to the session of the sensor behind a relay', async (t) => {
    const lab = await scene(t, 'tpot');
    const good = tape('# id');
    writeFileSync(join(lab.tty, sha256(good)), good);
    lab.log('cowrie.login.failed', { username: 'root', password: 'x' });
    lab.closed(sha256(good), { shasum: sha256(good) });
    const running = lab.place.start(['follow', ...lab.args], lab.env);
    const nodes = async () =>
      (
        await lab.server.call<{ node_id: string; name: string }[]>('GET', '/nodes', {
          headers: lab.user.headers,
        })
      ).body;
    const sensor = async () => (await nodes()).find(({ name }) => name === 'edge-1')?.node_id ?? '';
    await until(async () => {
      const node = await sensor();
      return node !== '' && (await lab.recordings('s1', node)).length > 0;
    });
    assert.equal((await stop(running)).code, 0);
    assert.deepEqual(await lab.recordings('s1', await sensor()), [sha256(good)]);
  });

  it('is shown by --check, with folders that are not there', async (t) => {
    const lab = await scene(t);
    lab.closed('x');
    rmSync(lab.tty, { recursive: true });
    const { stdout, code } = await lab.place.run(['follow', '--check', ...lab.args], { env: lab.env });
    assert.match(stdout, /warning recordings in .*tty: does not exist/);
    assert.match(stdout, /ok {6}files in .*downloads: 0 names/);
    assert.equal(code, 3);
  });
});

describe('files that wait', () => {
  const file = (name: string) => ({
    ...{ kind: 'file' as const, session: 's', sensor: '', file: name, name: '', sum: '', record: name },
    ...{ atMs: 1, lookedMs: 0, tries: 0 },
  });

  it('come again where they were not done, in their order, also after a cut or damaged line', (t) => {
    const { folder } = createPlace(t);
    const first = openWaitingFiles(folder, 'files');
    assert.equal(first.next(), null);
    first.add([file('a'), file('b')]);
    assert.equal(first.next()?.file, 'a');
    first.done();
    assert.equal(first.next()?.file, 'b');
    const second = openWaitingFiles(folder, 'files');
    assert.equal(second.next()?.file, 'b');
    appendFileSync(join(folder, 'files.0.ndjson'), '{"kind":"file","sess');
    second.add([file('c')]);
    second.done();
    assert.equal(second.next()?.file, 'c');
    second.done();
    assert.equal(second.isEmpty(), true);
    assert.equal(second.next(), null);
    second.add([file('d')]);
    assert.equal(openWaitingFiles(folder, 'files').next()?.file, 'd');
    assert.equal(openWaitingFiles(folder, 'files-later').next(), null);
  });

  it('are bounded: what there is no room for is told, and worked-off lines are dropped', (t) => {
    const { folder } = createPlace(t);
    const waiting = openWaitingFiles(folder, 'files');
    waiting.add(Array.from({ length: 12_000 }, (_, at) => file(`f${at}`)));
    for (let at = 0; at < 11_000; at++) {
      assert.equal(waiting.next()?.file, `f${at}`);
      waiting.done();
    }
    assert.equal(openWaitingFiles(folder, 'files').next()?.file, 'f11000');
    writeFileSync(join(folder, 'full.0.ndjson'), '');
    truncateSync(join(folder, 'full.0.ndjson'), 65 * 1024 * 1024);
    assert.equal(openWaitingFiles(folder, 'full').add([file('x'), file('y')]), 2);
  });
});
