import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createDecoder } from '../../../src/score/payload/decode.ts';
import { createSegments, pieceKinds } from '../../../src/score/payload/pieces.ts';
import { segment } from '../../../src/score/payload/segments.ts';

function piecesOf(text: string): string[] {
  const segments = createSegments();
  segment(text, toCodes(text), segments);
  return Array.from({ length: segments.count }, (_, at) => text.slice(segments.from[at], segments.to[at]));
}

const toCodes = (text: string): Uint16Array =>
  Uint16Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));

function decoded(text: string, form = false): string {
  const { codes, from, to } = createDecoder(4_096).decode(toCodes(text), 0, text.length, form);
  return String.fromCharCode(...codes.subarray(from, to));
}

describe('an input is cut where a server cuts it', () => {
  it('a request into path, values, headers and the fields of its body', () => {
    const request =
      'POST /a/b?x=1&y=2%203 HTTP/1.1\r\nHost: h\r\nCookie: c=4; d=5\r\nReferer: http://e/f?g=6\r\n\r\ni=7&j=8';
    const pieces = piecesOf(request);
    for (const piece of ['/a/b', '1', '2%203', 'h', '4', '5', '6', '7', '8'])
      assert.ok(pieces.includes(piece), piece);
    assert.ok(!pieces.some((piece) => piece.includes('POST')));
  });

  it('keys that may be payloads are pieces of their own', () => {
    assert.deepEqual(piecesOf('java.lang.Runtime=1'), ['java.lang.Runtime', '1']);
    assert.deepEqual(piecesOf('a__startswith=b'), ['a__startswith', 'b']);
    assert.deepEqual(piecesOf('plain=b'), ['b']);
  });

  it('a form of parts into names and contents', () => {
    const form =
      '--q\r\nContent-Disposition: form-data; name="one"; filename="up.php"\r\n\r\nfirst\r\n--q\r\nContent-Disposition: form-data; name="two"\r\n\r\nsecond\r\n--q--\r\n';
    assert.deepEqual(piecesOf(form), ['one', 'up.php', 'first', 'two', 'second']);
  });

  it('JSON into its strings, and not at all when it is none', () => {
    assert.deepEqual(piecesOf('{"a":"b","c":["d",{"e":"f"}]}'), ['b', 'd', 'f']);
    assert.equal(piecesOf('{"a":"b').length, 1);
  });

  it('a question mark that no pair follows stays in the path', () => {
    assert.deepEqual(piecesOf('/e?c/p?sswd'), ['/e?c/p?sswd']);
    assert.deepEqual(piecesOf('/x?y=z'), ['/x', 'z']);
  });

  it('more pieces than there is room for end in one last piece', () => {
    const many = Array.from({ length: 300 }, (_, at) => `k=${at}`).join('&');
    const segments = createSegments();
    segment(many, toCodes(many), segments);
    assert.equal(segments.count, 96);
    assert.equal(segments.to[95], many.length);
    assert.equal(segments.kind[0], pieceKinds.value);
  });
});

describe('a piece is decoded as its target would', () => {
  for (const [coded, plain] of [
    ['%27%20or%201', "' or 1"],
    ['%2527', "'"],
    ['%u0027', "'"],
    ['%c0%af', '/'],
    ['%c0%qf', '/'],
    ['%bg%qf', '/'],
    ['&#60;&#x73;cript&gt;', '<script>'],
    ['\\u003cscript\\x3e', '<script>'],
    ['ｓｅｌｅｃｔ', 'select'],
    ['ѕеlесt', 'select'],
    ['sel\u200bect', 'select'],
    ['+ADw-', '<'],
    ['0x2e0x2f', './'],
    ['100%', '100%'],
    ['50%off', '50%off'],
    ['привет', 'привет'],
    ['a&b=c', 'a&b=c'],
  ] as const) {
    it(`${coded} is read as ${plain}`, () => {
      assert.equal(decoded(coded), plain);
    });
  }

  it('a plus sign is a space in a form only', () => {
    assert.equal(decoded('a+b', true), 'a b');
    assert.equal(decoded('a+b', false), 'a+b');
  });

  it('every character keeps the place it came from', () => {
    const { origin, to } = createDecoder(64).decode(toCodes('a%2527b'), 0, 7, false);
    assert.deepEqual([...origin.subarray(0, to + 1)], [0, 1, 6, 7]);
  });
});

describe('what is coded several times over', () => {
  for (const [coded, plain] of [
    ['%252e%2525252e', '..'],
    ['%30x2e', '.'],
    ['0%78%32e', '.'],
    ['%5cx27', "'"],
    ['%26lt;', '<'],
    ['%26#x26;#39;', "'"],
    ['%2541%00', 'A'],
    ['%%00%0041', 'A'],
    ['%ef%bc%87', "'"],
    ['\\u0025uff1c', '<'],
    ['100%25', '100%'],
  ] as const)
    it(`is read to its end: ${coded}`, () => assert.equal(decoded(coded), plain));
});
