import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseCast } from '../../console/pages/sessions/cast.ts';
import { createTerminal } from '../../console/pages/sessions/terminal.ts';
import { countUntil, toPlayTimes } from '../../console/parts/replay-clock.ts';
import { hostilePayloads } from '../support/console/events.ts';

const show = (text: string, size = { width: 20, height: 4 }): string[] => {
  const terminal = createTerminal(size);
  terminal.write(text);
  return terminal.lines().map(({ runs }) => runs.map((run) => run.text).join(''));
};

describe('the terminal of a replay', () => {
  it('writes, wraps, scrolls and keeps what left the screen', () => {
    assert.deepEqual(show('$ id\r\nuid=0(root)\n$ '), ['$ id', 'uid=0(root)', '$']);
    assert.deepEqual(show('a'.repeat(25)), ['a'.repeat(20), 'aaaaa']);
    assert.deepEqual(show('1\n2\n3\n4\n5\n6'), ['1', '2', '3', '4', '5', '6']);
    assert.deepEqual(show('abc\b\b\x1b[KX\r\x1b[2CY'), ['aXY']);
    assert.deepEqual(show('a\tb'), ['a       b']);
  });

  it('moves, erases and shifts as a terminal does', () => {
    assert.deepEqual(show('one\ntwo\x1b[1;1HONE\x1b[2;4H!'), ['ONE', 'two!']);
    assert.deepEqual(show('hello\x1b[3D\x1b[1P'), ['helo']);
    assert.deepEqual(show('helo\x1b[2D\x1b[@l'), ['hello']);
    assert.deepEqual(show('hello\x1b[3D\x1b[2X'), ['he  o']);
    assert.deepEqual(show('1\n2\n3\x1b[2;1H\x1b[M'), ['1', '3']);
    assert.deepEqual(show('1\n2\n3\x1b[2;1H\x1b[L'), ['1', '', '2', '3']);
    assert.deepEqual(show('ab\x1b7cd\x1b8X'), ['abXd']);
    assert.deepEqual(show('\x1b[2;3r1\n2\n3\n4\n5'), ['1', '4', '5']);
  });

  it('keeps what a visitor wiped away above what came after', () => {
    assert.deepEqual(show('wget http://x/\n\x1b[H\x1b[2J$ '), ['wget http://x/', '$']);
    assert.deepEqual(show('secret\x1b[H\x1b[J$ '), ['secret', '$']);
    assert.deepEqual(show('secret\x1bc$ '), ['secret', '$']);
    // A program on the other screen leaves none of it behind.
    assert.deepEqual(show('$ vi\n\x1b[?1049h~\n~\x1b[2Jtext\x1b[?1049l$ '), ['$ vi', '$']);
  });

  it('shows text in no colour, so that none of it hides, and its looks', () => {
    const terminal = createTerminal({ width: 40, height: 2 });
    terminal.write('\x1b[30;40mhidden\x1b[8m too\x1b[0;1;38;5;4mbold\x1b[0;4mline\x1b[24;7minverse');
    assert.deepEqual(
      terminal.lines()[0]?.runs.map(({ text, look }) => [text, ...Object.values(look)]),
      [
        ['hidden too', false, false, false],
        ['bold', true, false, false],
        ['line', false, true, false],
        ['inverse', false, false, true],
      ],
    );
  });

  it('obeys no order but those for text, and goes on where a write was cut', () => {
    assert.deepEqual(show('a\x1b]0;title\x07b\x1b]52;c;ZXZpbA==\x1b\\c\x1bPq#0\x1b\\d\x1b_x\x1b\\e'), [
      'abcde',
    ]);
    assert.deepEqual(show('a\x1b(Bb\x1b[>0;276;0cc\x1b[6nd\x1b[?25le'), ['abcde']);
    const terminal = createTerminal({ width: 20, height: 4 });
    for (const piece of ['ab\x1b', '[', '1', 'D', 'X\x1b]0;ti', 'tle\x07Y']) terminal.write(piece);
    assert.equal(terminal.lines()[0]?.runs[0]?.text, 'aXY');
  });

  it('takes whatever comes, and stays within its bounds', () => {
    const orders = 'ABCDEFGHJKLMPSTX@`abdefghlmnrsu'.split('');
    const numbers = [
      '',
      '0',
      '1',
      '9999999999999',
      '-1',
      '1;1',
      ';;;',
      '5;2',
      '0;0',
      '99;99',
      '?1049',
      '?47',
      '>1',
    ];
    const all = orders.flatMap((final) => numbers.map((number) => `\x1b[${number}${final}x\u0301`));
    for (const size of [
      { width: 80, height: 24 },
      { width: 1, height: 1 },
      { width: Number.NaN, height: 1e9 },
      { width: -5, height: 0 },
    ]) {
      const terminal = createTerminal(size);
      for (const text of [...hostilePayloads, ...all, '\x1b['.repeat(1000), `\x1b[${'1;'.repeat(1e5)}m`])
        terminal.write(text);
      for (const { runs } of terminal.lines())
        assert.ok(runs.reduce((sum, { text }) => sum + [...text.normalize('NFC')].length, 0) <= 500 * 9);
    }
    const long = createTerminal({ width: 80, height: 24 });
    long.write('line\n'.repeat(10_000));
    assert.equal(long.isCut(), true);
    assert.ok(long.lines().length <= 2024);
    // Marks without an end on one letter.
    const marked = createTerminal({ width: 10, height: 2 });
    marked.write(`Z${'\u0301'.repeat(1000)}`);
    assert.ok((marked.lines().at(-1)?.runs[0]?.text.length ?? 0) <= 10 * 9);
  });
});

