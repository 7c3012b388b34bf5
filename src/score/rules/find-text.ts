/** Applies text rules to a text. */
import type { Finding } from '../finding.ts';
import type { Prefiltered } from './keyword-prefilter.ts';
import type { TextRule } from './text-rule.ts';

/** A further match of the same rule adds this much; so each of them counts. */
const repeatRisk = 0.06;
const maxRepeats = 4;

/** The share of a rule's risk that remains where administrators type the same, and the most it comes to. */
const elsewhereShare = 0.45;
const mostElsewhere = 4.2;

/** The statement around a match, without what ends it; the match itself where the statement is long. */
function statementAround(text: string, from: number, to: number): string {
  let start = from;
  while (start > 0 && !isEnd(text.charCodeAt(start - 1))) start -= 1;
  let end = to;
  while (end < text.length && !isEnd(text.charCodeAt(end))) end += 1;
  return end - start > longestEvidence ? text.slice(from, to) : text.slice(start, end).trim();
}

const evidenceAt = (text: string, at: number, match: string, statements: boolean): string =>
  statements ? statementAround(text, at, at + match.length) : match.slice(0, longestEvidence);

/** `;`, `|`, `&` and line ends. */
const isEnd = (code: number): boolean =>
  code === 59 || code === 124 || code === 38 || code === 10 || code === 13;
const longestEvidence = 200;

export interface FindOptions {
  /** Only rules that hold anywhere. */
  anywhere?: boolean;
  /** Outside a decoy's shell, where people work: rules that hold only in a decoy's shell count little there, as `Normal`. */
  elsewhere?: boolean;
  /** The evidence is the whole statement, since half a command is another command. */
  statements?: boolean;
  /** One rule's id: no other is tried. */
  only?: string;
}

/** Adds a finding for each rule that matches; returns their stages. */
export function findText(
  rules: readonly TextRule[],
  prefiltered: Prefiltered,
  field: string,
  findings: Finding[],
  { anywhere: isAnywhere = false, elsewhere = false, statements = false, only }: FindOptions = {},
): number {
  const { text } = prefiltered;
  let stages = 0;
  for (const rule of prefiltered.likely(rules)) {
    if ((isAnywhere && rule.anywhere !== true) || (only !== undefined && rule.id !== only)) continue;
    const { pattern } = rule;
    const match = pattern.exec(text);
    if (match === null || match[0] === '') continue;
    const found = [evidenceAt(text, match.index, match[0], statements)];
    let from = match.index + match[0].length;
    while (found.length <= maxRepeats) {
      const again = pattern.exec(text.slice(from));
      if (again === null || again[0] === '') break;
      found.push(evidenceAt(text, from + again.index, again[0], statements));
      from += again.index + again[0].length;
    }
    const [first = '', ...also] = new Set(found);
    stages |= rule.stage ?? 0;
    const isLegitimate = elsewhere && rule.anywhere !== true;
    const risk = Math.min(9.8, rule.risk + (found.length - 1) * repeatRisk);
    findings.push({
      rule: rule.id,
      reason: rule.reason,
      field,
      text: first,
      also,
      risk: isLegitimate ? Math.min(mostElsewhere, risk * elsewhereShare) : risk,
      attackType: isLegitimate ? 'Normal' : rule.attackType,
      tactics: rule.tactics,
      techniques: rule.techniques,
      sure: rule.sure,
    });
  }
  return stages;
}
