/** A shadow model: it scores the same events as the active one, is compared with it, and changes nothing. */
import { attackCatalogue } from '../core/attack-catalogue.ts';
import type { ScoreInput } from '../core/scorer.ts';
import type { Verdict } from '../core/verdict.ts';
import type { StatementScorer } from './stream.ts';

export interface Comparison {
  add(active: Verdict, shadow: Verdict): void;
  /** Plain numbers by name, all beginning with `shadow_`. */
  counters(): Record<string, number>;
}

const contractTypeOf = ({ attack_type }: Verdict) => attackCatalogue[attack_type].contractType;

/** An alert is made when risk is greater than this, unless the tenant says otherwise. */
const usualThreshold = 7;

export function createComparison(threshold = usualThreshold): Comparison {
  const counts = {
    shadow_events: 0,
    shadow_same_risk: 0,
    shadow_same_type: 0,
    shadow_more_alerts: 0,
    shadow_fewer_alerts: 0,
    shadow_risk_higher: 0,
    shadow_risk_lower: 0,
    shadow_risk_difference: 0,
  };
  return {
    add(active, shadow) {
      const difference = shadow.risk_score - active.risk_score;
      counts.shadow_events += 1;
      if (difference === 0) counts.shadow_same_risk += 1;
      if (difference > 0) counts.shadow_risk_higher += 1;
      if (difference < 0) counts.shadow_risk_lower += 1;
      counts.shadow_risk_difference += Math.abs(difference);
      if (contractTypeOf(shadow) === contractTypeOf(active)) counts.shadow_same_type += 1;
      const [before, after] = [active.risk_score > threshold, shadow.risk_score > threshold];
      if (after && !before) counts.shadow_more_alerts += 1;
      if (before && !after) counts.shadow_fewer_alerts += 1;
    },
    counters: () => ({ ...counts }),
  };
}

/** Verdicts are `active`'s; `shadow` scores too, and only the differences are counted. */
export function withShadow(active: StatementScorer, shadow: StatementScorer): StatementScorer {
  const comparison = createComparison();
  return {
    ...active,
    judge(input: ScoreInput): Verdict {
      const verdict = active.judge(input);
      comparison.add(verdict, shadow.judge(input));
      return verdict;
    },
    counters: () => ({ ...active.counters(), ...comparison.counters() }),
  };
}
