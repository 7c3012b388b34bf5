import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { describe, it } from 'node:test';
import { nodeNameOf } from '../../../src/cli/import/import-node.ts';
import { createProgress, progressText } from '../../../src/cli/import/progress.ts';

describe('the progress of an import', () => {
  it('tells records, rate and time left', () => {
    const half = { records: 5000, readBytes: 50, sizeBytes: 100 };
    assert.equal(progressText(half, 10), '5,000 records | 500/s | 10 s left');
    assert.equal(progressText({ ...half, sizeBytes: null }, 10), '5,000 records | 500/s');
    assert.equal(progressText({ records: 0, readBytes: 0, sizeBytes: 100 }, 0), '0 records | 0/s');
  });

  const source = {
    name: 'a\u001b[2J.json',
    sizeBytes: 1000,
    writtenAt: null,
    readBytes: () => 500,
    chunks: new PassThrough(),
  };
  const shown = (isTTY: boolean, quiet: boolean): { screen: string; said: string[] } => {
    const said: string[] = [];
    const stderr = Object.assign(new PassThrough(), { isTTY });
    let nowMs = 0;
    const progress = createProgress({ stderr, say: (line) => said.push(line) }, source, {
      quiet,
      clock: () => nowMs,
    });
    for (let n = 1; n <= 100; n++) {
      nowMs += 200;
      progress.update(n * 100);
    }
    progress.log('a line');
    progress.stop();
    return { screen: String(stderr.read() ?? ''), said };
  };

  it('is a bar on a terminal, without an attacker’s bytes', () => {
    const { screen } = shown(true, false);
    assert.match(screen, /a\\x1b\[2J\.json █+░+ +50% \| 10,000 records \| 500\/s \| 20 s left/);
    assert.ok(!screen.includes('\u001b[2J.json'));
  });

  it('is a plain line now and then elsewhere, and nothing where it is not wanted', () => {
    const { screen, said } = shown(false, false);
    assert.equal(screen, '');
    assert.equal(said.length, 5);
    assert.match(said[0] ?? '', /500 B of 1\.0 kB \| 2,500 records \| 500\/s \| 5 s left$/);
    assert.deepEqual(shown(false, true).said, ['a line']);
  });
});

describe('the node of a log', () => {
  it('is named after the file, without what log rotation adds', () => {
    const names = {
      '/var/log/cowrie.json': 'cowrie.json',
      'cowrie.json.1': 'cowrie.json',
      'cowrie.json.12.gz': 'cowrie.json',
      'cowrie.json.2026-11-24': 'cowrie.json',
      'cowrie.json.20261124.gz': 'cowrie.json',
      'kareiva_2018-05-10_21.json': 'kareiva_2018-05-10_21.json',
      '-': 'stdin',
      '.gz': 'stdin',
    };
    for (const [file, name] of Object.entries(names)) assert.equal(nodeNameOf(file), name, file);
    assert.equal(nodeNameOf('x'.repeat(300)).length, 100);
  });
});
