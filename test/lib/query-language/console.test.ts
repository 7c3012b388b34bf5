import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  addTerm,
  completeAt,
  excludeTerm,
  matches,
  parseQuery,
  removeTerm,
  toChips,
} from '../../../src/lib/query-language/index.ts';
import { fields, nowMs, queries, records, words } from './fields.ts';

/** Options at the bar: `ser|`. */
const optionsAt = (marked: string): string[] => {
  const cursor = marked.indexOf('|');
  const text = marked.replace('|', '');
  return completeAt(text, cursor, fields).options.map((option) => option.text);
};
/** The text once the first option was taken. */
const completed = (marked: string): string => {
  const cursor = marked.indexOf('|');
  const text = marked.replace('|', '');
  const { position, length, options } = completeAt(text, cursor, fields);
  assert.ok(options[0], marked);
  return text.slice(0, position) + options[0].text + text.slice(position + length);
};

describe('what may stand at the cursor', () => {
  it('is a field, a value of the field, or a word between terms', () => {
    const cases: [string, string][] = [
      ['ser|', 'service:'],
      ['svc|', 'service:'],
      ['-ser|', '-service:'],
      ['a (ser|', 'a (service:'],
      ['a -(ser|', 'a -(service:'],
      ['a ser| b', 'a service: b'],
      ['service:s|', 'service:ssh'],
      ['service:S|', 'service:ssh'],
      ['service:(ssh, h|', 'service:(ssh, http'],
      ['service:(ssh OR h|', 'service:(ssh OR http'],
      ['service:(ssh) us|', 'service:(ssh) user:'],
      ['open:y|', 'open:yes'],
      ['after:2|', 'after:24h'],
      ['silent>1|', 'silent>15m'],
      ['user:"ro|', 'user:root'],
      ['"a b" us|', '"a b" user:'],
      ['a o|', 'a open:'],
    ];
    for (const [marked, expected] of cases) assert.equal(completed(marked), expected, marked);
    assert.deepEqual(optionsAt('a OR us|'), ['user:']);
    assert.deepEqual(optionsAt('a an|'), ['AND ']);
    assert.deepEqual(optionsAt('"a ser|'), []);
    assert.deepEqual(optionsAt('payload:$(ser|'), []);
    assert.deepEqual(optionsAt('risk>|'), []);
    assert.equal(optionsAt('|').length, fields.length);
    assert.deepEqual(optionsAt('service:|'), ['ssh', 'http', 'FTP', 'my-sql']);
  });

  it('is told wherever the cursor is, in whatever text', () => {
    fc.assert(
      fc.property(fc.oneof(words, queries), fc.integer({ min: -2, max: 80 }), (text, cursor) => {
        const { position, length, options } = completeAt(text, cursor, fields);
        assert.ok(position >= 0 && length >= 0 && position + length <= text.length);
        assert.ok(options.length <= 20);
      }),
    );
  });
});

describe('chips', () => {
  it('are the terms that must all hold', () => {
    assert.deepEqual(
      toChips('SVC:SSH -(a OR b) "x y"', fields)?.map(({ label, isExcluded }) => [label, isExcluded]),
      [
        ['service:ssh', false],
        ['a OR b', true],
        ['"x y"', false],
      ],
    );
    assert.deepEqual(toChips('', fields), []);
    assert.equal(toChips('(', fields), null);
  });

  it('are added, excluded and removed in the text, which else stays as it was typed', () => {
    const root = { field: 'user', value: 'root' };
    const cases: [string | null, string | null][] = [
      [addTerm('', root, fields), 'user:root'],
      [addTerm('SVC:SSH  a', root, fields), 'SVC:SSH a user:root'],
      [addTerm('a user:ROOT', { field: 'user', value: 'ROOT' }, fields), 'a user:ROOT'],
      [addTerm('a AND b', root, fields), 'a b user:root'],
      [addTerm('a OR b', root, fields), '(a OR b) user:root'],
      [addTerm('(a OR b)', root, fields), '(a OR b) user:root'],
      [addTerm('(a) OR (b)', root, fields), '((a) OR (b)) user:root'],
      [addTerm('-user:root a', root, fields), 'a user:root'],
      [excludeTerm('a user:root', root, fields), 'a -user:root'],
      [excludeTerm('-user:root', root, fields), '-user:root'],
      [addTerm('', { field: 'user', value: 'a "b" *\\' }, fields), 'user:"a \\"b\\" *\\\\"'],
      [addTerm('', { field: 'user', value: '' }, fields), 'user:""'],
      [addTerm('', { field: 'risk', value: 8 }, fields), 'risk:8'],
      [addTerm('', { field: 'open', value: true }, fields), 'open:yes'],
      [addTerm('', { field: 'source', value: '2001:DB8::1' }, fields), 'source:2001:db8::1'],
      [addTerm('', { field: 'risk', value: 'x' }, fields), null],
      [addTerm('', { field: 'nothing', value: 'x' }, fields), null],
      [addTerm('(', root, fields), null],
      [addTerm('a '.repeat(64), root, fields), null],
      [removeTerm('a AND b', { label: 'a', isExcluded: false }, fields), 'b'],
      [removeTerm('a  -b', { label: 'b', isExcluded: true }, fields), 'a'],
      [removeTerm('a  -b', { label: 'b', isExcluded: false }, fields), 'a  -b'],
      [removeTerm('a (b OR c)', { label: 'b OR c', isExcluded: false }, fields), 'a'],
      [removeTerm('a OR b', { label: 'a OR b', isExcluded: false }, fields), ''],
      [removeTerm('"', { label: 'a', isExcluded: false }, fields), null],
    ];
    for (const [at, [told, expected]] of cases.entries()) assert.equal(told, expected, String(at));
  });

  it('mean what they say: a text with one more finds what both find', () => {
    fc.assert(
      fc.property(queries, words, records, (text, value, record) => {
        const before = parseQuery(text, fields).ast;
        const condition = { field: 'user', value };
        for (const [change, sign] of [
          [addTerm, 1],
          [excludeTerm, -1],
        ] as const) {
          const after = change(text, condition, fields);
          if (after === null) {
            assert.ok(!before);
            continue;
          }
          const { ast, errors } = parseQuery(after, fields);
          assert.ok(ast, `${text} → ${after}: ${JSON.stringify(errors)}`);
          const alone = parseQuery(addTerm('', condition, fields)!, fields).ast!;
          const holds = matches(alone, record, nowMs) === (sign === 1);
          // The condition itself may have been in the text, the other way round.
          if (!toChips(text, fields)!.some(({ label }) => label.startsWith('user:')))
            assert.equal(matches(ast, record, nowMs), matches(before!, record, nowMs) && holds, after);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
