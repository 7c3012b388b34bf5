/** Trains the tagger: a linear-chain conditional random field, by Adagrad with features left out at random. */

import { summarise, tactics } from '../../src/score/shell/classify.ts';
import { featurePlaces, tableSize, toAtoms } from '../../src/score/shell/features.ts';
import { readStatement } from '../../src/score/shell/reading.ts';
import { splitStatements } from '../../src/score/shell/split.ts';
import { likeliest } from '../../src/score/shell/tagger.ts';
import { createRandom, shuffle } from './random.ts';
import type { TaggedSession } from './sets.ts';

const count = tactics.length;

export interface Sequence {
  places: number[][];
  labels: number[];
  group: string;
}

export interface TacticWeights {
  own: Float64Array;
  follows: Float64Array;
}

export const tacticOptions = { epochs: 25, rate: 0.05, decay: 0.001, dropout: 0.5, seeds: [11, 12, 13, 14] };

export function toSequence(
  session: Pick<TaggedSession, 'text' | 'group'>,
  labels: readonly string[],
): Sequence {
  const statements = splitStatements(session.text);
  const readings = statements.map(({ text }) => readStatement(text));
  const summary = summarise(readings, statements);
  const atoms = readings.map(toAtoms);
  return {
    places: readings.map((_, at) => featurePlaces(atoms, statements, summary, at)),
    labels: labels.map((label) => tactics.indexOf(label as (typeof tactics)[number])),
    group: session.group,
  };
}

function logSum(values: Float64Array): number {
  let top = Number.NEGATIVE_INFINITY;
  for (const value of values) if (value > top) top = value;
  let sum = 0;
  for (const value of values) sum += Math.exp(value - top);
  return top + Math.log(sum);
}

function evidence(own: Float64Array, places: readonly number[][]): Float64Array[] {
  return places.map((mine) => {
    const sums = new Float64Array(count);
    for (const place of mine)
      for (let label = 0; label < count; label += 1) sums[label]! += own[place * count + label]!;
    return sums;
  });
}

/** Log sums of all ways that lead to (`ahead`) and on from (`behind`) each label of each statement. */
function passes(
  mine: Float64Array[],
  follows: Float64Array,
): { ahead: Float64Array[]; behind: Float64Array[] } {
  const length = mine.length;
  const ahead: Float64Array[] = [];
  const behind: Float64Array[] = new Array(length);
  const sums = new Float64Array(count);
  for (let at = 0; at < length; at += 1) {
    const here = new Float64Array(count);
    for (let label = 0; label < count; label += 1) {
      if (at === 0) here[label] = follows[count * count + label]! + mine[0]![label]!;
      else {
        for (let before = 0; before < count; before += 1)
          sums[before] = ahead[at - 1]![before]! + follows[before * count + label]!;
        here[label] = logSum(sums) + mine[at]![label]!;
      }
    }
    ahead.push(here);
  }
  for (let at = length - 1; at >= 0; at -= 1) {
    const here = new Float64Array(count);
    if (at < length - 1)
      for (let label = 0; label < count; label += 1) {
        for (let next = 0; next < count; next += 1)
          sums[next] = follows[label * count + next]! + mine[at + 1]![next]! + behind[at + 1]![next]!;
        here[label] = logSum(sums);
      }
    behind[at] = here;
  }
  return { ahead, behind };
}

function trainOnce(sequences: readonly Sequence[], seed: number): TacticWeights {
  const { epochs, rate, decay, dropout } = tacticOptions;
  const own = new Float64Array(tableSize * count);
  const follows = new Float64Array((count + 1) * count);
  const ownSquares = new Float64Array(own.length).fill(1e-4);
  const followSquares = new Float64Array(follows.length).fill(1e-4);
  const random = createRandom(seed);
  const order = sequences.map((_, at) => at);
  const step = (values: Float64Array, squares: Float64Array, at: number, error: number): void => {
    const slope = error + decay * values[at]!;
    squares[at]! += slope * slope;
    values[at]! -= (rate * slope) / Math.sqrt(squares[at]!);
  };
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    shuffle(order, random);
    for (const number of order) {
      const { places, labels } = sequences[number]!;
      if (labels.length === 0) continue;
      const kept = places.map((mine) => mine.filter(() => random() >= dropout));
      const mine = evidence(own, kept);
      const { ahead, behind } = passes(mine, follows);
      const all = logSum(ahead[labels.length - 1]!);
      const before = follows.slice();
      for (const [at, truth] of labels.entries()) {
        for (let label = 0; label < count; label += 1) {
          const error = Math.exp(ahead[at]![label]! + behind[at]![label]! - all) - (truth === label ? 1 : 0);
          if (Math.abs(error) > 1e-5)
            for (const place of kept[at]!) step(own, ownSquares, place * count + label, error);
          if (at === 0) {
            const start = Math.exp(ahead[0]![label]! + behind[0]![label]! - all) - (truth === label ? 1 : 0);
            step(follows, followSquares, count * count + label, start);
            continue;
          }
          for (let last = 0; last < count; last += 1) {
            const both =
              ahead[at - 1]![last]! + before[last * count + label]! + mine[at]![label]! + behind[at]![label]!;
            const right = labels[at - 1] === last && truth === label ? 1 : 0;
            step(follows, followSquares, last * count + label, Math.exp(both - all) - right);
          }
        }
      }
    }
  }
  return { own, follows };
}

/** The mean of several runs that differ only in order and in what is left out: steadier than any of them. */
export function trainTactics(sequences: readonly Sequence[]): TacticWeights {
  const { seeds } = tacticOptions;
  const mean: TacticWeights = {
    own: new Float64Array(tableSize * count),
    follows: new Float64Array((count + 1) * count),
  };
  for (const seed of seeds) {
    const { own, follows } = trainOnce(sequences, seed);
    for (let at = 0; at < own.length; at += 1) mean.own[at]! += own[at]! / seeds.length;
    for (let at = 0; at < follows.length; at += 1) mean.follows[at]! += follows[at]! / seeds.length;
  }
  return mean;
}

export const predict = ({ own, follows }: TacticWeights, { places }: Sequence): number[] =>
  likeliest(evidence(own, places), [...follows]);
