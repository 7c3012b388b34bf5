/**
 * Judges a payload: the sum of the weights of a window's features, the windows of the input taken together, a
 * calibrated probability, the family of the worst window, and the bytes that carry it.
 */
import { type EvidenceReader, findEvidence, maxEvidenceLength, type PayloadEvidence } from './evidence.ts';
import { families, familyPlace, familySize, type PayloadFamily } from './families.ts';
import { createFeatureTable, maxFeatures } from './feature-table.ts';
import type { PayloadWeights } from './model-file.ts';
import { combineOdds, windowOdds } from './odds.ts';
import { createPieceCache } from './piece-cache.ts';
import { createPieceMemory, type KnownPiece, longestKnown, mannerOf } from './piece-memory.ts';
import { createTopWindows } from './top-windows.ts';
import { createWindowing, type Window, wholeLength } from './windowing.ts';

export interface PayloadJudgement {
  /** Calibrated probability 0–1 that the text is an attack. */
  attack: number;
  family: PayloadFamily;
  /** 0–1. */
  familyConfidence: number;
  /** Strongest first; empty below `evidenceFrom`. Found when first asked for. */
  readonly evidence: readonly PayloadEvidence[];
  /** Share of the text's features that training never saw, 0–1. */
  unknownShare: number;
}

/** From this probability on a judgement names its evidence. */
export const evidenceFrom = 0.2;
/** Windows below this sum hold no evidence. */
const spanFrom = -2;
interface Sums {
  /** All windows together. */
  total: number;
  top: number;
  features: number;
  unknown: number;
  odds: number;
}

/** A piece whose windows are being added up to be remembered. */
interface Learnt extends KnownPiece {
  odds: number[];
  keep(piece: KnownPiece): void;
}

const none = new Int32Array(0);
/** Families of one place, and what is left of a row that begins where memory is read from. */
const familyRow = 16;

export interface Judge {
  classify(text: string): PayloadJudgement;
}

