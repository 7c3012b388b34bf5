/**
 * The embedded store where it serves best. On a disk that answers at once that is the caller's thread: nothing is copied
 * from one to the other, which costs more than the disk does. On a slow one (a memory card, a disk that others keep busy)
 * every commit would hold up all requests while it waits; there it moves into a thread of its own, and back when little
 * comes, as a thread takes a good ten megabytes. Callers notice nothing but a pause.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Context, ContextRequest } from '../../core/effects.ts';
import { AppError } from '../../core/errors.ts';
import type { Store, TenantStore } from '../../core/store.ts';
import { forwarding } from './forwarding.ts';
import { openSqliteStore } from './open.ts';
import { startSqliteThread, type WaitingThread } from './thread.ts';

export interface MovingLimits {
  /** Time that commits waited for the disk within a second, from which on a thread is worth its while. */
  waitedMs: number;
  /** Fewer than these within `quietMs` are not worth it any more. */
  quietEvents: number;
  quietMs: number;
  /** How long it waits for operations under way before it gives up moving for now. */
  patienceMs: number;
}
const usual: MovingLimits = { waitedMs: 400, quietEvents: 1500, quietMs: 60_000, patienceMs: 1000 };

export interface MovingParts {
  file: string;
  limits?: MovingLimits;
  startThread?: () => Promise<WaitingThread>;
  onError?(error: unknown): void;
}

/** Operations that may take minutes: nobody is kept waiting for their end. */
const longOperations = new Set(['backup', 'sweep', 'countEvents', 'events']);

export interface MovingStore extends Store {
  /** Where it is now. For tests and metrics. */
  readonly place: 'here' | 'thread';
  /** Moves it now. False where that is not possible at the moment. */
  move(to: 'here' | 'thread'): Promise<boolean>;
}

/** Rejects as openSqliteStore() does. */
export async function openSqliteMoving({
  file,
  limits = usual,
  startThread = startSqliteThread,
  onError = () => undefined,
}: MovingParts): Promise<MovingStore> {
  let store: Store = await openSqliteStore({ file });
  let place: 'here' | 'thread' = 'here';
  let moving: Promise<boolean> | null = null;
  let isClosed = false;
  /** After a move that was not possible: not before then. */
  let notBeforeMs = 0;
  /** Set while it moves: operations wait for it. */
  let gate: PromiseWithResolvers<void> | null = null;
  let underWay = 0;
  let longUnderWay = 0;
  const origins = new WeakMap<Context, { store: Store; request: ContextRequest }>();

  async function use<T>(operation: string, work: (store: Store) => Promise<T>): Promise<T> {
    while (gate) await gate.promise;
    const isLong = longOperations.has(operation);
    underWay += 1;
    if (isLong) longUnderWay += 1;
    try {
      return await work(store);
    } finally {
      underWay -= 1;
      if (isLong) longUnderWay -= 1;
    }
  }

  /** With the gate closed: nothing is under way, or it took too long. */
  async function isStill(): Promise<boolean> {
    const endMs = performance.now() + limits.patienceMs;
    while (underWay > 0) {
      if (longUnderWay > 0 || performance.now() > endMs) return false;
      await delay(1);
    }
    return true;
  }

  /** One store is closed before the other is opened: the file has one owner at a time. */
  async function change(to: 'here' | 'thread', thread: WaitingThread | null): Promise<boolean> {
    gate = Promise.withResolvers();
    try {
      if (!(await isStill())) return false;
      await store.close();
      try {
        store = thread ? await thread.open({ file }) : await openSqliteStore({ file });
      } catch (error) {
        onError(error);
        store = await openSqliteStore({ file });
        place = 'here';
        return false;
      }
      place = to;
      return true;
    } finally {
      gate.resolve();
      gate = null;
    }
  }

  async function moveNow(to: 'here' | 'thread'): Promise<boolean> {
    if (place === to) return true;
    if (isClosed || longUnderWay > 0) return false;
    const thread = to === 'thread' ? await startThread() : null;
    const hasMoved = !isClosed && (await change(to, thread));
    if (!hasMoved) {
      notBeforeMs = performance.now() + limits.patienceMs;
      await thread?.end();
    }
    return hasMoved;
  }

  function move(to: 'here' | 'thread'): Promise<boolean> {
    moving ??= moveNow(to).finally(() => {
      moving = null;
    });
    return moving;
  }

  let written = 0;
  let spanWritten = 0;
  let second = { startMs: performance.now(), waitedMs: 0 };
  /** Wall time less processor time: what a write here kept everybody waiting for. */
  async function measured<T>(events: number, work: () => Promise<T>): Promise<T> {
    written += events;
    if (place === 'thread') return work();
    const startMs = performance.now();
    const before = process.threadCpuUsage();
    const working = work();
    // Here the store has done all when it returns.
    const nowMs = performance.now();
    const spent = process.threadCpuUsage(before);
    if (startMs - second.startMs > 1000) second = { startMs, waitedMs: 0 };
    second.waitedMs += Math.max(0, nowMs - startMs - (spent.user + spent.system) / 1000);
    if (second.waitedMs >= limits.waitedMs && nowMs >= notBeforeMs) move('thread').catch(onError);
    return working;
  }
  const watch = setInterval(() => {
    const isQuiet = written - spanWritten < limits.quietEvents;
    spanWritten = written;
    if (place === 'thread' && isQuiet) move('here').catch(onError);
  }, limits.quietMs);
  watch.unref();

  /** A context of the store before this one is read again: its number means nothing here. */
  async function current(context: Context): Promise<Context> {
    const origin = origins.get(context);
    if (!origin || origin.store === store) return context;
    const openKeys = [...new Set([...origin.request.openKeys, ...context.incidents.keys()])];
    return store.context({ ...origin.request, openKeys });
  }

  const tenants = new Map<string, TenantStore>();
  const own: Partial<MovingStore> = {
    kind: 'sqlite',
    move,
    of(userId) {
      let tenant = tenants.get(userId);
      if (!tenant) {
        if (tenants.size >= 1000) tenants.clear();
        tenant = forwarding<TenantStore>(
          {},
          (operation) =>
            (...args) =>
              use(operation, (now) =>
                (now.of(userId) as unknown as Record<string, (...all: unknown[]) => Promise<unknown>>)[
                  operation
                ]!(...args),
              ),
        );
        tenants.set(userId, tenant);
      }
      return tenant;
    },
    context: (request) =>
      use('context', async (now) => {
        const context = await now.context(request);
        origins.set(context, { store: now, request });
        return context;
      }),
    record: (events, context, decide) =>
      use('record', async (now) => {
        const standing = await current(context);
        return measured(events.length, () => now.record(events, standing, decide));
      }),
    append: (events) => use('append', (now) => measured(events.length, () => now.append(events))),
    apply: (events, context, decide) =>
      use('apply', async (now) => now.apply(events, await current(context), decide)),
    async close() {
      clearInterval(watch);
      isClosed = true;
      await moving?.catch(() => undefined);
      await store.close();
    },
  };
  Object.defineProperty(own, 'place', { get: () => place });
  return forwarding<MovingStore>(own, (operation) => (...args) => {
    if (isClosed) return Promise.reject(new AppError('unavailable', 'The store is closed'));
    return use(operation, (now) =>
      (now as unknown as Record<string, (...all: unknown[]) => Promise<unknown>>)[operation]!(...args),
    );
  });
}
