import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ProfileDelta } from '../../src/core/attacker.ts';
import { earlierOf, laterOf, sumProfiles } from '../../src/core/sums.ts';

const delta = (events: number, seen: string, services: Record<string, number>): ProfileDelta => ({
  user_id: 'u',
  source_ip: '203.0.113.9',
  events,
  risk_sum: events * 2,
  max_risk: events,
  first_seen: seen,
  last_seen: seen,
  attack_types: { Recon: events },
  services,
  nodes: { 'node-1': events },
  exposures: {},
});

const early = '2026-11-25T08:00:00.000Z';
const late = '2026-11-25T09:00:00.000Z';

test('a later and an earlier time are found in either order', () => {
  assert.equal(laterOf(early, late), late);
  assert.equal(laterOf(late, early), late);
  assert.equal(earlierOf(early, late), early);
  assert.equal(earlierOf(late, early), early);
});

test('two deltas of a source add up, whichever comes first', () => {
  for (const [a, b] of [
    [delta(1, early, { ssh: 1 }), delta(2, late, { ssh: 1, http: 1 })],
    [delta(2, late, { ssh: 1, http: 1 }), delta(1, early, { ssh: 1 })],
  ] as const) {
    const sum = sumProfiles(a, b);
    assert.equal(sum.events, 3);
    assert.equal(sum.risk_sum, 6);
    assert.equal(sum.max_risk, 2);
    assert.equal(sum.first_seen, early);
    assert.equal(sum.last_seen, late);
    assert.deepEqual({ ...sum.services }, { ssh: 2, http: 1 });
  }
});

test('names that mean something to objects are counted like any other', () => {
  const names = JSON.parse('{"__proto__":1,"constructor":2}') as Record<string, number>;
  const { services } = sumProfiles(delta(1, early, names), delta(1, late, names));
  assert.deepEqual(Object.entries(services), [
    ['__proto__', 2],
    ['constructor', 4],
  ]);
  assert.equal(({} as Record<string, unknown>).polluted, undefined);
});

test('what is given stays as it was', () => {
  const a = delta(1, early, { ssh: 1 });
  sumProfiles(a, delta(1, late, { ssh: 1 }));
  assert.deepEqual(a, delta(1, early, { ssh: 1 }));
});
