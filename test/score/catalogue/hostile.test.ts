import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { attackTypes } from '../../../src/core/verdict.ts';
import { createPercentDecoder } from '../../../src/score/catalogue/decode.ts';
import type { Clue, Clues } from '../../../src/score/catalogue/entry.ts';
import { createCatalogue, referenceOf, vulnerabilities } from '../../../src/score/catalogue/index.ts';
import { createLiteralFinder } from '../../../src/score/catalogue/literals.ts';
import { createRequestReader } from '../../../src/score/catalogue/request.ts';
import { toWire } from './cases/cases.ts';
import { cases } from './cases/index.ts';

const catalogue = createCatalogue(vulnerabilities);
const { decode } = createPercentDecoder();
const { read } = createRequestReader();
const listOf = (clues: Clues | undefined): readonly Clue[] =>
  clues === undefined ? [] : Array.isArray(clues) ? (clues as readonly Clue[]) : [clues as Clue];
const cluesOf = vulnerabilities.flatMap(({ id, forms }) =>
  forms.flatMap((form) =>
    [form.query, form.head, form.body, form.any, form.raw].flatMap(listOf).map((clue) => [id, clue] as const),
  ),
);

describe('the entries', () => {
  it('are written so that they can hold: in lower case, of known types, with a date and a place to read on', () => {
    assert.ok(cluesOf.length > 500);
    for (const { id, year, attackType, technique = 'T1190', forms } of vulnerabilities) {
      assert.ok(year >= 1999 && year <= 2026, id);
      assert.ok((attackTypes as readonly string[]).includes(attackType), id);
      assert.match(technique, /^T\d{4}(?:\.\d{3})?$/, id);
      assert.match(referenceOf({ ...vulnerabilities.find((one) => one.id === id)! }), /^https:\/\/\S+$/, id);
      for (const { path = [] } of forms)
        for (const part of [path].flat()) assert.match(part, /^\^?\/[^A-Z]*$/, id);
    }
    for (const [id, clue] of cluesOf)
      if (typeof clue === 'string') assert.equal(clue, clue.toLowerCase(), id);
      else assert.doesNotMatch(clue.source.replace(/\\[A-Za-z]/g, ''), /[A-Z]/, `${id}: ${clue.source}`);
  });

  it('repeat nothing that repeats itself without bound', () => {
    const nested = /\((?:\?[:=!]|\?<[=!])?[^()]*[+*][^()]*\)[+*]/;
    for (const [id, clue] of cluesOf) {
      if (typeof clue === 'string') continue;
      assert.doesNotMatch(clue.source, nested, id);
      assert.doesNotMatch(
        clue.source,
        /\.\*|\.\+|\[\^[^\]]+\][*+]/,
        `${id}: a stretch of anything has a length`,
      );
      assert.ok(!clue.global && !clue.sticky, id);
    }
  });

  it('that can never be found are refused', () => {
    const [first] = vulnerabilities;
    assert.throws(() => createCatalogue([{ ...first!, forms: [{ body: /x/ }] }]), RangeError);
    assert.throws(() => createCatalogue([{ ...first!, forms: [{ body: 'short' }] }]), RangeError);
    assert.throws(() => createLiteralFinder(['abc']), RangeError);
  });
});

