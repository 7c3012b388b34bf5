/**
 * Whether the texts that are scored still resemble the training data: counters for /metrics, per process, since its start.
 * A growing share of unknown words, or scores spread differently than in training, mean that it is time to train again.
 */

export interface Drift {
  /** A shell line: its attack probability and share of unknown words. */
  command(attack: number, unknownShare: number): void;
  /** Any other text. */
  payload(attack: number, unknownShare: number): void;
  verdict(risk: number, isAnomaly: boolean): void;
  /** Plain numbers by name. */
  counters(): Record<string, number>;
}

const bins = 10;
/** Fewer texts say nothing of a distribution. */
const enough = 100;

const binOf = (chance: number): number => Math.min(bins - 1, Math.max(0, Math.floor(chance * bins)));

/** Half the sum of differences between two distributions: 0 = the same, 1 = nothing in common. */
export function distanceOf(counts: readonly number[], expected: readonly number[]): number {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return 0;
  let distance = 0;
  for (let at = 0; at < bins; at += 1)
    distance += Math.abs((counts[at] ?? 0) / total - (expected[at] ?? 0)) / 2;
  return distance;
}

/** `expected`: share of training's commands in each tenth of the attack probability; empty where there is no model. */
export function createDrift(expected: readonly number[] = []): Drift {
  const kinds = {
    command: { texts: 0, unknown: 0, scores: new Array<number>(bins).fill(0) },
    payload: { texts: 0, unknown: 0, scores: new Array<number>(bins).fill(0) },
  };
  const risks = new Array<number>(11).fill(0);
  let anomalies = 0;
  const add = (kind: keyof typeof kinds) => (attack: number, unknownShare: number) => {
    const counts = kinds[kind];
    counts.texts += 1;
    counts.unknown += unknownShare;
    counts.scores[binOf(attack)]! += 1;
  };
  return {
    command: add('command'),
    payload: add('payload'),
    verdict(risk, isAnomaly) {
      risks[Math.min(10, Math.max(0, Math.round(risk)))]! += 1;
      if (isAnomaly) anomalies += 1;
    },
    counters() {
      const out: Record<string, number> = { scored_anomalies: anomalies };
      for (const [risk, count] of risks.entries()) out[`scored_risk_${risk}`] = count;
      for (const kind of ['command', 'payload'] as const) {
        const { texts, unknown } = kinds[kind];
        out[`drift_${kind}_texts`] = texts;
        out[`drift_${kind}_unknown_share`] = texts === 0 ? 0 : unknown / texts;
      }
      const { texts, scores } = kinds.command;
      out.drift_command_score_distance =
        texts < enough || expected.length !== bins ? 0 : distanceOf(scores, expected);
      return out;
    },
  };
}
