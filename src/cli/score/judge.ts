/** Judges drafts one after another and says what `score` prints of each: a verdict, and a session that ended with it. */
import type { DraftEvent } from '../../core/event.ts';
import type { SessionState } from '../../core/history.ts';
import type { LocalScorer } from '../../core/scorer.ts';
import type { Verdict } from '../../core/verdict.ts';
import { createPast } from './past.ts';

/** The line of one event. */
export type VerdictLine = Pick<
  Verdict,
  'attack_type' | 'risk_score' | 'confidence' | 'is_anomaly' | 'tactics' | 'techniques' | 'reasons' | 'model'
>;

/** The line of one session, when it has ended. */
export interface SessionLine {
  session: string;
  attack_type: string;
  risk_score: number;
  reasons: string[];
  statements: { text: string; tactic: string | null }[];
}

/** Reasons that a session's line repeats from its events. */
const maxReasons = 10;

export const toVerdictLine = (verdict: Verdict): VerdictLine => ({
  attack_type: verdict.attack_type,
  risk_score: verdict.risk_score,
  confidence: verdict.confidence,
  is_anomaly: verdict.is_anomaly,
  tactics: verdict.tactics,
  techniques: verdict.techniques,
  reasons: verdict.reasons,
  model: verdict.model,
});

/** What a sensor says of itself is a line too, so that lines out stand for lines in. */
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

const nobody = { user_id: 'local', node_id: 'local' };

export interface Judge {
  /** `ended` are the sessions that are over with this event. */
  judge(draft: DraftEvent): { verdict: VerdictLine; ended: SessionLine[] };
  /** The sessions that never said they were over. */
  end(): SessionLine[];
}

/** Sources are told apart by `source_ip`, sessions by `session`; a session is over when its connection is closed. */
export function createJudge(scorer: LocalScorer): Judge {
  const past = createPast();
  const reasons = new Map<string, string[]>();

  const toLine = (state: SessionState): SessionLine => {
    const said = reasons.get(state.session) ?? [];
    reasons.delete(state.session);
    return {
      session: state.session,
      attack_type: state.attack_type,
      risk_score: state.risk_score,
      reasons: said,
      statements: state.story
        .filter(({ kind }) => kind === 'command.run')
        .map(({ text, tactic }) => ({ text, tactic })),
    };
  };

  return {
    judge(draft) {
      const { session, source_ip, timestamp } = draft;
      const before = session === null ? null : past.session(session);
      const verdict = scorer.judge({
        event: draft,
        history: past.history(source_ip, timestamp),
        session: before,
        ordinary: null,
      });
      past.remember(source_ip, timestamp, scorer.toCounts(draft, verdict));
      const ended: SessionLine[] = [];
      if (session !== null) {
        const said = reasons.get(session) ?? [];
        for (const reason of verdict.reasons)
          if (said.length < maxReasons && !said.includes(reason)) said.push(reason);
        reasons.set(session, said);
        const gone = past.keepSession(session, scorer.advance(before, draft, verdict, nobody));
        if (gone !== null) ended.push(toLine(gone));
        if (draft.kind === 'connection.closed') {
          const over = past.endSession(session);
          if (over !== null) ended.push(toLine(over));
        }
      }
      return { verdict: toVerdictLine(verdict), ended };
    },
    end: () => Array.from(past.rest(), toLine),
  };
}
