import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonObject } from '../../src/core/event.ts';
import { findRecords } from '../../src/ingest/find-records.ts';
import { readSensorValues } from '../../src/ingest/read-values.ts';

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

describe('the records of a body', () => {
  const now = '2026-11-30T12:00:00.000Z';
  const reasons = (values: unknown[]): string[] =>
    readSensorValues(values, now).problems.map(({ reason }) => reason);

  it('end where too many values were looked at, which is counted', () => {
    const wide = Array.from({ length: 600 }, () => [Array.from({ length: 500 }, () => ({}))]);
    assert.match(reasons(wide).at(-1) ?? '', /^contains more values than are looked at/);
    const one = { events: Array.from({ length: 250_000 }, () => []) };
    assert.match(reasons([one]).at(-1) ?? '', /^contains more values than are looked at/);
  });

  it('are at most 5,000 events, however many a record tells of, and the rest is counted', () => {
    const session = {
      session_id: 's',
      timestamp: '2026-11-24 09:45:51.964876',
      source_ip: '203.0.113.9',
      protocol: 'ftp',
      num_auth_attempts: 9000,
      auth_attempts: Array.from({ length: 9000 }, (_, n) => ({
        timestamp: '2026-11-24 09:45:51.964876',
        username: `u${n}`,
        password: 'x',
      })),
    };
    const read = readSensorValues([session], now);
    assert.equal(read.drafts.length, 5000);
    assert.match(read.problems.at(-1)?.reason ?? '', /^contains more than 5000 events/);
  });

  it('are all there where 5,000 are of a sensor that is not known', () => {
    const values = Array.from({ length: 5000 }, (_, n) => ({
      index: 'main',
      event: { type: 'NewThing', src_ip: '203.0.113.9', n, a: 1, b: 2, c: 3, d: 4, e: 5, f: 6 },
    }));
    assert.equal(readSensorValues(values, now).drafts.length, 5000);
  });
});
