/**
 * What the figures do not depend on: the seeds of a training, and the ways that payloads are wrapped. Training is
 * repeated with every seed changed (order of rows, dropped features, written texts, padding, drawn names), and with all
 * rows of one wrapper left out.
 */
import { buildCorpus, type Corpus, corpusSeeds } from './corpus.ts';
import { type Calibration, fitAttack, fitCalibration, heldOutSums, options } from './fit.ts';
import { rowSum, sigmoid } from './learn.ts';
import { attackFrom, attackSets, isMeasured, isPayload, rateOf, urgentFrom } from './measure.ts';
import type { Row } from './sets.ts';

export interface SeedFigures {
  name: string;
  meanRecall: number;
  crsNegatives: number;
  legit: number;
  weblogs: number;
  weblogsUrgent: number;
}

const share = ({ hits, rows }: { hits: number; rows: number }): number => (rows === 0 ? 0 : hits / rows);

/** Of probabilities that are NaN where a row is not measured. */
export function seedFigures(name: string, rows: readonly Row[], chance: Float64Array): SeedFigures {
  const rate = (which: (row: Row) => boolean, from?: number): number =>
    share(rateOf(rows, chance, (row) => isMeasured(row) && which(row), from));
  const recall = attackSets.map((set) => rate(isPayload(set)));
  const harmless = (set: string) => (row: Row) => row.set === set && !row.attack;
  return {
    name,
    meanRecall: recall.reduce((sum, value) => sum + value, 0) / recall.length,
    crsNegatives: rate((row) => row.set === 'crs_regression' && row.role === 'look-alike'),
    legit: rate(harmless('modsec_learn')),
    weblogs: rate(harmless('weblogs_real')),
    weblogsUrgent: rate(harmless('weblogs_real'), urgentFrom),
  };
}

/** The same measurement with every seed moved by `step`. */
export function measureSeed(
  dataFolder: string,
  step: number,
  onProgress: (message: string) => void,
): SeedFigures {
  const { written, padding, names } = corpusSeeds;
  const corpus = buildCorpus(dataFolder, () => undefined, {
    written: written + step,
    padding: padding + step,
    names: names + step,
  });
  const sums = heldOutSums(corpus, () => undefined, options.seed + step);
  const { slope, offset } = fitCalibration(corpus, sums);
  const chance = sums.map((sum) => sigmoid(slope * sum + offset));
  onProgress(`seeds moved by ${step}`);
  return seedFigures(`all seeds + ${step}`, corpus.rows, chance);
}

const wrapperOf: Readonly<Record<string, RegExp>> = {
  'XML document': /(?:\r?\n\r?\n|^)<(?:\?xml|root|xml|[a-z]+:?envelope)\b/i,
  'JSON body': /(?:\r?\n\r?\n|^)\s*[{[]\s*["{[\]]/,
  'form of parts': /content-disposition: form-data/i,
};

export interface WrapperFigures {
  name: string;
  attacks: number;
  found: number;
  plain: number;
  flagged: number;
}

/** Each wrapper judged by a model that saw nothing in it: attacks of the CRS set, and rows with plain words in them. */
export function measureWrappers(
  corpus: Corpus,
  { slope, offset }: Calibration,
  onProgress: (message: string) => void,
): WrapperFigures[] {
  return Object.entries(wrapperOf).map(([name, pattern]) => {
    const weight = corpus.weight.slice();
    const isWrapped = corpus.rows.map(({ text }) => pattern.test(text));
    for (let at = 0; at < weight.length; at += 1) if (isWrapped[at]) weight[at] = 0;
    const weights = fitAttack({ ...corpus, weight });
    const figures: WrapperFigures = { name, attacks: 0, found: 0, plain: 0, flagged: 0 };
    corpus.rows.forEach((row, at) => {
      const isAttack = row.set === 'crs_regression' && isMeasured(row) && isPayload(row.set)(row);
      if (!isWrapped[at] || !(isAttack || row.role === 'plain')) return;
      const isFlagged = sigmoid(slope * rowSum(corpus.bags, at, weights) + offset) >= attackFrom;
      if (isAttack) {
        figures.attacks += 1;
        if (isFlagged) figures.found += 1;
      } else {
        figures.plain += 1;
        if (isFlagged) figures.flagged += 1;
      }
    });
    onProgress(`without ${name}`);
    return figures;
  });
}

const percent = (value: number): string => `${(value * 100).toFixed(1)} %`;
const finely = (value: number): string => `${(value * 100).toFixed(2)} %`;

/** Points between the least and the greatest share. */
function spread(seeds: readonly SeedFigures[], name: Exclude<keyof SeedFigures, 'name'>): string {
  const shares = seeds.map((one) => one[name]);
  return (100 * (Math.max(...shares) - Math.min(...shares))).toFixed(1);
}

export const stabilityText = (seeds: readonly SeedFigures[], wrappers: readonly WrapperFigures[]): string =>
  [
    '### Do the results depend on the random seed?',
    'The weights are the mean of three trainings, each in an order of its own, and in each of forty places of the last two of four epochs, so neither the order nor the rows that happen to come last matter; names of sites, marker words and the headers of one test tool are replaced at random, so they reveal no class. Three trainings with different seeds for the order of rows, dropped features, written texts, padding and names; every set is judged by a model fitted without it:',
    [
      '| seeds | mean recall | CRS look-alikes flagged | ModSecurity legitimate flagged | web logs flagged | web logs at risk 7 |',
      '| --- | ---: | ---: | ---: | ---: | ---: |',
      ...seeds.map(
        (one) =>
          `| ${one.name} | ${percent(one.meanRecall)} | ${percent(one.crsNegatives)} | ${percent(one.legit)} | ${percent(one.weblogs)} | ${finely(one.weblogsUrgent)} |`,
      ),
    ].join('\n'),
    `Between the three, recall differs by ${spread(seeds, 'meanRecall')} points, CRS look-alikes by ${spread(seeds, 'crsNegatives')}, legitimate requests of the ModSecurity set by ${spread(seeds, 'legit')}, and web logs by ${spread(seeds, 'weblogs')}.`,
    '### Unseen wrappers',
    'Everything in such a wrapper was left out of training, harmless or not. "Plain" rows are ones whose payload was replaced by ordinary words, so only the wrapper remains.',
    [
      '| wrapper | attacks of the CRS set | found | plain rows | flagged |',
      '| --- | ---: | ---: | ---: | ---: |',
      ...wrappers.map(
        (one) =>
          `| ${one.name} | ${one.attacks} | ${percent(one.found / Math.max(1, one.attacks))} | ${one.plain} | ${finely(one.flagged / Math.max(1, one.plain))} |`,
      ),
    ].join('\n'),
  ].join('\n\n');
