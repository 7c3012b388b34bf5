import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { refusalOf } from '../../src/cli/failure.ts';

const thrownBy = (act: () => unknown): unknown => {
  try {
    act();
  } catch (error) {
    return error;
  }
  return assert.fail('nothing was thrown');
};

describe('what the machine refuses', () => {
  it('is said in words, with the path that it is about', () => {
    const missing = join(tmpdir(), 'dv-no-such-folder', 'file');
    assert.equal(
      refusalOf(thrownBy(() => writeFileSync(missing, ''))),
      `${missing}: no such file or directory`,
    );
    const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    assert.equal(refusalOf(full), 'the disk is full');
    assert.match(refusalOf(thrownBy(() => readFileSync(tmpdir()))) ?? '', /is a directory$/);
  });

  it('is not what a defect throws', () => {
    for (const error of [new TypeError('x is not a function'), { code: 'ENOSPC' }, 'text', null])
      if (error !== null) assert.equal(refusalOf(error), null);
  });
});
