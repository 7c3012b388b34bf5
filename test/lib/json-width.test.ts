import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { narrowJson } from '../../src/lib/json-width.ts';

const countValues = (value: unknown): number =>
  typeof value === 'object' && value !== null
    ? 1 + Object.values(value).reduce((sum: number, one) => sum + countValues(one), 0)
    : 1;
const wide = (count: number, unit = '{}'): string => `[${Array(count).fill(unit).join(',')}]`;

describe('JSON with very many values', () => {
  it('is left as it is where it has few, however long its texts', () => {
    for (const text of [
      '{"a":1}',
      JSON.stringify({ a: 'x'.repeat(500_000) }),
      JSON.stringify({ a: ',[{'.repeat(100_000), b: '\\"'.repeat(50_000) }),
      wide(15_000, '1.5 '),
    ])
      assert.deepEqual(narrowJson(text), { text, left: 0 });
  });

  it('loses values of its widest part, and none of its own members', () => {
    const text = `{"first":${wide(200_000)},"second":{"a":[1,2,3],"b":${wide(50_000, '0')}},"last":"kept"}`;
    const { text: narrow, left } = narrowJson(text);
    const value = JSON.parse(narrow);
    assert.ok(left >= 180_000, `${left} were left out`);
    assert.ok(countValues(value) < 40_000);
    assert.deepEqual(Object.keys(value), ['first', 'second', 'last']);
    assert.equal(value.last, 'kept');
    assert.ok(value.first.length > 5000);
  });

  it('is bounded in any shape', () => {
    const keys = (count: number): string =>
      Array.from({ length: count }, (_, at) => `"key number ${at}":1`).join(',');
    for (const text of [
      wide(500_000),
      `{${keys(100_000)}}`,
      `{"a":{${keys(100_000)}},"b":1}`,
      wide(100_000, '{"a":[1,{"b":[2,3]}]}'),
      `{"a":${wide(100_000, '[[[[1]]]]')}}`,
    ]) {
      const value = JSON.parse(narrowJson(text).text);
      assert.ok(countValues(value) < 60_000, `${countValues(value)} values are left`);
    }
  });

  it('stays JSON, whatever it is and however few are kept', () => {
    const long = fc.array(fc.jsonValue({ maxDepth: 4 }), { minLength: 200, maxLength: 400 });
    fc.assert(
      fc.property(long, fc.integer({ min: 0, max: 500 }), (value, most) => {
        const padded = JSON.stringify([...value, 'x'.repeat(70_000)]);
        assert.doesNotThrow(() => JSON.parse(narrowJson(padded, most).text));
      }),
      { numRuns: 60 },
    );
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('[', ']', '{', '}', ',', '"', '\\', 'a') }), (text) => {
        assert.ok(narrowJson(text.padEnd(70_000, text || ','), 10).text.length <= 70_000 + text.length);
      }),
      { numRuns: 100 },
    );
  });
});
