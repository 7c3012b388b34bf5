import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { createPlace, type Place, stop } from '../support/command-line.ts';
import { openSensor, recordOf, type Sensor } from '../support/follow/sensor.ts';
import { runTrial } from '../support/follow/trial.ts';
import { openTestServer } from '../support/server.ts';

interface Setting {
  place: Place;
  sensor: Sensor;
  /** Runs `follow --once` to its end. */
  once(args?: readonly string[]): ReturnType<Place['run']>;
  /** The passwords that are stored, in the order of their storing. */
  stored(): Promise<string[]>;
}

async function open(t: TestContext): Promise<Setting> {
  const server = await openTestServer();
  t.after(() => server.close());
  const place = createPlace(t);
  const user = await server.createUser();
  const node = await server.createNode(user);
  const env = { DECOYVERSE_URL: server.address, DECOYVERSE_NODE_KEY: node.key };
  const sensor = openSensor(join(place.folder, 'cowrie.json'));
  t.after(() => sensor.close());
  return {
    place,
    sensor,
    once: (args = ['cowrie.json']) => place.run(['follow', '--once', '--quiet', ...args], { env }),
    async stored() {
      const items: { payload: string; timestamp: string }[] = [];
      for (let cursor = ''; ; ) {
        const { body } = await server.call<{
          items: { payload: string; timestamp: string }[];
          next_cursor: string | null;
        }>('GET', `/api/events?limit=200${cursor}`, { headers: user.headers });
        items.push(...body.items);
        if (body.next_cursor === null) break;
        cursor = `&cursor=${encodeURIComponent(body.next_cursor)}`;
      }
      return items.map(({ payload }) => payload).reverse();
    },
  };
}

const numbers = (count: number, from = 0): string[] =>
  Array.from({ length: count }, (_, at) => `root:n${from + at}`);

