/**
 * Watches the event loop: how late it runs, and during what. A step that takes long holds up everybody, so its culprit
 * is named in the log. A machine without free processor time shows as lateness too.
 */
import { createHistogram } from 'node:perf_hooks';

export interface LoopFigures {
  p99_ms: number;
  max_ms: number;
  /** The longest step so far, and what had begun in it. */
  longest: { ms: number; during: string };
  /** Steps above `slowMs`. */
  slow: number;
}

export interface LoopWatch {
  /** Something begins; plain words, never an attacker's. */
  mark(what: string): void;
  /** Measures from now on: what a start takes before it listens holds nobody up. Called once. */
  start(): void;
  figures(): LoopFigures;
  close(): void;
}

export interface LoopWatchParts {
  log: { warn(data: object, message: string): void };
  nowMs?: () => number;
  tickMs?: number;
  slowMs?: number;
}

/** What began within one step, at most. */
const mostMarks = 5;
/** Between two lines in the log. */
const logEveryMs = 60_000;

export function openLoopWatch({
  log,
  nowMs = () => performance.now(),
  tickMs = 20,
  slowMs = 50,
}: LoopWatchParts): LoopWatch {
  // Of microseconds, up to an hour. Node's own monitor ticks beside this one and takes ten times the memory.
  const histogram = createHistogram({ lowest: 1, highest: 3_600_000_000, figures: 2 });
  let marks: string[] = [];
  let timer: NodeJS.Timeout | undefined;
  let tickedMs = 0;
  let loggedMs = Number.NEGATIVE_INFINITY;
  let slow = 0;
  let longest = { ms: 0, during: '' };

  function tick(): void {
    const now = nowMs();
    const ms = now - tickedMs - tickMs;
    const during = marks.join(', ') || 'unknown';
    tickedMs = now;
    marks = [];
    histogram.record(Math.min(3_600_000_000, Math.max(1, Math.round(ms * 1000))));
    if (ms > longest.ms) longest = { ms, during };
    if (ms <= slowMs) return;
    slow++;
    if (now - loggedMs < logEveryMs) return;
    loggedMs = now;
    log.warn({ ms: Math.round(ms), during, slow }, 'the event loop was held up');
  }

  return {
    mark(what) {
      if (marks.at(-1) === what) return;
      if (marks.length >= mostMarks) marks.shift();
      marks.push(what);
    },
    start() {
      marks = [];
      tickedMs = nowMs();
      timer = setInterval(tick, tickMs);
      timer.unref();
    },
    figures: () => ({
      p99_ms: histogram.count === 0 ? 0 : histogram.percentile(99) / 1000,
      max_ms: longest.ms,
      longest: { ...longest },
      slow,
    }),
    close: () => clearInterval(timer),
  };
}
