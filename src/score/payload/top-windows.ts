/** The most suspicious windows of a text, kept until evidence is asked for. */
import { type FeatureTable, maxFeatures, weightAt, windowTokens } from './feature-table.ts';
import type { Window } from './windowing.ts';

/** A range of the input, and the sum of its window. */
export interface Span {
  from: number;
  to: number;
  sum: number;
}

export interface TopWindows {
  start(): void;
  /** Keeps the window where it is one of the worst. */
  offer(window: Window, sum: number, odds: number): void;
  /** Of each window kept its strongest stretch of tokens and the whole of it, worst first. */
  spans(): Span[];
  /** What the kept windows that lie across a range add to the odds of the text. */
  oddsWithin(range: { from: number; to: number }): number;
}

const maxWindows = 8;

interface Kept {
  sum: number;
  odds: number;
  packedFrom: number;
  packedTo: number;
  features: number;
  tokens: number;
  place: Int32Array;
  range: Uint16Array;
  /** Where each token is in the input. */
  from: Int32Array;
  to: Int32Array;
}

export function createTopWindows(table: FeatureTable, longest: number): TopWindows {
  const all: Kept[] = Array.from({ length: maxWindows }, () => ({
    sum: 0,
    odds: 0,
    packedFrom: -1,
    packedTo: -1,
    features: 0,
    tokens: 0,
    place: new Int32Array(maxFeatures),
    range: new Uint16Array(maxFeatures),
    from: new Int32Array(windowTokens),
    to: new Int32Array(windowTokens),
  }));
  const share = new Float64Array(windowTokens);
  let count = 0;

  function spansOf(kept: Kept): Span[] {
    const { sum, packedFrom, packedTo, tokens, features } = kept;
    if (packedFrom >= 0) return [{ from: packedFrom, to: Math.min(packedTo, packedFrom + longest), sum }];
    share.fill(0);
    for (let at = 0; at < features; at += 1) {
      const from = kept.range[at]! >>> 8;
      const to = kept.range[at]! & 255;
      if (to <= from) continue;
      const part = weightAt(table, kept.place[at]!) / (to - from);
      for (let token = from; token < to; token += 1) share[token]! += part;
    }
    let best: Span | null = null;
    let from = 0;
    let running = 0;
    for (let token = 0; token < tokens; token += 1) {
      if (running <= 0) {
        running = 0;
        from = token;
      }
      running += share[token]!;
      while (from < token && kept.to[token]! - kept.from[from]! > longest) {
        running -= share[from]!;
        from += 1;
      }
      if (best === null || running > best.sum)
        best = { from: kept.from[from]!, to: kept.to[token]!, sum: running };
    }
    if (best === null) return [];
    const start = kept.from[0]!;
    const whole: Span = { from: start, to: Math.min(kept.to[tokens - 1]!, start + longest), sum };
    best.sum = sum + 0.001;
    return whole.from === best.from && whole.to === best.to ? [best] : [best, whole];
  }

  return {
    start() {
      count = 0;
    },
    offer({ features, tokens, decoded, first, last, offset, packedFrom, packedTo }, sum, odds) {
      let kept = all[count]!;
      if (count < maxWindows) count += 1;
      else {
        // Of windows with equal sums the earlier ones stay.
        kept = all[0]!;
        for (const one of all) if (one.sum <= kept.sum) kept = one;
        if (sum <= kept.sum) return;
      }
      kept.sum = sum;
      kept.odds = odds;
      kept.packedFrom = packedFrom;
      kept.packedTo = packedTo;
      kept.features = features.count;
      kept.tokens = last - first;
      for (let at = 0; at < features.count; at += 1) {
        kept.place[at] = features.place[at]!;
        kept.range[at] = features.range[at]!;
      }
      for (let token = first; token < last; token += 1) {
        kept.from[token - first] = decoded.origin[tokens.start[token]!]! + offset;
        kept.to[token - first] = decoded.origin[tokens.end[token]!]! + offset;
      }
    },
    oddsWithin(range) {
      let odds = 0;
      for (let at = 0; at < count; at += 1) {
        const kept = all[at]!;
        const isPacked = kept.packedFrom >= 0;
        const from = isPacked ? kept.packedFrom : kept.from[0]!;
        const to = isPacked ? kept.packedTo : kept.to[kept.tokens - 1]!;
        if (range.from < to && from < range.to) odds += kept.odds;
      }
      return odds;
    },
    spans() {
      return all
        .slice(0, count)
        .flatMap(spansOf)
        .sort((a, b) => b.sum - a.sum || a.from - b.from);
    },
  };
}