describe('decoyverse follow', () => {
  it('loses, repeats and swaps no line over rotations, kills and outages', async () => {
    const figures = await runTrial({ lines: 10_000, rotations: 9, kills: 4, outages: 2 });
    assert.deepEqual(
      [figures.stored, figures.lost, figures.doubled, figures.disordered],
      [figures.written, 0, 0, 0],
      figures.messages.join('\n'),
    );
    assert.equal(figures.kills, 4);
    assert.equal(figures.outages, 2);
  });

  it('goes on where it stopped, through each sort of rotation while it was not there', async (t) => {
    const { sensor, once, stored } = await open(t);
    sensor.write(10);
    assert.match((await once()).stdout, /^10 records: 10 new/);
    for (const kind of ['rename', 'copy', 'compress'] as const) {
      sensor.write(5);
      sensor.rotate(kind);
      sensor.write(5);
      const { stdout, stderr, code } = await once();
      assert.match(stdout, /^10 records: 10 new, 0 already known/);
      assert.equal(stderr, '');
      assert.equal(code, 0);
    }
    sensor.rotate('copy');
    sensor.write(3);
    sensor.rotate('copy');
    sensor.rotate('compress');
    sensor.write(3);
    assert.match((await once()).stdout, /^6 records: 6 new/);
    assert.match((await once()).stdout, /^0 records/);
    assert.deepEqual(await stored(), numbers(46));
  });

  it('reads a sensor of its own by a mapping, equal lines and those that no event fits included', async (t) => {
    const { place, once, stored } = await open(t);
    const fields = { source_ip: '{peer}', service: 'telnet' };
    const events = [
      { when: { event: 'auth' }, kind: 'login.failed', fields: { username: '{who}', password: '{word}' } },
    ];
    const when = { product: 'door' };
    const skip = [{ event: 'up' }];
    writeFileSync(
      join(place.folder, 'map.json'),
      JSON.stringify({ name: 'door', when, fields, skip, events }),
    );
    const line = (word: string, more: object = {}): string =>
      `${JSON.stringify({ product: 'door', event: 'auth', peer: '203.0.113.9', who: 'root', word, ...more })}\n`;
    const lines = [
      line('a'),
      line('a'),
      line('b', { event: 'up' }),
      line('c', { product: 'window' }),
      line('d'),
    ];
    writeFileSync(join(place.folder, 'door.log'), lines.join(''));
    const args = ['--mapping', 'map.json', 'door.log'];
    const checked = await once(['--check', ...args]);
    assert.match(checked.stdout, /3 events of the mapping, 1 event of messages of the sensor, 1 record that/);
    const { stdout, stderr, code } = await once(args);
    assert.match(stdout, /^5 records: 3 new/);
    assert.match(stderr, /^door\.log:4: record: is not what the mapping is about$/m);
    assert.equal(code, 3);
    // Lines without a time arrive within one millisecond, and such have no order.
    assert.deepEqual((await stored()).sort(), ['root:a', 'root:a', 'root:d']);
    assert.match((await once(args)).stdout, /^0 records/);
    assert.match((await once(['-f', 'cowrie', ...args])).stderr, /--mapping and --format cannot/);
    const wrong = await once(['--mapping', 'door.log', 'door.log']);
    assert.match(wrong.stderr, /the mapping door\.log: it is not JSON/);
  });

  it('never sends half a line, and takes it when it is whole', async (t) => {
    const { sensor, once, stored } = await open(t);
    const line = recordOf(0);
    sensor.writeRaw(line.slice(0, 50));
    const half = await once();
    assert.match(half.stdout, /^0 records/);
    assert.match(half.stderr, /50 bytes of a line that has not ended/);
    sensor.writeRaw(line.slice(50));
    assert.match((await once()).stdout, /^0 records/);
    sensor.writeRaw('\n');
    assert.match((await once()).stdout, /^1 record: 1 new/);
    assert.deepEqual(await stored(), numbers(1));
  });

  it('names bad lines, giant ones and what is not UTF-8, and goes on behind them', async (t) => {
    const { sensor, once, stored } = await open(t);
    sensor.write(1);
    sensor.writeRaw('not json\n');
    sensor.writeRaw(`{"eventid":"cowrie.login.failed","x":"${'a'.repeat(3_000_000)}"}\n`);
    sensor.writeRaw(Buffer.from(recordOf(9).replace('n9', 'caf\xe9'), 'latin1'));
    sensor.writeRaw('\n{"torn":\n');
    sensor.write(1);
    const { stdout, stderr, code } = await once();
    assert.match(stdout, /^6 records: 3 new, .+ 3 bad/);
    assert.match(stderr, /^cowrie\.json:2: is not valid JSON$/m);
    assert.match(stderr, /^cowrie\.json:3: is longer than/m);
    assert.match(stderr, /^cowrie\.json:5: is truncated$/m);
    assert.equal(code, 3);
    assert.deepEqual((await stored()).sort(), ['root:café', 'root:n0', 'root:n1']);
  });

  it('reads a log that was emptied from its beginning, and says when something is gone', async (t) => {
    const { sensor, place, once, stored } = await open(t);
    sensor.write(10);
    await once();
    sensor.rotate('copy');
    rmSync(join(place.folder, 'cowrie.json.1'));
    sensor.write(2);
    const { stdout, stderr } = await once();
    assert.match(stdout, /^2 records: 2 new/);
    assert.match(stderr, /^warning: what was read of .+ is gone/);
    assert.deepEqual(await stored(), numbers(12));
  });

  it('leaves out what was there before when it is told to, and rotated files that nobody named', async (t) => {
    const { sensor, once, stored } = await open(t);
    sensor.write(5);
    sensor.rotate('rename');
    sensor.write(5);
    assert.match((await once(['--new-only', 'cowrie.json'])).stdout, /^0 records/);
    sensor.write(2);
    assert.match((await once(['--new-only', 'cowrie.json'])).stdout, /^2 records/);
    assert.deepEqual(await stored(), numbers(2, 10));
  });

  it('reads rotated files that a pattern names, oldest first, and logs below a folder', async (t) => {
    const { sensor, place, once, stored } = await open(t);
    sensor.write(3);
    sensor.rotate('compress');
    sensor.write(3);
    sensor.rotate('rename');
    sensor.write(3);
    mkdirSync(join(place.folder, 'tpot', 'cowrie', 'log'), { recursive: true });
    const other = openSensor(join(place.folder, 'tpot', 'cowrie', 'log', 'cowrie.json'));
    t.after(() => other.close());
    assert.match((await once(['cowrie.json*'])).stdout, /^9 records: 9 new/);
    other.write(12);
    assert.match((await once(['tpot'])).stdout, /^12 records: 3 new, 9 already known/);
    assert.deepEqual(await stored(), numbers(12));
  });

  it('keeps the position from before a key was refused, and says what is wrong', async (t) => {
    const { sensor, place, once } = await open(t);
    sensor.write(3);
    const refused = await once(['--key', 'nk_wrong', 'cowrie.json']);
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /answered 401/);
    assert.match(refused.stderr, /hint: check --key/);
    const away = await once(['--url', 'http://127.0.0.1:1', 'cowrie.json']);
    assert.equal(away.code, 1);
    assert.match(away.stderr, /cannot be reached/);
    assert.ok(!readdirSync(place.folder).includes('.local'));
    assert.match((await once()).stdout, /^3 records: 3 new/);
  });

  it('ends as it was told also while the server is away, and sends everything later', async (t) => {
    const { sensor, place, once } = await open(t);
    sensor.write(3);
    const env = { DECOYVERSE_URL: 'http://127.0.0.1:1', DECOYVERSE_NODE_KEY: 'nk_any' };
    const running = place.start(['follow', 'cowrie.json'], env);
    await running.saw(/trying until it is back/);
    const { code, stderr } = await stop(running);
    assert.equal(code, 0, stderr);
    assert.doesNotMatch(stderr, /error:|bug/);
    assert.match((await once()).stdout, /^3 records: 3 new/);
  });

  it('says with --check what it would do, and does nothing', async (t) => {
    const { sensor, place, once, stored } = await open(t);
    sensor.write(3);
    const before = await once(['--check', 'cowrie.json', 'later.json']);
    assert.match(before.stdout, /^ok {6}http.+ answers and takes events with this key$/m);
    assert.match(before.stdout, /^ok {6}.*cowrie\.json: .+ to send from its beginning$/m);
    assert.match(before.stdout, /3 events of cowrie at its beginning/);
    assert.match(before.stdout, /later\.json: does not exist yet/);
    assert.equal(before.code, 0);
    assert.ok(!readdirSync(place.folder).includes('.local'));
    assert.deepEqual(await stored(), []);
    await once();
    assert.match((await once(['--check', 'cowrie.json'])).stdout, /read up to byte \d+, 0 B to send/);
    assert.equal((await once(['--check', '--key', 'nk_wrong', 'cowrie.json'])).code, 1);
  });
});
