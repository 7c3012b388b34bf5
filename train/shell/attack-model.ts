/** Trains the question "attack or an administrator's work": logistic regression over hashed features of statements. */
import { type AttackReader, attackSize, createAttackReader } from '../../src/score/shell/attack-features.ts';
import {
  judgedStatements,
  lineSum,
  programName,
  readLine,
  separatorOf,
} from '../../src/score/shell/index.ts';
import { createRandom, shuffle } from './random.ts';
import type { Line } from './sets.ts';

export interface Bag {
  /** Features of each statement. */
  places: number[][];
  /** Its words, for the vocabulary. */
  words: string[];
  attack: boolean;
  set: string;
  group: string;
  weight: number;
}

export interface AttackWeights {
  values: Float64Array;
  bias: number;
}

export const attackOptions = {
  epochs: 6,
  rate: 0.08,
  decay: 2e-5,
  dropout: 0.3,
  seed: 21,
  share: 0.25,
  start: -2,
};

function readBag(text: string, reader: AttackReader): Pick<Bag, 'places' | 'words'> {
  const line = readLine(text);
  const statements = judgedStatements(line.statements);
  const readings = judgedStatements(line.readings);
  return {
    places: readings.map((reading, at) => {
      const { places, count } = reader.read(statements[at]!.text, reading, separatorOf(statements[at]!));
      return Array.from(places.subarray(0, count));
    }),
    words: readings.flatMap(({ command, words }) => [command, programName(command), ...words]),
  };
}

export function toBags(lines: readonly Line[]): Bag[] {
  const reader = createAttackReader();
  return lines.map(({ text, attack, set, group, weight }) => ({
    ...readBag(text, reader),
    attack,
    set,
    group,
    weight,
  }));
}

/** Each attack set weighs the same; so do attack and benign as wholes, benign a little more. */
export function balance(bags: readonly Bag[]): number[] {
  const sizes = new Map<string, number>();
  for (const { attack, set } of bags) {
    const key = attack ? set : 'benign';
    sizes.set(key, (sizes.get(key) ?? 0) + 1);
  }
  return bags.map(({ attack, set, weight }) => {
    const size = sizes.get(attack ? set : 'benign') ?? 1;
    return weight * (attack ? Math.min(4, 3_000 / size) : 1);
  });
}

export function sumsOf(places: readonly number[][], { values, bias }: AttackWeights): number[] {
  return places.map((mine) => {
    let sum = bias;
    for (const place of mine) sum += values[place]!;
    return sum;
  });
}

export const sumOfLine = (bag: Bag, weights: AttackWeights): number => lineSum(sumsOf(bag.places, weights));

export function trainAttack(bags: readonly Bag[]): AttackWeights {
  const { epochs, rate, decay, dropout, seed, share, start } = attackOptions;
  const values = new Float64Array(attackSize);
  const squares = new Float64Array(attackSize).fill(1e-3);
  const weights = { values, bias: start };
  let biasSquares = 1;
  const random = createRandom(seed);
  const order = bags.map((_, at) => at);
  const weight = balance(bags);
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    shuffle(order, random);
    for (const number of order) {
      const { places, attack } = bags[number]!;
      if (places.length === 0) continue;
      const kept = places.map((mine) => mine.filter(() => random() >= dropout));
      const sums = sumsOf(kept, weights).map((sum) => (sum - weights.bias) / (1 - dropout) + weights.bias);
      let top = 0;
      for (let at = 1; at < sums.length; at += 1) if (sums[at]! > sums[top]!) top = at;
      const error = (1 / (1 + Math.exp(-lineSum(sums))) - (attack ? 1 : 0)) * weight[number]!;
      if (Math.abs(error) < 1e-4) continue;
      for (const [at, mine] of kept.entries()) {
        const part = at === top ? 1 : sums[at]! > 0 ? share : 0;
        if (part === 0) continue;
        for (const place of mine) {
          const slope = error * part + decay * values[place]!;
          squares[place]! += slope * slope;
          values[place]! -= (rate * slope) / Math.sqrt(squares[place]!);
        }
        biasSquares += error * error * part;
        weights.bias -= (rate * error * part) / Math.sqrt(biasSquares);
      }
    }
  }
  return weights;
}

/** Platt's sigmoid by Newton's steps; every (set, label) weighs the same. */
export function calibrate(rows: readonly { sum: number; attack: boolean; set: string }[]): {
  slope: number;
  offset: number;
} {
  const sizes = new Map<string, number>();
  for (const { set } of rows) sizes.set(set, (sizes.get(set) ?? 0) + 1);
  let slope = 1;
  let offset = 0;
  for (let round = 0; round < 50; round += 1) {
    let [g0, g1, h00, h01, h11] = [0, 0, 1e-9, 0, 1e-9];
    for (const { sum, attack, set } of rows) {
      const weight = 1 / sizes.get(set)!;
      const chance = 1 / (1 + Math.exp(-(slope * sum + offset)));
      const error = weight * (chance - (attack ? 1 : 0));
      const curve = weight * chance * (1 - chance);
      g0 += error * sum;
      g1 += error;
      h00 += curve * sum * sum;
      h01 += curve * sum;
      h11 += curve;
    }
    const determinant = h00 * h11 - h01 * h01;
    if (Math.abs(determinant) < 1e-12) break;
    slope -= (h11 * g0 - h01 * g1) / determinant;
    offset -= (h00 * g1 - h01 * g0) / determinant;
  }
  return { slope, offset };
}
