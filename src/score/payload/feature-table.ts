/** The hashed table that a window's features are looked up in, and the list of features that a window has. */

import { wordClasses } from './lexicon.ts';

/** Places in the table. */
export const tableBits = 18;
export const tableSize = 1 << tableBits;
/** A window: long enough for an attack, short enough that the text around it does not drown it. */
export const windowTokens = 64;
export const windowStep = 54;

/** More than any window has. */
export const maxFeatures = windowTokens * 12 + 128;
/** The same before duplicates are removed: seven per token, thirteen pieces of its word, and those of the whole window. */
export const maxSeen = (windowTokens + 1) * 20 + 64;

export interface FeatureList {
  count: number;
  /** Places in the table, each once. */
  place: Int32Array;
  /** First token and one past the last that the feature rests on, relative to the window, as `first * 256 + last`; 0 = all. */
  range: Uint16Array;
  /** Of the weights in the table. */
  sum: number;
  /** Features that are not known in the table. */
  unknown: number;
}

/**
 * What a place holds, in one number, so that a feature costs one access to memory: its weight in the upper sixteen
 * bits, then whether training knew it, then the number of the window that had it last.
 */
export type FeatureTable = Int32Array;
export const stampBits = 15;
export const stampMask = (1 << stampBits) - 1;

export function createFeatureTable(
  weights: Int16Array = new Int16Array(tableSize),
  known: Uint8Array = new Uint8Array(tableSize >>> 3),
): FeatureTable {
  const table = new Int32Array(tableSize);
  for (let place = 0; place < tableSize; place += 1)
    table[place] = (weights[place]! << 16) | (((known[place >>> 3]! >>> (place & 7)) & 1) << stampBits);
  return table;
}

export function weightAt(table: FeatureTable, place: number): number {
  return table[place]! >> 16;
}

/** Stored in the model file, which is read only by the features it was trained with. */
export function featureFingerprint(): string {
  return `features-5/${tableBits}/${windowTokens}/${windowStep}/${wordClasses.length}`;
}
