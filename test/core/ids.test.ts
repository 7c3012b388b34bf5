import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import { createGrowingHex } from '../../src/core/ids.ts';

const random = (bytes: number): string => randomBytes(bytes).toString('hex');

describe('ids that grow', () => {
  it('keep their order within a millisecond, over a clock that steps back, and over more than the count can hold', () => {
    const growing = createGrowingHex(random);
    const atMs = Date.parse('2026-11-25T08:00:00Z');
    const made = [growing(atMs - 1)];
    for (let n = 0; n < 100_000; n++) made.push(growing(atMs));
    made.push(growing(atMs - 3_600_000), growing(atMs + 10), growing(atMs + 10), growing(atMs + 11));
    assert.equal(
      made.findIndex((id, at) => at > 0 && id <= made[at - 1]!),
      -1,
    );
    assert.equal(new Set(made).size, made.length);
    for (const id of made) assert.match(id, /^[0-9a-f]{24}$/);
  });

  it('begin with the time', () => {
    const atMs = Date.parse('2026-11-25T08:00:00Z');
    assert.equal(Number.parseInt(createGrowingHex(random)(atMs).slice(0, 12), 16), atMs);
  });

  it('are not alike in two processes that make them in the same milliseconds', () => {
    const [one, other] = [createGrowingHex(random), createGrowingHex(random)];
    const made = Array.from({ length: 20_000 }, (_, n) => [one(n >> 3), other(n >> 3)]).flat();
    assert.equal(new Set(made).size, made.length);
    // Not by their last digits alone: the counts differ too.
    assert.ok(new Set(made.map((id) => id.slice(0, 16))).size > 35_000);
  });
});
