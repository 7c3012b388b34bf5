import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { gzipSync } from 'node:zlib';
import { findFiles } from '../../../src/cli/import/find-files.ts';

const record = '{"eventid":"cowrie.session.connect","src_ip":"203.0.113.9"}\n';

function createFolder(t: TestContext, files: Record<string, string | Uint8Array>): string {
  const folder = mkdtempSync(join(tmpdir(), 'dv-find-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

describe('the files of an import', () => {
  it('are the logs of a folder, rotated ones first, and what is none is named', (t) => {
    const folder = createFolder(t, {
      'cowrie/log/cowrie.json': record,
      'cowrie/log/cowrie.json.1': record,
      'cowrie/log/cowrie.json.2026-11-23.gz': gzipSync(record),
      'cowrie/downloads/evil.json': record,
      'cowrie/tty/evil.json': record,
      'nginx/log/access.log': record,
      'nginx/log/error.log': 'nothing\nthat is a record\n',
      'host/auth.log': 'Dec  1 00:00:01 h sshd[1]: Failed password for a from 203.0.113.9 port 1 ssh2\n',
      'host/auth.log.2.gz': gzipSync(
        'Dec  1 00:00:01 h sshd[1]: Failed password for a from 203.0.113.9 port 1 ssh2\n',
      ),
      'README.md': record,
    });
    utimesSync(join(folder, 'cowrie/log/cowrie.json.1'), 1000, 1000);
    utimesSync(join(folder, 'cowrie/log/cowrie.json.2026-11-23.gz'), 500, 500);
    symlinkSync('/etc/passwd', join(folder, 'link.json'));
    const { files, notes } = findFiles(['.'], folder);
    assert.deepEqual(files.slice(0, 3), [
      'cowrie/log/cowrie.json.2026-11-23.gz',
      'cowrie/log/cowrie.json.1',
      'cowrie/log/cowrie.json',
    ]);
    assert.deepEqual(files.slice(3).sort(), ['host/auth.log', 'host/auth.log.2.gz', 'nginx/log/access.log']);
    assert.deepEqual(notes, [
      '.: 2 files are no logs: README.md, nginx/log/error.log',
      '.: not looked into: cowrie/downloads, cowrie/tty',
    ]);
  });

  it('are those of a pattern, and a name that is no file stays for the reader to refuse', (t) => {
    const folder = createFolder(t, { 'a.json': record, 'b.json': record, 'c.txt': record });
    assert.deepEqual(findFiles(['*.json', 'a.json', 'gone.json', '-'], folder).files, [
      'a.json',
      'b.json',
      'gone.json',
      '-',
    ]);
    assert.deepEqual(findFiles(['*.log'], folder), { files: [], notes: ['*.log: no file is there'] });
    const empty = createFolder(t, { 'c.txt': record });
    assert.deepEqual(findFiles([empty], empty).notes, [
      `${empty}: no log is there`,
      `${empty}: 1 file is no log: ${join(empty, 'c.txt')}`,
    ]);
  });
});
