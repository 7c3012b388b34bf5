/** The bytes that carry a judgement: parts without which the text would be less of an attack. */
import { combineOdds, sumCeiling } from './odds.ts';
import type { Span, TopWindows } from './top-windows.ts';

export interface PayloadEvidence {
  /** The exact substring of the input; without it `attack` is lower. */
  text: string;
  /** How much lower, on the scale of `attack`'s logarithmic odds. */
  weight: number;
}

/** A part that matters less than this is no evidence. */
const leastWeight = 0.05;
/** A further part is named where the text is this much less of an attack without it (logarithmic odds). */
export const tellingWeight = 3;
const maxEvidence = 3;
const maxTries = 8;
const leastTries = 2;
/** Characters that are read again, about. */
const triedLength = 4_096;
export const maxEvidenceLength = 200;

/** Reads the text that was judged last again. */
export interface EvidenceReader {
  /** Of that text. */
  topWindows: TopWindows;
  /** A sum on the scale of the logarithmic odds. */
  logit(total: number): number;
  /** The sum of what is left of the text without `length` characters at each of `cuts`. */
  totalLeft(text: string, cuts: readonly number[], length: number): number;
}

/** The parts of `text` that make it an attack, strongest first. `odds`: of all windows together, `total`: their sum. */
export function findEvidence(
  text: string,
  total: number,
  odds: number,
  reader: EvidenceReader,
): PayloadEvidence[] {
  const { logit, topWindows } = reader;
  const evidence: PayloadEvidence[] = [];
  const taken: Span[] = [];
  // Each try reads a part of the text again: of a long one only the likeliest are tried.
  let tries = Math.min(maxTries, Math.max(leastTries, Math.floor(triedLength / text.length)));
  for (const span of topWindows.spans()) {
    if (tries === 0 || evidence.length === maxEvidence) break;
    if (taken.some(({ from, to }) => span.from < to && from < span.to)) continue;
    // Removing a part removes at most its windows; a further part is named only if it matters by itself.
    const left = odds - topWindows.oddsWithin(span);
    const most = left <= 0 ? sumCeiling : logit(total) - logit(combineOdds(left));
    if (most < (evidence.length > 0 ? tellingWeight : leastWeight)) continue;
    tries -= 1;
    const part = text.slice(span.from, span.to);
    const weight = logit(total) - logit(totalWithout(text, part, total, reader));
    if (weight < leastWeight) continue;
    evidence.push({ text: part, weight: round(weight) });
    taken.push(span);
  }
  return evidence.sort((a, b) => b.weight - a.weight);
}

/** The highest total that is left when a part goes: the first of several, or every one. */
function totalWithout(
  text: string,
  part: string,
  total: number,
  { logit, totalLeft }: EvidenceReader,
): number {
  const at = text.indexOf(part);
  const first = totalLeft(text, [at], part.length);
  const next = text.indexOf(part, at + 1);
  // What does not matter once is no evidence, whatever else goes.
  if (next < 0 || logit(total) - logit(first) < leastWeight) return first;
  const cuts: number[] = [];
  for (let from = at; from >= 0; from = text.indexOf(part, from + part.length)) cuts.push(from);
  return Math.max(first, totalLeft(text, cuts, part.length));
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
