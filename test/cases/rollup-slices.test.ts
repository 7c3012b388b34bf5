import assert from 'node:assert/strict';
import { it } from 'node:test';
import { readRollupSlices, sliceMs } from '../../src/cases/rollup-slices.ts';
import { readTop } from '../../src/cases/top.ts';
import { toActivity } from '../../src/core/rollup-sums.ts';
import type { TenantStore } from '../../src/core/store.ts';
import { makeRollupDelta } from '../support/store/contract/records.ts';

const hourMs = 60 * 60_000;
const startMs = Date.parse('2026-09-01T05:00:00Z');
const rollups = Array.from({ length: 500 }, (_, n) =>
  makeRollupDelta({
    user_id: 'u',
    hour: new Date(startMs + n * hourMs).toISOString(),
    services: { ssh: 2, [`s${n % 7}`]: 1 },
    sources: { '203.0.113.1': 1 },
  }),
);
const tenant = {
  rollups: async (from: string, to: string) => rollups.filter(({ hour }) => hour >= from && hour < to),
} as Pick<TenantStore, 'rollups'> as TenantStore;
const range = { from: rollups[0]!.hour, to: new Date(startMs + 500 * hourMs).toISOString() };

it('slices have every hour once, and no day in two of them', async () => {
  const hours: string[] = [];
  const buckets: string[] = [];
  for await (const { rollups: some, fromMs, toMs } of readRollupSlices(tenant, range, 'services')) {
    assert.ok(toMs - fromMs <= sliceMs);
    hours.push(...some.map(({ hour }) => hour));
    buckets.push(
      ...toActivity(some, { bucket: 'day', by: 'service', fromMs, toMs }).map(({ start }) => start),
    );
  }
  assert.deepEqual(
    hours,
    rollups.map(({ hour }) => hour),
  );
  assert.equal(new Set(buckets).size, buckets.length);
  assert.equal(buckets.length, 22);
});

it('the top of a range is the same however it is sliced', async () => {
  const { items, missed } = await readTop(tenant, 'service', range, 3);
  assert.deepEqual(items, [
    { name: 'ssh', events: 1000 },
    { name: 's0', events: 72 },
    { name: 's1', events: 72 },
  ]);
  assert.equal(missed, 0);
  assert.deepEqual((await readTop(tenant, 'source', range, 3)).items, [{ name: '203.0.113.1', events: 500 }]);
});
