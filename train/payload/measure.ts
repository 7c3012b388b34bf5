/** What the payload model says of rows it never saw: every set judged by a model that was fitted without it. */
import { families, familyPlace, familySize } from '../../src/score/payload/families.ts';
import { attackFrom, urgentFrom } from '../../src/score/payload/index.ts';
import { wordHash } from '../../src/score/payload/lexicon.ts';
import type { Corpus } from './corpus.ts';
import { type Calibration, type FamilyWeights, fitAttack, fitCalibration, fitFamily } from './fit.ts';
import { rowSum, sigmoid, type Weights, worstWindow } from './learn.ts';
import { payloadSets, type Row } from './sets.ts';

export interface HeldOut {
  calibration: Calibration;
  /** Probability of each row, from a model without the row's set; NaN where a row is not measured. */
  chance: Float64Array;
  /** Index into `families` of each attack row; -1 elsewhere. */
  family: Int8Array;
  /** By name of the set that it was fitted without. */
  models: ReadonlyMap<string, { attack: Weights; family: FamilyWeights }>;
}

export interface Rate {
  rows: number;
  hits: number;
}

export const isMeasured = (row: Row) =>
  row.set !== 'written' && row.role !== 'padded' && row.role !== 'plain' && row.use !== 'learned';

export function measureHeldOut(corpus: Corpus, onProgress: (message: string) => void): HeldOut {
  const sums = new Float64Array(corpus.rows.length).fill(Number.NaN);
  const family = new Int8Array(corpus.rows.length).fill(-1);
  const models = new Map<string, { attack: Weights; family: FamilyWeights }>();
  for (const set of payloadSets) {
    const weights = fitAttack(corpus, set);
    const kinds = fitFamily(corpus, weights, set);
    models.set(set, { attack: weights, family: kinds });
    corpus.rows.forEach((row, at) => {
      if (row.set !== set || !isMeasured(row)) return;
      sums[at] = rowSum(corpus.bags, at, weights);
      if (row.attack) family[at] = likeliest(corpus, worstWindow(corpus.bags, at, weights), kinds);
    });
    onProgress(`without ${set}`);
  }
  const calibration = fitCalibration(corpus, sums);
  return { calibration, chance: sums.map((sum) => chanceOf(sum, calibration)), family, models };
}

function chanceOf(sum: number, { slope, offset }: Calibration): number {
  return sigmoid(slope * sum + offset);
}

function likeliest({ bags }: Corpus, window: number, { weight, bias }: FamilyWeights): number {
  if (window < 0) return 0;
  let best = 0;
  let top = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < families.length; k += 1) {
    let total = bias[k]!;
    for (let at = bags.windowFeature[window]!; at < bags.windowFeature[window + 1]!; at += 1)
      total += weight[k * familySize + familyPlace(bags.features[at]!)]!;
    if (total > top) {
      top = total;
      best = k;
    }
  }
  return best;
}

/** The same, but the templates that people here wrote are left out as well: what the other sets alone teach. */
export function measureWithoutWritten(corpus: Corpus, onProgress: (message: string) => void): Float64Array {
  const bare: Corpus = { ...corpus, weight: corpus.weight.slice() };
  corpus.rows.forEach((row, at) => {
    if (row.set === 'written') bare.weight[at] = 0;
  });
  const sums = new Float64Array(corpus.rows.length).fill(Number.NaN);
  for (const set of payloadSets) {
    const weights = fitAttack(bare, set);
    corpus.rows.forEach((row, at) => {
      if (row.set === set && isMeasured(row)) sums[at] = rowSum(corpus.bags, at, weights);
    });
  }
  onProgress('without the written texts');
  const calibration = fitCalibration(corpus, sums);
  return sums.map((sum) => chanceOf(sum, calibration));
}

/** Rules of the CRS set in five parts, each judged by a model that knows the other four and all other sets. */
export function measureByRule(
  corpus: Corpus,
  calibration: Calibration,
  onProgress: (message: string) => void,
): Float64Array {
  const chance = new Float64Array(corpus.rows.length).fill(Number.NaN);
  const part = corpus.rows.map((row) => (row.group === undefined ? -1 : (wordHash(row.group) >>> 8) % 5));
  for (let held = 0; held < 5; held += 1) {
    const rest: Corpus = { ...corpus, weight: corpus.weight.slice() };
    for (let at = 0; at < part.length; at += 1) if (part[at] === held) rest.weight[at] = 0;
    const weights = fitAttack(rest);
    for (let at = 0; at < part.length; at += 1) {
      if (part[at] === held && isMeasured(corpus.rows[at]!))
        chance[at] = chanceOf(rowSum(corpus.bags, at, weights), calibration);
    }
  }
  onProgress('by rule of the CRS set');
  return chance;
}

/** How many of the rows that `which` picks are at or above `from`. */
export function rateOf(
  rows: readonly Row[],
  chance: Float64Array,
  which: (row: Row) => boolean,
  from: number = attackFrom,
): Rate {
  const rate: Rate = { rows: 0, hits: 0 };
  rows.forEach((row, at) => {
    if (Number.isNaN(chance[at]!) || !which(row)) return;
    rate.rows += 1;
    if (chance[at]! >= from) rate.hits += 1;
  });
  return rate;
}

/** Attacks in a set that are payloads: word lists, bare paths and protocol oddities are counted apart. */
export function isPayload(set: string): (row: Row) => boolean {
  return (row) => row.set === set && row.attack && row.role === undefined;
}

export const attackSets: readonly string[] = payloadSets.filter(
  (set) => set !== 'csic2010' && set !== 'weblogs_real',
);

export { attackFrom, urgentFrom };
