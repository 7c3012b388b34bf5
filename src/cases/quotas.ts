/**
 * Counts what tenants use, and refuses what is above their quota, with the reason. Counters live in memory and are added to
 * the tenant's document every few seconds, so several processes agree within that time, and a crash forgets no more.
 */
import { usageDocs } from '../core/doc-kinds.ts';
import { AppError } from '../core/errors.ts';
import type { DraftEvent, EventIdentity } from '../core/event.ts';
import type { EventPipeline } from '../core/pipeline.ts';
import {
  addUsage,
  dayOf,
  decideRefusal,
  type QuotaLimits,
  type QuotaName,
  type QuotaState,
  quotaNames,
  stateOf,
  storedBytesOf,
  type UsageBody,
} from '../core/quota.ts';
import type { Store } from '../core/store.ts';
import { readDocument, saveDocument } from '../core/update-document.ts';
import { dayMs } from '../lib/duration.ts';
import type { DiskShare } from './disk-share.ts';
import { createFileUse } from './file-use.ts';
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
  retentionDays: number | null;
  log: { warn(data: object, message: string): void };
  clock(): number;
  flushMs?: number;
}

interface Usage {
  /** As stored, when it was last read or written. */
  base: UsageBody;
  /** The sum of what `base` says of stored bytes: it is asked for with every request. */
  baseBytes: number;
  /** Counted since, not stored yet. */
  more: UsageBody;
  nodes: Map<string, { events: number; bytes: number }>;
  warned: Set<string>;
  usedMs: number;
}

