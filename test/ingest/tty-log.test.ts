import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parseRecording, toAsciicast } from '../../src/ingest/tty-log.ts';
import { sharedFile } from '../support/shared-data.ts';
import { ttyDirections, ttyLog, ttyOps, ttyRecord } from '../support/tty-log.ts';

const startMs = Date.parse('2026-11-24T08:05:36.500Z');
const linesOf = (cast: string): unknown[] =>
  cast
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);

describe('a recording of a terminal', () => {
  it('is played as asciicast v2, with what was typed, when, and characters that were cut in two', () => {
    const euro = Buffer.from('€');
    const recording = parseRecording(
      ttyLog(startMs, [
        [0, '# '],
        [250, '>ls\r'],
        [1500, euro.subarray(0, 1)],
        [1750, euro.subarray(1)],
      ]),
    );
    assert.equal(recording.format, 'cowrie');
    assert.equal(recording.durationMs, 1750);
    assert.deepEqual(linesOf(toAsciicast([recording], 'c04f')), [
      {
        version: 2,
        width: 80,
        height: 24,
        timestamp: Math.floor(startMs / 1000),
        idle_time_limit: 3,
        title: 'c04f',
      },
      [0, 'o', '# '],
      [0.25, 'i', 'ls\r'],
      [1.75, 'o', '€'],
    ]);
  });

  it('of a session with several begins each with a marker, in their order', () => {
    const later = parseRecording(ttyLog(startMs + 60_000, [[500, 'b']]));
    const first = parseRecording(ttyLog(startMs, [[1000, 'a']]));
    assert.deepEqual(linesOf(toAsciicast([later, first], 's')).slice(1), [
      [0, 'm', 'recording 1'],
      [1, 'o', 'a'],
      [2, 'm', 'recording 2'],
      [2.5, 'o', 'b'],
    ]);
  });

  it('is taken as asciicast v2 too, and its times only grow', () => {
    const cast =
      '{"version":2,"width":120,"height":50,"timestamp":1795507536}\n[1,"o","x"]\n[0.5,"i","y"]\n[2,"r","80x24"]\n';
    const recording = parseRecording(Buffer.from(cast));
    assert.equal(recording.width, 120);
    assert.deepEqual(
      recording.frames.map(({ kind, text, atMs }) => [kind, text, atMs - recording.startedMs]),
      [
        ['o', 'x', 1000],
        ['i', 'y', 1000],
      ],
    );
    const back = Buffer.concat([
      ttyRecord(ttyOps.open, startMs),
      ttyRecord(ttyOps.write, startMs - 5000, ttyDirections.out, 'clock'),
    ]);
    assert.equal(parseRecording(back).durationMs, 0);
  });

  it('that was cut off is played as far as it goes, and bytes that are none are refused', () => {
    const whole = ttyLog(startMs, [
      [0, 'one'],
      [10, 'two'],
    ]);
    for (let length = 24; length < whole.length; length++)
      assert.doesNotThrow(() => parseRecording(whole.subarray(0, length)));
    const wrong = [
      'MZ\x90\x00 nothing of this is a recording',
      '{"version":1}\n',
      '{"version":2}\nnot json\n',
      '{"version":2}\n[-1,"o","x"]\n',
      '{"version":2}\n[1,"o",7]\n',
      'short',
      Buffer.alloc(100, 0xff),
      Buffer.alloc(100),
    ];
    for (const bytes of wrong)
      assert.throws(() => parseRecording(Buffer.from(bytes as string)), { code: 'bad_request' });
    // A length that reaches far behind the end.
    const far = ttyRecord(ttyOps.write, startMs, ttyDirections.out, 'abc');
    far.writeInt32LE(0x7fffffff, 8);
    assert.deepEqual(
      parseRecording(far).frames.map(({ text }) => text),
      ['abc'],
    );
  });
});

const folder = sharedFile('real_sensors', 'cowrie', 'tty');
it('recordings of a real Cowrie are all read', {
  skip: folder === null && 'real_sensors is not on this machine',
}, () => {
  const names = readdirSync(folder ?? '');
  assert.ok(names.length > 5);
  for (const name of names) {
    const recording = parseRecording(readFileSync(join(folder ?? '', name)));
    assert.ok(recording.frames.length > 0, name);
    assert.ok(recording.durationMs < 3_600_000, name);
  }
});
