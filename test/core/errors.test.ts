import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AppError, errorCodes, invalid, isRetryable } from '../../src/core/errors.ts';

describe('an error', () => {
  it('says whether the same request may succeed later', () => {
    const retryable = errorCodes.filter((code) => new AppError(code, 'x').retryable);
    assert.deepEqual(retryable, ['too_many_requests', 'quota_exceeded', 'unavailable']);
    assert.equal(isRetryable(new AppError('unavailable', 'x')), true);
    assert.equal(isRetryable(invalid([])), false);
    assert.equal(isRetryable(Object.assign(new Error('x'), { retryable: true })), false);
  });

  it('has a kind only where a caller acts on it', () => {
    assert.equal(new AppError('conflict', 'x').kind, null);
    assert.equal(new AppError('conflict', 'x', { kind: 'port_in_use' }).kind, 'port_in_use');
  });
});
