/** Fits the parts of the payload model: attack or not, the family, and the calibration. */
import { families, familyPlace, familySize } from '../../src/score/payload/families.ts';
import { tableSize } from '../../src/score/payload/feature-table.ts';
import type { PayloadWeights } from '../../src/score/payload/model-file.ts';
import type { Corpus } from './corpus.ts';
import {
  createRandom,
  type LearnOptions,
  learn,
  rowSum,
  sigmoid,
  type Weights,
  worstWindow,
} from './learn.ts';
import { payloadSets } from './sets.ts';

export const options: LearnOptions = {
  epochs: 4,
  rate: 0.12,
  decay: 1e-4,
  caution: 0.05,
  rarest: 3,
  seed: 7,
  bias: -1,
  dropout: 0.3,
};

/** The weights are the mean of so many trainings, each with an order of rows and dropped features of its own. */
export const trainings = 3;
/** So far apart are their seeds: a measurement that moves the seed by a little shares none of them. */
const seedStride = 1000;

/** Attack against benign; `without` leaves one set out. */
export function fitAttack(corpus: Corpus, without?: string, seed = options.seed): Weights {
  const weight = corpus.weight.slice();
  corpus.rows.forEach((row, at) => {
    if (row.set === without) weight[at] = 0;
  });
  const mean: Weights = { weight: new Float64Array(tableSize), bias: 0 };
  for (let at = 0; at < trainings; at += 1) {
    const one = learn(corpus.bags, corpus.label, weight, { ...options, seed: seed + at * seedStride });
    for (let place = 0; place < tableSize; place += 1) mean.weight[place]! += one.weight[place]! / trainings;
    mean.bias += one.bias / trainings;
  }
  return mean;
}

/** Sum of every row of the sets, from a model that never saw the row's set; NaN for written rows. */
export function heldOutSums(
  corpus: Corpus,
  onProgress: (message: string) => void,
  seed = options.seed,
): Float64Array {
  const sums = new Float64Array(corpus.rows.length).fill(Number.NaN);
  for (const set of payloadSets) {
    const weights = fitAttack(corpus, set, seed);
    corpus.rows.forEach((row, at) => {
      if (row.set === set) sums[at] = rowSum(corpus.bags, at, weights);
    });
    onProgress(`held out ${set}`);
  }
  return sums;
}

export interface Calibration {
  slope: number;
  offset: number;
}

/** Platt's sigmoid over sums of rows the model did not know, each set and label weighing the same. */
export function fitCalibration(corpus: Corpus, sums: Float64Array): Calibration {
  const groups = new Map<string, number>();
  const name = (at: number) => `${corpus.rows[at]!.set}|${corpus.rows[at]!.attack}`;
  const used: number[] = [];
  corpus.rows.forEach((row, at) => {
    if (Number.isNaN(sums[at]!) || row.role === 'word' || row.role === 'protocol' || row.role === 'plain')
      return;
    if (row.use === 'learned') return;
    used.push(at);
    groups.set(name(at), (groups.get(name(at)) ?? 0) + 1);
  });
  const lossOf = (slope: number, offset: number): number => {
    let loss = 0;
    for (const at of used) {
      const logit = slope * sums[at]! + offset;
      const against = corpus.label[at] === 1 ? -logit : logit;
      loss += (Math.max(against, 0) + Math.log1p(Math.exp(-Math.abs(against)))) / groups.get(name(at))!;
    }
    return loss;
  };
  let slope = 1;
  let offset = 0;
  let loss = lossOf(slope, offset);
  for (let round = 0; round < 60; round += 1) {
    // Newton's steps on the weighted log loss, two unknowns.
    let [g0, g1, h00, h01, h11] = [0, 0, 1e-9, 0, 1e-9];
    for (const at of used) {
      const weight = 1 / groups.get(name(at))!;
      const chance = sigmoid(slope * sums[at]! + offset);
      const error = weight * (chance - corpus.label[at]!);
      const curve = weight * chance * (1 - chance);
      g0 += error * sums[at]!;
      g1 += error;
      h00 += curve * sums[at]! * sums[at]!;
      h01 += curve * sums[at]!;
      h11 += curve;
    }
    const determinant = h00 * h11 - h01 * h01;
    const slopeStep = (g0 * h11 - g1 * h01) / determinant;
    const offsetStep = (g1 * h00 - g0 * h01) / determinant;
    // Far from its goal Newton overshoots, and then for ever: a step that makes things worse is halved.
    let pace = 0.7;
    while (lossOf(slope - pace * slopeStep, offset - pace * offsetStep) > loss + 1e-9 && pace > 1e-6)
      pace /= 2;
    slope -= pace * slopeStep;
    offset -= pace * offsetStep;
    loss = lossOf(slope, offset);
  }
  return { slope, offset };
}

