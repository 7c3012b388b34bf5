/**
 * The pipeline's second look, in the background: events that a crash left unjudged are judged, and events that the
 * fallback judged are judged again once the scorer answers. Nothing is ever given up.
 */
import type { StoredEvent } from '../core/event.ts';
import type { Store } from '../core/store.ts';
import type { Verdict } from '../core/verdict.ts';

export interface RescorerParts {
  store: Pick<Store, 'unfinished'>;
  /** In order; null where there was no answer. Rejects only where the store does not answer. */
  judge(events: readonly StoredEvent[]): Promise<(Verdict | null)[]>;
  /** Whether the scorer answers at all, as far as is known. */
  answers(): boolean;
  /** Stores the judgements. `before` holds the verdicts that stood, by log_id. */
  apply(events: StoredEvent[], before: Map<string, Verdict>): Promise<void>;
  fallback(event: StoredEvent): Verdict;
  onError(error: unknown): void;
  clock: () => number;
  /** Pending for longer than this: whoever took it is not at it any more. */
  pendingAgeMs: number;
  /** Pause where there is nothing to do. */
  idleMs: number;
  /** Also what is younger, once, at start: true where no other process can be at work on it. */
  alone: boolean;
}

export interface Rescorer {
  start(): void;
  counters(): { completed: number; rescored: number };
  close(): Promise<void>;
}

const batchSize = 100;
const longestWaitMs = 60 * 60_000;

export function createRescorer(parts: RescorerParts): Rescorer {
  const { store, judge, answers, apply, fallback, onError, clock, pendingAgeMs, idleMs, alone } = parts;
  /** Events that the scorer has no answer for although it answers others: tried again ever more rarely. */
  const postponed = new Map<string, { untilMs: number; waitMs: number }>();
  const counts = { completed: 0, rescored: 0 };
  let closing = false;
  let answered = answers();
  let firstPass = alone;
  let wake: (() => void) | null = null;
  let loop: Promise<void> | null = null;

  const iso = (ms: number): string => new Date(ms).toISOString();

  async function completePending(before: string): Promise<boolean> {
    const events = await store.unfinished('pending', before, batchSize);
    if (events.length === 0) return false;
    const verdicts = await judge(events);
    await apply(
      events.map((event, at) => {
        const verdict = verdicts[at];
        return { ...event, verdict: verdict ?? fallback(event), state: verdict ? 'done' : 'fallback' };
      }),
      new Map(),
    );
    counts.completed += events.length;
    return true;
  }

  function postpone(event: StoredEvent, nowMs: number): void {
    if (postponed.size > 5000) postponed.clear();
    const waitMs = Math.min((postponed.get(event.log_id)?.waitMs ?? idleMs) * 2, longestWaitMs);
    postponed.set(event.log_id, { untilMs: nowMs + waitMs, waitMs });
  }

  async function rescore(): Promise<boolean> {
    const nowMs = clock();
    // What was refused while the scorer was ill says nothing of the event.
    if (answers() && !answered) postponed.clear();
    answered = answers();
    const found = await store.unfinished('fallback', iso(nowMs), batchSize + postponed.size);
    const events = found
      .filter((event) => (postponed.get(event.log_id)?.untilMs ?? 0) <= nowMs)
      .slice(0, batchSize);
    if (events.length === 0) return false;
    // One to see whether anybody answers; the rest only then.
    const [probe] = await judge(events.slice(0, 1));
    if (!probe && !answers()) {
      answered = false;
      return false;
    }
    const verdicts = [probe ?? null, ...(await judge(events.slice(1)))];
    const judged: StoredEvent[] = [];
    const before = new Map<string, Verdict>();
    for (const [at, event] of events.entries()) {
      const verdict = verdicts[at];
      if (verdict) {
        judged.push({ ...event, verdict, state: 'done' });
        if (event.verdict) before.set(event.log_id, event.verdict);
        postponed.delete(event.log_id);
      } else if (answers()) postpone(event, nowMs);
    }
    if (judged.length > 0) await apply(judged, before);
    counts.rescored += judged.length;
    return judged.length > 0;
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
    const startIso = iso(clock());
    while (!closing) {
      let more = false;
      try {
        more = await completePending(firstPass ? startIso : iso(clock() - pendingAgeMs));
        if (!more) firstPass = false;
        if (!closing) more = (await rescore()) || more;
      } catch (error) {
        onError(error);
      }
      if (!closing) await sleep(more ? 0 : idleMs);
    }
  }

  return {
    start() {
      loop ??= run();
    },
    counters: () => ({ ...counts }),
    async close() {
      closing = true;
      wake?.();
      await loop;
    },
  };
}
