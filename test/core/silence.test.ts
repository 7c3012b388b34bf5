import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isSilent, learnPause } from '../../src/core/silence.ts';
import { tokensNodeMark } from '../../src/core/token.ts';

const minuteMs = 60_000;
const at = (minutes: number): string => new Date(minutes * minuteMs).toISOString();
const learned = (gaps: readonly number[]): number =>
  gaps.reduce<number | null>((usual, gap) => learnPause(usual, gap * minuteMs), null)! / minuteMs;

describe('the usual pause of a node', () => {
  it('is the pause itself where that is always the same', () => {
    assert.equal(learned([5]), 5);
    assert.equal(learned([5, 5, 5]), 5);
  });

  it('rises fast and falls slowly, so that quiet hours are not taken for silence', () => {
    const busy = Array.from({ length: 30 }, () => 1);
    assert.ok(learned([...busy, 60, ...busy, 60, ...busy, 60]) > 20);
    assert.ok(learned([60, ...busy, ...busy, ...busy]) > 50);
    assert.ok(learned([60, ...Array.from({ length: 3 * 1440 }, () => 1)]) < 10);
  });

  it('is not that of an outage', () => {
    assert.ok(learned([1, 1, 1, 3 * 1440]) < 12);
    assert.equal(learned([30 * 1440]), 1440);
  });

  it('is not changed by a clock that goes backwards', () => {
    assert.equal(learnPause(7, 0), 7);
    assert.equal(learnPause(7, -5), 7);
    assert.equal(learnPause(null, Number.NaN), null);
  });
});

describe('a silent node', () => {
  const node = {
    os_type: 'linux',
    status: 'active' as const,
    created_at: at(0),
    last_seen: at(1000),
    usual_pause_ms: 10 * minuteMs,
    maintenance: [],
  };
  const group = (more: object = {}) => ({ silence_minutes: null, maintenance: [], ...more });
  const silentAt = (minutes: number, change: object = {}, of: object | null = null, since = 0): boolean =>
    isSilent({ ...node, ...change }, of && group(of), minutes * minuteMs, since * minuteMs);

  it('has paused for three times as long as usual, and a quarter of an hour at least', () => {
    assert.deepEqual([silentAt(1030), silentAt(1031)], [false, true]);
    const quick = { usual_pause_ms: minuteMs };
    assert.deepEqual([silentAt(1015, quick), silentAt(1016, quick)], [false, true]);
  });

  it('is given as long as its group says', () => {
    assert.deepEqual(
      [silentAt(1060, {}, { silence_minutes: 60 }), silentAt(1061, {}, { silence_minutes: 60 })],
      [false, true],
    );
    assert.equal(silentAt(1031, {}, { silence_minutes: 15 }), true);
  });

  it('is none that is the node of tokens, is inactive, was never seen, was seen once, or was used for less than an hour', () => {
    for (const change of [
      { os_type: tokensNodeMark },
      { status: 'inactive' },
      { last_seen: null },
      { usual_pause_ms: null },
      { created_at: at(950) },
    ])
      assert.equal(silentAt(5000, change), false, JSON.stringify(change));
  });

  it('is not called so for the time that the server itself was away, or that was planned', () => {
    assert.deepEqual([silentAt(2030, {}, null, 2000), silentAt(2031, {}, null, 2000)], [false, true]);
    const maintenance = [{ from: at(1010), to: at(1100), note: '' }];
    for (const [own, ofGroup] of [
      [{ maintenance }, null],
      [{}, { maintenance }],
    ] as const)
      assert.deepEqual(
        [1050, 1099, 1130, 1131].map((minutes) => silentAt(minutes, own, ofGroup)),
        [false, false, false, true],
      );
    assert.equal(silentAt(1031, { maintenance: [{ from: at(2000), to: at(3000), note: '' }] }), true);
  });
});
