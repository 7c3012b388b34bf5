/** How the sums of an input's windows become one. */

/** Sums beyond this say no more than "sure": keeps probabilities off exactly 0 and 1. */
export const sumCeiling = 24;
/** How much several suspicious windows add up: the larger, the less. */
const sharpness = 2;

/** What a window's sum adds to the odds of the input; the sums of all windows go into `combineOdds`. */
export function windowOdds(sum: number): number {
  return Math.exp(sharpness * sumCeiling * Math.tanh(sum / sumCeiling));
}

/** One sum for the whole input: the worst window's, and a little more where others are bad too. */
export function combineOdds(odds: number): number {
  return odds === 0 ? -sumCeiling : Math.log(odds) / sharpness;
}
