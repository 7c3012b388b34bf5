import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { exampleOf } from '../../src/api/http/openapi.ts';
import { checkBody, readQuery } from '../../src/contract/check.ts';
import { models } from '../../src/contract/index.ts';
import type { JsonSchema } from '../../src/contract/schema.ts';
import {
  choice,
  either,
  flag,
  integer,
  list,
  nullable,
  number,
  object,
  optional,
  record,
  text,
} from '../../src/contract/schema.ts';
import { AppError } from '../../src/core/errors.ts';

const errorsOf = (check: () => void): { field: string; message: string }[] => {
  try {
    check();
    return [];
  } catch (error) {
    assert.ok(error instanceof AppError && error.code === 'invalid_request');
    return error.errors ?? [];
  }
};

const sample = object({
  name: text({ minLength: 1, maxLength: 5 }),
  size: optional(integer({ minimum: 0, maximum: 9 })),
  share: optional(nullable(number())),
  kind: optional(choice(['a', 'b'])),
  on: optional(nullable(flag())),
  tags: optional(list(text({ pattern: '^[a-z]+$' }), { minItems: 1, maxItems: 2 })),
  inner: optional(nullable(object({ x: integer() }, { open: true }))),
  counts: optional(record(integer())),
  mixed: optional(either(text(), list(integer()))),
});

describe('checking a body', () => {
  it('agrees with Ajv on every schema, whatever the value', () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    const leaf = fc.oneof(
      fc.constantFrom<unknown>(
        null,
        true,
        false,
        0,
        1,
        -1,
        9,
        10,
        1.5,
        '',
        'a',
        'b',
        'abc',
        'a1',
        'active',
        'toolong',
      ),
      fc.string({ unit: 'grapheme', maxLength: 8 }),
      fc.integer(),
    );
    const value = fc.letrec((tie) => ({
      any: fc.oneof({ depthSize: 'small' }, leaf, fc.array(tie('any'), { maxLength: 3 }), tie('object')),
      object: fc.dictionary(
        fc.constantFrom(
          'name',
          'size',
          'share',
          'kind',
          'on',
          'tags',
          'inner',
          'counts',
          'mixed',
          'x',
          'status',
          'email',
          'constructor',
          '__proto__',
          'other',
        ),
        tie('any'),
        { maxKeys: 5 },
      ),
    }));
    let accepted = 0;
    for (const schema of [sample, ...Object.values(models)] as JsonSchema[]) {
      const isValid = ajv.compile(schema);
      const good = exampleOf(schema) as Record<string, unknown>;
      const mutated = fc
        .tuple(fc.constantFrom(...Object.keys(good)), value.any)
        .map(([key, other]) => ({ ...good, [key]: other }));
      fc.assert(
        fc.property(fc.oneof(value.any, mutated), (candidate) => {
          const errors = errorsOf(() => checkBody(withoutFormats(schema), candidate));
          assert.equal(errors.length === 0, isValid(candidate), JSON.stringify([candidate, errors]));
          if (errors.length === 0) accepted++;
        }),
        { numRuns: 150, seed: 7 },
      );
    }
    assert.ok(accepted > 50, `only ${accepted} values were valid`);
  });

  it('names each field that is wrong and repeats nothing of what was sent', () => {
    const evil = '<img src=x onerror=alert(1)>';
    const errors = errorsOf(() =>
      checkBody(sample, {
        name: evil,
        size: evil,
        kind: evil,
        tags: [evil, 'ok'],
        inner: { x: evil },
        [evil]: 1,
      }),
    );
    assert.deepEqual(
      errors.map(({ field }) => field).sort(),
      ['inner.x', 'kind', 'name', 'size', 'tags.0', evil].sort(),
    );
    for (const { message } of errors) assert.ok(!message.includes('img'));
    const controls = errorsOf(() => checkBody(sample, { name: 'a', '\u001b[31m\u202e\r\n': 1 }));
    assert.match(controls[0]!.field, /^[\x20-\x7e]+$/);
    assert.ok(
      errorsOf(() =>
        checkBody(sample, Object.fromEntries(Array.from({ length: 500 }, (_o, n) => [`k${n}`, 1]))),
      ).length <= 20,
    );
  });

  it('takes only real e-mail addresses and times', () => {
    const email = object({ at: text({ format: 'email' }) });
    const time = object({ at: text({ format: 'date-time' }) });
    const takes = (schema: JsonSchema, at: string) => errorsOf(() => checkBody(schema, { at })).length === 0;
    for (const good of ['a@b.c', 'first.last+tag@sub.example.org', "o'neil@example.org"])
      assert.ok(takes(email, good), good);
    for (const bad of [
      '',
      'a',
      '@b',
      'a@',
      'a b@c.d',
      'a@b c',
      'a@@b',
      'a@b..c',
      'a@-b',
      '<a@b.c>',
      'a@b.c\r\nBcc: x',
      `${'a'.repeat(65)}@b.c`,
    ])
      assert.ok(!takes(email, bad), bad);
    for (const good of [
      '2026-08-21',
      '2026-08-21T10:15',
      '2026-08-21T10:15:30.123456Z',
      '2026-08-21T10:15:30+02:00',
    ])
      assert.ok(takes(time, good), good);
    for (const bad of [
      '',
      'now',
      '21.8.2026',
      '2026-13-01',
      '2026-08-21T25:00:00Z',
      '1755771330',
      '2026-08-21T10:15:30Z; DROP',
    ])
      assert.ok(!takes(time, bad), bad);
  });
});

/** Ajv runs without its formats, which are another package. */
const withoutFormats = (schema: JsonSchema): JsonSchema =>
  JSON.parse(
    JSON.stringify(schema, (key, value: unknown) =>
      key === 'format' && typeof value === 'string' ? undefined : value,
    ),
  );

describe('reading a query', () => {
  const query = object({
    limit: optional(integer({ minimum: 1, default: 10 })),
    force: optional(flag()),
    q: optional(text()),
  });
  it('reads numbers and booleans from their text, fills in defaults, and ignores what it does not know', () => {
    assert.deepEqual(readQuery(query, {}), { limit: 10 });
    assert.deepEqual(readQuery(query, { limit: '5', force: 'True', q: '5', other: 'x' }), {
      limit: 5,
      force: true,
      q: '5',
    });
    assert.deepEqual(readQuery(query, { limit: '' }), { limit: 10 });
  });
  it('refuses what is not exactly that, and what is given twice', () => {
    for (const limit of ['0', '-1', '1.5', '1e1', '0x1', ' 1', 'NaN', 'Infinity', '9'.repeat(20), ['1', '2']])
      assert.deepEqual(
        errorsOf(() => readQuery(query, { limit })).map(({ field }) => field),
        ['limit'],
        String(limit),
      );
    const twice = errorsOf(() => readQuery(query, { q: ['a', 'b'] }));
    assert.deepEqual(twice, [{ field: 'q', message: 'must appear only once' }]);
    for (const [force, meant] of [
      ['1', true],
      ['YES', true],
      ['on', true],
      ['0', false],
      ['No', false],
      ['off', false],
      ['FALSE', false],
    ] as const)
      assert.equal(readQuery(query, { force }).force, meant);
    for (const force of ['2', 'y', 'null', 'toString'])
      assert.equal(errorsOf(() => readQuery(query, { force })).length, 1);
  });
});
