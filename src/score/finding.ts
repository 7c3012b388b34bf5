/**
 * A finding: one thing about an event that makes it riskier, with a sentence for people and the bytes it rests on. Rules
 * and models make findings; `fuse` makes one verdict of them.
 */
import type { AttackType, Evidence, Verdict } from '../core/verdict.ts';

export interface Finding {
  /** Id of the rule that found it. */
  rule: string;
  /** One sentence. */
  reason: string;
  /** Where it was found: a field of the event, or `history`. */
  field: string;
  /** An exact substring of that field, or for `history` a count in words. */
  text: string;
  /** Further matches in the same field. */
  also?: readonly string[];
  /** The risk this finding alone makes, 0–10. */
  risk: number;
  attackType: AttackType;
  tactics: readonly string[];
  techniques: readonly string[];
  /** Probability that the attack type is right, 0–1. */
  sure: number;
}

/** Evidence and reasons stay short enough for a notification. */
const maxReasons = 8;
const maxEvidenceLength = 200;
/** Share of a further finding's own risk by which it closes the gap that is left to 10. */
const addition = 0.14;

/**
 * The strongest finding decides; each further one closes a little of the gap to 10. So every finding counts, none is ever
 * lowered by another, and taking one away always lowers the sum.
 */
export function sumOf(findings: readonly Finding[]): number {
  let top = -1;
  for (let at = 0; at < findings.length; at += 1) {
    if (top < 0 || findings[at]!.risk > findings[top]!.risk) top = at;
  }
  if (top < 0) return 0;
  let left = 1 - findings[top]!.risk / 10;
  for (let at = 0; at < findings.length; at += 1) {
    if (at !== top) left *= 1 - (findings[at]!.risk / 10) * addition;
  }
  return 10 * (1 - left);
}

export interface Anomaly {
  score: number;
  isAnomaly: boolean;
}

/** Confidence where nothing was found. */
const quietConfidence = 0.9;

function firstOf<T>(items: Iterable<T>): T[] {
  return [...new Set(items)];
}

/** One verdict of all findings. `findings` is sorted by this call: strongest first. */
export function fuse(
  findings: Finding[],
  anomaly: Anomaly,
  by: { scored_by: 'local' | 'rules'; model: string },
): Verdict {
  findings.sort((a, b) => b.risk - a.risk || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0));
  const top = findings[0];
  const risk = Math.min(10, Math.max(0, Math.round(sumOf(findings))));
  const reported = findings.length > maxReasons ? findings.slice(0, maxReasons) : findings;
  const reasons: string[] = [];
  const evidence: Evidence[] = [];
  for (const finding of reported) {
    let place = reasons.indexOf(finding.reason);
    if (place < 0) place = reasons.push(finding.reason) - 1;
    for (const text of [finding.text, ...(finding.also ?? [])])
      evidence.push({ reason: place, field: finding.field, text: text.slice(0, maxEvidenceLength) });
  }
  return {
    attack_type: top?.attackType ?? 'Normal',
    risk_score: risk,
    // Four decimals: more would be noise in every stored event and response.
    confidence: Math.round((top ? top.sure : quietConfidence) * 1e4) / 1e4,
    is_anomaly: anomaly.isAnomaly,
    anomaly_score: anomaly.score,
    reasons,
    evidence,
    tactics: firstOf(reported.flatMap((finding) => finding.tactics)),
    techniques: firstOf(reported.flatMap((finding) => finding.techniques)),
    scored_by: by.scored_by,
    model: by.model,
  };
}
