import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Corpus } from '../../../train/payload/corpus.ts';
import { fitCalibration } from '../../../train/payload/fit.ts';

describe('calibration', () => {
  it('ends at a sensible curve however far from it the sums begin', () => {
    // Most rows are far out and right, a few far out and wrong: undamped steps overshoot here and never come back.
    const sums = Float64Array.from({ length: 200 }, (_, at) => (at % 2 === 0 ? 1 : -1) * (at < 20 ? -9 : 40));
    const label = Uint8Array.from(sums, (_, at) => (at % 2 === 0 ? 1 : 0));
    const rows = Array.from(sums, (_, at) => ({ set: 'made', text: '', attack: at % 2 === 0, family: null }));
    const { slope, offset } = fitCalibration({ rows, label } as unknown as Corpus, sums);
    assert.ok(slope > 0 && slope < 1, String(slope));
    assert.ok(Math.abs(offset) < 1, String(offset));
  });
});
