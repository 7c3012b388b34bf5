/**
 * The alert threshold that a tenant's verdicts suggest. Verdicts are given by people: whatever an attacker sends adds
 * nothing to them. The threshold is only suggested, needs enough incidents, never misses what was judged an attack, and
 * never hides risks of nine and ten. Pure.
 */
import type { JudgedAlert, VerdictLevels } from '../core/verdict-levels.ts';

/** Of each verdict: the latest judged harmless (old noise may no longer be noise), the least risky judged an attack. */
const mostJudged = 300;
/** Fewer incidents may be chance. */
const fewestAvoided = 5;
/** Higher risks always raise an alert. */
const highest = 8;

export interface Threshold {
  current: number;
  /** Null where nothing would be gained, or there are too few verdicts. */
  suggested: number | null;
  reason: string;
  /** Incidents by risk (0 to 10): of the least risky alert judged an attack, of the riskiest judged harmless. */
  attack: number[];
  harmless: number[];
  applied: VerdictLevels['applied'];
}

function byRisk(judged: readonly JudgedAlert[], verdict: JudgedAlert['verdict']): number[] {
  const counts = new Array<number>(11).fill(0);
  for (const one of judged) if (one.verdict === verdict) counts[one.risk]! += 1;
  return counts;
}

/**
 * Adds a verdict. One alert of each verdict is kept for an incident, so however many alerts it has, it counts once and
 * displaces no other; and no number of later verdicts displaces the least risky attack. Pure.
 */
export function addJudged(judged: readonly JudgedAlert[], added: JudgedAlert): JudgedAlert[] {
  const { verdict, incident_id, risk } = added;
  const others = judged.filter((one) => one.alert_id !== added.alert_id);
  const isKept = (one: JudgedAlert): boolean => (verdict === 'attack' ? one.risk <= risk : one.risk >= risk);
  const ofIncident = others.find((one) => one.verdict === verdict && one.incident_id === incident_id);
  if (ofIncident && isKept(ofIncident)) return others;
  const all = [...others.filter((one) => one !== ofIncident), added];
  const ofKind = (kind: JudgedAlert['verdict']): JudgedAlert[] => all.filter((one) => one.verdict === kind);
  const attacks = ofKind('attack').sort((a, b) => a.risk - b.risk);
  return [...attacks.slice(0, mostJudged), ...ofKind('harmless').slice(-mostJudged)];
}

/** `current` is the threshold in force: alerts are raised where risk is greater. Pure. */
export function toThreshold({ judged, applied }: VerdictLevels, current: number): Threshold {
  const harmless = byRisk(judged, 'harmless');
  const attack = byRisk(judged, 'attack');
  const shown = { current, attack, harmless, applied };
  const least = Math.min(11, ...judged.filter(({ verdict }) => verdict === 'attack').map(({ risk }) => risk));
  const avoided = (threshold: number): number =>
    harmless.reduce((sum, count, risk) => (risk > current && risk <= threshold ? sum + count : sum), 0);
  let suggested = Math.min(highest, least - 1);
  // Not higher than it helps.
  while (suggested > current && harmless[suggested] === 0) suggested -= 1;
  const count = suggested > current ? avoided(suggested) : 0;
  if (count < fewestAvoided)
    return {
      ...shown,
      suggested: null,
      reason: `Fewer than ${fewestAvoided} incidents judged harmless would be avoided without missing one judged an attack.`,
    };
  const missed =
    least > 10 ? 'None was judged an attack.' : `The least risky one judged an attack had risk ${least}.`;
  return {
    ...shown,
    suggested,
    reason: `${count} incidents judged harmless had risk ${suggested} or less. ${missed}`,
  };
}
