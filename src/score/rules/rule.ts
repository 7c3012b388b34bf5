/** A rule over an event's facts. Ids are stable: tests name them. */
import type { AttackType } from '../../core/verdict.ts';
import type { Facts } from '../facts.ts';
import type { Finding } from '../finding.ts';

/** What a rule found and where; `risk` and `reason` where they differ from the rule's own. */
export interface Hit {
  field: string;
  text: string;
  risk?: number;
  reason?: string;
}

export interface Rule {
  id: string;
  /** One sentence that holds whenever the rule does. */
  reason: string;
  attackType: AttackType;
  /** ATT&CK v15 names. */
  tactics: readonly string[];
  techniques: readonly string[];
  /** Risk this alone makes, 0–10. */
  risk: number;
  /** Share of the times it holds in which the attack type is right. */
  sure: number;
  find(facts: Facts): Hit | null;
}

export function toFinding(rule: Rule, hit: Hit): Finding {
  return {
    rule: rule.id,
    reason: hit.reason ?? rule.reason,
    field: hit.field,
    text: hit.text,
    risk: hit.risk ?? rule.risk,
    attackType: rule.attackType,
    tactics: rule.tactics,
    techniques: rule.techniques,
    sure: rule.sure,
  };
}

/** The share of a rule's risk that remains where the event does not describe what happened. */
const unstatedShare = 0.7;

/** A hit whose evidence is the event's own description of what happened; an empty description weighs less. */
export const fieldHit = (field: string, text: string, risk: number): Hit => ({
  field,
  text,
  risk: text === '' ? risk * unstatedShare : risk,
});
