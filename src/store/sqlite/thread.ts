/**
 * The embedded store in a thread of its own: while it waits for the disk, whoever called goes on. Reads and writes are
 * the thread's; only what follows from a batch is decided here, before it is sent, and once more where it turns out that
 * something came between.
 */
import { once } from 'node:events';
import { getCompileCacheDir } from 'node:module';
import { dirname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { noEffects } from '../../core/effects.ts';
import { AppError } from '../../core/errors.ts';
import type { Store, TenantStore } from '../../core/store.ts';
import { forwarding } from './forwarding.ts';
import { createProposals } from './proposals.ts';
import { type Answer, type Call, type Settled, toError } from './thread-wire.ts';

interface Asker {
  resolve(value: unknown): void;
  reject(error: Error): void;
  progress: ((share: number) => void) | undefined;
}

/** Tenants whose view is kept between requests. */
const keptTenants = 1000;

/** What a batch leaves behind is gone with it; V8 would let the thread's young generation grow to 48 MB. */
const youngMb = 6;

const closed = (): AppError => new AppError('unavailable', 'The store is closed');

interface Thread {
  call(
    userId: string | null,
    operation: string,
    args: readonly unknown[],
    progress?: (share: number) => void,
  ): Promise<unknown>;
  close(): Promise<void>;
  /** Ends it without more ado. */
  end(): Promise<unknown>;
}

/** A thread with all it needs, and the calls that wait for its answers. */
async function startThread(): Promise<Thread> {
  const cache = getCompileCacheDir();
  const worker = new Worker(new URL('./store-worker.ts', import.meta.url), {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    resourceLimits: { maxYoungGenerationSizeMb: youngMb },
    env: cache === undefined ? process.env : { ...process.env, NODE_COMPILE_CACHE: dirname(cache) },
  });
  const waiting = new Map<number, Asker>();
  const loading = Promise.withResolvers<void>();
  let lastId = 0;
  let isLoaded = false;
  let isClosing = false;

  worker.on('message', (answer: Answer) => {
    if (answer.id === 0) return loading.resolve();
    const asker = waiting.get(answer.id);
    if ('progress' in answer) return asker?.progress?.(answer.progress);
    waiting.delete(answer.id);
    if (waiting.size === 0 && !isClosing) worker.unref();
    if ('failure' in answer) asker?.reject(toError(answer.failure));
    else asker?.resolve(answer.value);
  });
  worker.on('error', (cause: unknown) => {
    const error = cause instanceof Error ? cause : new Error(String(cause));
    if (!isLoaded) return loading.reject(error);
    isClosing = true;
    for (const { reject } of waiting.values())
      reject(new AppError('unavailable', 'The store broke off: send again', { cause: error }));
    waiting.clear();
    // Without its store the process is of no use: whoever watches it starts it again. Nothing acknowledged is lost.
    setImmediate(() => {
      throw error;
    });
  });
  await loading.promise;
  isLoaded = true;
  worker.unref();

  const call: Thread['call'] = (userId, operation, args, progress) => {
    if (isClosing) return Promise.reject(closed());
    lastId += 1;
    const id = lastId;
    return new Promise((resolve, reject) => {
      if (waiting.size === 0) worker.ref();
      waiting.set(id, { resolve, reject, progress });
      worker.postMessage({ id, userId, operation, args } satisfies Call);
    });
  };

  return {
    call,
    end: () => worker.terminate(),
    async close() {
      if (isClosing) return;
      const gone = once(worker, 'exit');
      const closing = call(null, 'close', []);
      isClosing = true;
      worker.ref();
      await closing;
      await gone;
    },
  };
}

export interface WaitingThread {
  /** Opens the store there, once. Rejects as openSqliteStore() does; the thread is gone then. */
  open(parts: { file: string }): Promise<Store>;
  /** For a thread that is not needed after all. */
  end(): Promise<unknown>;
}

/** A thread that has loaded all it needs and opens nothing yet, so that little time passes between one store and the other. */
export async function startSqliteThread(): Promise<WaitingThread> {
  const thread = await startThread();
  return {
    end: () => thread.end(),
    async open({ file }) {
      await thread.call(null, 'open', [{ file }]);
      return toStore(thread);
    },
  };
}

/** As openSqliteStore(), in a thread of its own. Rejects with the same errors. */
export const openSqliteThread = async (parts: { file: string }): Promise<Store> =>
  (await startSqliteThread()).open(parts);

function toStore(thread: Thread): Store {
  const { context, propose, inTurn } = createProposals((operation, argument) =>
    thread.call(null, operation, [argument]),
  );
  const tenants = new Map<string, TenantStore>();
  const own: Partial<Store> = {
    kind: 'sqlite',
    of(userId) {
      let tenant = tenants.get(userId);
      if (!tenant) {
        if (tenants.size >= keptTenants) tenants.clear();
        tenant = forwarding<TenantStore>(
          {},
          (operation) =>
            (...args) =>
              thread.call(userId, operation, args),
        );
        tenants.set(userId, tenant);
      }
      return tenant;
    },
    context,
    record: (events, begun, decide) =>
      inTurn(async () => {
        const { settled, effects } = await propose('record', events, begun, decide);
        return {
          accepted: new Set(settled.accepted),
          duplicates: settled.duplicates,
          effects,
        };
      }),
    append: (events) =>
      inTurn(async () => {
        const { accepted, duplicates } = (await thread.call(null, 'append', [events])) as Settled;
        return { accepted: new Set(accepted), duplicates, effects: noEffects() };
      }),
    apply: (events, begun, decide) =>
      inTurn(async () => (await propose('apply', events, begun, decide)).effects),
    // A transaction is whole or not there: nothing of the store's own is ever left half-done.
    recover: async () => 0,
    backup: async (copy, progress) => {
      await thread.call(null, 'backup', [copy], progress);
    },
    close: () => thread.close(),
  };
  return forwarding<Store>(
    own,
    (operation) =>
      (...args) =>
        thread.call(null, operation, args),
  );
}
