import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createLimiter } from '../../src/lib/concurrency-limit.ts';

const monotonic = (): number => performance.now();
const isLate = { name: 'TimeoutError' };

describe('bounded concurrency', () => {
  it('runs no more at a time than allowed, and all in the end', async () => {
    const limiter = createLimiter(3, monotonic);
    let now = 0;
    let most = 0;
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        limiter.run(monotonic() + 10_000, async () => {
          most = Math.max(most, ++now);
          await new Promise((resolve) => setTimeout(resolve, 1));
          now--;
          return i;
        }),
      ),
    );
    assert.equal(most, 3);
    assert.deepEqual(
      results,
      Array.from({ length: 20 }, (_, i) => i),
    );
    assert.equal(limiter.active, 0);
    assert.equal(limiter.waiting, 0);
  });

  it('rejects at the deadline what runs, tells it, and what still waits never starts', async () => {
    const limiter = createLimiter(1, monotonic);
    let told = false;
    let started = false;
    const running = limiter.run(
      monotonic() + 20,
      (signal) =>
        new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => {
            told = true;
            setTimeout(() => reject(new Error('ended')), 20);
          }),
        ),
    );
    const waiting = limiter.run(monotonic() + 20, async () => {
      started = true;
    });
    await assert.rejects(running, isLate);
    await assert.rejects(waiting, isLate);
    assert.equal(told, true);
    assert.equal(started, false);
    assert.equal(limiter.active, 1, 'its place is free only when it has ended');
    await new Promise((resolve) => setTimeout(resolve, 40));
    assert.equal(limiter.active, 0);
    assert.equal(await limiter.run(monotonic() + 1000, async () => 'free again'), 'free again');
  });

  it('passes failures on and frees the place', async () => {
    const limiter = createLimiter(1, monotonic);
    await assert.rejects(
      limiter.run(monotonic() + 1000, async () => {
        throw new RangeError('no');
      }),
      RangeError,
    );
    assert.equal(await limiter.run(monotonic() + 1000, async () => 1), 1);
  });
});
