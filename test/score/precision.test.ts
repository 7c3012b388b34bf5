import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Alert, VerdictKind } from '../../src/core/alert.ts';
import { toPrecision } from '../../src/score/precision.ts';

const alert = (
  attack_type: string,
  verdict: VerdictKind | null,
): Pick<Alert, 'attack_type' | 'human_verdict'> => ({
  attack_type,
  human_verdict: verdict === null ? null : { verdict, note: '', by: 'mara', at: '2026-11-25T08:00:00.000Z' },
});

describe('precision on people’s verdicts', () => {
  it('counts attack against harmless, and drills as neither', () => {
    const { all, by_type } = toPrecision([
      alert('Recon', 'attack'),
      alert('Recon', 'harmless'),
      alert('Recon', 'expected'),
      alert('BruteForce', 'attack'),
      alert('BruteForce', 'attack'),
      alert('SqlInjection', null),
    ]);
    assert.deepEqual(all, { judged: 4, attack: 3, harmless: 1, expected: 1, precision: 0.75 });
    assert.deepEqual(Object.keys(by_type), ['BruteForce', 'Recon']);
    assert.equal(by_type.Recon?.precision, 0.5);
  });

  it('is unknown where nobody judged', () => {
    assert.equal(toPrecision([]).all.precision, null);
    assert.equal(toPrecision([alert('Recon', 'expected')]).all.precision, null);
  });
});
