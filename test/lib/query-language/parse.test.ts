import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { formatQuery, parseQuery, queryLimits } from '../../../src/lib/query-language/index.ts';
import { fields, queries, words } from './fields.ts';

const read = (text: string): string => {
  const { ast, errors } = parseQuery(text, fields);
  assert.ok(ast, `${text}: ${JSON.stringify(errors)}`);
  return formatQuery(ast);
};
const errorsOf = (text: string) => {
  const { errors } = parseQuery(text, fields);
  assert.ok(errors, `${text} was read`);
  for (const { position, length, message } of errors) {
    assert.ok(position >= 0 && length >= 0 && position + length <= text.length, text);
    assert.ok(message.length > 5 && message.length < 400, message);
  }
  return errors;
};

describe('a query', () => {
  it('is read as it is meant', () => {
    const cases: [string, string][] = [
      [
        'service:ssh risk>=8 -source:203.0.113.0/24 user:root "wget" after:2026-11-01',
        'service:ssh risk>=8 -source:203.0.113.0/24 user:root wget time>=2026-11-01',
      ],
      ['', ''],
      ['  \t ', ''],
      ['SVC:SSH', 'service:ssh'],
      ['service:ftp', 'service:FTP'],
      ['a b OR c d', '(a b) OR (c d)'],
      ['a and b Or c', '(a b) OR c'],
      ['not a -b NOT (c d)', '-a -b -(c d)'],
      ['((a))', 'a'],
      ['a (b OR c)', 'a (b OR c)'],
      ['service:(ssh, http)', 'service:(ssh, http)'],
      ['service:(ssh OR http)', 'service:(ssh, http)'],
      ['service:(ssh)', 'service:ssh'],
      ['risk:5..8 risk:..3 risk:9..', 'risk:5..8 risk:..3 risk:9..'],
      ['risk:>8', 'risk>8'],
      ['risk >= 8', 'risk>=8'],
      ['risk!=8', '-risk:8'],
      ['risk:(1, 5..7, >8)', 'risk:(1, 5..7, >8)'],
      ['risk:8.50', 'risk:8.5'],
      ['path:/etc/passwd', 'path:/etc/passwd'],
      ['path:../../etc/passwd', 'path:../../etc/passwd'],
      ['path:C:\\Windows\\x', 'path:"C:\\\\Windows\\\\x"'],
      ['path:"C:\\Windows"', 'path:"C:\\\\Windows"'],
      ['payload:$(id)', 'payload:"$(id)"'],
      ['(payload:$(id) a)', 'payload:"$(id)" a'],
      ['user:Jürgen Größe', 'user:Jürgen Größe'],
      ['source:2001:db8::/32', 'source:2001:db8::/32'],
      ['source:2001:DB8::1/32', 'source:2001:db8::/32'],
      ['source:203.0.113.*', 'source:203.0.113.0/24'],
      ['source:10.*.*.*', 'source:10.0.0.0/8'],
      ['source:web-01', 'source:web-01'],
      ['203.0.113.0/24', 'source:203.0.113.0/24'],
      ['2001:db8::1', 'source:2001:db8::1'],
      ['"203.0.113.9"', '"203.0.113.9"'],
      ['silent>7d', 'silent>7d'],
      ['silent:1h30m', 'silent:1h30m'],
      ['after:7d', 'time>=7d'],
      ['before:7D', 'time<7d'],
      ['time:7d', 'time>=7d'],
      ['time:2026-11-01..2026-11-05', 'time:2026-11-01..2026-11-05'],
      ['after:2026-11-01T10:30+01:00', 'time>=2026-11-01T10:30+01:00'],
      ['after:"2026-11-01 10:30"', 'time>=2026-11-01T10:30'],
      ['after:now', 'time>=0s'],
      ['open:TRUE open:0', 'open:yes open:no'],
      ['user:*', 'user:*'],
      ['user:""', 'user:""'],
      ['user:"*"', 'user:"*"'],
      ['user:r**t', 'user:r*t'],
      ['user:"a b"*', 'user:"a b"*'],
      ['user:">5"', 'user:">5"'],
      ['user:or', 'user:"or"'],
      ['"or" "NOT" or*', '"or" "NOT" or*'],
      ['https://example.org/x', '"https://example.org/x"'],
      ['<script>', '"<script>"'],
      ["it's", '"it\'s"'],
      ['a,b', '"a,b"'],
      ['"a \\"b\\" \\\\"', '"a \\"b\\" \\\\"'],
    ];
    for (const [text, expected] of cases) {
      assert.equal(read(text), expected, text);
      assert.equal(read(expected), expected, `${expected}, read again`);
    }
  });

  it('says where it is wrong and what would be right', () => {
    const cases: [string, number, number, RegExp, string | null][] = [
      ['serivce:ssh', 0, 7, /^unknown field `serivce`; did you mean `service`\?$/, 'service'],
      ['risk>8 usr:root', 7, 3, /did you mean `user`/, 'user'],
      ['zzzzzz:1', 0, 8, /unknown field `zzzzzz`; to search for this text/, '"zzzzzz:1"'],
      ['C:\\Windows', 0, 10, /unknown field `C`/, '"C:\\\\Windows"'],
      ['service:shs', 8, 3, /`shs` is not a value of `service`; did you mean `ssh`/, 'ssh'],
      ['service:gopher', 8, 6, /one of ssh, http, FTP, my-sql/, null],
      ['risk:high', 5, 4, /`high` is not a number, such as `8`/, null],
      ['risk:1..2..3', 5, 7, /not a number/, null],
      ['risk:..', 5, 2, /not a number/, null],
      ['risk>5..8', 0, 9, /a range cannot be compared/, 'risk:5..8'],
      ['silent>7', 7, 1, /duration, such as/, null],
      ['after:2026-13-01', 6, 10, /is not a time, such as/, null],
      ['after:2026-02-30', 6, 10, /is not a time/, null],
      ['after:1..2', 6, 4, /is not a time/, null],
      ['after:2026..2027', 0, 16, /a range cannot be compared/, 'time:2026..2027'],
      ['after:*', 6, 1, /is not a time/, null],
      ['after:(7d)', 6, 4, /is not a time/, null],
      ['after>7d', 5, 1, /followed by a colon/, ':'],
      ['source:203.0.113.256', 7, 13, /not an address or network/, null],
      ['source:10.0.0.9..10.0.0.1', 7, 18, /not an address or network/, null],
      ['open:maybe', 5, 5, /`yes` or `no`/, 'yes'],
      ['user>root', 0, 9, /cannot be compared/, 'user:root'],
      ['user:', 0, 5, /a value is missing after `user:`/, null],
      ['user: root', 0, 10, /directly after `:`/, 'user:root'],
      ['user:"root', 5, 5, /not closed/, '"root"'],
      ['payload:""', 0, 10, /empty text/, 'payload:*'],
      ['""', 0, 2, /write what to search for/, null],
      ['*', 0, 1, /leave the query empty/, null],
      ['(a', 0, 1, /bracket is not closed/, null],
      ['a)', 1, 1, /was not opened/, ''],
      ['()', 0, 2, /brackets are empty/, null],
      ['service:(ssh', 8, 4, /closed with `\)`/, null],
      ['service:()', 9, 1, /is missing here/, null],
      ['service:(ssh,,http)', 13, 1, /is missing here/, null],
      ['a OR', 2, 2, /between two terms/, '"or"'],
      ['OR a', 0, 2, /between two terms/, '"or"'],
      ['a OR OR b', 2, 2, /between two terms/, '"or"'],
      ['AND a', 0, 3, /between two terms/, '"and"'],
      ['a AND AND b', 6, 3, /between two terms/, '"and"'],
      ['a AND', 2, 3, /between two terms/, '"and"'],
      ['NOT', 0, 3, /before a term/, '"not"'],
      ['- a', 0, 1, /directly before the term/, '"-"'],
      ['--help', 0, 6, /two minus signs/, '"--help"'],
      ['user:a*b*c*d*e*f*g', 5, 13, /at most 5 wildcards/, null],
      ['a\0b', 1, 1, /cannot be searched for/, ''],
      ['a\ud800', 1, 1, /cannot be searched for/, ''],
    ];
    for (const [text, position, length, message, suggestion] of cases) {
      const [error] = errorsOf(text);
      assert.match(error!.message, message, text);
      assert.deepEqual(
        [error!.position, error!.length, error!.suggestion],
        [position, length, suggestion],
        text,
      );
      if (suggestion) {
        const mended = text.slice(0, position) + suggestion + text.slice(position + length);
        const left = parseQuery(mended, fields).errors ?? [];
        assert.ok(!left.some((one) => one.message === error!.message), `${text} → ${mended}`);
      }
    }
  });

  it('names several mistakes, in the order they stand', () => {
    const errors = errorsOf('serivce:ssh risk:high (user:root open:maybe');
    assert.deepEqual(
      errors.map(({ position }) => position),
      [0, 17, 22, 38],
    );
    assert.ok(errorsOf('x:1 '.repeat(60)).length <= 10);
  });

  it('has bounds: length, terms, depth, values', () => {
    assert.match(errorsOf('a'.repeat(queryLimits.length + 1))[0]!.message, /2000 characters/);
    assert.match(errorsOf('a '.repeat(queryLimits.terms + 1))[0]!.message, /64 terms/);
    assert.match(errorsOf(`risk:(${Array(65).fill(1).join(',')})`)[0]!.message, /64 terms/);
    assert.ok(parseQuery('a '.repeat(queryLimits.terms), fields).ast);
    const nested = (depth: number): string => `${'('.repeat(depth)}a${')'.repeat(depth)}`;
    assert.ok(parseQuery(nested(queryLimits.depth), fields).ast);
    assert.match(errorsOf(nested(queryLimits.depth + 1))[0]!.message, /8 levels deep/);
    assert.match(errorsOf(`${'NOT '.repeat(9)}a`)[0]!.message, /8 levels deep/);
    assert.match(errorsOf('('.repeat(1000))[0]!.message, /8 levels deep/);
    assert.match(errorsOf(`user:${'a'.repeat(501)}`)[0]!.message, /500 characters/);
  });

  it('is read or refused whatever is typed, and what was read is the same when it is written', () => {
    const typed = fc.oneof(
      queries,
      words,
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc
        .array(
          fc.oneof(
            words,
            queries,
            fc.constantFrom('user:', 'risk>', '(', ')', '"', ' OR ', ' AND ', '-', 'NOT ', '..', '*'),
          ),
          { maxLength: 8 },
        )
        .map((parts) => parts.join('')),
    );
    let readable = 0;
    fc.assert(
      fc.property(typed, (text) => {
        const { ast, errors } = parseQuery(text, fields);
        if (!ast) {
          assert.ok(errors.length > 0);
          errorsOf(text);
          return;
        }
        readable += 1;
        const written = formatQuery(ast);
        const again = parseQuery(written, fields);
        assert.ok(again.ast, `${text} → ${written}: ${JSON.stringify(again.errors)}`);
        assert.deepEqual(withoutPlaces(again.ast), withoutPlaces(ast), `${text} → ${written}`);
        assert.equal(formatQuery(again.ast), written);
      }),
      { numRuns: 4000 },
    );
    assert.ok(readable > 1000, `only ${readable} were read`);
  });

  it('of random terms is read', () => {
    fc.assert(
      fc.property(queries, (text) => {
        const { errors } = parseQuery(text, fields);
        assert.deepEqual(
          errors?.filter(({ message }) => !/deep|wildcards|64 terms/.test(message)) ?? [],
          [],
          text,
        );
      }),
      { numRuns: 2000 },
    );
  });

  it('tells where each part stands', () => {
    const text = 'service:ssh -(risk>8 OR "a b") user:(root, admin)';
    const { ast } = parseQuery(text, fields);
    assert.ok(ast?.kind === 'and');
    assert.deepEqual(
      ast.parts.map(({ position, length }) => text.slice(position, position + length)),
      ['service:ssh', '-(risk>8 OR "a b")', 'user:(root, admin)'],
    );
  });
});

/** The tree without positions. */
function withoutPlaces(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPlaces);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== 'position' && key !== 'length')
      .map(([key, inner]) => [key, withoutPlaces(inner)]),
  );
}
