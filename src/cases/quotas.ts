/** Refuses what is above a tenant's quota, with the reason, and warns before. */
import { AppError } from '../core/errors.ts';
import type { DraftEvent, EventIdentity } from '../core/event.ts';
import type { EventPipeline } from '../core/pipeline.ts';
import {
  dayOf,
  decideRefusal,
  type QuotaLimits,
  type QuotaName,
  type QuotaState,
  quotaNames,
  stateOf,
} from '../core/quota.ts';
import { isSideTenant } from '../core/side-tenant.ts';
import type { Store } from '../core/store.ts';
import { dayMs } from '../lib/duration.ts';
import type { DiskShare } from './disk-share.ts';
import { createFileUse } from './file-use.ts';
import { createQuotaUsage, type TenantUsage } from './quota-usage.ts';
import { createQuotaWarnings, type TellQuota } from './quota-warnings.ts';
import { createTenantCounts } from './tenant-counts.ts';

export interface QuotaUse {
  name: QuotaName;
  limit: number | null;
  used: number;
  state: QuotaState;
  /** ISO; null = it does not begin anew by itself. */
  resets_at: string | null;
  /** Events refused today because of it. */
  refused: number;
}

export interface Quotas {
  /** The same pipeline behind the tenants' quotas. Its `accept` throws `quota_exceeded`, too. */
  guard(pipeline: EventPipeline): EventPipeline;
  /** Throws `quota_exceeded` where `more` of them would be too many. */
  checkRoom(userId: string, name: 'nodes' | 'decoys' | 'channels' | 'keys', more: number): Promise<void>;
  /** Throws `quota_exceeded` unless so many bytes of files more may be kept; they are taken for kept. */
  checkFiles(userId: string, bytes: number): Promise<void>;
  /** Throws `quota_exceeded` unless one more live stream fits beside `open`. */
  checkStreams(userId: string, open: number): Promise<void>;
  /** In the order of `quotaNames`. `streams`: those that are open in this process. */
  useOf(userId: string, streams: number): Promise<QuotaUse[]>;
  /** Events refused by this process, by quota. */
  refused(): Readonly<Record<QuotaName | 'disk', number>>;
  flush(): Promise<void>;
  close(): Promise<void>;
}

export interface QuotasParts {
  store: Pick<Store, 'of' | 'users' | 'docsAfter'>;
  /** `isOwner`: the first account of the installation. */
  limitsOf(isOwner: boolean): QuotaLimits;
  /** Approximate bytes of an event when it is stored. */
  sizeOf(draft: DraftEvent): number;
  disk: DiskShare;
  /** Tells the tenant over its channels. */
  tell?: TellQuota;
  retentionDays: number | null;
  log: { warn(data: object, message: string): void };
  clock(): number;
  flushMs?: number;
}

const sentences: Record<QuotaName | 'disk', string> = {
  events_per_day: 'The quota of events for today is used up; more are accepted after midnight UTC',
  bytes_per_day: 'The quota of bytes for today is used up; more are accepted after midnight UTC',
  stored_bytes: 'The quota of stored data is used up; it falls as old data are deleted',
  disk: 'The disk of the server is almost full, and this account uses the most of it',
  file_bytes: 'The quota of kept files is used up; it falls as old ones are deleted',
  nodes: 'The quota of nodes is used up',
  decoys: 'The quota of decoys is used up',
  channels: 'The quota of channels is used up',
  keys: 'The quota of API keys is used up',
  streams: 'The quota of live streams is used up',
};