describe('the catalogue', () => {
  it('finds an attempt however its path is written', () => {
    const path = '/vendor/phpunit/phpunit/src/util/php/eval-stdin.php';
    const spellings = [
      path.toUpperCase(),
      path.replace('/src', '/%73rc'),
      path.replace('/src', '/%2573rc'),
      path.replace('/eval', '/./eval'),
      path.replace('/php/eval', '/php/x/../eval'),
      path.replace('/php/eval', '/php/x/..;/eval'),
      path.replace('/eval', '//eval'),
      path.replaceAll('/', '\\').replace('\\', '/'),
      path.replace('eval-stdin', 'eval%2dstdin'),
      `http://decoy.example${path}`,
      `/app${path}?x=1`,
    ];
    for (const target of spellings) {
      const [match] = catalogue.match(`POST ${target} HTTP/1.1\r\nHost: a\r\n\r\n`);
      assert.equal(match?.vulnerability.id, 'CVE-2017-9841', target);
    }
    assert.equal(decode('%c0%ae%c0%ae%c0%af%u2215%uff0e'), '..//.');
    assert.equal(decode('100%, %zz, %4'), '100%, %zz, %4');
    assert.equal(decode('a+b%2bc%252b+%zz', true), 'a b+c+ %zz');
    assert.equal(decode('a+b%2b+%', false), 'a+b++%');
    assert.equal(decode('a+b', true), 'a b');
    assert.equal(read('/a/%2e%2e/b').resolved, '/b');
  });

  it('finds one behind padding on either side, and in UTF-16', () => {
    const [attempt] = cases['CVE-2025-55182']!;
    const [head, body] = toWire(attempt).split('\r\n\r\n') as [string, string];
    const padding = 'x'.repeat(40_000);
    for (const padded of [
      `${head}\r\n\r\n${padding}${body}`,
      `${head}\r\n\r\n${body}${padding}`,
      `${head}\r\n\r\n${[...body].join('\0')}`,
      `${head}\r\n\r\n${body.replaceAll('__proto__', '\\u005f_proto__')}`,
    ])
      assert.equal(catalogue.match(padded)[0]?.vulnerability.id, 'CVE-2025-55182');
  });

  it('finds every literal at every place of a text, across the parts that are searched side by side', () => {
    const literals = ['abcabc', 'cabcab!', '?doas=', 'aaaaaa', 'xaaaaaab', 'bcabcab'];
    const { find } = createLiteralFinder(literals);
    const words = fc.array(fc.constantFrom(...literals, 'a', 'b', 'abc', 'x', '?'), { maxLength: 40 });
    fc.assert(
      fc.property(words, (parts) => {
        const text = parts.join('');
        const found: number[] = [];
        find(text, (number) => found.push(number));
        const expected = literals.flatMap((literal, number) =>
          Array.from({ length: text.length }, (_, at) => at)
            .filter((at) => text.startsWith(literal, at))
            .map(() => number),
        );
        assert.deepEqual(found.toSorted(), expected.toSorted());
      }),
      { numRuns: 2000 },
    );
  });

  it('never throws, and names nothing by chance: cut off, changed, random, oversize', () => {
    for (const [attempt] of Object.values(cases)) {
      const wire = toWire(attempt);
      for (let end = 0; end < Math.min(wire.length, 400); end += 7) catalogue.match(wire.slice(0, end));
    }
    const words = fc.array(
      fc.constantFrom(
        'GET ',
        '/',
        '..',
        '%2e',
        '%',
        ';',
        '\\',
        '\0',
        '?',
        '=',
        '&',
        '\r\n',
        ' HTTP/1.1',
        'a',
        '{',
        '${',
      ),
      {
        maxLength: 60,
      },
    );
    fc.assert(
      fc.property(words, fc.string(), (parts, rest) => {
        catalogue.match(parts.join('') + rest);
      }),
      { numRuns: 2000 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
        assert.deepEqual(catalogue.match(Buffer.from(bytes).toString('latin1')), []);
      }),
      { numRuns: 2000 },
    );
    for (const text of [
      '%'.repeat(100_000),
      `GET ${'/a'.repeat(50_000)} HTTP/1.1`,
      '\u{1f980}'.repeat(20_000),
      `GET /${'%25'.repeat(9000)}`,
    ])
      assert.deepEqual(catalogue.match(text), []);
  });

  it('compares an entry once, however often its name stands in a text', () => {
    const text = `GET ${'/hnap1'.repeat(600)} HTTP/1.1\r\n\r\n${'${jndi:'.repeat(1000)}`;
    const ids = catalogue.match(text).map(({ vulnerability }) => vulnerability.id);
    assert.equal(new Set(ids).size, ids.length);
    assert.ok(ids.includes('CVE-2021-44228') && ids.includes('hnap-discovery'));
  });
});
