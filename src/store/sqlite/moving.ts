/**
 * The embedded store where it costs least. While little comes it works in the caller's thread: a thread of its own takes
 * a good ten megabytes, which a small machine has better uses for. When much comes it moves into one, so that requests
 * are read while the disk is waited for, and when that is over it moves back. Callers notice nothing but a pause.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Context, ContextRequest } from '../../core/effects.ts';
import { AppError } from '../../core/errors.ts';
import type { Store, TenantStore } from '../../core/store.ts';
import { forwarding } from './forwarding.ts';
import { openSqliteStore } from './open.ts';
import { startSqliteThread, type WaitingThread } from './thread.ts';

export interface MovingLimits {
  /** Events written within a second that are worth a thread. */
  busyEvents: number;
  /** Fewer than these within `quietMs` are not worth it any more. */
  quietEvents: number;
  quietMs: number;
  /** How long it waits for operations under way before it gives up moving for now. */
  patienceMs: number;
}
const usual: MovingLimits = { busyEvents: 250, quietEvents: 1500, quietMs: 60_000, patienceMs: 1000 };

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
  let second = { startMs: performance.now(), events: 0 };
  let span = { startMs: performance.now(), events: 0 };
  function note(events: number): void {
    written += events;
    const nowMs = performance.now();
    if (nowMs - second.startMs > 1000) second = { startMs: nowMs, events: 0 };
    second.events += events;
    if (place === 'here' && second.events >= limits.busyEvents && nowMs >= notBeforeMs)
      move('thread').catch(onError);
  }
  const watch = setInterval(() => {
    const isQuiet = written - span.events < limits.quietEvents;
    span = { startMs: performance.now(), events: written };
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
    record(events, context, decide) {
      note(events.length);
      return use('record', async (now) => now.record(events, await current(context), decide));
    },
    append(events) {
      note(events.length);
      return use('append', (now) => now.append(events));
    },
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
