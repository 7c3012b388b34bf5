/** All rows the payload model learns from, as features, with the weight that each row has. */
import { wordHash } from '../../src/score/payload/lexicon.ts';
import { readGrammar } from './grammar.ts';
import { type Bags, createRandom, toBags } from './learn.ts';
import { withEverydayHeaders, withoutNames } from './names.ts';
import { pad } from './padding.ts';
import { toPlain } from './plain.ts';
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
export interface CorpusSeeds {
  /** Of the written texts. */
  written: number;
  /** Of the words that rows are padded with. */
  padding: number;
  /** Of the names and plain words that stand in for others. */
  names: number;
}
export const corpusSeeds: CorpusSeeds = { written: 11, padding: 23, names: 31 };

/** Rows as the sets have them are measured; where their names or headers tell the set, others are learned from. */
function withRenamed(rows: readonly Row[], seed: number): Row[] {
  const grammar = readGrammar('benign', 'attack');
  const random = createRandom(seed);
  return rows.flatMap((row): Row[] => {
    if (row.role === 'word') return [row];
    const named = withoutNames(row.text, grammar, random);
    const text = row.set === 'crs_regression' ? withEverydayHeaders(named, grammar, random) : named;
    if (text === row.text) return [row];
    return row.set === 'written'
      ? [{ ...row, text }]
      : [
          { ...row, use: 'measured' },
          { ...row, text, use: 'learned' },
        ];
  });
}

/** Of so many written attacks one has its harmless twin learned; of those of the sets each has. */
const everyWritten = 3;

/** Attacks without their payload: what wraps one is harmless. */
function plainTwins(rows: readonly Row[], seed: number): Row[] {
  const words = { grammar: readGrammar('benign', 'attack'), random: createRandom(seed + 1) };
  const twins: Row[] = [];
  rows.forEach((row, at) => {
    if (row.use === 'measured' || (row.role !== undefined && row.role !== 'padded')) return;
    if (!row.attack || (row.set === 'written' && at % everyWritten !== 0)) return;
    const text = toPlain(row.text, words);
    if (text === null) return;
    const { group, set, label } = row;
    twins.push({
      set,
      text,
      attack: false,
      family: null,
      role: 'plain',
      label: `${label} (plain)`,
      ...(group === undefined ? {} : { group }),
    });
  });
  return twins;
}

export function buildCorpus(
  dataFolder: string,
  onProgress: (message: string) => void,
  seeds: CorpusSeeds = corpusSeeds,
): Corpus {
  const given = withRenamed([...readPayloadSets(dataFolder), ...synthesise(seeds.written)], seeds.names);
  const padded = pad(given, seeds.padding);
  const rows: Row[] = [...given, ...padded, ...plainTwins(given, seeds.names)];
  onProgress(`${rows.length} rows`);
  const bags = toBags(rows.map(({ text }) => text));
  onProgress(`${bags.rowWindow[bags.rows]} windows`);
  const groups = new Map<string, number[]>();
  rows.forEach((row, at) => {
    if (row.role === 'word' || row.use === 'measured') return;
    const list = row.set === 'written' && !row.attack && row.role !== 'plain' ? row.label : '';
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
