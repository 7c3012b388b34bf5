/**
 * A sign: one thing about an event that makes it riskier, with the words for it and the bytes it rests on. Signs are
 * what rules and models find; `fuse` makes one verdict of them.
 */
import type { AttackType, Evidence, Verdict } from '../core/verdict.ts';

export interface Sign {
  /** Id of the rule that found it. */
  rule: string;
  /** One sentence. */
  reason: string;
  /** Where it stands: a field of the event, or `history`. */
  field: string;
  /** The bytes as they stand there, or for `history` a count in words. */
  text: string;
  /** Further places in the same field that say the same. */
  also?: readonly string[];
  /** The risk this sign alone makes, 0–10. */
  risk: number;
  attackType: AttackType;
  tactics: readonly string[];
  techniques: readonly string[];
  /** Probability that the sign means what it says; 0–1. */
  sure: number;
}

/** Evidence and reasons stay short enough for a notification. */
const maxReasons = 8;
const maxEvidenceLength = 200;
/** How much a further sign closes of the gap that is left to 10, as a share of what it says alone. */
const addition = 0.14;

/**
 * The strongest sign decides; each further one closes a little of the gap to 10. So every sign counts, none is ever
 * lowered by another, and taking one away always lowers the sum.
 */
export function sumOf(signs: readonly Sign[]): number {
  let top = -1;
  for (let at = 0; at < signs.length; at += 1) {
    if (top < 0 || signs[at]!.risk > signs[top]!.risk) top = at;
  }
  if (top < 0) return 0;
  let left = 1 - signs[top]!.risk / 10;
  for (let at = 0; at < signs.length; at += 1) {
    if (at !== top) left *= 1 - (signs[at]!.risk / 10) * addition;
  }
  return 10 * (1 - left);
}

export interface Anomaly {
  score: number;
  isAnomaly: boolean;
}

/** No sign: an event that says nothing. */
const quietConfidence = 0.9;

function firstOf<T>(items: Iterable<T>): T[] {
  return [...new Set(items)];
}

/** One verdict of all signs. `signs` is sorted by this call: strongest first. */
export function fuse(
  signs: Sign[],
  anomaly: Anomaly,
  by: { scored_by: 'local' | 'rules'; model: string },
): Verdict {
  signs.sort((a, b) => b.risk - a.risk || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0));
  const top = signs[0];
  const risk = Math.min(10, Math.max(0, Math.round(sumOf(signs))));
  const told = signs.length > maxReasons ? signs.slice(0, maxReasons) : signs;
  const reasons: string[] = [];
  const evidence: Evidence[] = [];
  for (const sign of told) {
    let place = reasons.indexOf(sign.reason);
    if (place < 0) place = reasons.push(sign.reason) - 1;
    for (const text of [sign.text, ...(sign.also ?? [])])
      evidence.push({ reason: place, field: sign.field, text: text.slice(0, maxEvidenceLength) });
  }
  return {
    attack_type: top?.attackType ?? 'Normal',
    risk_score: risk,
    // Four places: more is noise, and stands in every stored event and answer.
    confidence: Math.round((top ? top.sure : quietConfidence) * 1e4) / 1e4,
    is_anomaly: anomaly.isAnomaly,
    anomaly_score: anomaly.score,
    reasons,
    evidence,
    tactics: firstOf(told.flatMap((sign) => sign.tactics)),
    techniques: firstOf(told.flatMap((sign) => sign.techniques)),
    scored_by: by.scored_by,
    model: by.model,
  };
}
