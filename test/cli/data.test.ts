import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it } from 'node:test';
import { createPlace, nativeLines, type Place, startUp, stop } from '../support/command-line.ts';

interface Finding {
  name: string;
  state: 'ok' | 'warn' | 'fail';
  detail: string;
  advice: string | null;
}

async function examine(place: Place, env: Record<string, string> = {}) {
  const { code, stdout } = await place.run(['doctor', '--json'], { env });
  const { healthy, findings } = JSON.parse(stdout) as { healthy: boolean; findings: Finding[] };
  assert.equal(code, healthy ? 0 : 1);
  return { healthy, states: Object.fromEntries(findings.map(({ name, state }) => [name, state])), findings };
}

async function filled(place: Place, events = 20): Promise<void> {
  const { code, stderr } = await place.run(['import', '-f', 'native', '-'], { input: nativeLines(events) });
  assert.equal(code, 0, stderr);
}

describe('decoyverse doctor', () => {
  it('finds nothing wrong before, during and after the first start, and changes nothing', async (t) => {
    const place = createPlace(t);
    assert.ok((await examine(place)).healthy);
    assert.ok(!existsSync(place.dataDir));
    const up = await startUp(place);
    const during = await examine(place, { PORT: new URL(up.address).port });
    assert.ok(during.healthy, JSON.stringify(during.findings));
    assert.match(
      during.findings.find(({ name }) => name === 'port')?.detail ?? '',
      /in use by DecoyVerse itself/,
    );
    await stop(up);
    const after = await examine(place);
    assert.ok(after.healthy);
    assert.deepEqual(new Set(Object.values(after.states)), new Set(['ok']));
  });

  it('finds a damaged database', async (t) => {
    const place = createPlace(t);
    await filled(place);
    const file = join(place.dataDir, 'decoyverse.db');
    const bytes = readFileSync(file);
    bytes.fill(0x5a, 4096, bytes.length);
    writeFileSync(file, bytes);
    const { healthy, states, findings } = await examine(place);
    assert.ok(!healthy);
    assert.equal(states.integrity, 'fail');
    assert.match(findings.find(({ name }) => name === 'integrity')?.advice ?? '', /restore/);
    for (const command of [['up'], ['user', 'list']]) {
      const { code, stderr } = await place.run(command);
      assert.equal(code, 1);
      assert.match(stderr, /^error: The database file is damaged.*\nhint: .*doctor/);
      assert.doesNotMatch(stderr, /bug|\.ts:/);
    }
  });

  it('finds what is open to others, and a weak or unreadable secret', async (t) => {
    const place = createPlace(t);
    mkdirSync(place.dataDir, { mode: 0o755 });
    const secret = join(place.dataDir, 'jwt-secret');
    writeFileSync(secret, `${'ab'.repeat(20)}\n`, { mode: 0o600 });
    assert.deepEqual((({ states }) => [states['data folder'], states.secret])(await examine(place)), [
      'warn',
      'warn',
    ]);
    chmodSync(secret, 0o644);
    assert.equal((await examine(place)).states.secret, 'fail');
    writeFileSync(secret, 'short\n');
    assert.equal((await examine(place)).states.secret, 'fail');
    assert.equal((await examine(place, { JWT_SECRET_KEY: 'ab'.repeat(20) })).states.secret, 'warn');
  });

  it('finds a port that another program has, and names all wrong settings without their values', async (t) => {
    const place = createPlace(t);
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    t.after(() => taken.close());
    const { port } = taken.address() as { port: number };
    assert.equal((await examine(place, { PORT: String(port) })).states.port, 'fail');
    const { healthy, findings } = await examine(place, { PORT: 'hush', LOG_LEVEL: 'hush' });
    assert.ok(!healthy);
    assert.equal(findings.filter(({ name }) => name === 'configuration').length, 2);
    assert.doesNotMatch(JSON.stringify(findings), /hush/);
  });

  it('finds a data folder that is a file', async (t) => {
    const place = createPlace(t);
    writeFileSync(place.dataDir, '');
    assert.equal((await examine(place)).states['data folder'], 'fail');
    const { code, stderr } = await place.run(['import', '-f', 'native', '-']);
    assert.equal(code, 1);
    assert.match(stderr, /^error: cannot create the data folder .* \(EEXIST\)\nhint: /);
  });
});

