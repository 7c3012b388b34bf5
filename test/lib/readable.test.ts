import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { readable } from '../../src/lib/readable.ts';

const cases: readonly [why: string, sent: string, shown: string][] = [
  ['a line end of Telnet', 'root:admin\r', 'root:admin'],
  ['a line end and its NUL', 'enable\r\n\0', 'enable'],
  ['NULs that fill a field', 'GET / HTTP/1.0\0\0\0', 'GET / HTTP/1.0'],
  ['line ends within', 'GET / HTTP/1.1\r\nHost: a\r\n\r\n', 'GET / HTTP/1.1\nHost: a'],
  ["Python's print of bytes", String.raw`b'SSH-2.0-Go\r\n'`, 'SSH-2.0-Go'],
  ['the same in double quotes', `b"it's"`, "it's"],
  ['a user and a password printed', `b'root':b'p:w'`, 'root:p:w'],
  ['a user ended by Telnet', 'root\r\0:admin', 'root:admin'],
  ['a printed password behind a plain user', `root:b'p:w'`, 'root:p:w'],
  ['bytes of UTF-8 printed', String.raw`b'caf\xc3\xa9'`, 'café'],
  ['bytes of no UTF-8 printed', String.raw`b'caf\xe9'`, 'café'],
  ['UTF-8 taken for Latin-1', 'pÃ¤sswÃ¶rt', 'pässwört'],
  ['UTF-8 of four bytes taken for Latin-1', 'ð\x9f\x98\x80', '😀'],
  ['UTF-16 taken for bytes', 'a\0d\0m\0i\0n\0', 'admin'],
];
const untouched: readonly [why: string, text: string][] = [
  ['a plain text', 'cat /etc/passwd'],
  ['Latin-1 that is no UTF-8', 'café'],
  ['text beyond Latin-1', 'pÃ¤ss €'],
  ['NULs within', 'a\0\0b'],
  ['a print that is no password', `print(b'x'):b'y' or`],
  ["Python's print within a command", `python3 -c "print(b'x')"`],
  ['a print that does not end', "b'abc"],
  ['a print and more', "b'a' or b'b'"],
  ['NULs alone', '\0\0'],
  ['a line end alone', '\r'],
  ['nothing', ''],
];

describe('a text for people', () => {
  for (const [why, sent, shown] of cases)
    it(`is without ${why}`, () => {
      assert.equal(readable(sent), shown);
    });

  for (const [why, text] of untouched)
    it(`keeps ${why}`, () => {
      assert.equal(readable(text), text);
    });

  it('is never longer, never empty where something was sent, and soon there for long hostile ones', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const shown = readable(text);
        assert.ok(shown.length <= text.length);
        assert.equal(shown === '', text === '');
      }),
    );
    // Whoever took the square of these would not end.
    for (const piece of ["b'\\", '\r', '\0', 'a\0', 'Ã', "b'", 'a\r:']) {
      readable(piece.repeat(9_000));
      readable(`${piece.repeat(400_000)}x`);
    }
  });
});
