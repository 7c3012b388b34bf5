/**
 * What tenants used today and have stored. Counted in memory and added to the tenant's document every few seconds, so
 * several processes agree within that time, and a crash forgets no more.
 */
import { usageDocs } from '../core/doc-kinds.ts';
import { addUsage, dayOf, type QuotaName, storedBytesOf, type UsageBody } from '../core/quota.ts';
import type { Store } from '../core/store.ts';
import { readDocument, saveDocument } from '../core/update-document.ts';
import { dayMs } from '../lib/duration.ts';

interface NodeUse {
  events: number;
  bytes: number;
}

/** Of today, and what is stored. */
export interface UsageSum extends NodeUse {
  stored: number;
}

export interface TenantUsage {
  sum(): UsageSum;
  ofNode(nodeId: string): NodeUse;
  add(nodeId: string, more: NodeUse): void;
  addRefused(name: QuotaName | 'disk', events: number): void;
  /** Events refused today, by quota. */
  refused(): UsageBody['refused'];
}

export interface QuotaUsage {
  of(userId: string): TenantUsage | Promise<TenantUsage>;
  flush(): Promise<void>;
  close(): Promise<void>;
}

interface Held extends TenantUsage {
  /** Counted and not stored yet. */
  more(): UsageBody;
  /** Takes `more` out to be stored; what could not be stored is given back. */
  take(): UsageBody;
  giveBack(more: UsageBody): void;
  setBase(base: UsageBody): void;
  usedMs: number;
}

const mostHeld = 10_000;
const idleMs = 60_000;
const mostNodesHeld = 20_000;
/** Of what was stored before there were quotas. */
const assumedEventBytes = 1000;
const nothing = (day: string): UsageBody => ({ day, events: 0, bytes: 0, refused: {}, stored: {} });

export function createQuotaUsage({
  store,
  retentionDays,
  clock,
  flushMs,
  onError,
}: {
  store: Pick<Store, 'of'>;
  retentionDays: number | null;
  clock(): number;
  flushMs: number;
  onError(error: unknown): void;
}): QuotaUsage {
  const held = new Map<string, Held>();
  const loading = new Map<string, Promise<Held>>();
  let timer: NodeJS.Timeout | null = null;

  const oldestDay = (): string | null =>
    retentionDays === null ? null : dayOf(clock() - retentionDays * dayMs);

  function schedule(): void {
    timer ??= setTimeout(() => {
      timer = null;
      flush().catch(onError);
    }, flushMs).unref();
  }

  function createHeld(stored: UsageBody, counted: UsageBody): Held {
    let base = stored;
    /** The sum of what `base` says of stored bytes: it is asked for with every request. */
    let baseBytes = storedBytesOf(base);
    let more = counted;
    const nodes = new Map<string, NodeUse>();
    const setBase = (next: UsageBody): void => {
      base = next;
      baseBytes = storedBytesOf(next);
    };
    /** A new day begins with nothing, and without what retention has deleted. */
    const turn = (): void => {
      const day = dayOf(clock());
      if (more.day >= day) return;
      more = addUsage(more, nothing(day), oldestDay());
      setBase(addUsage(base, nothing(day), oldestDay()));
      nodes.clear();
    };
    const ofNode = (nodeId: string): NodeUse => nodes.get(nodeId) ?? { events: 0, bytes: 0 };
    return {
      usedMs: clock(),
      sum() {
        turn();
        const before = base.day === more.day ? base : null;
        return {
          events: (before?.events ?? 0) + more.events,
          bytes: (before?.bytes ?? 0) + more.bytes,
          stored: baseBytes + storedBytesOf(more),
        };
      },
      ofNode,
      add(nodeId, { events, bytes }) {
        turn();
        more.events += events;
        more.bytes += bytes;
        more.stored[more.day] = (more.stored[more.day] ?? 0) + bytes;
        if (nodes.size >= mostNodesHeld) nodes.clear();
        const node = ofNode(nodeId);
        nodes.set(nodeId, { events: node.events + events, bytes: node.bytes + bytes });
        schedule();
      },
      addRefused(name, events) {
        more.refused[name] = (more.refused[name] ?? 0) + events;
        schedule();
      },
      refused: () => addUsage(base, more, null).refused,
      more: () => more,
      take() {
        const taken = more;
        more = nothing(more.day);
        return taken;
      },
      giveBack(taken) {
        more = addUsage(more, taken, oldestDay());
      },
      setBase,
    };
  }

  async function load(userId: string): Promise<Held> {
    const tenant = store.of(userId);
    const day = dayOf(clock());
    const doc = await readDocument(tenant, usageDocs, userId);
    const more = nothing(day);
    if (doc === null) {
      const { total_attacks } = await tenant.stats();
      // What was assumed is kept with the first that is counted.
      if (total_attacks > 0) more.stored = { [day]: total_attacks * assumedEventBytes };
    }
    const usage = createHeld(doc?.body ?? nothing(day), more);
    if (held.size >= mostHeld) await flush();
    held.set(userId, usage);
    return usage;
  }

  const isEmpty = ({ events, stored, refused }: UsageBody): boolean =>
    events === 0 && Object.keys(stored).length + Object.keys(refused).length === 0;

  async function flush(): Promise<void> {
    const now = new Date(clock()).toISOString();
    for (const [userId, usage] of held) {
      if (isEmpty(usage.more())) {
        if (held.size > mostHeld / 2 && clock() - usage.usedMs > idleMs) held.delete(userId);
        continue;
      }
      const more = usage.take();
      const saved = await saveDocument(
        store.of(userId),
        usageDocs,
        { id: userId, user_id: userId },
        (doc) => addUsage(doc?.body ?? nothing(more.day), more, oldestDay()),
        now,
      ).catch((error: unknown) => {
        usage.giveBack(more);
        throw error;
      });
      if (saved === 'stale') usage.giveBack(more);
      else usage.setBase(saved.body);
    }
  }

  return {
    of(userId) {
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
    },
    flush,
    async close() {
      if (timer) clearTimeout(timer);
      timer = null;
      await flush();
    },
  };
}
