/** Events for the scorer's tests. */
import type { DraftEvent, EventKind } from '../../../src/core/event.ts';
import { emptyHistory, type SessionState, type SourceHistory } from '../../../src/core/history.ts';
import type { Baseline, ScoreInput } from '../../../src/core/scorer.ts';
import { createCommandReader } from '../../../src/score/command.ts';
import { createDrift } from '../../../src/score/drift.ts';
import { collectFindings } from '../../../src/score/judge.ts';
import { openModels } from '../../../src/score/local.ts';
import { createNamer } from '../../../src/score/naming.ts';
import type { ScoringModels } from '../../../src/score/scoring-models.ts';

export const at = '2026-11-25T08:00:00.000Z';

export function draft(kind: EventKind, more: Partial<DraftEvent> = {}): DraftEvent {
  return {
    kind,
    collection: 'honeypot_logs',
    event_id: null,
    timestamp: at,
    service: 'ssh',
    source_ip: '203.0.113.9',
    activity: kind,
    payload: '',
    extra: null,
    session: null,
    agent: null,
    ...more,
  };
}

export const command = (payload: string, more: Partial<DraftEvent> = {}): DraftEvent =>
  draft('command.run', { payload, ...more });
export const request = (payload: string, more: Partial<DraftEvent> = {}): DraftEvent =>
  draft('http.request', { service: 'http', payload, ...more });
export const bytes = (payload: string, service = 'tcp'): DraftEvent =>
  draft('payload.received', { service, payload });

export function fileEvent(
  kind: EventKind,
  agent: Partial<NonNullable<DraftEvent['agent']>> = {},
  extra: DraftEvent['extra'] = null,
): DraftEvent {
  return draft(kind, {
    collection: 'agent_events',
    service: 'endpoint_agent',
    source_ip: 'admission-7',
    payload: 'notes.txt',
    extra,
    agent: {
      hostname: 'admission-7',
      username: 'mara',
      file_accessed: 'notes.txt',
      file_path: '/home/mara/notes.txt',
      action: 'ACCESSED',
      severity: '',
      alert_type: '',
      ...agent,
    },
  });
}

export const past = (more: Partial<SourceHistory> = {}): SourceHistory => ({ ...emptyHistory, ...more });

export const ask = (
  event: DraftEvent,
  more: {
    history?: SourceHistory;
    days?: SourceHistory;
    session?: SessionState | null;
    baseline?: Baseline | null;
  } = {},
): ScoreInput => ({ event, history: emptyHistory, session: null, baseline: null, ...more });

export const rulesAlone = (): ScoringModels => ({
  payload: null,
  commands: createCommandReader(null),
  namer: createNamer(),
  drift: createDrift(),
});
export const withModels = (): ScoringModels => openModels().models;

/** Ids of the rules that hold. */
export const rulesOf = (input: ScoreInput, models: ScoringModels = rulesAlone()): string[] =>
  collectFindings(input, models).findings.map(({ rule }) => rule);
