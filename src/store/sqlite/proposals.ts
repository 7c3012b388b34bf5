/**
 * Batches that are decided before they are sent: the thread writes them if nothing came between since their context was
 * read, else they are decided anew on what stands then.
 */
import {
  type Context,
  type ContextRequest,
  type Decide,
  type Effects,
  noEffects,
} from '../../core/effects.ts';
import { AppError } from '../../core/errors.ts';
import type { StoredEvent } from '../../core/event.ts';
import { eventKey, type Proposal, type Settled, type Stale } from './thread-wire.ts';

/** Anew decided so often, a batch is given back to its sender. */
const mostTries = 8;
/** The first of each id. */
function firsts(events: readonly StoredEvent[], wanted?: ReadonlySet<string>): StoredEvent[] {
  const seen = new Set<string>();
  return events.filter((event) => {
    const key = eventKey(event);
    if (seen.has(key) || (wanted && !wanted.has(key))) return false;
    seen.add(key);
    return true;
  });
}

/** The operations that write what was decided on this side of the thread. */
export function createProposals(call: (operation: string, argument: unknown) => Promise<unknown>) {
  const origins = new WeakMap<Context, { id: number; request: ContextRequest }>();
  /** Open keys that were asked for since something was last written: a decision may rest on any of them. */
  let askedKeys = new Set<string>();
  let last: Promise<unknown> = Promise.resolve();

  async function context(request: ContextRequest): Promise<Context> {
    for (const key of request.openKeys) askedKeys.add(key);
    const read = (await call('context', request)) as { context: Context; contextId: number };
    origins.set(read.context, { id: read.contextId, request });
    return read.context;
  }

  /** What stands now under everything that was asked for. */
  function readAgain(before: Context): Promise<Context> {
    const request = origins.get(before)?.request ?? { logIds: [], windows: [], sessions: [], openKeys: [] };
    const openKeys = new Set([...request.openKeys, ...askedKeys, ...before.incidents.keys()]);
    return context({ ...request, openKeys: [...openKeys] });
  }

  async function propose(
    operation: 'record' | 'apply',
    events: readonly StoredEvent[],
    begun: Context,
    decide: Decide,
  ): Promise<{ settled: Settled; effects: Effects }> {
    let decided = firsts(events);
    let current = begun;
    for (let tries = 0; tries < mostTries; tries++) {
      const effects = decided.length === 0 ? noEffects() : decide([...decided], current);
      const answer = (await call(operation, {
        events,
        decided: decided.length,
        contextId: origins.get(current)?.id ?? 0,
        effects,
      } satisfies Proposal)) as Settled | Stale;
      if (!('stale' in answer)) {
        askedKeys = new Set();
        return { settled: answer, effects: answer.accepted.length === 0 ? noEffects() : effects };
      }
      decided = firsts(events, new Set(answer.stale));
      current = await readAgain(current);
    }
    throw new AppError('unavailable', 'Too much came between: send again', { retryAfterSeconds: 1 });
  }

  /** One after the other: what is decided anew meets nothing else of ours between. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = last.then(work, work);
    last = mine.catch(() => undefined);
    return mine;
  }

  return { context, propose, inTurn };
}