const mostHeld = 10_000;
const idleMs = 60_000;
const mostNodesHeld = 20_000;
/** Of what was stored before there were quotas. */
const assumedEventBytes = 1000;
const nothing = (day: string): UsageBody => ({ day, events: 0, bytes: 0, refused: {}, stored: {} });

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
  const { store, limitsOf, sizeOf, disk, log, clock, flushMs = 5000 } = parts;
  const held = new Map<string, Usage>();
  const loading = new Map<string, Promise<Usage>>();
  const counted = createTenantCounts({ store, clock });
  const files = createFileUse({ store, clock });
  const refusedAll = { ...Object.fromEntries(quotaNames.map((name) => [name, 0])), disk: 0 } as Record<
    QuotaName | 'disk',
    number
  >;
  let owner: Promise<string | null> | null = null;
  let timer: NodeJS.Timeout | null = null;

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

  async function load(userId: string): Promise<Usage> {
    const tenant = store.of(userId);
    const day = dayOf(clock());
    const doc = await readDocument(tenant, usageDocs, userId);
    const base = doc?.body ?? nothing(day);
    if (doc === null) {
      const { total_attacks } = await tenant.stats();
      if (total_attacks > 0) base.stored = { [day]: total_attacks * assumedEventBytes };
    }
    const usage: Usage = {
      base,
      baseBytes: storedBytesOf(base),
      more: nothing(day),
      nodes: new Map(),
      warned: new Set(),
      usedMs: clock(),
    };
    // What was assumed is kept with the first that is counted.
    if (doc === null) Object.assign(usage, { base: nothing(day), baseBytes: 0, more: base });
    if (held.size >= mostHeld) await flush();
    held.set(userId, usage);
    return usage;
  }
  function usageOf(userId: string): Usage | Promise<Usage> {
    const known = held.get(userId);
    if (known !== undefined) {
      known.usedMs = clock();
      return known;
    }
    let work = loading.get(userId);
    if (work === undefined) {
      work = load(userId).finally(() => loading.delete(userId));
      loading.set(userId, work);
    }
    return work;
  }

  const oldestDay = (): string | null =>
    parts.retentionDays === null ? null : dayOf(clock() - parts.retentionDays * dayMs);
  /** A new day begins with nothing, and without what retention has deleted. */
  function turn(usage: Usage): void {
    const day = dayOf(clock());
    if (usage.more.day >= day) return;
    usage.more = addUsage(usage.more, nothing(day), oldestDay());
    setBase(usage, addUsage(usage.base, nothing(day), oldestDay()));
    usage.nodes.clear();
    usage.warned.clear();
  }
  function setBase(usage: Usage, base: UsageBody): void {
    usage.base = base;
    usage.baseBytes = storedBytesOf(base);
  }
  /** Of today, and what is stored. */
  function sumOf(usage: Usage): { events: number; bytes: number; stored: number } {
    turn(usage);
    const { base, baseBytes, more } = usage;
    const before = base.day === more.day ? base : null;
    return {
      events: (before?.events ?? 0) + more.events,
      bytes: (before?.bytes ?? 0) + more.bytes,
      stored: baseBytes + storedBytesOf(more),
    };
  }

  function schedule(): void {
    timer ??= setTimeout(() => {
      timer = null;
      flush().catch((error: unknown) => log.warn({ err: error }, 'what tenants use could not be stored'));
    }, flushMs).unref();
  }

  async function flush(): Promise<void> {
    const now = new Date(clock()).toISOString();
    for (const [userId, usage] of held) {
      const { more } = usage;
      const isEmpty =
        more.events === 0 && Object.keys(more.stored).length + Object.keys(more.refused).length === 0;
      if (!isEmpty) {
        usage.more = nothing(more.day);
        const saved = await saveDocument(
          store.of(userId),
          usageDocs,
          { id: userId, user_id: userId },
          (doc) => addUsage(doc?.body ?? nothing(more.day), more, oldestDay()),
          now,
        ).catch((error: unknown) => {
          usage.more = addUsage(usage.more, more, oldestDay());
          throw error;
        });
        if (saved === 'stale') usage.more = addUsage(usage.more, more, oldestDay());
        else setBase(usage, saved.body);
      } else if (held.size > mostHeld / 2 && clock() - usage.usedMs > idleMs) held.delete(userId);
    }
  }

  function refuse(userId: string, usage: Usage, name: QuotaName | 'disk', events: number): AppError {
    refusedAll[name] += events;
    if (events > 0) {
      usage.more.refused[name] = (usage.more.refused[name] ?? 0) + events;
      schedule();
    }
    warn(userId, usage, name, 'a quota is used up: what is above it is refused');
    const isDaily = name.endsWith('_per_day');
    return new AppError('quota_exceeded', sentences[name], {
      retryAfterSeconds: isDaily ? Math.max(1, Math.ceil((dayMs - (clock() % dayMs)) / 1000)) : 3600,
    });
  }
  /** Once a day for each quota. */
  function warn(userId: string, usage: Usage, name: string, message: string): void {
    if (usage.warned.has(name + message)) return;
    usage.warned.add(name + message);
    log.warn({ user_id: userId, quota: name }, message);
  }

  async function accept(
    pipeline: EventPipeline,
    sender: EventIdentity,
    drafts: readonly DraftEvent[],
  ): ReturnType<EventPipeline['accept']> {
    const usage = await usageOf(sender.user_id);
    const limits = await limitsFor(sender.user_id);
    const sum = sumOf(usage);
    const isInside = drafts.some(({ kind, agent }) => kind === 'token.hit' || agent !== null);
    const ofNode = usage.nodes.get(sender.node_id) ?? { events: 0, bytes: 0 };
    const quota = decideRefusal(limits, { ...sum, ofNode }, isInside);
    if (quota !== null) throw refuse(sender.user_id, usage, quota, drafts.length);
    if (!isInside && (await disk.isShareUsedUp(sender.user_id, sum.stored)))
      throw refuse(sender.user_id, usage, 'disk', drafts.length);
    for (const [name, value] of [
      ['events_per_day', sum.events],
      ['bytes_per_day', sum.bytes],
      ['stored_bytes', sum.stored],
    ] as const)
      if (stateOf(value, limits[name]) === 'warning')
        warn(sender.user_id, usage, name, 'four fifths of a quota are used');

    const results = await pipeline.accept(sender, drafts);
    let [events, bytes] = [0, 0];
    for (const [at, { status }] of results.entries())
      if (status === 'accepted') {
        events++;
        bytes += sizeOf(drafts[at]!);
      }
    if (events === 0) return results;
    turn(usage);
    const { more } = usage;
    more.events += events;
    more.bytes += bytes;
    more.stored[more.day] = (more.stored[more.day] ?? 0) + bytes;
    if (usage.nodes.size >= mostNodesHeld) usage.nodes.clear();
    const node = usage.nodes.get(sender.node_id) ?? { events: 0, bytes: 0 };
    usage.nodes.set(sender.node_id, { events: node.events + events, bytes: node.bytes + bytes });
    schedule();
    return results;
  }

  return {
    guard: (pipeline) => ({
      ...pipeline,
      accept: (sender, drafts) => accept(pipeline, sender, drafts),
    }),
    async checkRoom(userId, name, more) {
      const limit = (await limitsFor(userId))[name];
      if (limit === null || more <= 0) return;
      if (await counted.fits(userId, name, more, limit)) return;
      throw refuse(userId, await usageOf(userId), name, 0);
    },
    async checkFiles(userId, bytes) {
      if (await files.fits(userId, bytes, (await limitsFor(userId)).file_bytes)) return;
      throw refuse(userId, await usageOf(userId), 'file_bytes', 0);
    },
    async checkStreams(userId, open) {
      const limit = (await limitsFor(userId)).streams;
      if (limit !== null && open >= limit) throw refuse(userId, await usageOf(userId), 'streams', 0);
    },
    async useOf(userId, streams) {
      await flush();
      const limits = await limitsFor(userId);
      const usage = await usageOf(userId);
      const sum = sumOf(usage);
      const { refused } = addUsage(usage.base, usage.more, null);
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
    flush,
    async close() {
      if (timer) clearTimeout(timer);
      timer = null;
      await flush();
    },
  };
}
