import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { eventQueryFields } from '../../../src/core/event-query-fields.ts';
import { matches, parseQuery, toWords } from '../../../src/lib/query-language/index.ts';

describe('a text as a query', () => {
  it('finds that text, whatever it holds', () => {
    for (const text of ['dragon', 'or', 'a b', 'root:123456', '"', '\\', '-x', '*', '(', '203.0.113.9'])
      assert.ok(toWords(text).includes(text.replaceAll(/[\\"]/g, '\\$&')), text);
    const texts = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(texts, (text) => {
        const { ast, errors } = parseQuery(toWords(text), eventQueryFields);
        if (ast === undefined) {
          assert.match(errors[0]?.message ?? '', /cannot be looked for|nothing|empty/);
          return;
        }
        assert.ok(matches(ast, { payload: `before ${text} after` }, 0), text);
      }),
      { numRuns: 2000 },
    );
  });
});
