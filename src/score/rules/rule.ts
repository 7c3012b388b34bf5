/** What a rule is: data with one small question. Ids are stable: people suppress by them and tests name them. */
import type { AttackType } from '../../core/verdict.ts';
import type { Facts } from '../facts.ts';
import type { Finding } from '../finding.ts';

/** What a rule found: where, which bytes, and where it differs from the rule's own, the risk and the sentence. */
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

/** What is left of a rule's risk where the event does not say in words what happened. */
const unstatedShare = 0.7;

/** The event's own word for what happened is the evidence; an event that says nothing weighs less. */
export const fieldHit = (field: string, text: string, risk: number): Hit => ({
  field,
  text,
  risk: text === '' ? risk * unstatedShare : risk,
});
