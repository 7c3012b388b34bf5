/**
 * Logistic regression over hashed features, trained by AdaGrad in a fixed order. A row is a bag of windows: of an
 * attack its worst window must be recognised, of a benign row no window may be. Nothing here is random that the
 * seed does not fix, so the same rows give the same weights, bit for bit.
 */
import { tableSize } from '../../src/score/payload/feature-table.ts';
import { combineOdds, windowOdds } from '../../src/score/payload/odds.ts';
import { createWindowing } from '../../src/score/payload/windowing.ts';

/** Rows as windows of features. */
export interface Bags {
  rows: number;
  /** First window of each row, and one past the last. */
  rowWindow: Int32Array;
  /** First feature of each window, and one past the last. */
  windowFeature: Int32Array;
  features: Int32Array;
  /** 1 = the window is a cluster of telling tokens within others. */
  isCluster: Uint8Array;
}

export function toBags(texts: readonly string[]): Bags {
  const windowing = createWindowing();
  const rowWindow = new Int32Array(texts.length + 1);
  let windowFeature = new Int32Array(1024);
  let features = new Int32Array(1 << 20);
  let isCluster = new Uint8Array(1024);
  let windows = 0;
  let count = 0;
  texts.forEach((text, row) => {
    rowWindow[row] = windows;
    windowing.forEachWindow(text, ({ features: list, isCluster: isOne }) => {
      if (windows + 2 > windowFeature.length) {
        windowFeature = grown(windowFeature);
        const larger = new Uint8Array(windowFeature.length);
        larger.set(isCluster);
        isCluster = larger;
      }
      while (count + list.count > features.length) features = grown(features);
      windowFeature[windows] = count;
      isCluster[windows] = isOne ? 1 : 0;
      features.set(list.place.subarray(0, list.count), count);
      count += list.count;
      windows += 1;
      windowFeature[windows] = count;
    });
  });
  rowWindow[texts.length] = windows;
  return { rows: texts.length, rowWindow, windowFeature, features, isCluster };
}

function grown(array: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}

/** A small generator of repeatable numbers in [0, 1). */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export interface LearnOptions {
  epochs: number;
  rate: number;
  /** Pull towards zero per step and feature, before AdaGrad's scale. */
  decay: number;
  /** Where AdaGrad's sums start: the larger, the less a rare feature is trusted. */
  caution: number;
  /** Features in fewer rows than this stay at zero. */
  rarest: number;
  seed: number;
  /** Value of the sum at start and what the bias is. */
  bias: number;
  /** Share of a window's features that a step leaves out, so that no attack is known by one word alone. */
  dropout: number;
}

export interface Weights {
  weight: Float64Array;
  bias: number;
}

/** The weights are the mean of so many places of each of the last epochs. */
const settledEpochs = 2;
const placesAnEpoch = 20;

