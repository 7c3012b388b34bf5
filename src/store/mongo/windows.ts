/** What each source did per bucket of event time, and the tenant's baseline that follows from it. */
import { baselineDays, toBaseline } from '../../core/baseline.ts';
import { type ContextRequest, windowKey } from '../../core/effects.ts';
import { addCounts, bucketsSeen, type SourceHistory, type WindowCounts } from '../../core/history.ts';
import type { TenantStore } from '../../core/store.ts';
import { type Connection, readBound } from './connection/connection.ts';
import { countOf } from './connection/figures.ts';

const readCounts = (document: Record<string, unknown>): WindowCounts => {
  const count = (name: string): number => (typeof document[name] === 'number' ? document[name] : 0);
  return {
    events: count('events'),
    failed_logins: count('failed_logins'),
    succeeded_logins: count('succeeded_logins'),
    commands: count('commands'),
    payloads: count('payloads'),
    honeytokens: count('honeytokens'),
    connections: count('connections'),
    first_ms: count('first_ms'),
    last_ms: count('last_ms'),
  };
};

/** By windowKey(): what stands in each bucket. */
export async function findWindows(
  connection: Connection,
  keys: ReadonlySet<string>,
): Promise<Map<string, WindowCounts>> {
  if (keys.size === 0) return new Map();
  const found = await connection.run((c) => c.windows.find({ _id: { $in: [...keys] } }, readBound).toArray());
  return new Map(found.map((document) => [document._id, readCounts(document)]));
}

export async function findHistories(
  connection: Connection,
  wanted: ContextRequest['windows'],
): Promise<Map<string, SourceHistory>> {
  const keys = new Set<string>();
  for (const { user_id, source_ip, bucket } of wanted)
    for (let back = 0; back < bucketsSeen; back++) keys.add(windowKey(user_id, source_ip, bucket - back));
  const existing = await findWindows(connection, keys);
  const histories = new Map<string, SourceHistory>();
  for (const { user_id, source_ip, bucket } of wanted) {
    let sum: SourceHistory | null = null;
    for (let back = 0; back < bucketsSeen; back++) {
      const counts = existing.get(windowKey(user_id, source_ip, bucket - back));
      if (counts) sum = sum ? addCounts(sum, counts) : { ...counts };
    }
    if (sum) histories.set(windowKey(user_id, source_ip, bucket), sum);
  }
  return histories;
}

export const createBaselineOfTenant = (
  connection: Connection,
  userId: string,
): Pick<TenantStore, 'baseline'> => ({
  async baseline() {
    const found = await connection.run((c) =>
      c.levels.find({ user_id: userId }, { ...readBound, sort: { day: -1 }, limit: baselineDays }).toArray(),
    );
    const sum = (name: string): number => found.reduce((all, day) => all + countOf(day, name), 0);
    return toBaseline({ samples: sum('samples'), events: sum('events'), squares: sum('squares') });
  },
});
