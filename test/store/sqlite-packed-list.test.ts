import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { packList, unpackList } from '../../src/store/sqlite/writing/packed-list.ts';

const again = (list: readonly unknown[]): unknown[] =>
  unpackList(JSON.parse(JSON.stringify(packList(list))) as ReturnType<typeof packList>);
/** What plain JSON makes of it. */
const plain = (list: readonly unknown[]): unknown => JSON.parse(JSON.stringify(list));

const lists: Record<string, unknown[]> = {
  nothing: [],
  'a few': [{ a: 1 }, { a: 2 }],
  'records of one shape': Array.from({ length: 9 }, (_, n) => ({
    user: 'u',
    n,
    at: null,
    counts: { events: n, of: 'x' },
  })),
  'records of other shapes': Array.from({ length: 9 }, (_, n) => ({
    user: 'u',
    names: { [`name-${n}`]: 1 },
  })),
  'keys in another order': [
    { a: 1, b: 2 },
    { b: 2, a: 1 },
    { a: 1, b: 2 },
    { a: 1, b: 2 },
  ],
  rows: Array.from({ length: 9 }, (_, n) => ({
    collection: 'honeypot_logs',
    values: [1, `log-${n}`, null, n / 3],
  })),
  'rows of other lengths': Array.from({ length: 9 }, (_, n) => ({
    values: Array.from({ length: n }, () => n),
  })),
  'records beside what is none': [{ a: 1 }, null, [1], 'text', 7, true],
  'values that are not there': Array.from({ length: 9 }, (_, n) => ({ a: n, b: undefined })),
  'empty records': Array.from({ length: 9 }, () => ({ names: {} })),
  'names that senders chose': Array.from({ length: 9 }, (_, n) =>
    JSON.parse(`{"names":{"__proto__":${n},"constructor":{"__proto__":1},"length":2,"column":3}}`),
  ),
  'texts with anything': Array.from({ length: 9 }, (_, n) => ({ text: `\u0000"\\\u2028\ud800${n}` })),
};

describe('a packed list', () => {
  for (const [what, list] of Object.entries(lists))
    it(`holds ${what}`, () => assert.deepEqual(again(list), plain(list)));

  it('keeps a name like __proto__ a name', () => {
    const [first] = again(lists['names that senders chose']!) as { names: object }[];
    assert.equal(Object.getPrototypeOf(first!.names), Object.prototype);
    assert.ok(Object.hasOwn(first!.names, '__proto__'));
  });
  it('writes once what is the same in all', () => {
    const list = Array.from({ length: 200 }, (_, n) => ({ user_id: 'user-0123456789abcdef', events: n }));
    assert.ok(JSON.stringify(packList(list)).length < JSON.stringify(list).length / 5);
  });
});
