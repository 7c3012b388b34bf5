/**
 * Watches the event loop: how late it runs, and during what. A step that takes long holds up everybody, so its culprit
 * is named in the log. A machine without free processor time shows as lateness too.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';

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
  const histogram = monitorEventLoopDelay({ resolution: 10 });
  histogram.enable();
  let marks: string[] = [];
  let tickedMs = nowMs();
  let loggedMs = Number.NEGATIVE_INFINITY;
  let slow = 0;
  let longest = { ms: 0, during: '' };

  const timer = setInterval(() => {
    const now = nowMs();
    const ms = now - tickedMs - tickMs;
    const during = marks.join(', ') || 'unknown';
    tickedMs = now;
    marks = [];
    if (ms > longest.ms) longest = { ms, during };
    if (ms <= slowMs) return;
    slow++;
    if (now - loggedMs < logEveryMs) return;
    loggedMs = now;
    log.warn({ ms: Math.round(ms), during, slow }, 'the event loop was held up');
  }, tickMs);
  timer.unref();

  return {
    mark(what) {
      if (marks.at(-1) === what) return;
      if (marks.length >= mostMarks) marks.shift();
      marks.push(what);
    },
    figures: () => ({
      p99_ms: histogram.percentile(99) / 1e6,
      max_ms: histogram.max / 1e6,
      longest: { ...longest },
      slow,
    }),
    close() {
      clearInterval(timer);
      histogram.disable();
    },
  };
}
