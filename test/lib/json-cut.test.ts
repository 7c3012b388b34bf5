import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonObject } from '../../src/core/event.ts';
import { cutJson } from '../../src/lib/json-cut.ts';

describe('JSON that is cut for a list', () => {
  it('stays as it is where it fits', () => {
    const value = { a: 'b', n: [1, 2] };
    assert.deepEqual(cutJson(value, 100), { value, length: JSON.stringify(value).length, isCut: false });
  });

  it('keeps keys and clips texts first, and says how long it was', () => {
    const value = { a: 'x'.repeat(5000), b: 'short' };
    const cut = cutJson(value, 400);
    assert.equal(cut.isCut, true);
    assert.equal(cut.length, JSON.stringify(value).length);
    assert.deepEqual(Object.keys(cut.value as JsonObject), ['a', 'b']);
    assert.ok(JSON.stringify(cut.value).length <= 400);
  });

  it('sets no prototype, whatever its keys are called', () => {
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`key-${n}`, n]));
    const value = JSON.parse(`{"__proto__":{"polluted":true},${JSON.stringify(many).slice(1)}`) as JsonObject;
    const cut = cutJson(value, 200);
    assert.equal(cut.isCut, true);
    assert.equal(Object.getPrototypeOf(cut.value), Object.prototype);
    assert.equal((cut.value as { polluted?: boolean }).polluted, undefined);
    assert.equal(({} as { polluted?: boolean }).polluted, undefined);
  });
});
