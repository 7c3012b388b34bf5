/**
 * Judges a stream of events without a server or a store: one line a verdict, in order, and, where sessions are wanted,
 * a line more when a session ends. Memory is bounded whatever comes: windows and sessions are forgotten oldest first.
 */
import type { DraftEvent } from '../core/event.ts';
import { quietKinds } from '../core/event.ts';
import { countsByDay, dayMs, type SessionState } from '../core/history.ts';
import type { LocalScorer, ScoreInput } from '../core/scorer.ts';
import type { Verdict } from '../core/verdict.ts';
import { shapeOf } from './event-shape.ts';
import { createWindows } from './windows.ts';

export interface VerdictLine {
  attack_type: string;
  risk_score: number;
  confidence: number;
  is_anomaly: boolean;
  tactics: string[];
  techniques: string[];
  reasons: string[];
  model: string;
}

export interface SessionLine {
  session: string;
  attack_type: string;
  risk_score: number;
  /** Strongest first, at most 8. */
  reasons: string[];
  statements: { text: string; tactic: string | null }[];
}

/** A scorer that also splits a session's commands into statements, each with its tactic. */
export interface StatementScorer extends LocalScorer {
  toStatements(texts: readonly string[]): { text: string; tactic: string | null }[];
  counters(): Record<string, number>;
}

export interface ScoreStreamOptions {
  scorer: StatementScorer;
  sessions?: boolean;
  maxSources?: number;
  maxSessions?: number;
  /** Of event time without an event, after which a session is over. */
  idleMs?: number;
}

export interface ScoreStream {
  /** The event's verdict, then the sessions that ended with it or by it. */
  take(event: DraftEvent): { verdict: VerdictLine; ended: SessionLine[] };
  /** The input is over: the sessions that are still open, oldest first. */
  end(): SessionLine[];
}

interface OpenSession {
  state: SessionState;
  lastMs: number;
  typed: string[];
  typedLength: number;
  reasons: Map<string, number>;
  isQuiet: boolean;
}

const noIdentity = { user_id: '', node_id: '' };
/** Characters of one session's commands; what follows is scored but not listed. */
const maxTyped = 100_000;
/** Of all open sessions together. */
const maxTypedTogether = 24_000_000;
const maxReasons = 8;
const keptReasons = 24;

export const toVerdictLine = (verdict: Verdict): VerdictLine => ({
  attack_type: verdict.attack_type,
  risk_score: verdict.risk_score,
  confidence: Number(verdict.confidence.toFixed(4)),
  is_anomaly: verdict.is_anomaly,
  tactics: verdict.tactics,
  techniques: verdict.techniques,
  reasons: verdict.reasons,
  model: verdict.model,
});

/** The line for a sensor's own messages, so that every line in has a line out. */
export const quietLine = ({ version }: Pick<LocalScorer, 'version'>): VerdictLine => ({
  attack_type: 'Normal',
  risk_score: 0,
  confidence: 1,
  is_anomaly: false,
  tactics: [],
  techniques: [],
  reasons: [],
  model: version,
});

export function createScoreStream({
  scorer,
  sessions = false,
  maxSources = 20_000,
  maxSessions = 5_000,
  idleMs = 30 * 60_000,
}: ScoreStreamOptions): ScoreStream {
  const windows = createWindows({ maxSources });
  const days = createWindows({ maxSources, spanMs: dayMs });
  /** Least recently used first. */
  const open = new Map<string, OpenSession>();
  let typedTogether = 0;

  function close(key: string, ended: SessionLine[]): void {
    const session = open.get(key);
    if (!session) return;
    open.delete(key);
    typedTogether -= session.typedLength;
    if (!sessions || session.isQuiet) return;
    const reasons = [...session.reasons].sort((a, b) => b[1] - a[1]).map(([reason]) => reason);
    ended.push({
      session: key,
      attack_type: session.state.attack_type,
      risk_score: session.state.risk_score,
      reasons: reasons.slice(0, maxReasons),
      statements: scorer.toStatements(session.typed),
    });
  }

  function remember(key: string, event: DraftEvent, verdict: Verdict, atMs: number): void {
    const before = open.get(key);
    const session: OpenSession = before ?? {
      state: scorer.advance(null, event, verdict, noIdentity),
      lastMs: atMs,
      typed: [],
      typedLength: 0,
      reasons: new Map(),
      isQuiet: true,
    };
    if (before) session.state = scorer.advance(before.state, event, verdict, noIdentity);
    session.lastMs = atMs;
    session.isQuiet &&= quietKinds.has(event.kind);
    if (sessions) {
      verdict.reasons.forEach((reason, at) => {
        const weight = verdict.risk_score - at * 0.01;
        if (session.reasons.has(reason) || session.reasons.size < keptReasons)
          session.reasons.set(reason, Math.max(weight, session.reasons.get(reason) ?? 0));
      });
      if (event.payload !== '' && shapeOf(event) === 'shell' && session.typedLength < maxTyped) {
        session.typed.push(event.payload);
        session.typedLength += event.payload.length;
        typedTogether += event.payload.length;
      }
    }
    open.delete(key);
    open.set(key, session);
  }

  function forget(atMs: number, ended: SessionLine[]): void {
    for (const [key, { lastMs }] of open) {
      const isFull = open.size > maxSessions || typedTogether > maxTypedTogether;
      if (!isFull && !(lastMs + idleMs < atMs)) break;
      close(key, ended);
    }
  }

  return {
    take(event) {
      const ended: SessionLine[] = [];
      const atMs = Date.parse(event.timestamp);
      forget(atMs, ended);
      const key = event.session;
      const session = key === null ? null : (open.get(key)?.state ?? null);
      const history = windows.history(event.source_ip, atMs);
      const input: ScoreInput = { event, history, session, baseline: null };
      if (countsByDay(event.kind)) input.days = days.history(event.source_ip, atMs);
      const verdict = scorer.judge(input);
      const counts = scorer.toCounts(event, verdict);
      windows.add(event.source_ip, atMs, counts);
      if (countsByDay(event.kind)) days.add(event.source_ip, atMs, counts);
      if (key !== null) {
        remember(key, event, verdict, atMs);
        if (event.kind === 'connection.closed') close(key, ended);
      }
      return { verdict: toVerdictLine(verdict), ended };
    },
    end() {
      const ended: SessionLine[] = [];
      for (const key of [...open.keys()]) close(key, ended);
      return ended;
    },
  };
}
