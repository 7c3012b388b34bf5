/** Finds the likeliest tactics of a session's statements: each statement's own evidence, and what follows what. */

import { type ShellTactic, summarise, tactics } from './classify.ts';
import { type Atoms, featurePlaces, toAtoms } from './features.ts';
import type { ShellWeights } from './model-file.ts';
import type { Reading } from './reading.ts';
import type { Statement } from './split.ts';

const count = tactics.length;

/** What each tactic has going for it at each statement; `addRow` adds a place's weight for every tactic. */
export function evidenceOf(
  statements: readonly Statement[],
  readings: readonly Reading[],
  addRow: (place: number, sums: Float64Array) => void,
): Float64Array[] {
  const summary = summarise(readings, statements);
  const atoms: Atoms[] = readings.map(toAtoms);
  return readings.map((_, at) => {
    const sums = new Float64Array(count);
    for (const place of featurePlaces(atoms, statements, summary, at)) addRow(place, sums);
    return sums;
  });
}

/** Viterbi. `follows` as in the model's file. */
export function likeliest(evidence: readonly Float64Array[], follows: readonly number[]): number[] {
  const steps: Int8Array[] = [];
  let best = new Float64Array(count);
  for (const [at, own] of evidence.entries()) {
    const from = new Int8Array(count);
    const sums = new Float64Array(count);
    for (let tactic = 0; tactic < count; tactic += 1) {
      if (at === 0) {
        sums[tactic] = follows[count * count + tactic]! + own[tactic]!;
        continue;
      }
      let top = Number.NEGATIVE_INFINITY;
      for (let before = 0; before < count; before += 1) {
        const sum = best[before]! + follows[before * count + tactic]!;
        if (sum > top) {
          top = sum;
          from[tactic] = before;
        }
      }
      sums[tactic] = top + own[tactic]!;
    }
    steps.push(from);
    best = sums;
  }
  const path: number[] = new Array(evidence.length);
  let tactic = 0;
  for (let other = 1; other < count; other += 1) if (best[other]! > best[tactic]!) tactic = other;
  for (let at = evidence.length - 1; at >= 0; at -= 1) {
    path[at] = tactic;
    tactic = steps[at]![tactic]!;
  }
  return path;
}

export function createTagger({ tactic, tacticScale, follows }: ShellWeights) {
  return (statements: readonly Statement[], readings: readonly Reading[]): ShellTactic[] => {
    if (statements.length === 0) return [];
    const evidence = evidenceOf(statements, readings, (place, sums) => {
      const row = place * count;
      for (let number = 0; number < count; number += 1) sums[number]! += tactic[row + number]! * tacticScale;
    });
    return likeliest(evidence, follows).map((number) => tactics[number]!);
  };
}
