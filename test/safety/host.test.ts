/** What stands on the machine: other users, other web pages, and files from before. */
import assert from 'node:assert/strict';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { isLoopbackName } from '../../src/api/http/loopback.ts';
import { ensureDataDir } from '../../src/cli/installation.ts';
import { readConfig } from '../../src/config.ts';
import { openSqliteStore } from '../../src/store/sqlite/open.ts';
import { openTestServer } from '../support/server.ts';

function folderOf(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'decoyverse-host-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);

describe('demo mode', () => {
  it('answers to names of this machine only, so that no web page reaches it by a name of its own', async (t) => {
    const server = await openTestServer({ env: { AUTH_ENABLED: 'False' } });
    t.after(() => server.close());
    const { port } = new URL(server.address);
    const ask = (host: string): Promise<number | undefined> =>
      new Promise((resolve, reject) => {
        request({ host: '127.0.0.1', port, path: '/nodes', headers: { host } }, (answer) => {
          answer.resume();
          resolve(answer.statusCode);
        })
          .on('error', reject)
          .end();
      });
    for (const host of [`localhost:${port}`, '127.0.0.1', `[::1]:${port}`, 'a.localhost'])
      assert.equal(await ask(host), 200, host);
    for (const host of ['evil.example', `rebound.example:${port}`, '10.0.0.5:8001', 'localhost.evil.example'])
      assert.equal(await ask(host), 403, host);
    for (const host of ['', 'localhost:', '127.0.0.1.evil.example', '[::1', '::ffff:8.8.8.8', '0x7f.1'])
      assert.equal(isLoopbackName(host), false, host);
  });
});

describe('a .env file', () => {
  it('of another user, or that everybody can change, is refused', (t) => {
    const folder = folderOf(t);
    const file = join(folder, '.env');
    writeFileSync(file, 'PORT=9000\nAUTH_ENABLED=False\n', { mode: 0o600 });
    assert.equal(readConfig({}, { folder }).port, 9000);
    chmodSync(file, 0o666);
    assert.throws(() => readConfig({}, { folder }), /\.env can be changed by everybody/);
    chmodSync(file, 0o600);
    if (process.getuid?.() !== 0) return t.diagnostic('only root can give a file away');
    chownSync(file, 12_345, 12_345);
    assert.throws(() => readConfig({}, { folder }), /\.env belongs to another user/);
  });
});

describe('the data folder and its files', () => {
  it('are private, whatever their mode was', async (t) => {
    const folder = join(folderOf(t), 'data');
    mkdirSync(folder, { mode: 0o755 });
    const file = join(folder, 'decoyverse.db');
    for (const name of [file, `${file}.lock`]) writeFileSync(name, '');
    for (const name of [folder, file, `${file}.lock`]) chmodSync(name, 0o777);
    ensureDataDir(folder);
    const store = await openSqliteStore({ file });
    const modes = [folder, file, `${file}.lock`, `${file}.pid`, `${file}-wal`].map(modeOf);
    await store.close();
    assert.deepEqual(modes, ['700', '600', '600', '600', '600']);
  });

  it('are left as they are where the folder is not ours alone', (t) => {
    const folder = join(folderOf(t), 'shared');
    mkdirSync(folder);
    writeFileSync(join(folder, 'of-others'), '');
    chmodSync(folder, 0o755);
    ensureDataDir(folder);
    assert.equal(modeOf(folder), '755');
  });
});