export function createQuotas(parts: QuotasParts): Quotas {
  const { store, limitsOf, sizeOf, disk, log, clock, retentionDays, flushMs = 5000 } = parts;
  const usages = createQuotaUsage({
    store,
    retentionDays,
    clock,
    flushMs,
    onError: (error) => log.warn({ err: error }, 'what tenants use could not be stored'),
  });
  const warnings = createQuotaWarnings({ tell: parts.tell ?? (async () => undefined), log, clock });
  const counted = createTenantCounts({ store, clock });
  const files = createFileUse({ store, clock });
  const refusedAll = { ...Object.fromEntries(quotaNames.map((name) => [name, 0])), disk: 0 } as Record<
    QuotaName | 'disk',
    number
  >;
  let owner: Promise<string | null> | null = null;

  async function limitsFor(userId: string): Promise<QuotaLimits> {
    owner ??= store
      .users(1)
      .then(([first]) => first?.id ?? null)
      .catch((error: unknown) => {
        owner = null;
        throw error;
      });
    const first = await owner;
    // Before the first account there is nothing to remember.
    if (first === null) owner = null;
    return limitsOf(first === null || first === userId);
  }

  /** `at`: where the tenant stands with the quota. */
  function refuse(
    userId: string,
    usage: TenantUsage,
    name: QuotaName | 'disk',
    events: number,
    at: { used: number; limit: number | null },
  ): AppError {
    refusedAll[name] += events;
    if (events > 0) usage.addRefused(name, events);
    warnings.add(userId, { name, state: 'used_up', ...at });
    const isDaily = name.endsWith('_per_day');
    return new AppError('quota_exceeded', sentences[name], {
      retryAfterSeconds: isDaily ? Math.max(1, Math.ceil((dayMs - (clock() % dayMs)) / 1000)) : 3600,
    });
  }
  function warnIfNear(userId: string, name: QuotaName, used: number, limit: number | null): void {
    if (stateOf(used, limit) === 'warning') warnings.add(userId, { name, state: 'warning', used, limit });
  }

  async function accept(
    pipeline: EventPipeline,
    sender: EventIdentity,
    drafts: readonly DraftEvent[],
  ): ReturnType<EventPipeline['accept']> {
    const usage = await usages.of(sender.user_id);
    const limits = await limitsFor(sender.user_id);
    const sum = usage.sum();
    const used = { events_per_day: sum.events, bytes_per_day: sum.bytes, stored_bytes: sum.stored } as const;
    const isInside = drafts.some(({ kind, agent }) => kind === 'token.hit' || agent !== null);
    const { user_id } = sender;
    const quota = decideRefusal(
      limits,
      { ...sum, ofNode: usage.ofNode(sender.parent_id ?? sender.node_id) },
      isInside,
    );
    if (quota === 'events_per_day' || quota === 'bytes_per_day' || quota === 'stored_bytes')
      throw refuse(user_id, usage, quota, drafts.length, { used: used[quota], limit: limits[quota] });
    if (!isInside && (await disk.isShareUsedUp(user_id, sum.stored)))
      throw refuse(user_id, usage, 'disk', drafts.length, { used: sum.stored, limit: null });

    const results = await pipeline.accept(sender, drafts);
    let [events, bytes] = [0, 0];
    for (const [at, { status }] of results.entries())
      if (status === 'accepted') {
        events++;
        bytes += sizeOf(drafts[at]!);
      }
    if (events === 0) return results;
    usage.add(sender.parent_id ?? sender.node_id, { events, bytes });
    const after = usage.sum();
    warnIfNear(user_id, 'events_per_day', after.events, limits.events_per_day);
    warnIfNear(user_id, 'bytes_per_day', after.bytes, limits.bytes_per_day);
    warnIfNear(user_id, 'stored_bytes', after.stored, limits.stored_bytes);
    return results;
  }

  return {
    guard: (pipeline) => ({
      ...pipeline,
      // Sample data have their own bound, and must leave nothing behind: what is counted here is written later.
      accept: (sender, drafts) =>
        isSideTenant(sender.user_id) ? pipeline.accept(sender, drafts) : accept(pipeline, sender, drafts),
    }),
    async checkRoom(userId, name, more) {
      const limit = (await limitsFor(userId))[name];
      if (limit === null || more <= 0) return;
      const { fits, count } = await counted.fits(userId, name, more, limit);
      if (!fits) throw refuse(userId, await usages.of(userId), name, 0, { used: count, limit });
      warnIfNear(userId, name, count + more, limit);
    },
    async checkFiles(userId, bytes) {
      const limit = (await limitsFor(userId)).file_bytes;
      const { fits, bytes: used } = await files.fits(userId, bytes, limit);
      if (fits) return warnIfNear(userId, 'file_bytes', used + bytes, limit);
      throw refuse(userId, await usages.of(userId), 'file_bytes', 0, { used, limit });
    },
    async checkStreams(userId, open) {
      const limit = (await limitsFor(userId)).streams;
      if (limit !== null && open >= limit)
        throw refuse(userId, await usages.of(userId), 'streams', 0, { used: open, limit });
    },
    async useOf(userId, streams) {
      await usages.flush();
      const limits = await limitsFor(userId);
      const usage = await usages.of(userId);
      const sum = usage.sum();
      const refused = usage.refused();
      const midnight = new Date(Date.parse(`${dayOf(clock())}T00:00:00Z`) + dayMs).toISOString();
      const used: Record<QuotaName, number> = {
        events_per_day: sum.events,
        bytes_per_day: sum.bytes,
        stored_bytes: sum.stored,
        file_bytes: await files.bytes(userId),
        nodes: await counted.count(userId, 'nodes', limits.nodes),
        decoys: await counted.count(userId, 'decoys', limits.decoys),
        channels: await counted.count(userId, 'channels', limits.channels),
        keys: await counted.count(userId, 'keys', limits.keys),
        streams,
      };
      return quotaNames.map((name) => ({
        name,
        limit: limits[name],
        used: used[name],
        state: stateOf(used[name], limits[name]),
        resets_at: name.endsWith('_per_day') ? midnight : null,
        refused: refused[name] ?? 0,
      }));
    },
    refused: () => ({ ...refusedAll }),
    flush: usages.flush,
    async close() {
      await warnings.settle();
      await usages.close();
    },
  };
}
