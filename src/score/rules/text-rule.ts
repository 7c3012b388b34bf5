/** A text rule: a pattern, tried only where one of its keywords occurs in the text. */
import type { AttackType } from '../../core/verdict.ts';

export interface TextRule {
  id: string;
  /** One sentence that holds whenever the pattern does. */
  reason: string;
  attackType: AttackType;
  /** ATT&CK v15 names. */
  tactics: readonly string[];
  techniques: readonly string[];
  /** Risk this alone makes, 0–10. */
  risk: number;
  /** Share of the times it holds in which the attack type is right. */
  sure: number;
  /** One of these (lower case) must occur in the text; empty = the pattern is always tried. */
  words: readonly string[];
  /** Without the flag `g`. */
  pattern: RegExp;
  /** The stages it shows that a session has reached (bits of `stage`). */
  stage?: number;
  /** Holds wherever the text is found, not only in a decoy's own shell: no administrator types it. */
  anywhere?: boolean;
}
