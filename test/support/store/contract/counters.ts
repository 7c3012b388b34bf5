import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Backend, useStore } from './backend.ts';
import { fresh } from './records.ts';

export function countersContract(backend: Backend): void {
  describe(`${backend.name}: counters`, () => {
    const open = useStore(backend);

    it('count from the first hit, and start anew when their window is over', async () => {
      const key = fresh('sign-in');
      assert.equal(await open.store.rateLimit(key, 1000), null);
      assert.deepEqual(await open.store.addToRateLimit(key, 500, 1000), { count: 1, first_ms: 1000 });
      assert.deepEqual(await open.store.addToRateLimit(key, 500, 1400), { count: 2, first_ms: 1000 });
      assert.deepEqual(await open.store.rateLimit(key, 1499), { count: 2, first_ms: 1000 });
      assert.equal(await open.store.rateLimit(key, 1500), null);
      assert.deepEqual(await open.store.addToRateLimit(key, 500, 1500), { count: 1, first_ms: 1500 });
      assert.deepEqual(await open.store.rateLimit(key, 1600), { count: 1, first_ms: 1500 });
    });

    it('do not mix keys', async () => {
      const [a, b] = [fresh('a'), fresh('b')];
      await open.store.addToRateLimit(a, 500, 1000);
      await open.store.addToRateLimit(a, 500, 1000);
      await open.store.addToRateLimit(b, 500, 1000);
      assert.equal((await open.store.rateLimit(a, 1000))?.count, 2);
      assert.equal((await open.store.rateLimit(b, 1000))?.count, 1);
    });

    it('forget', async () => {
      const [key, other] = [fresh('k'), fresh('k')];
      await open.store.addToRateLimit(key, 500, 1000);
      await open.store.addToRateLimit(other, 500, 1000);
      await open.store.clearRateLimit(key);
      await open.store.clearRateLimit('never seen');
      assert.equal(await open.store.rateLimit(key, 1000), null);
      assert.equal((await open.store.rateLimit(other, 1000))?.count, 1);
    });

    it('lose none of many hits at once', async () => {
      const key = fresh('burst');
      const counts = await Promise.all(
        Array.from({ length: 50 }, () => open.store.addToRateLimit(key, 60_000, 1000)),
      );
      assert.deepEqual(
        counts.map(({ count }) => count).sort((a, b) => a - b),
        Array.from({ length: 50 }, (_, at) => at + 1),
      );
    });

    it('outlive a restart', async () => {
      const key = fresh('kept');
      await open.store.addToRateLimit(key, 60_000, 1000);
      await open.reopen();
      assert.deepEqual(await open.store.addToRateLimit(key, 60_000, 2000), { count: 2, first_ms: 1000 });
    });
  });
}
