import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { matches, parseQuery, type Query, toMongo, toSql } from '../../../src/lib/query-language/index.ts';
import { filesBelow, importsOf } from '../../support/source.ts';
import { fields, nowMs } from './fields.ts';

const read = (text: string): Query => {
  const { ast } = parseQuery(text, fields);
  assert.ok(ast, text);
  return ast;
};

describe('a condition for a store', () => {
  it('is refused where the store cannot answer, and says what it cannot', () => {
    const refused = { code: 'invalid_request' };
    assert.throws(() => toSql(read('user:root'), {}, nowMs), refused);
    assert.throws(() => toMongo(read('user:root'), {}, nowMs), refused);
    // A name that every object has is no field.
    const inherited = { ...read('user:root'), field: 'constructor' } as Query;
    assert.throws(() => toSql(inherited, {}, nowMs), refused);
    assert.throws(() => toMongo(inherited, {}, nowMs), refused);
    const sql = { source: { sql: 's', holds: 'address', key: null } } as const;
    const mongo = { source: { path: 's', holds: 'address', key: null } } as const;
    assert.throws(() => toSql(read('source:10.0.0.0/8'), sql, nowMs), /by address here, not by network/);
    assert.throws(() => toMongo(read('source:10.0.0.0/8'), mongo, nowMs), /by address here, not by network/);
    assert.deepEqual(toSql(read('source:::ffff:10.0.0.1'), sql, nowMs), {
      where: 's = ?',
      params: ['10.0.0.1'],
    });
    assert.deepEqual(toMongo(read('source:10.0.0.1'), mongo, nowMs), { s: { $eq: '10.0.0.1' } });
  });

  it('holds what was typed as parameters only', () => {
    const hostile = `x' OR 1=1 --%_$where`;
    const map = {
      user: { sql: 'u', holds: 'text' },
      payload: { sql: 'p', holds: 'text' },
      note: { sql: 'n', holds: 'text' },
    } as const;
    for (const text of [
      `user:"${hostile}"`,
      `"${hostile}"`,
      `user:"${hostile}"*`,
      `user:*"${hostile}"*"${hostile}"*`,
    ]) {
      const { where, params } = toSql(read(text), map, nowMs);
      assert.match(where, /^[\w\s(),.=<>?*+']+$/, where);
      assert.ok(!where.includes('1=1') && !where.includes('--'));
      assert.equal(where.split('?').length - 1, params.length);
      const filter = JSON.stringify(
        toMongo(
          read(text),
          {
            user: { path: 'u', holds: 'text' },
            payload: { path: 'p', holds: 'text' },
            note: { path: 'n', holds: 'text' },
          },
          nowMs,
        ),
      );
      assert.doesNotMatch(filter, /"\$where"/);
    }
  });

  it('lets an index answer what is asked to the letter', () => {
    const map = {
      service: { sql: 'service', holds: 'text' },
      user: { sql: 'user_folded', holds: 'text', isFolded: true },
      source: { sql: 'source', holds: 'address', key: { sql: 'key', as: 'bytes' } },
      time: { sql: 'time', holds: 'time', as: 'ms' },
    } as const;
    const whereOf = (text: string): string => toSql(read(text), map, nowMs).where;
    assert.equal(whereOf('service:ftp'), 'service = ?');
    assert.equal(whereOf('user:ROOT'), 'user_folded = ?');
    assert.equal(whereOf('source:10.0.0.0/8'), 'key BETWEEN ? AND ?');
    assert.equal(whereOf('time:2026-11-01'), '(time >= ? AND time < ?)');
    assert.deepEqual(toSql(read('after:7d'), map, nowMs).params, [nowMs - 7 * 86_400_000]);
  });
});

describe('a record', () => {
  it('may be anything: what a field cannot hold fits nothing and harms nothing', () => {
    const odd = [null, undefined, 5, 'x', true, {}, [], [null], [{}], Number.NaN, () => 1, Symbol('x'), 10n];
    for (const text of [
      'user:r*',
      'risk>1',
      'time:7d',
      'source:10.0.0.0/8',
      'open:yes',
      'silent<1h',
      'wget',
      'tags:x*',
    ])
      for (const value of odd) {
        const record = Object.fromEntries(fields.map(({ name }) => [name, value]));
        assert.equal(typeof matches(read(text), record, nowMs), 'boolean', text);
      }
    assert.equal(matches(read('user:*'), Object.create({ user: 'root' }), nowMs), false);
  });
});

describe('the query language', () => {
  it('runs in a browser: nothing of Node is in it', () => {
    const files = filesBelow('src/lib/query-language', 'src/core').filter(
      ({ path }) => path.startsWith('src/lib/') || path === 'src/core/errors.ts',
    );
    const words = filesBelow('src/lib').filter(({ path }) => path === 'src/lib/address-words.ts');
    assert.ok(files.length > 15 && words.length === 1);
    for (const { path, text } of [...files, ...words]) {
      assert.doesNotMatch(text, /\b(process|Buffer|require)\b\s*[.(]/, path);
      for (const name of importsOf(text))
        assert.match(name, /^\.{1,2}\/(?:\.\.\/)?(?:core\/errors|[a-z-]+)\.ts$/, path);
    }
  });
});
