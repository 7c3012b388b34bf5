/** Hourly sums of a long range, read a few days at a time: an embedded store answers on the event loop, which others need too. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Rollup, RollupCounts } from '../core/query.ts';
import type { TenantStore } from '../core/store.ts';

/** Two days: no bucket of a day lies in two slices. */
export const sliceMs = 48 * 60 * 60_000;

export interface RollupSlice {
  fromMs: number;
  toMs: number;
  rollups: Rollup[];
}

/** `from` and `to` are the starts of hours, ISO. Ascending, without gaps. */
export async function* readRollupSlices(
  tenant: Pick<TenantStore, 'rollups'>,
  { from, to }: { from: string; to: string },
  only: RollupCounts,
  parts: readonly string[] | null = null,
): AsyncGenerator<RollupSlice> {
  const endMs = Date.parse(to);
  for (let fromMs = Date.parse(from); fromMs < endMs; ) {
    const toMs = Math.min(endMs, (Math.floor(fromMs / sliceMs) + 1) * sliceMs);
    const range = [new Date(fromMs).toISOString(), new Date(toMs).toISOString()] as const;
    yield { fromMs, toMs, rollups: await tenant.rollups(...range, only, parts) };
    fromMs = toMs;
    await nextTurn();
  }
}
