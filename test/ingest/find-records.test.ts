import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonObject } from '../../src/core/event.ts';
import { findRecords } from '../../src/ingest/find-records.ts';

const record = { logtype: 2000, src_host: '10.0.0.1' };
const isRecord = (object: JsonObject): boolean => Object.hasOwn(object, 'logtype');
const find = (value: unknown): JsonObject[] => findRecords(value, isRecord);

describe('finding records', () => {
  it('takes off texts, objects and lists, in any order of them', () => {
    const text = JSON.stringify(record);
    for (const value of [
      record,
      text,
      [record],
      { a: { b: text } },
      { message: JSON.stringify({ raw: text }) },
    ])
      assert.deepEqual(find(value), [record]);
    assert.equal(find([record, text, { event: record }]).length, 3);
  });

  it('joins titles and values, and reads the JSON within a value', () => {
    const fields = [
      { title: 'logtype', value: 2000 },
      { title: 'logdata', value: '{"USERNAME":"root"}' },
    ];
    assert.deepEqual(find({ attachments: [{ fields }] }), [{ logtype: 2000, logdata: { USERNAME: 'root' } }]);
  });

  it('looks no further within a record, however it is nested', () => {
    assert.equal(find({ ...record, logdata: { raw: JSON.stringify(record) } }).length, 1);
  });

  it('ends at a depth and a number of values, and never fails', () => {
    let value: unknown = record;
    for (let level = 0; level < 20; level++) value = { a: value };
    assert.deepEqual(find(value), []);
    assert.deepEqual(find(Array.from({ length: 100_000 }, () => [1])), []);
    for (const odd of [null, undefined, 1, '', '{', '[[[', [], {}, { a: null }, '"text"', Number.NaN])
      assert.deepEqual(find(odd), []);
    assert.deepEqual(find('{"__proto__":{"logtype":1}}'), []);
  });
});
