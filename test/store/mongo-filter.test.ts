import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { allOf } from '../../src/store/mongo/connection/filter.ts';

describe('conditions that must all hold', () => {
  it('stand side by side, equal values as they are', () => {
    assert.deepEqual(
      allOf([{ user_id: 'u' }, { stream: { $eq: 'audit' } }, { risk: { $eq: 7 } }, { open: { $eq: true } }]),
      { user_id: 'u', stream: 'audit', risk: 7, open: true },
    );
    assert.deepEqual(allOf([]), {});
  });

  it('keep what is no scalar behind its operator, whatever a caller was made to pass', () => {
    for (const hostile of [{ $gt: '' }, /x/, null, ['a'], { $eq: 'x' }]) {
      const stream = { $eq: hostile as unknown as string };
      assert.deepEqual(allOf([{ stream }]), { $and: [{ stream }] });
    }
  });

  it('never overwrite one condition by another', () => {
    const filters = [
      { at: 'x' },
      { at: 'y' },
      { at: { $lte: 'b' } },
      { at: { $gt: 'a' } },
      { $or: [{ a: 1 }] },
      { $or: [{ b: 1 }] },
    ];
    assert.deepEqual(allOf(filters), { at: 'x', $and: filters.slice(1) });
    assert.deepEqual(allOf([{ a: { $eq: 'x', $gt: 'y' } }]), { $and: [{ a: { $eq: 'x', $gt: 'y' } }] });
  });
});