export function createJudge(model: PayloadWeights): Judge {
  // Only numbers are kept of the model: its tables, 0.9 MB, are freed once those below are made of them.
  const { attackScale, bias, familyScale, familyBias, slope, offset } = model;
  const table = createFeatureTable(model.attack, model.known);
  const windowing = createWindowing(table);
  const cache = createPieceCache();
  const memory = createPieceMemory();
  const topWindows = createTopWindows(table, maxEvidenceLength);
  const familySums = new Float64Array(families.length);
  // By place, then by family: the weights of a place for all families come with one access to memory.
  const familyTable = new Int8Array(familySize * familyRow);
  for (let family = 0; family < families.length; family += 1)
    for (let place = 0; place < familySize; place += 1)
      familyTable[place * familyRow + family] = model.family[family * familySize + place]!;
  // Places of the worst window so far: its family is read once, at the end.
  const worst = new Int32Array(maxFeatures);
  let worstCount = 0;
  let judgements = 0;
  /** Number of the judgement whose top windows and pieces are kept. */
  let latest = 0;

  function windowSum({ features }: Window): number {
    return features.sum * attackScale + bias;
  }

  function sums(text: string): Sums {
    const found: Sums = { total: 0, top: Number.NEGATIVE_INFINITY, features: 0, unknown: 0, odds: 0 };
    let odds = 0;
    worstCount = 0;
    const isWhole = text.length <= wholeLength;
    cache.start(text, isWhole);
    topWindows.start();
    /** The piece under way, where it is one to remember. */
    let learnt: Learnt | null = null;
    const settle = (): void => {
      // What holds packed text, or anything suspicious, is read anew each time.
      if (learnt !== null && learnt.top <= spanFrom && windowing.packedCount() === 0) learnt.keep(learnt);
      learnt = null;
    };
    const visit = (window: Window): void => {
      const sum = windowSum(window);
      const { place, count, unknown } = window.features;
      if (sum > found.top) {
        found.top = sum;
        worstCount = count;
        for (let at = 0; at < count; at += 1) worst[at] = place[at]!;
      }
      const part = windowOdds(sum);
      odds += part;
      cache.add(part);
      if (window.packedFrom >= 0) {
        cache.spoil();
        learnt = null;
      }
      if (sum > spanFrom) topWindows.offer(window, sum, part);
      found.features += count;
      found.unknown += unknown;
      if (learnt === null) return;
      learnt.odds.push(part);
      learnt.features += count;
      learnt.unknown += unknown;
      if (sum > learnt.top) {
        learnt.top = sum;
        learnt.places = place.slice(0, count);
      }
    };
    function recall({ odds: parts, features, unknown, top, places }: KnownPiece): void {
      for (const part of parts) {
        odds += part;
        cache.add(part);
      }
      found.features += features;
      found.unknown += unknown;
      if (top > found.top) {
        found.top = top;
        worstCount = places.length;
        worst.set(places);
      }
    }
    windowing.forEachWindow(text, visit, (from, to, kind, form, key) => {
      settle();
      cache.enter(from, to, kind, form, key);
      if (to - from > longestKnown) return true;
      const before = memory.find(windowing.codes, from, to, mannerOf(kind, form, key));
      if (before !== null) {
        recall(before);
        return false;
      }
      if (memory.wants())
        learnt = {
          odds: [],
          features: 0,
          unknown: 0,
          top: Number.NEGATIVE_INFINITY,
          places: none,
          keep: memory.keeper(),
        };
      return true;
    });
    settle();
    readFamily();
    found.total = combineOdds(odds);
    found.odds = odds;
    return found;
  }

  /** Only the sum, as quick as can be, of what is left of the text without `length` characters at each of `cuts`. */
  function totalLeft(text: string, cuts: readonly number[], length: number): number {
    let left = '';
    let from = 0;
    for (const cut of cuts) {
      left += text.slice(from, cut);
      from = cut + length;
    }
    left += text.slice(from);
    let odds = 0;
    const add = (part: number): void => {
      odds += part;
    };
    const visit = (window: Window): void => add(windowOdds(windowSum(window)));
    windowing.forEachWindow(left, visit, cache.holds(text) ? cache.without(cuts, length, add) : undefined);
    return combineOdds(odds);
  }

  function readFamily(): void {
    familySums.fill(0);
    for (let at = 0; at < worstCount; at += 1) {
      const row = familyPlace(worst[at]!) * familyRow;
      for (let family = 0; family < familySums.length; family += 1)
        familySums[family]! += familyTable[row + family]!;
    }
  }

  function probability(total: number): number {
    return 1 / (1 + Math.exp(-(slope * total + offset)));
  }

  function logit(total: number): number {
    return slope * total + offset;
  }

  const reader: EvidenceReader = { topWindows, logit, totalLeft };

  return {
    classify(text) {
      const { total, features, unknown, odds } = sums(text);
      judgements += 1;
      const mine = judgements;
      latest = mine;
      const chance = features === 0 ? 0 : probability(total);
      let bestFamily = 0;
      let all = 0;
      let top = Number.NEGATIVE_INFINITY;
      for (let at = 0; at < families.length; at += 1) {
        const value = familySums[at]! * familyScale + familyBias[at]!;
        if (value > top) {
          top = value;
          bestFamily = at;
        }
      }
      for (let at = 0; at < families.length; at += 1) {
        all += Math.exp(familySums[at]! * familyScale + familyBias[at]! - top);
      }
      let evidence: readonly PayloadEvidence[] | null = null;
      return {
        attack: chance,
        family: families[bestFamily]!,
        familyConfidence: 1 / all,
        get evidence() {
          if (evidence === null && chance >= evidenceFrom && mine !== latest) {
            // Another text was judged since: what was kept is that one's.
            latest = mine;
            sums(text);
          }
          evidence ??= chance < evidenceFrom ? [] : findEvidence(text, total, odds, reader);
          return evidence;
        },
        unknownShare: features === 0 ? 0 : unknown / features,
      };
    },
  };
}
