/**
 * Scores in the background what has no final verdict yet: events that a crash left pending, and events that the fallback
 * scored, once the ML service answers again. It never gives an event up.
 */
import type { StoredEvent } from '../core/event.ts';
import type { Store } from '../core/store.ts';
import type { Verdict } from '../core/verdict.ts';
import type { ApplyVerdicts } from './apply-verdicts.ts';

export interface RescorerParts {
  store: Pick<Store, 'unfinished'>;
  /** In order; null for an event without an answer. Rejects only when the store does not answer. */
  score(events: readonly StoredEvent[]): Promise<(Verdict | null)[]>;
  /** Whether the scorer answers at all, as far as is known. */
  isAvailable(): boolean;
  applyVerdicts: ApplyVerdicts;
  fallback(event: StoredEvent): Verdict;
  onError(error: unknown): void;
  clock: () => number;
  /** An event that has been pending for longer was left behind by a process that no longer works on it. */
  pendingAgeMs: number;
  /** Pause when there is nothing to do. */
  idleMs: number;
  /** True when no other process can be working on pending events; then younger ones are completed at start, too. */
  isOnlyProcess: boolean;
}

export interface Rescorer {
  start(): void;
  counters(): { completed: number; rescored: number };
  close(): Promise<void>;
}

const batchSize = 100;
const longestWaitMs = 60 * 60_000;
const mostPostponed = 5000;

export function createRescorer(parts: RescorerParts): Rescorer {
  const { store, score, isAvailable, applyVerdicts, fallback, onError, clock, idleMs } = parts;
  /** Events that get no answer although others do: retried at ever longer intervals. */
  const postponed = new Map<string, { untilMs: number; waitMs: number }>();
  const counts = { completed: 0, rescored: 0 };
  let isClosing = false;
  let wasAvailable = isAvailable();
  let isFirstPass = parts.isOnlyProcess;
  let wake: (() => void) | null = null;
  let loop: Promise<void> | null = null;

  const toIso = (ms: number): string => new Date(ms).toISOString();

  async function completePending(before: string): Promise<boolean> {
    const events = await store.unfinished('pending', before, batchSize);
    if (events.length === 0) return false;
    const verdicts = await score(events);
    await applyVerdicts(
      events.map((event, at) => {
        const verdict = verdicts[at];
        return { ...event, verdict: verdict ?? fallback(event), state: verdict ? 'done' : 'fallback' };
      }),
    );
    counts.completed += events.length;
    return true;
  }

  function postpone(event: StoredEvent, nowMs: number): void {
    if (postponed.size > mostPostponed) postponed.clear();
    const waitMs = Math.min((postponed.get(event.log_id)?.waitMs ?? idleMs) * 2, longestWaitMs);
    postponed.set(event.log_id, { untilMs: nowMs + waitMs, waitMs });
  }

  async function rescore(): Promise<boolean> {
    const nowMs = clock();
    // An event that got no answer while the scorer was down may get one now.
    if (isAvailable() && !wasAvailable) postponed.clear();
    wasAvailable = isAvailable();
    const found = await store.unfinished('fallback', toIso(nowMs), batchSize + postponed.size);
    const events = found
      .filter((event) => (postponed.get(event.log_id)?.untilMs ?? 0) <= nowMs)
      .slice(0, batchSize);
    if (events.length === 0) return false;
    // The first event shows whether the scorer answers; the others follow only if it does.
    const [probe] = await score(events.slice(0, 1));
    if (!probe && !isAvailable()) {
      wasAvailable = false;
      return false;
    }
    const verdicts = [probe ?? null, ...(await score(events.slice(1)))];
    const rescored: StoredEvent[] = [];
    const before = new Map<string, Verdict>();
    for (const [at, event] of events.entries()) {
      const verdict = verdicts[at];
      if (verdict) {
        rescored.push({ ...event, verdict, state: 'done' });
        if (event.verdict) before.set(event.log_id, event.verdict);
        postponed.delete(event.log_id);
      } else if (isAvailable()) postpone(event, nowMs);
    }
    if (rescored.length > 0) await applyVerdicts(rescored, before);
    counts.rescored += rescored.length;
    return rescored.length > 0;
  }

  const sleep = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  async function run(): Promise<void> {
    const startIso = toIso(clock());
    while (!isClosing) {
      let hasMore = false;
      try {
        hasMore = await completePending(isFirstPass ? startIso : toIso(clock() - parts.pendingAgeMs));
        if (!hasMore) isFirstPass = false;
        if (!isClosing) hasMore = (await rescore()) || hasMore;
      } catch (error) {
        onError(error);
      }
      if (!isClosing) await sleep(hasMore ? 0 : idleMs);
    }
  }

  return {
    start() {
      loop ??= run();
    },
    counters: () => ({ ...counts }),
    async close() {
      isClosing = true;
      wake?.();
      await loop;
    },
  };
}