describe('a recording', () => {
  it('is read on the clock of the day, each of several from its own beginning', () => {
    const text = [
      '{"version":2,"width":100,"height":30,"timestamp":1000}',
      '[0,"m","recording 1"]',
      '[0.5,"o","$ "]',
      '[1,"i","id\\r"]',
      '[3,"m","recording 2"]',
      '[3.25,"o","# "]',
    ].join('\n');
    const cast = parseCast(text, [1_000_250, 9_000_000]);
    assert.deepEqual([cast.width, cast.height, cast.unreadable], [100, 30, 0]);
    assert.deepEqual(
      cast.frames.map(({ atMs, kind, text: said }) => [atMs, kind, said]),
      [
        [1_000_750, 'o', '$ '],
        [1_001_250, 'i', 'id\r'],
        [9_000_250, 'o', '# '],
      ],
    );
  });

  it('counts the lines that are none', () => {
    const cast = parseCast(
      '[]\nnot json\n[1]\n[-1,"o","x"]\n[1,"o",2]\n{"a":1}\n[1e400,"o","x"]\n[1,"o","ok"]',
      [5],
    );
    assert.deepEqual([cast.frames.length, cast.unreadable, cast.width], [1, 6, 80]);
    assert.equal(parseCast('', []).unreadable, 1);
    assert.equal(parseCast('null\n', []).frames.length, 0);
  });
});

describe('the clock of a replay', () => {
  it('cuts pauses, and never runs back', () => {
    assert.deepEqual(toPlayTimes([]), []);
    assert.deepEqual(toPlayTimes([1000, 1500, 3_601_500, 3_601_400]), [0, 500, 3_600_500, 3_600_500]);
    assert.deepEqual(toPlayTimes([1000, 1500, 3_601_500], 2000), [0, 500, 2500]);
  });
  it('says how many moments have come', () => {
    const times = [0, 10, 10, 20];
    assert.deepEqual(
      [-1, 0, 9, 10, 19, 20, 99].map((at) => countUntil(times, at)),
      [0, 1, 1, 3, 3, 4, 4],
    );
  });
});