export interface FamilyWeights {
  /** `weight[family * familySize + place]`. */
  weight: Float64Array;
  bias: Float64Array;
}

/** Which family an attack's worst window is of: softmax over a folded table. */
export function fitFamily(corpus: Corpus, attack: Weights, without?: string): FamilyWeights {
  const { rows, bags } = corpus;
  const count = families.length;
  const weight = new Float64Array(count * familySize);
  const square = new Float64Array(count * familySize).fill(0.05);
  const bias = new Float64Array(count);
  const used: { window: number; family: number; set: string }[] = [];
  const size = new Map<string, number>();
  rows.forEach((row, at) => {
    if (!row.attack || row.family === null || row.set === without || corpus.weight[at] === 0) return;
    const window = worstWindow(bags, at, attack);
    const family = (families as readonly string[]).indexOf(row.family);
    if (window < 0 || family < 0) return;
    used.push({ window, family, set: row.set });
    const name = `${row.set}|${family}`;
    size.set(name, (size.get(name) ?? 0) + 1);
  });
  const random = createRandom(5);
  const chance = new Float64Array(count);
  for (let epoch = 0; epoch < 4; epoch += 1) {
    for (let at = used.length - 1; at > 0; at -= 1) {
      const other = Math.floor(random() * (at + 1));
      const held = used[at]!;
      used[at] = used[other]!;
      used[other] = held;
    }
    const rate = 0.12 / (1 + epoch * 0.5);
    for (const { window, family, set } of used) {
      const each = Math.min(2, (size.get(`${set}|${family}`)! / 1000) ** -0.5);
      const from = bags.windowFeature[window]!;
      const to = bags.windowFeature[window + 1]!;
      chance.set(bias);
      for (let at = from; at < to; at += 1) {
        const place = familyPlace(bags.features[at]!);
        for (let k = 0; k < count; k += 1) chance[k]! += weight[k * familySize + place]!;
      }
      const top = Math.max(...chance);
      let all = 0;
      for (let k = 0; k < count; k += 1) {
        chance[k] = Math.exp(chance[k]! - top);
        all += chance[k]!;
      }
      for (let k = 0; k < count; k += 1) {
        const gradient = each * (chance[k]! / all - (k === family ? 1 : 0));
        if (Math.abs(gradient) < 0.003) continue;
        for (let at = from; at < to; at += 1) {
          const place = k * familySize + familyPlace(bags.features[at]!);
          const pull = gradient + 1e-4 * weight[place]!;
          square[place]! += pull * pull;
          weight[place]! -= (rate * pull) / Math.sqrt(square[place]!);
        }
        bias[k]! -= rate * 0.02 * gradient;
      }
    }
  }
  return { weight, bias };
}

/** Weights as whole numbers of `scale`, within ±`limit`. */
export function quantise(weight: Float64Array, limit: number): { values: Float64Array; scale: number } {
  let largest = 1e-9;
  for (const value of weight) if (Math.abs(value) > largest) largest = Math.abs(value);
  const scale = largest / limit;
  return { values: weight.map((value) => Math.round(value / scale)), scale };
}

/** One bit for each feature that the rows used in training have. */
export function knownBits(corpus: Corpus): Uint8Array {
  const bits = new Uint8Array(tableSize / 8);
  const { bags } = corpus;
  corpus.rows.forEach((_, row) => {
    if (corpus.weight[row] === 0) return;
    const to = bags.windowFeature[bags.rowWindow[row + 1]!]!;
    for (let at = bags.windowFeature[bags.rowWindow[row]!]!; at < to; at += 1) {
      const place = bags.features[at]!;
      bits[place >>> 3]! |= 1 << (place & 7);
    }
  });
  return bits;
}

/** What a model file holds: the fitted weights as whole numbers. */
export function toPayloadWeights(
  corpus: Corpus,
  version: string,
  attack: Weights,
  family: FamilyWeights,
  { slope, offset }: Calibration,
): PayloadWeights {
  const quantisedAttack = quantise(attack.weight, 32_767);
  const quantisedFamily = quantise(family.weight, 127);
  return {
    version,
    attack: Int16Array.from(quantisedAttack.values),
    attackScale: quantisedAttack.scale,
    bias: attack.bias,
    known: knownBits(corpus),
    family: Int8Array.from(quantisedFamily.values),
    familyScale: quantisedFamily.scale,
    familyBias: [...family.bias],
    slope,
    offset,
  };
}