export function learn(
  bags: Bags,
  /** 1 = attack, 0 = benign. */
  label: Uint8Array,
  /** Weight of each row; 0 leaves it out. */
  weightOf: Float64Array,
  options: LearnOptions,
): Weights {
  const weight = new Float64Array(tableSize);
  const square = new Float64Array(tableSize).fill(options.caution);
  const order: number[] = [];
  for (let row = 0; row < bags.rows; row += 1)
    if (weightOf[row]! > 0 && bags.rowWindow[row + 1]! > bags.rowWindow[row]!) order.push(row);
  const random = createRandom(options.seed);
  const known = commonFeatures(bags, order, options.rarest);
  let bias = options.bias;
  const { rowWindow, windowFeature, features, isCluster } = bags;

  function sum(window: number): number {
    let total = bias;
    for (let at = windowFeature[window]!; at < windowFeature[window + 1]!; at += 1)
      total += weight[features[at]!]!;
    return total;
  }

  const kept = new Uint8Array(2048).fill(1);

  /** Sum of what is left when some features are dropped; `step` moves only those that are left. */
  function thinnedSum(window: number): number {
    if (options.dropout === 0) return sum(window);
    const from = windowFeature[window]!;
    const to = windowFeature[window + 1]!;
    let total = 0;
    for (let at = from; at < to; at += 1) {
      const keep = random() >= options.dropout ? 1 : 0;
      kept[at - from] = keep;
      if (keep === 1) total += weight[features[at]!]!;
    }
    return bias + total / (1 - options.dropout);
  }

  function step(window: number, gradient: number, rate: number): void {
    const from = windowFeature[window]!;
    const to = windowFeature[window + 1]!;
    // Long windows have many features: each takes its share, so that one row moves the sum about equally far.
    for (let at = from; at < to; at += 1) {
      const place = features[at]!;
      if (known[place] === 0 || kept[at - from] === 0) continue;
      const pull = gradient + options.decay * weight[place]!;
      square[place]! += pull * pull;
      weight[place]! -= (rate * pull) / Math.sqrt(square[place]!);
    }
    bias -= rate * 0.02 * gradient;
  }

  // Where AdaGrad stops is a matter of which rows came last, and in which order: the mean of many places is not.
  const mean = new Float64Array(tableSize);
  let meanBias = 0;
  let places = 0;
  const takePlace = (): void => {
    for (let at = 0; at < tableSize; at += 1) mean[at]! += weight[at]!;
    meanBias += bias;
    places += 1;
  };
  const stride = Math.ceil(order.length / placesAnEpoch);

  for (let epoch = 0; epoch < options.epochs; epoch += 1) {
    for (let at = order.length - 1; at > 0; at -= 1) {
      const other = Math.floor(random() * (at + 1));
      const held = order[at]!;
      order[at] = order[other]!;
      order[other] = held;
    }
    const rate = options.rate / (1 + epoch * 0.5);
    const isSettled = epoch >= options.epochs - settledEpochs;
    for (const [number, row] of order.entries()) {
      if (isSettled && number % stride === stride - 1) takePlace();
      const from = rowWindow[row]!;
      const to = rowWindow[row + 1]!;
      if (label[row] === 1) {
        // Its worst window must be recognised, and the worst cluster too: with the words around it and without.
        let best = -1;
        let top = Number.NEGATIVE_INFINITY;
        let bestCluster = -1;
        let topCluster = Number.NEGATIVE_INFINITY;
        for (let window = from; window < to; window += 1) {
          // Before anything is learned the window with the most features is the likeliest.
          const value =
            epoch === 0 && to - from > 1
              ? sum(window) + (windowFeature[window + 1]! - windowFeature[window]!) * 0.01
              : sum(window);
          if (isCluster[window] === 1) {
            if (value > topCluster) {
              topCluster = value;
              bestCluster = window;
            }
          } else if (value > top) {
            top = value;
            best = window;
          }
        }
        if (bestCluster >= 0)
          step(bestCluster, -weightOf[row]! * (1 - sigmoid(thinnedSum(bestCluster))), rate);
        step(best, -weightOf[row]! * (1 - sigmoid(thinnedSum(best))), rate);
      } else {
        for (let window = from; window < to; window += 1) {
          const chance = sigmoid(thinnedSum(window));
          if (chance > 0.01) step(window, weightOf[row]! * chance, rate);
        }
      }
    }
  }
  if (places === 0) return { weight, bias };
  for (let at = 0; at < tableSize; at += 1) mean[at]! /= places;
  return { weight: mean, bias: meanBias / places };
}

/** 1 for each feature that stands in at least `rarest` of the rows. */
export function commonFeatures(bags: Bags, order: readonly number[], rarest: number): Uint8Array {
  const rows = new Uint16Array(tableSize);
  const last = new Int32Array(tableSize).fill(-1);
  for (const row of order) {
    const to = bags.windowFeature[bags.rowWindow[row + 1]!]!;
    for (let at = bags.windowFeature[bags.rowWindow[row]!]!; at < to; at += 1) {
      const place = bags.features[at]!;
      if (last[place] === row) continue;
      last[place] = row;
      if (rows[place]! < 65_535) rows[place]! += 1;
    }
  }
  return Uint8Array.from(rows, (count) => (count >= rarest ? 1 : 0));
}

export function sigmoid(value: number): number {
  return 1 / (1 + Math.exp(-value));
}

/** Sum of a row, its windows taken together as the judge takes them. */
export function rowSum(bags: Bags, row: number, { weight, bias }: Weights): number {
  let odds = 0;
  for (let window = bags.rowWindow[row]!; window < bags.rowWindow[row + 1]!; window += 1) {
    let total = bias;
    for (let at = bags.windowFeature[window]!; at < bags.windowFeature[window + 1]!; at += 1)
      total += weight[bags.features[at]!]!;
    odds += windowOdds(total);
  }
  return combineOdds(odds);
}

/** The window of a row with the largest sum, or -1. */
export function worstWindow(bags: Bags, row: number, { weight }: Weights): number {
  let worst = -1;
  let top = Number.NEGATIVE_INFINITY;
  for (let window = bags.rowWindow[row]!; window < bags.rowWindow[row + 1]!; window += 1) {
    let total = 0;
    for (let at = bags.windowFeature[window]!; at < bags.windowFeature[window + 1]!; at += 1)
      total += weight[bags.features[at]!]!;
    if (total > top) {
      top = total;
      worst = window;
    }
  }
  return worst;
}
