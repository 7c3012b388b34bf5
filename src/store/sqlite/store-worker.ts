/** The thread behind thread.ts: the embedded store, called by messages, one transaction after the other. */
import { parentPort } from 'node:worker_threads';
import type { Context, ContextRequest, Decide } from '../../core/effects.ts';
import type { StoredEvent } from '../../core/event.ts';
import type { Store } from '../../core/store.ts';
import { openSqliteStore, type SqliteStoreParts } from './open.ts';
import { type Answer, type Call, eventKey, type Proposal, toFailure } from './thread-wire.ts';

/** Contexts that a proposal may still refer to; whoever comes later reads anew. */
const keptContexts = 32;

/** Rolls a transaction back whose proposal no longer holds. */
class StaleProposal extends Error {
  readonly fresh: string[];
  constructor(fresh: readonly StoredEvent[]) {
    super('the proposal no longer holds');
    this.fresh = fresh.map(eventKey);
  }
}

const say = (answer: Answer): void => parentPort?.postMessage(answer);
const store: Store = await new Promise((resolve) => {
  parentPort?.once('message', ({ id, args }: Call) => {
    openSqliteStore(args[0] as SqliteStoreParts).then(
      (opened) => {
        resolve(opened);
        say({ id, value: null });
      },
      (error: unknown) => {
        say({ id, failure: toFailure(error) });
        process.exit(1);
      },
    );
  });
  // Loaded, and waiting for the order to open.
  say({ id: 0, value: null });
});
const contexts = new Map<number, Context>();
let lastContext = 0;

async function readContext(request: ContextRequest): Promise<{ context: Context; contextId: number }> {
  const context = await store.context(request);
  lastContext += 1;
  contexts.set(lastContext, context);
  if (contexts.size > keptContexts) contexts.delete(lastContext - keptContexts);
  return { context, contextId: lastContext };
}

/** Gives the effects that were proposed, if they were made of what stands. */
const holding =
  ({ decided, effects }: Proposal, asked: Context | undefined): Decide =>
  (fresh, context) => {
    if (context !== asked || fresh.length !== decided) throw new StaleProposal(fresh);
    return effects;
  };

async function settle(
  proposal: Proposal,
  write: (context: Context, decide: Decide) => Promise<unknown>,
): Promise<unknown> {
  const asked = contexts.get(proposal.contextId);
  const none: Context = { known: new Map(), windows: new Map(), sessions: new Map(), incidents: new Map() };
  try {
    return await write(asked ?? none, holding(proposal, asked));
  } catch (error) {
    if (error instanceof StaleProposal) return { stale: error.fresh };
    throw error;
  }
}

/** Operations that are more than the same call over here. */
const special: Record<string, (call: Call) => Promise<unknown>> = {
  context: ({ args }) => readContext(args[0] as ContextRequest),
  record: ({ args }) => {
    const proposal = args[0] as Proposal;
    return settle(proposal, async (context, decide) => {
      const { accepted, duplicates } = await store.record(proposal.events, context, decide);
      return { accepted: [...accepted], duplicates };
    });
  },
  append: async ({ args }) => {
    const { accepted, duplicates } = await store.append(args[0] as StoredEvent[]);
    return { accepted: [...accepted], duplicates };
  },
  apply: ({ args }) => {
    const proposal = args[0] as Proposal;
    return settle(proposal, async (context, decide) => {
      const made = await store.apply(proposal.events, context, decide);
      // Where nothing is open any more, nothing was decided.
      const isDone = made === proposal.effects;
      return { accepted: isDone ? proposal.events.map(({ log_id }) => log_id) : [], duplicates: new Map() };
    });
  },
  backup: ({ id, args }) => store.backup(args[0] as string, (progress) => say({ id, progress })),
};

type Operation = (...args: readonly unknown[]) => Promise<unknown>;

async function answer(call: Call): Promise<unknown> {
  const { userId, operation, args } = call;
  if (userId !== null)
    return (store.of(userId) as unknown as Record<string, Operation>)[operation]?.(...args);
  const own = special[operation];
  return own ? own(call) : (store as unknown as Record<string, Operation>)[operation]?.(...args);
}

parentPort?.on('message', (call: Call) => {
  answer(call).then(
    (value) => {
      say({ id: call.id, value });
      if (call.userId === null && call.operation === 'close') parentPort?.close();
    },
    (error: unknown) => say({ id: call.id, failure: toFailure(error) }),
  );
});