describe('decoyverse backup and restore', () => {
  it('copy a store while a server writes to it, and put it back whole', async (t) => {
    const place = createPlace(t);
    await filled(place, 20);
    const up = await startUp(place);
    const saved = await place.run(['backup', 'b.db']);
    assert.equal(saved.code, 0, saved.stderr);
    assert.equal(statSync(join(place.folder, 'b.db')).mode & 0o777, 0o600);
    const busy = await place.run(['restore', '--yes', 'b.db']);
    assert.equal(busy.code, 1);
    assert.match(busy.stderr, /^error: The database .* is in use by process \d+.*\nhint: .*stop it first\n$/);
    await filled(place, 40);
    await stop(up);

    const asked = await place.run(['restore', 'b.db']);
    assert.equal(asked.code, 2);
    assert.match(asked.stderr, /hint: .*--yes/);
    const restored = await place.run(['restore', '--yes', '--json', 'b.db']);
    assert.equal(restored.code, 0, restored.stderr);
    const { kept } = JSON.parse(restored.stdout) as { kept: string };
    assert.ok(existsSync(kept));
    const again = await place.run(['import', '-f', 'native', '--json', '-'], { input: nativeLines(40) });
    const { accepted, duplicate } = JSON.parse(again.stdout) as { accepted: number; duplicate: number };
    assert.deepEqual([accepted, duplicate], [20, 20], 'the backup held the first 20');
  });

  it('bring a store to a folder where there was none', async (t) => {
    const from = createPlace(t);
    await filled(from, 5);
    const file = join(from.folder, 'b.db');
    assert.equal((await from.run(['backup', file])).code, 0);
    const to = createPlace(t);
    assert.equal((await to.run(['restore', file])).code, 0);
    const { stdout } = await to.run(['user', 'list', '--json']);
    assert.equal((JSON.parse(stdout) as unknown[]).length, 1);
  });

  it('refuse what is no backup, and leave everything as it was', async (t) => {
    const place = createPlace(t);
    await filled(place, 5);
    const before = readdirSync(place.dataDir);
    writeFileSync(
      join(place.folder, 'text.db'),
      'not a database at all, just text that is long enough to be one'.repeat(100),
    );
    writeFileSync(join(place.folder, 'empty.db'), '');
    assert.equal((await place.run(['backup', 'newer.db'])).code, 0);
    const newer = new DatabaseSync(join(place.folder, 'newer.db'));
    newer.exec('PRAGMA user_version = 9999');
    newer.close();
    for (const file of ['text.db', 'empty.db', 'gone.db', 'newer.db']) {
      const { code, stderr } = await place.run(['restore', '--yes', file]);
      assert.equal(code, 1, file);
      assert.match(stderr, /^error: /);
    }
    assert.deepEqual(readdirSync(place.dataDir), before);
    const again = await place.run(['import', '-f', 'native', '--json', '-'], { input: nativeLines(5) });
    assert.equal((JSON.parse(again.stdout) as { duplicate: number }).duplicate, 5);
  });

  it('replace no file unless told to, and say where nothing is', async (t) => {
    const place = createPlace(t);
    assert.equal((await place.run(['backup', 'b.db'])).code, 1);
    await filled(place, 5);
    writeFileSync(join(place.folder, 'b.db'), 'mine');
    const { code, stderr } = await place.run(['backup', 'b.db']);
    assert.equal(code, 1);
    assert.match(stderr, /hint: use --force/);
    assert.equal(readFileSync(join(place.folder, 'b.db'), 'utf8'), 'mine');
    assert.equal((await place.run(['backup', '--force', 'b.db'])).code, 0);
    assert.deepEqual(
      readdirSync(place.folder).filter((name) => name.startsWith('b.db')),
      ['b.db'],
    );
  });
});

describe('decoyverse user', () => {
  it('gives an owner who forgot it a new password, running server or not, and ends the old sessions', async (t) => {
    const place = createPlace(t);
    const added = await place.run(['user', 'add', '--json', 'ada@example.org']);
    const { password: first } = JSON.parse(added.stdout) as { password: string };
    const up = await startUp(place);
    const signIn = async (password: string): Promise<{ status: number; token: string }> => {
      const answer = await fetch(`${up.address}/auth/login`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email: 'ada@example.org', password }),
      });
      const { access_token = '' } = (await answer.json()) as { access_token?: string };
      return { status: answer.status, token: access_token };
    };
    const { status, token } = await signIn(first);
    assert.equal(status, 200);
    const reset = await place.run(['user', 'reset-password', 'Ada@example.org']);
    assert.equal(reset.code, 0, reset.stderr);
    const second = /password {2}(\S+)/.exec(reset.stdout)?.[1] ?? '';
    assert.equal((await signIn(first)).status, 401);
    assert.equal((await signIn(second)).status, 200);
    const old = await fetch(`${up.address}/nodes`, { headers: { authorization: `Bearer ${token}` } });
    assert.equal(old.status, 401);
    await stop(up);
    assert.equal((await place.run(['user', 'reset-password', 'ada@example.org'])).code, 0);
  });

  it('makes no database by looking, and says that there is none', async (t) => {
    const place = createPlace(t);
    for (const args of [
      ['user', 'list'],
      ['user', 'reset-password', 'ada@example.org'],
    ]) {
      const { code, stderr } = await place.run(args);
      assert.equal(code, 1);
      assert.match(stderr, /^error: there are no accounts yet: no database in .+\nhint: .*DATA_DIR/);
    }
    assert.ok(!existsSync(place.dataDir));
  });

  it('says no to an address that is none, is taken or is unknown', async (t) => {
    const place = createPlace(t);
    assert.equal((await place.run(['user', 'add', 'nobody'])).code, 2);
    assert.equal((await place.run(['user', 'add', 'ada@example.org'])).code, 0);
    assert.equal((await place.run(['user', 'add', 'ADA@example.org'])).code, 1);
    const unknown = await place.run(['user', 'reset-password', 'eve@example.org']);
    assert.equal(unknown.code, 1);
    assert.match(
      unknown.stderr,
      /^error: no account found for eve@example\.org\nhint: decoyverse user list\n$/,
    );
  });
});
