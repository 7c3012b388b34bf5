/** What real writers write where JSON is expected. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseRecord } from '../../src/ingest/framing/json-record.ts';
import { mendings, mendJson } from '../../src/ingest/framing/nearly-json.ts';
import { entriesOf, inputOf, read } from '../support/framing.ts';

const { bytes, escapes, controls, numbers, commas, moreCommas, words, digits, keys, empty } = mendings;

describe('nearly JSON', () => {
  it('of nginx gives the events with the attacks too', async () => {
    const got = await read('native', inputOf('x-escapes.ndjson'));
    assert.deepEqual(got, [
      '1: GET /index.html HTTP/1.1',
      '2: GET /?q="><script>alert(1)</script> HTTP/1.1',
      `3: GET /?id=1' UNION SELECT \\"a\\" HTTP/1.1`,
      '4: GET /café HTTP/1.1',
    ]);
    const entries = await entriesOf('native', inputOf('x-escapes.ndjson'));
    assert.deepEqual(
      entries.map((entry) => entry.status === 'draft' && entry.draft.extra?.mended),
      [undefined, [bytes], [bytes], [bytes]],
    );
  });

  it('with numbers that are none gives the events, the numbers as null', async () => {
    const entries = await entriesOf('cowrie', inputOf('nan.ndjson'));
    assert.deepEqual(
      entries.map((entry) => entry.status === 'draft' && [entry.draft.kind, entry.draft.extra?.mended]),
      [
        ['connection.closed', [numbers]],
        ['login.failed', [numbers]],
        ['login.failed', undefined],
      ],
    );
    assert.ok(entries[0]?.status === 'draft' && entries[0].draft.extra?.duration === null);
    assert.ok(entries[2]?.status === 'draft' && entries[2].draft.payload === 'a:-Infinity');
  });

  const forms: [string, string, unknown, string[]][] = [
    ['a quote as nginx writes it', '{"a":"x\\x22y"}', 'x"y', [bytes]],
    ['a backslash', '{"a":"\\x5Cn"}', '\\n', [bytes]],
    ['bytes that are UTF-8', '{"a":"\\xF0\\x9F\\x98\\x80"}', '😀', [bytes]],
    ['bytes that are not', '{"a":"\\xff\\xfe"}', 'ÿþ', [bytes]],
    ['a NUL', '{"a":"x\\x00y"}', 'x\0y', [bytes]],
    ['a raw tab', '{"a":"x\ty"}', 'x\ty', [controls]],
    ['a raw escape', '{"a":"\u001b[31m"}', '\u001b[31m', [controls]],
    ['a raw NUL', '{"a":"x\0y"}', 'x\0y', [controls]],
    ["Python's quote", '{"a":"it\\\'s"}', "it's", [escapes]],
    ['a path of Windows', '{"a":"C:\\Windows\\System32"}', 'C:\\Windows\\System32', [escapes]],
    ['half an escape', '{"a":"\\u12"}', '\\u12', [escapes]],
    ['NaN', '{"a":NaN}', null, [numbers]],
    ['-Infinity', '{"a":-Infinity}', null, [numbers]],
    ['Infinity in a list', '{"a":[1,Infinity,2]}', [1, null, 2], [numbers]],
    ['nan in lower case', '{"a":nan}', null, [numbers]],
    ['words of Python', '{"a":[None,True,False]}', [null, true, false], [words]],
    ['undefined', '{"a":undefined}', null, [words]],
    ['a plus', '{"a":+4001}', 4001, [digits]],
    ['zeros in front', '{"a":[04001,-007]}', [4001, -7], [digits]],
    ['a dot at the end', '{"a":4001.}', 4001, [digits]],
    ['a name without quotes', '{a:1}', 1, [keys]],
    ['nothing where a value should be', '{"b":1,"a":}', null, [empty]],
    ['two commas', '{"b":1,,"a":2}', 2, [moreCommas]],
    ['numbers of JSON beside it', '{"a":[1e21,-0.5,0,10E-3,None]}', [1e21, -0.5, 0, 10e-3, null], [words]],
    ['a comma before the end', '{"a":[1,2, ],}', [1, 2], [commas]],
    [
      'all of it',
      '{"a":"\\x41\u0001\\q","b":NaN,}',
      'A\u0001\\q',
      [bytes, controls, escapes, numbers, commas],
    ],
  ];
  for (const [name, text, value, mended] of forms)
    it(`is read and marked: ${name}`, () => {
      const parsed = parseRecord(text);
      assert.equal(parsed.problem, null);
      assert.deepEqual((parsed.record as { a: unknown }).a, value);
      assert.deepEqual([...parsed.mended], mended);
    });

  it('may have raw line breaks in a text', async () => {
    const record =
      '{"timestamp":"2026-11-20T10:10:01Z","service":"http","source_ip":"203.0.113.44","activity":"x","payload":"GET / HTTP/1.1\nHost: x\n"}';
    assert.deepEqual(await read('native', `${record}\n${record}\n`), [
      '1: GET / HTTP/1.1\nHost: x\n',
      '4: GET / HTTP/1.1\nHost: x\n',
    ]);
  });

  it('leaves names and texts alone that only look like it', () => {
    const text = '{"NaN":"Infinity, }","a":"-NaN","b":"x\\\\x22"}';
    assert.equal(mendJson(text), null);
    assert.deepEqual(parseRecord(text).mended, []);
  });

  it('is no way round the checks', () => {
    assert.equal(parseRecord('{"\\x5f_proto__":{"x":1}}').problem, 'contains a forbidden key');
    assert.match(parseRecord(`${'{"a":'.repeat(40)}NaN${'}'.repeat(40)}`).problem ?? '', /too deeply/);
    for (const text of ['{"a":NaNs}', '{"a":b}', "{'a':1}", '{"a":Infinity1}', '{NaN}', '{"a" NaN}'])
      assert.match(parseRecord(text).problem ?? '', /^is not valid JSON/, text);
  });

  it('changes nothing about JSON, and makes no exception of anything', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        assert.equal(mendJson(JSON.stringify(value)), null);
      }),
      { numRuns: 500 },
    );
    const alphabet = fc.constantFrom(
      '\\',
      'x',
      'u',
      '0',
      'f',
      '"',
      '{',
      '}',
      ',',
      ':',
      'NaN',
      '-',
      '\n',
      'a',
      "'",
      ' ',
    );
    fc.assert(
      fc.property(fc.array(alphabet, { maxLength: 60 }), (parts) => {
        const parsed = parseRecord(parts.join(''));
        assert.ok(parsed.problem === null || parsed.problem.startsWith('is '));
      }),
      { numRuns: 2000 },
    );
  });

  it('of a million pieces is mended in time that grows with its length', { timeout: 60_000 }, () => {
    for (const piece of ['\\x22', '\\', '\t', "\\'", '\\u00'])
      assert.ok(mendJson(`{"a":"${piece.repeat(200_000)}"}`) !== undefined);
    for (const piece of ['NaN,', ',  ', '[NaN,]', 'N', '-'])
      assert.ok(mendJson(`[${piece.repeat(200_000)}`) !== undefined);
  });
});
