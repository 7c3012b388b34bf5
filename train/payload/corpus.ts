/** All rows the payload model learns from, as features, with the weight that each row has. */
import { wordHash } from '../../src/score/payload/lexicon.ts';
import { type Bags, toBags } from './learn.ts';
import { pad } from './padding.ts';
import { type Row, readPayloadSets } from './sets.ts';
import { synthesise } from './synth.ts';

export interface Corpus {
  rows: readonly Row[];
  bags: Bags;
  /** 1 = attack. */
  label: Uint8Array;
  /** Weight in training; 0 = not used there. */
  weight: Float64Array;
}

/** At most so many rows of one set, label and family are learned from; of the written harmless ones, of each list. */
const groupCap = 4000;
/** A group's weight grows with the root of its size: large sets do not drown small ones. */
const groupPower = 0.5;
const largestWeight = 3;
export const writtenSeed = 11;
export const paddingSeed = 23;

export function buildCorpus(dataFolder: string, onProgress: (message: string) => void): Corpus {
  const given: Row[] = [...readPayloadSets(dataFolder), ...synthesise(writtenSeed)];
  const rows: Row[] = [...given, ...pad(given, paddingSeed)];
  onProgress(`${rows.length} rows`);
  const bags = toBags(rows.map(({ text }) => text));
  onProgress(`${bags.rowWindow[bags.rows]} windows`);
  const groups = new Map<string, number[]>();
  rows.forEach((row, at) => {
    if (row.role === 'word') return;
    const list = row.set === 'written' && !row.attack ? row.label : '';
    const name = `${row.set}|${row.attack}|${row.family}|${row.role}|${list}`;
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [at]);
    else group.push(at);
  });
  const weight = new Float64Array(rows.length);
  for (const group of groups.values()) {
    // Which rows of a large group are used depends on their text alone.
    const chosen = group
      .map((at) => ({ at, order: wordHash(rows[at]!.text) >>> 0 }))
      .sort((a, b) => a.order - b.order || a.at - b.at)
      .slice(0, groupCap);
    const each = Math.min(largestWeight, (chosen.length / 1000) ** (groupPower - 1));
    for (const { at } of chosen) weight[at] = each;
  }
  return { rows, bags, label: Uint8Array.from(rows, ({ attack }) => (attack ? 1 : 0)), weight };
}
