/** An event as the rules see it, read once, so that no rule has to search `extra` itself. */
import type { DraftEvent } from '../core/event.ts';
import type { SessionState, SourceHistory } from '../core/history.ts';
import type { Baseline, ScoreInput } from '../core/scorer.ts';
import { timestampMs } from '../core/time.ts';
import { type EventShape, shapeOf } from './event-shape.ts';

export interface Facts {
  event: DraftEvent;
  shape: EventShape;
  history: SourceHistory;
  session: SessionState | null;
  baseline: Baseline | null;
  /** Failed sign-ins of this source within the windows or of this session, this event included. */
  failures: number;
  /** Failed sign-ins on this day and the five before, this event included; never fewer than `failures`. */
  slowFailures: number;
  /** Successful ones, this event included. */
  successes: number;
  /** Connections, this event included. */
  connections: number;
  /** All events of the source, this one included. */
  events: number;
  /** From the first event the windows hold to this one, ms; at least 1. */
  spanMs: number;
}

/** A text of `extra`, or ''. Prototype keys are never read. */
export function textOf(event: DraftEvent, name: string): string {
  const { extra } = event;
  if (extra === null || !Object.hasOwn(extra, name)) return '';
  const value = extra[name];
  return typeof value === 'string' ? value : '';
}

/** A flag of `extra`: true, "true", 1, "1". */
export function flagOf(event: DraftEvent, name: string): boolean {
  const { extra } = event;
  if (extra === null || !Object.hasOwn(extra, name)) return false;
  const value = extra[name];
  return value === true || value === 1 || value === 'true' || value === '1';
}

export function toFacts({ event, history, days, session, baseline }: ScoreInput): Facts {
  const failed = event.kind === 'login.failed' ? 1 : 0;
  const succeeded = event.kind === 'login.succeeded' ? 1 : 0;
  const opened = event.kind === 'connection.opened' || event.kind === 'port.scanned' ? 1 : 0;
  const nowMs = timestampMs(event.timestamp);
  const span = history.events === 0 ? 1 : nowMs - history.first_ms;
  const failures = Math.max(history.failed_logins, session?.failed_logins ?? 0) + failed;
  return {
    event,
    shape: shapeOf(event),
    history,
    session,
    baseline,
    failures,
    slowFailures: Math.max(failures, (days?.failed_logins ?? 0) + failed),
    successes: Math.max(history.succeeded_logins, session?.succeeded_logins ?? 0) + succeeded,
    connections: history.connections + opened,
    events: history.events + 1,
    spanMs: Number.isFinite(span) && span > 1 ? span : 1,
  };
}
