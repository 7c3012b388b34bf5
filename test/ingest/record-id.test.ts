import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createRepeatNamer, recordId } from '../../src/ingest/record-id.ts';

describe('the id of a record', () => {
  it('is the same however the record is spaced and ordered', () => {
    const one = JSON.parse('{"a":1,"b":{"c":[1,2],"d":null}}');
    const other = JSON.parse('{ "b": { "d": null, "c": [1, 2] }, "a": 1 }');
    assert.equal(recordId(one), recordId(other));
    assert.match(recordId(one), /^sha256:[0-9a-f]{40}$/);
  });

  it('differs with anything in it', () => {
    const ids = [
      '{"a":1}',
      '{"a":"1"}',
      '{"a":[1]}',
      '{"a":{}}',
      '{"b":1}',
      '{"a":1,"b":null}',
      '{"a":"\\u00e9"}',
    ];
    assert.equal(new Set(ids.map((text) => recordId(JSON.parse(text)))).size, ids.length);
  });

  it('tells equal native records of one file apart, the same way each time', () => {
    const name = (): string[] => {
      const namer = createRepeatNamer('native');
      return ['x', 'y', 'x', 'x'].map(namer);
    };
    assert.deepEqual(name(), ['x', 'y', 'x#2', 'x#3']);
    assert.deepEqual(name(), name());
  });

  it('makes equal records of sensors with exact times one', () => {
    for (const format of ['cowrie', 'opencanary']) {
      const namer = createRepeatNamer(format);
      assert.deepEqual(['x', 'x'].map(namer), ['x', 'x']);
    }
  });

  it('counts repeats in bounded memory', () => {
    const namer = createRepeatNamer('native');
    const before = process.memoryUsage().heapUsed;
    for (let n = 0; n < 400_000; n++) namer(`sha256:${n}`);
    assert.equal(namer('sha256:399999'), 'sha256:399999#2');
    assert.ok(process.memoryUsage().heapUsed - before < 60 * 1024 * 1024);
  });
});
