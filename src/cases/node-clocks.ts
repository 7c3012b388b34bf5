/**
 * Notices nodes whose clock is wrong, says so once when it begins and once when it ends. Nothing that is decided depends on
 * it: windows, incidents and messages go by arrival.
 *
 * Times of the future are a wrong clock at once. Times of the past may be a backlog; a clock is behind where events come
 * late by the same amount for a while.
 */
import { nodeClockDocs } from '../core/doc-kinds.ts';
import type { DraftEvent, EventIdentity } from '../core/event.ts';
import type { NodeClockBody } from '../core/node-clock.ts';
import type { EventPipeline } from '../core/pipeline.ts';
import { isSideTenant } from '../core/side-tenant.ts';
import type { Store } from '../core/store.ts';
import { timestampMs } from '../core/time.ts';
import { readDocument } from '../core/update-document.ts';

export interface ClockNews extends NodeClockBody {
  node_id: string;
  state: 'wrong' | 'right';
  /** ISO. */
  at: string;
}
export type TellClock = (userId: string, news: ClockNews) => Promise<void>;

export interface NodeClocks {
  /** The same pipeline; the times of what it accepts are looked at. */
  guard(pipeline: EventPipeline): EventPipeline;
  /** Resolves when what was noticed is written. */
  settled(): Promise<void>;
}

export interface NodeClocksParts {
  store: Pick<Store, 'of'>;
  tell: TellClock;
  clock(): number;
  onError(error: unknown): void;
}

/** Events that come late by about the same, one after the other. */
interface Run {
  least: number;
  most: number;
  events: number;
  startedMs: number;
  /** What was written of this node; null = not known. */
  isWrong: boolean | null;
}

const minuteMs = 60_000;
const mostAheadMs = 5 * minuteMs;
/** Sensors and shippers gather for a few minutes. */
const mostBehindMs = 10 * minuteMs;
const leastEvents = 3;
const leastSpanMs = 15 * minuteMs;
const mostNodes = 20_000;
const keptMs = 30 * 24 * 60 * minuteMs;

export function createNodeClocks({ store, tell, clock, onError }: NodeClocksParts): NodeClocks {
  const runs = new Map<string, Run>();
  let writing: Promise<void> = Promise.resolve();

  async function begins({ user_id, node_id }: EventIdentity, aheadMs: number): Promise<void> {
    const at = new Date(clock()).toISOString();
    const body = { since: at, ahead_seconds: Math.round(aheadMs / 1000) };
    const expires_at = new Date(clock() + keptMs).toISOString();
    // Who makes it tells: another process, or this one before it was restarted, may have.
    const doc = nodeClockDocs.create({ id: node_id, user_id, expires_at }, body, at);
    if ((await store.of(user_id).createDoc(doc)) === 'created')
      await tell(user_id, { ...body, node_id, state: 'wrong', at });
  }

  async function ends({ user_id, node_id }: EventIdentity): Promise<void> {
    const tenant = store.of(user_id);
    const known = await readDocument(tenant, nodeClockDocs, node_id);
    if (known === null || !(await tenant.removeDoc(nodeClockDocs.name, node_id))) return;
    await tell(user_id, { ...known.body, node_id, state: 'right', at: new Date(clock()).toISOString() });
  }

  function decide(run: Run, lateMs: number, nowMs: number): boolean | null {
    if (lateMs < -mostAheadMs) return true;
    if (run.events < leastEvents || nowMs - run.startedMs < leastSpanMs) return null;
    if (run.least > mostBehindMs) return true;
    return run.most <= mostBehindMs ? false : null;
  }

  function saw(sender: EventIdentity, { timestamp }: DraftEvent, nowMs: number): void {
    const lateMs = nowMs - timestampMs(timestamp);
    if (!Number.isFinite(lateMs)) return;
    const before = runs.get(sender.node_id);
    const most = Math.max(before?.most ?? lateMs, lateMs);
    const least = Math.min(before?.least ?? lateMs, lateMs);
    const isSame = before !== undefined && most - least <= Math.max(mostAheadMs, Math.abs(lateMs) / 4);
    const run: Run = isSame
      ? { ...before, most, least, events: before.events + 1 }
      : { most: lateMs, least: lateMs, events: 1, startedMs: nowMs, isWrong: before?.isWrong ?? null };
    runs.delete(sender.node_id);
    runs.set(sender.node_id, run);
    const isWrong = decide(run, lateMs, nowMs);
    if (isWrong === null || isWrong === run.isWrong) return;
    run.isWrong = isWrong;
    writing = writing.then(() => (isWrong ? begins(sender, -lateMs) : ends(sender))).catch(onError);
  }

  return {
    guard: (pipeline) => ({
      ...pipeline,
      async accept(sender, drafts) {
        const nowMs = clock();
        const results = await pipeline.accept(sender, drafts);
        // An import tells of the past.
        if (!isSideTenant(sender.user_id))
          for (const draft of drafts) if (draft.history !== true) saw(sender, draft, nowMs);
        for (const oldest of runs.keys()) {
          if (runs.size <= mostNodes) break;
          runs.delete(oldest);
        }
        return results;
      },
    }),
    settled: () => writing,
  };
}
